// Lane: one thread of a relay: its loop, the rooms that fall to it, and the connections of their members.
//
// Nothing of a lane is used by another thread but what says so here; all together use what Commons names. Where there
// is one lane it does everything. Where there are more, the first takes connections and logins and knows the
// nameplates, and the rooms are spread over the others by their id: whoever has logged in goes on there, so that a flood
// at the door is not felt by those who are inside.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "relay/calendar.h"
#include "relay/config.h"
#include "relay/crowd.h"
#include "relay/hub.h"
#include "relay/session.h"
#include "relay/system_random.h"

namespace twinlamp::relay {

// What all lanes use. All of it outlives them, but for the store, which ends after clear().
struct Commons {
  const Config& config;
  const SigningKeys& keys;
  Store& store;
  SharedPolicy& policy;
  Counters& counters;
  const Calendar& calendar;
};

class Lane {
public:
  Lane(const Commons& commons, const ConnectionLimits& connection);

  Turn& turn() { return turn_; }
  Hub& hub() { return hub_; }
  Crowd& crowd() { return *crowd_; }
  SessionHost& sessions() { return sessions_; }

  // Until it has stopped.
  void run() { io_.run(); }
  // On its own thread: no frames any more; what was accepted is committed and answered; then everyone is told, and after
  // some seconds cut off. `on_goodbye` is called once all that was accepted is answered.
  void begin_stop(std::function<void()> on_goodbye = [] {});
  // After run(), or instead of it: nothing is asked of the store any more.
  void clear();

  // From any thread.
  void post(std::function<void()> what);
  void post_results(std::vector<store::Result> results);
  void take_over(std::unique_ptr<ByteStream> stream, const Caller& caller, const LoginClaim& claim);

private:
  void arm();
  void say_goodbye_when_drained();

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  Turn turn_{io_};
  SystemRandom random_;
  Hub hub_;
  SessionHost sessions_;
  std::optional<Crowd> crowd_;
  boost::asio::steady_timer alarm_, grace_;
  const std::chrono::milliseconds stop_at_most_;
  std::optional<MonoTime> armed_for_;
  std::function<void()> on_goodbye_;
  bool said_goodbye_ = false;
};

}  // namespace twinlamp::relay
