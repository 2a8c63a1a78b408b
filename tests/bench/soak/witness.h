// Witness: reads a running relay's database as another process, and so sees what is committed and nothing else.
//
// Let go of it before the relay stops: the last connection to a database closes its log, and that must be the relay's.
#pragma once

#include <filesystem>
#include <optional>

#include "protocol/room/login.h"
#include "relay/store_sql.h"

namespace twinlamp::bench::soak {

struct KeptPost {
  RoomId room{};
  std::uint8_t mailbox = 0;  // the reader's slot
  Bytes client_id;
  std::uint64_t seq = 0;
};

class Witness {
public:
  explicit Witness(const std::filesystem::path& data);
  // Unset: the database could not be asked just now.
  std::optional<bool> has(const KeptPost& post);
  std::optional<bool> has_decided(const RoomId& room, ByteView latch_id);

private:
  std::optional<bool> is_there(relay::Rows rows);

  relay::Sql sql_;
  relay::Statement post_, latch_;
};

}  // namespace twinlamp::bench::soak
