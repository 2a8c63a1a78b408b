// One end of the pair in an attack: an honest device with its person, or a modified client. The siege carries its frames.
#pragma once

#include <optional>

#include "protocol/base/result.h"
#include "protocol/base/time.h"
#include "protocol/round/state.h"
#include "protocol/wire/relay.pb.h"

namespace twinlamp::sim {

class Seat {
public:
  virtual ~Seat() = default;
  virtual void handle_logged_in(const wire::LoggedIn& facts, Now now) = 0;
  virtual void handle_offline(Now now) = 0;
  virtual Result<void> handle_frame(const wire::Frame& frame, Now now) = 0;  // an error: the connection is to be dropped
  virtual void handle_time(Now now) = 0;
  virtual void live(Now now, bool is_calm) = 0;  // its person's turn
  virtual std::optional<wire::Frame> poll_frame(Now now) = 0;
  virtual std::optional<MonoTime> next_deadline() const = 0;
};

}  // namespace twinlamp::sim
