// When a person who looks elsewhere is told that something is ready, and when not: switched off, quiet hours, hidden, or already told.
//
// Sans-IO but for the Notifier: moments come in. What may not be told now is told once it may, unless they have looked meanwhile. The text is
// of generic words; it is one sentence whatever happened, so that nothing can be read from it. Single-threaded.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/intent.h"
#include "client/notify/notifier.h"
#include "protocol/base/time.h"

namespace twinlamp::client {

class Announcer {
public:
  // What has been told is not told again so soon: it still stands there.
  static constexpr std::chrono::minutes calm{2};

  struct Moment {
    SetNotifications chosen;
    bool is_looking = false, is_hidden = false;
    int minute_of_day = 0;  // local
    MonoTime now{};
    std::string text;
  };

  explicit Announcer(std::shared_ptr<Notifier> notifier) : notifier_(std::move(notifier)) {}

  void handle_ready(const Moment& moment);
  void handle_moment(const Moment& moment);  // something of it differs, or time has passed
  void withdraw();                           // and nothing waits any more
  bool is_waiting() const { return is_waiting_; }

private:
  std::shared_ptr<Notifier> notifier_;  // null: nobody is ever told
  bool is_waiting_ = false, is_shown_ = false;
  std::optional<MonoTime> told_;
};

}  // namespace twinlamp::client
