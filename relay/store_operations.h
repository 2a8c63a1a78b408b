// Each operation of the store's contract as a few statements inside the caller's transaction.
//
// A failure of SQLite is kept in Sql and makes the whole group void: what apply() returned before is then not true.
#pragma once

#include <optional>

#include "protocol/room/store_ops.h"
#include "relay/store_sql.h"

namespace twinlamp::relay {

class Operations {
public:
  using Answer = std::pair<store::Status, store::Reply>;

  explicit Operations(Sql& sql) : sql_(sql) {}

  Answer apply(const store::Request& request);
  // Deletes a bounded part of what was acknowledged, or of what an ended room held, and is still there. True = there is more.
  bool free_some();
  store::Age age();

private:
  struct Room {
    std::int64_t id = 0;
    std::int64_t created_on = 0;
    std::uint64_t posted_bytes = 0;
    std::uint64_t used = 0;  // as in the schema
    std::uint64_t latches = 0, waiting = 0, latch_bytes = 0;
    std::optional<Bytes> farewell;  // ended
  };
  struct Mailbox {
    std::uint64_t last = 0, acked = 0, freed = 0, entries = 0, bytes = 0;
  };
  using RoomSlot = std::pair<std::int64_t, std::uint8_t>;

  std::optional<Room> find_room(const store::RoomId& id);
  Room create_room(const store::RoomId& id, store::Day today);
  Mailbox mailbox_of(std::int64_t room, std::uint8_t slot);
  void free_bodies(RoomSlot of, Mailbox& mailbox);
  void free_room(std::int64_t room);
  store::LatchRow latch_row(std::int64_t room, const store::LatchId& latch);

  Answer on(const Room& room, const store::OpenRoom& open);
  Answer on(const Room& room, const store::Append& append);
  Answer on(const Room& room, const store::Read& read);
  Answer on(const Room& room, const store::Acknowledge& acknowledge);
  Answer on(const Room& room, const store::Raise& raise);
  Answer on(const Room& room, const store::LatchRead& read);
  Answer on(const Room& room, const store::LatchWrite& write);
  Answer on(const Room& room, const store::LatchReleases& releases);
  Answer on(const Room& room, const store::HeadWrite& head);
  Answer on(const Room& room, const store::HeadRead& head);
  Answer on(const Room& room, const store::EraseRoom& erase);
  Answer on(const Room& room, const store::Sweep& sweep);
  Answer on(const Room& room, const store::CountRooms& count);
  Answer on(const Room& room, const store::KeepAge& keep);
  Answer sweep(const store::Sweep& sweep);
  // Each deletes at most so many rows, and returns how many.
  std::uint32_t sweep_posts(std::int64_t oldest_day, std::uint32_t max_rows);
  std::uint32_t sweep_latches(std::int64_t oldest_day, std::uint32_t max_rows);
  std::uint32_t sweep_unused_rooms(std::int64_t oldest_day, std::uint32_t max_rows);
  std::uint32_t sweep_ended_rooms(std::int64_t oldest_day, std::uint32_t max_rows);

  Sql& sql_;

  Statement room_find_{sql_, "SELECT id, created_on, ended_on IS NOT NULL, farewell, posted_bytes, used, latches, waiting, latch_bytes "
                             "FROM room WHERE room_id = ?"};
  Statement room_insert_{sql_, "INSERT INTO room(room_id, created_on) VALUES(?, ?) RETURNING id"};
  Statement room_add_bytes_{sql_, "UPDATE room SET posted_bytes = posted_bytes + ? WHERE id = ?"};
  Statement room_end_{sql_, "UPDATE room SET created_on = 0, posted_bytes = 0, latches = 0, waiting = 0, latch_bytes = 0, rest = 1, "
                            "ended_on = ?, farewell = ? WHERE id = ?"};
  Statement room_use_{sql_, "UPDATE room SET used = used | ? WHERE id = ?"};
  Statement room_add_latches_{sql_, "UPDATE room SET latches = latches + ?, waiting = waiting + ?, latch_bytes = latch_bytes + ? "
                                    "WHERE id = ? AND ended_on IS NULL"};
  Statement room_rest_{sql_, "SELECT id FROM room INDEXED BY room_rest WHERE rest = 1 LIMIT 1"};
  Statement room_is_empty_{sql_, "UPDATE room SET rest = 0 WHERE id = ?"};
  Statement room_unused_{sql_, "SELECT id FROM room INDEXED BY room_unused WHERE used = 0 AND ended_on IS NULL AND created_on < ? LIMIT 1"};
  Statement room_ended_{sql_, "DELETE FROM room WHERE id IN (SELECT id FROM room INDEXED BY room_ended WHERE used <> 3 "
                              "AND ended_on IS NOT NULL AND ended_on < ? AND rest = 0 LIMIT ?) RETURNING 1"};
  Statement room_delete_{sql_, "DELETE FROM room WHERE id = ?"};
  Statement room_count_{sql_, "SELECT count(*) FROM room WHERE ended_on IS NULL"};
  Statement member_insert_{sql_, "INSERT INTO member(room, slot) VALUES(?, 0), (?, 1)"};
  Statement member_find_{sql_, "SELECT last, acked, freed, entries, bytes FROM member WHERE room = ? AND slot = ?"};
  Statement member_append_{sql_, "UPDATE member SET last = ?, entries = entries + 1, bytes = bytes + ? WHERE room = ? AND slot = ?"};
  Statement member_update_{sql_, "UPDATE member SET last = ?, acked = ?, freed = ?, entries = ?, bytes = ? WHERE room = ? AND slot = ?"};
  Statement member_lose_{sql_, "UPDATE member SET entries = entries - 1, bytes = bytes - ? WHERE room = ? AND slot = ?"};
  Statement member_to_free_{sql_, "SELECT room, slot FROM member INDEXED BY member_to_free WHERE freed < acked LIMIT 1"};
  Statement member_delete_{sql_, "DELETE FROM member WHERE room = ?"};
  Statement head_find_{sql_, "SELECT head FROM member WHERE room = ? AND slot = ?"};
  Statement head_set_{sql_, "UPDATE member SET head = ? WHERE room = ? AND slot = ?"};

  Statement post_known_{sql_, "SELECT seq FROM post WHERE room = ? AND slot = ? AND client_id = ?"};
  Statement post_insert_{sql_, "INSERT INTO post(room, slot, seq, client_id, day) VALUES(?, ?, ?, ?, ?) RETURNING id"};
  Statement post_forget_{sql_, "DELETE FROM post WHERE room = ? AND slot = ? AND seq <= ?"};
  Statement post_waits_{sql_, "SELECT 1 FROM post WHERE room = ? AND slot = ? AND seq > ? LIMIT 1"};
  Statement post_shift_{sql_, "UPDATE post SET seq = seq + ? WHERE room = ? AND slot = ? AND seq > ?"};
  Statement post_read_{sql_, "SELECT seq, body FROM post JOIN body USING(id) WHERE room = ? AND slot = ? AND seq > ? ORDER BY seq"};
  Statement post_of_room_{sql_, "SELECT id FROM post WHERE room = ? LIMIT ?"};
  Statement post_oldest_{sql_, "SELECT id, room, slot, day FROM post ORDER BY id LIMIT 1"};
  Statement post_delete_one_{sql_, "DELETE FROM post WHERE id = ?"};
  Statement body_insert_{sql_, "INSERT INTO body(id, body) VALUES(?, ?)"};
  Statement body_delete_one_{sql_, "DELETE FROM body WHERE id = ? RETURNING length(body)"};
  Statement post_to_free_{sql_, "SELECT id, seq FROM post WHERE room = ? AND slot = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"};

  Statement age_keep_{sql_, "UPDATE age SET minutes = max(minutes, ?), machine = ?"};
  Statement age_read_{sql_, "SELECT minutes, machine FROM age"};

  Statement latch_find_{sql_, "SELECT version, kind, unacked, record FROM latch WHERE room = ? AND latch_id = ?"};
  Statement latch_insert_{sql_, "INSERT INTO latch(version, kind, unacked, day, record, room, latch_id) VALUES(?, ?, ?, ?, ?, ?, ?)"};
  Statement latch_update_{sql_, "UPDATE latch SET version = ?, kind = ?, unacked = ?, day = ?, record = ? WHERE room = ? AND latch_id = ?"};
  Statement latch_released_{sql_, "SELECT latch_id, version, kind, unacked, record FROM latch WHERE room = ? AND kind = 1 "
                                  "AND latch_id > ? AND unacked & ? ORDER BY latch_id"};
  Statement latch_sweep_{sql_, "DELETE FROM latch WHERE id IN (SELECT id FROM latch WHERE day < ? ORDER BY day LIMIT ?) "
                               "RETURNING room, kind, length(record)"};
  Statement latch_delete_some_{sql_, "DELETE FROM latch WHERE id IN (SELECT id FROM latch WHERE room = ? LIMIT ?) RETURNING 1"};
};

}  // namespace twinlamp::relay
