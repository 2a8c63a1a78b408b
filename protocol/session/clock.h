// The partner's clock, and the instant at which both screens show what was opened.
//
// The clocks are monotonic and never set; only their difference is estimated, over the live layer. Nothing of security
// depends on it: both keys are released already, this is about showing them at the same moment.
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

// One latch's moment. Slot 0 proposes T in its own clock, slot 1 agrees, slot 0 says GO; both show at T.
//
// Every loss ends in showing: three proposals without ACK, a live session that is lost, ten seconds without a word.
// Keep it after it has shown, as long as the session lasts: it answers a partner who missed the GO.
class RevealInstant {
public:
  static constexpr std::chrono::microseconds lead = std::chrono::seconds(3);  // the countdown
  static constexpr std::chrono::microseconds go_margin = std::chrono::milliseconds(500);
  static constexpr std::chrono::microseconds patience = std::chrono::seconds(10);
  static constexpr int max_proposals = 3;

  // `clock` must outlive this and stay in its place.
  RevealInstant(std::uint8_t slot, const LatchId& latch_id, const ClockEstimate& clock)
      : slot_(slot), latch_id_(latch_id), clock_(&clock) {}

  // This device could show: it has opened both answers. Without a live session, handle_live_lost() must follow.
  void handle_opened(MonoTime now);
  // Messages of another latch, and those that are not for this slot, are ignored.
  void handle_ready(const live::LatchReady& message, MonoTime now);
  void handle_propose(const live::Propose& message, MonoTime now);
  void handle_ack(const live::Ack& message, MonoTime now);
  void handle_go(const live::Go& message, MonoTime now);
  void handle_live_lost(MonoTime now);
  void handle_time(MonoTime now);

  std::optional<LiveMessage> poll_message();
  std::optional<MonoTime> next_deadline() const;
  // When both will show, as far as is known: for the countdown. May change until it is shown.
  std::optional<MonoTime> expected() const { return show_at_; }
  bool is_shown() const { return step_ == Step::shown; }

private:
  enum class Step { closed, waiting, proposed, agreed, shown };

  bool concerns(std::uint8_t slot, const LatchId& latch_id) const { return slot == slot_ && latch_id == latch_id_; }
  void propose(MonoTime now);
  void acknowledge(MonoTime now);
  void say_ready(MonoTime now);
  void say_go() { messages_.push_back(live::Go{latch_id_, number_, instant_}); }
  void show(MonoTime now);

  std::uint8_t slot_;
  LatchId latch_id_;
  const ClockEstimate* clock_;
  Step step_ = Step::closed;
  bool partner_ready_ = false;       // slot 0: LATCH_READY came; slot 1: a GO came that cannot be kept for later
  std::uint8_t number_ = 0;          // n of the last proposal, sent or received; 0: none yet
  std::int64_t instant_ = 0;         // its T, in slot 0's clock
  std::optional<MonoTime> show_at_;  // the same in mine
  std::optional<MonoTime> deadline_;
  MonoTime give_up_{};  // show then, whatever happened
  std::deque<LiveMessage> messages_;
};

}  // namespace twinlamp
