// The partner's clock, as far as it can be known over the live layer.
//
// Both clocks are monotonic and never set; only their difference is estimated. Nothing of security depends on it.
// Sans-IO, not thread-safe.
#pragma once

#include <array>
#include <deque>
#include <optional>

#include "protocol/session/live_message.h"

namespace twinlamp {

// NTP's four timestamps (RFC 5905, section 8); of the last 16 probes the one with the least delay is believed.
class ClockEstimate {
public:
  struct Estimate {
    std::chrono::microseconds offset;  // partner's clock minus mine
    std::chrono::microseconds delay;   // there and back, without the partner's own time
  };
  static constexpr std::size_t window = 16;

  // The next probe to send. At most `window` are awaited; the oldest is given up.
  live::Probe make_probe(MonoTime now);
  static live::ProbeReply answer(const live::Probe& probe, MonoTime received, MonoTime sent);
  // not_found for a reply that no probe asked for; malformed for impossible times. Unchanged on error.
  Result<void> handle_reply(const live::ProbeReply& reply, MonoTime now);

  // Often until the window is full, then seldom.
  std::chrono::microseconds pause() const;
  std::optional<Estimate> best() const;
  // After a suspend, and with each new session: what was measured is no longer true.
  void reset() { *this = ClockEstimate(next_id_); }

  ClockEstimate() = default;

private:
  explicit ClockEstimate(std::uint32_t next_id) : next_id_(next_id) {}

  std::uint32_t next_id_ = 1;
  std::deque<live::Probe> awaited_;
  std::deque<Estimate> samples_;
};

}  // namespace twinlamp
