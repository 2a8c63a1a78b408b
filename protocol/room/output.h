// What a machine of the relay wants done, in order: drain after each input.
#pragma once

#include <cstdint>

#include "protocol/wire/relay.pb.h"

namespace twinlamp {

using ConnectionId = std::uint64_t;  // given by the server, never used twice

struct SendFrame {
  ConnectionId to = 0;
  wire::Frame frame;
};
// After everything sent to it before. The machine has forgotten the connection: handle_leave is not needed any more.
struct CloseConnection {
  ConnectionId connection = 0;
};

}  // namespace twinlamp
