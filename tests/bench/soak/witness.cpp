#include "tests/bench/soak/witness.h"

#include "relay/store_schema.h"

namespace twinlamp::bench::soak {

Witness::Witness(const std::filesystem::path& data)
    : sql_((data / relay::database_name).string(), SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX),
      post_(sql_,
            "SELECT 1 FROM post JOIN room ON room.id = post.room WHERE room_id = ? AND slot = ? AND seq = ? AND "
            "client_id = ?"),
      latch_(sql_,
             "SELECT 1 FROM latch JOIN room ON room.id = latch.room WHERE room_id = ? AND latch_id = ? AND kind <> 0") {
  sqlite3_busy_timeout(sql_.handle(), 1000);
  sqlite3_db_config(sql_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

std::optional<bool> Witness::has(const KeptPost& post) {
  return is_there(post_(ByteView(post.room), post.mailbox, post.seq, ByteView(post.client_id)));
}

std::optional<bool> Witness::has_decided(const RoomId& room, ByteView latch_id) {
  return is_there(latch_(ByteView(room), latch_id));
}

std::optional<bool> Witness::is_there(relay::Rows rows) {
  const bool found = rows.next();
  if (!sql_.has_failed()) return found;
  sql_.rollback();
  return std::nullopt;
}

}  // namespace twinlamp::bench::soak
