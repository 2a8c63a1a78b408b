// Each operation of the store's contract as a few statements inside the caller's transaction.
//
// A failure of SQLite is kept in Sql and makes the whole group void: what apply() returned before is then not true.
#pragma once

#include <set>

#include "protocol/room/store_ops.h"
#include "relay/store_sql.h"

namespace twinlamp::relay {

class Operations {
public:
  using Answer = std::pair<store::Status, store::Reply>;

  explicit Operations(Sql& sql) : sql_(sql) {}

  Answer apply(const store::Request& request);
  // Deletes a bounded number of acknowledged bodies that are still there. True = there are more.
  bool free_some();

private:
  struct Room {
    std::int64_t id = 0;
    std::int64_t created_on = 0;
    std::uint64_t posted_bytes = 0;
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
  bool has_too_many_latches(std::int64_t room, const store::LatchWrite& write);
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
  Answer sweep(const store::Sweep& sweep);
  std::uint32_t sweep_posts(std::int64_t oldest_day, std::uint32_t max_rows);

  Sql& sql_;
  std::set<RoomSlot> to_free_;

  Statement room_find_{sql_, "SELECT id, created_on, ended_on IS NOT NULL, farewell, posted_bytes FROM room WHERE room_id = ?"};
  Statement room_insert_{sql_, "INSERT INTO room(room_id, created_on) VALUES(?, ?) RETURNING id"};
  Statement room_add_bytes_{sql_, "UPDATE room SET posted_bytes = posted_bytes + ? WHERE id = ?"};
  Statement room_end_{sql_, "UPDATE room SET created_on = 0, posted_bytes = 0, ended_on = ?, farewell = ? WHERE id = ?"};
  Statement room_count_{sql_, "SELECT count(*) FROM room WHERE ended_on IS NULL"};
  Statement member_insert_{sql_, "INSERT INTO member(room, slot) VALUES(?, 0), (?, 1)"};
  Statement member_find_{sql_, "SELECT last, acked, freed, entries, bytes FROM member WHERE room = ? AND slot = ?"};
  Statement member_append_{sql_, "UPDATE member SET last = ?, entries = entries + 1, bytes = bytes + ? WHERE room = ? AND slot = ?"};
  Statement member_update_{sql_, "UPDATE member SET last = ?, acked = ?, freed = ?, entries = ?, bytes = ? WHERE room = ? AND slot = ?"};
  Statement member_lose_{sql_, "UPDATE member SET entries = entries - 1, bytes = bytes - ? WHERE room = ? AND slot = ?"};
  Statement member_delete_{sql_, "DELETE FROM member WHERE room = ?"};
  Statement head_find_{sql_, "SELECT head FROM member WHERE room = ? AND slot = ?"};
  Statement head_set_{sql_, "UPDATE member SET head = ? WHERE room = ? AND slot = ?"};

  Statement post_known_{sql_, "SELECT seq FROM post WHERE room = ? AND slot = ? AND client_id = ?"};
  Statement post_insert_{sql_, "INSERT INTO post(room, slot, seq, client_id, day) VALUES(?, ?, ?, ?, ?) RETURNING id"};
  Statement post_forget_{sql_, "DELETE FROM post WHERE room = ? AND slot = ? AND seq <= ?"};
  Statement post_waits_{sql_, "SELECT 1 FROM post WHERE room = ? AND slot = ? AND seq > ? LIMIT 1"};
  Statement post_shift_{sql_, "UPDATE post SET seq = seq + ? WHERE room = ? AND slot = ? AND seq > ?"};
  Statement post_read_{sql_, "SELECT seq, body FROM post JOIN body USING(id) WHERE room = ? AND slot = ? AND seq > ? ORDER BY seq"};
  Statement post_delete_{sql_, "DELETE FROM post WHERE room = ?"};
  Statement post_oldest_{sql_, "SELECT id, room, slot, day FROM post ORDER BY id LIMIT 1"};
  Statement post_delete_one_{sql_, "DELETE FROM post WHERE id = ?"};
  Statement body_insert_{sql_, "INSERT INTO body(id, body) VALUES(?, ?)"};
  Statement body_delete_one_{sql_, "DELETE FROM body WHERE id = ? RETURNING length(body)"};
  Statement body_delete_{sql_, "DELETE FROM body WHERE id IN (SELECT id FROM post WHERE room = ?)"};
  Statement post_to_free_{sql_, "SELECT id, seq FROM post WHERE room = ? AND slot = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"};

  Statement latch_find_{sql_, "SELECT version, kind, unacked, record FROM latch WHERE room = ? AND latch_id = ?"};
  Statement latch_count_waiting_{sql_, "SELECT count(*) FROM latch WHERE room = ? AND kind = 0"};
  Statement latch_count_{sql_, "SELECT count(*) FROM latch WHERE room = ?"};
  Statement latch_insert_{sql_, "INSERT INTO latch(version, kind, unacked, day, record, room, latch_id) VALUES(?, ?, ?, ?, ?, ?, ?)"};
  Statement latch_update_{sql_, "UPDATE latch SET version = ?, kind = ?, unacked = ?, day = ?, record = ? WHERE room = ? AND latch_id = ?"};
  Statement latch_released_{sql_, "SELECT latch_id, version, kind, unacked, record FROM latch WHERE room = ? AND kind = 1 "
                                  "AND latch_id > ? AND unacked & ? ORDER BY latch_id"};
  Statement latch_sweep_{sql_, "DELETE FROM latch WHERE id IN (SELECT id FROM latch WHERE kind = 2 AND day < ? LIMIT ?) RETURNING 1"};
  Statement latch_delete_{sql_, "DELETE FROM latch WHERE room = ?"};
};

}  // namespace twinlamp::relay
