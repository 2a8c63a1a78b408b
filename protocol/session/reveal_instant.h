// An instant that both screens share: the one at which both show what was opened, or at which a live game begins.
//
// Nothing of security depends on it: both keys are released already, this is about showing them at the same moment.
// Foreign bytes: a message that does not fit is ignored. Sans-IO, not thread-safe.
#pragma once

#include <deque>
#include <optional>

#include "protocol/session/clock.h"

namespace twinlamp {

// What a device does that is left alone before both have agreed: it shows, for its answers are open; or it waits on, for a
// game that needs two. Once both have agreed, both show at T whatever is lost.
enum class WhenAlone : std::uint8_t { shows, waits };

// One latch's moment. Slot 0 proposes T in its own clock, slot 1 agrees, slot 0 says GO; both show at T.
//
// With WhenAlone::waits slot 0 proposes only when slot 1 says that it is ready (it says so each second), and once each time.
// With WhenAlone::shows every loss ends in showing: three proposals without ACK, a live session that is lost, ten seconds without a word. So does every
// lie: slot 1 looks at three proposals and no more.
// At a first meeting they agree after a probe or two; better ones come during the countdown, and slot 1 goes by them.
// Keep it after it has shown, as long as the session lasts: it answers a partner who missed the GO.
class RevealInstant {
public:
  static constexpr std::chrono::microseconds lead = std::chrono::seconds(3);  // the countdown
  static constexpr std::chrono::microseconds go_margin = std::chrono::milliseconds(500);
  static constexpr std::chrono::microseconds patience = std::chrono::seconds(10);
  static constexpr int max_proposals = 3;

  // `clock` must outlive this and stay in its place.
  RevealInstant(std::uint8_t slot, const LatchId& latch_id, const ClockEstimate& clock, WhenAlone when_alone = WhenAlone::shows)
      : slot_(slot), latch_id_(latch_id), clock_(&clock), waits_(when_alone == WhenAlone::waits) {}

  // This device could show: it has opened both answers. Without a live session, handle_live_lost() must follow.
  void handle_opened(MonoTime now);
  // Messages of another latch, and those that are not for this slot, are ignored.
  void handle_ready(const live::LatchReady& message, MonoTime now);
  void handle_propose(const live::Propose& message, MonoTime now);
  void handle_ack(const live::Ack& message, MonoTime now);
  void handle_go(const live::Go& message, MonoTime now);
  void handle_live_lost(MonoTime now);
  // This device could show no more. Too late once both have agreed: the partner may begin then.
  void handle_left();
  void handle_time(MonoTime now);  // at next_deadline(), and after each probe

  std::optional<LiveMessage> poll_message();
  std::optional<MonoTime> next_deadline() const;
  // When both will show, as far as is known: for the countdown. May change until it is shown.
  std::optional<MonoTime> expected() const { return show_at_; }
  bool is_agreed() const { return step_ == Step::agreed || step_ == Step::shown; }
  bool is_shown() const { return step_ == Step::shown; }

private:
  enum class Step { closed, waiting, proposed, agreed, shown };

  bool concerns(std::uint8_t slot, const LatchId& latch_id) const { return slot == slot_ && latch_id == latch_id_; }
  int most_proposals() const { return waits_ ? 255 : max_proposals; }
  void wait_on(MonoTime now);
  void propose(MonoTime now);
  void acknowledge(MonoTime now);
  void refine();
  void say_ready(MonoTime now);
  void say_go() { messages_.push_back(live::Go{latch_id_, number_, instant_}); }
  void show(MonoTime now);

  std::uint8_t slot_;
  LatchId latch_id_;
  const ClockEstimate* clock_;
  bool waits_;
  Step step_ = Step::closed;
  bool partner_ready_ = false;       // slot 0: LATCH_READY has come
  std::uint8_t number_ = 0;          // n of the last proposal, sent or received; 0: none yet
  std::int64_t instant_ = 0;         // its T, in slot 0's clock
  std::optional<MonoTime> show_at_;  // the same in mine
  MonoTime agreed_at_{};                  // slot 1: show_at_ as it was when it agreed
  std::chrono::microseconds measured_{};  // slot 1: the delay of the probe that show_at_ rests on
  std::optional<MonoTime> deadline_;
  MonoTime give_up_{};  // show then, whatever happened
  std::deque<LiveMessage> messages_;
};

}  // namespace twinlamp
