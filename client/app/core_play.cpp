// The live game: from "I am ready" to the picks that seal themselves.
#include "client/app/core.h"
#include "protocol/practice/step.h"

namespace twinlamp::client {

namespace {

// Never refused.
void not_ready(Device& device, Now now) { static_cast<void>(device.set_ready(std::nullopt, now)); }

}  // namespace

// The partner sees it in the journal too, so that they know whom they would play with when they come later.
void Core::handle_intent(const ReadyToPlay& intent) {
  const auto* round = find_round(intent.round);
  if (round == nullptr) return;
  const auto id = round->id;
  if (static_cast<CardKind>(round->kind) != CardKind::pairs) return problem(words().say("act.no_game"));
  if (play_ && play_->has_begun()) return problem(words().say("act.game_runs"));
  const bool taken = act([&](Device& device, Now now) -> Result<void> {
    twinlamp::Step ready;
    ready.kind = number_of(twinlamp::StepKind::ready);
    TWINLAMP_TRY(device.take_step(id, ready, now));
    return device.set_ready(id, now);
  });
  if (!taken) return;
  play_.emplace(id);
  look_at_play();
  mark(false);
}

void Core::handle_intent(const LeavePlay&) {
  if (!play_ || play_->has_begun()) return;
  play_.reset();
  if (is_paired()) opened_->driver->give(not_ready);
  mark(false);
}

void Core::handle_intent(const PickSide& intent) {
  if (!play_ || !play_->handle_pick(intent)) return;
  static_cast<void>(opened_->drafts.set(play_->round(), play_->view().picks));  // what a crash would leave
  save_drafts_soon();
  mark(false);
}

// After everything that may have moved it: the device has agreed, the partner is lost, or the last pair is over.
void Core::look_at_play() {
  if (!play_ || !is_paired()) return;
  const auto& device = opened_->driver->device();
  const auto* round = device.state().rounds.find(play_->round());
  if (round == nullptr || !may_write(*round, device.record().slot)) {  // answered in another way, or closed
    stop_play();
    later([this] {
      if (is_paired() && !play_) opened_->driver->give(not_ready);
    });
    return mark(false);
  }
  const auto now = to_steady(around_.clock.now().mono);
  if (const auto at = device.play_begins_at(play_->round()); at && play_->handle_begins(to_steady(*at), now)) mark(false);
  if (const bool alone = !device.is_meeting(); play_->view().alone != (alone && play_->has_begun())) {
    play_->handle_alone(alone);
    mark(false);
  }
  if (!play_->is_over(now)) {
    const auto end = play_->next_deadline();
    if (end && !play_timer_.is_set())
      play_timer_ = around_.loop.post_after(std::chrono::ceil<std::chrono::milliseconds>(*end - now), [this] { look_at_play(); });
    return;
  }
  play_timer_.cancel();
  const auto id = play_->round();
  const auto picks = play_->picks_at_end();
  play_.reset();
  mark(true);
  handle_intent(SealAnswer{to_hex(id), picks, SealMode::together});
}

void Core::stop_play() {
  play_timer_.cancel();
  play_.reset();
}

}  // namespace twinlamp::client
