#include "protocol/session/reveal_instant.h"

#include <algorithm>

namespace twinlamp {

using std::chrono::microseconds;

namespace {
constexpr microseconds longest_lead = std::chrono::seconds(20);
constexpr microseconds ready_wait = std::chrono::seconds(5);  // slot 0, for LATCH_READY: it may have been dropped
constexpr microseconds ready_pause = std::chrono::seconds(1);
constexpr microseconds shortest_ack_wait = std::chrono::milliseconds(750);
}  // namespace

void RevealInstant::handle_opened(MonoTime now) {
  if (step_ != Step::closed) return;
  step_ = Step::waiting;
  give_up_ = now + patience;
  if (slot_ == 0) {
    if (partner_ready_ && !waits_) return propose(now);
    if (!waits_) deadline_ = now + ready_wait;
    return;
  }
  if (number_ != 0 && !waits_) acknowledge(now);
  if (step_ == Step::waiting) say_ready(now);
}

void RevealInstant::say_ready(MonoTime now) {
  messages_.push_back(live::LatchReady{latch_id_});
  deadline_ = now + ready_pause;
}

void RevealInstant::handle_ready(const live::LatchReady& message, MonoTime now) {
  if (!concerns(0, message.latch_id)) return;
  partner_ready_ = true;
  if (step_ == Step::waiting) propose(now);
  if (step_ == Step::shown) say_go();
}

void RevealInstant::propose(MonoTime now) {
  if (number_ == most_proposals()) return waits_ ? wait_on(now) : show(now);
  const auto best = clock_->best();
  const auto delay = best ? best->delay : microseconds(0);
  step_ = Step::proposed;
  ++number_;
  show_at_ = now + std::clamp(4 * delay, lead, longest_lead);
  instant_ = to_wire_time(*show_at_);
  deadline_ = now + std::clamp(2 * delay, shortest_ack_wait, longest_lead / 2);
  messages_.push_back(live::Propose{latch_id_, number_, instant_});
}

void RevealInstant::handle_propose(const live::Propose& message, MonoTime now) {
  // Each number once, and no more than an honest slot 0 has: it could put the moment off for ever.
  if (!concerns(1, message.latch_id) || message.number <= number_ || message.number > most_proposals()) return;
  if (step_ == Step::agreed || step_ == Step::shown) return;
  number_ = message.number;
  instant_ = message.instant;
  if (step_ != Step::closed) acknowledge(now);
}

// Says nothing where T cannot be kept: slot 0 then proposes again, and shows after the third time.
void RevealInstant::acknowledge(MonoTime now) {
  const auto best = clock_->best();
  if (!best) return;
  const auto at = from_wire_time(instant_) - best->offset;
  if (at < now + go_margin || at > now + 2 * longest_lead) return;
  step_ = Step::proposed;
  show_at_ = agreed_at_ = at;
  measured_ = best->delay;
  deadline_ = at - go_margin;
  give_up_ = at + patience;
  messages_.push_back(live::Ack{latch_id_, number_, instant_});
}

// An honest first measure errs by half of its delay. What a partner says of its clock moves the moment by the margin and no more.
void RevealInstant::refine() {
  const auto best = clock_->best();
  if (slot_ != 1 || (step_ != Step::proposed && step_ != Step::agreed) || !best || best->delay >= measured_) return;
  measured_ = best->delay;
  show_at_ = std::clamp(from_wire_time(instant_) - best->offset, agreed_at_ - go_margin, agreed_at_ + go_margin);
  if (step_ == Step::agreed) deadline_ = show_at_;
}

void RevealInstant::handle_ack(const live::Ack& message, MonoTime) {
  if (!concerns(0, message.latch_id)) return;
  const bool is_current = message.number == number_ && message.instant == instant_;
  if (step_ == Step::proposed && is_current) {
    step_ = Step::agreed;
    deadline_ = show_at_;
  }
  if ((step_ == Step::agreed && is_current) || step_ == Step::shown) say_go();
}

void RevealInstant::handle_go(const live::Go& message, MonoTime now) {
  if (!concerns(1, message.latch_id) || (step_ != Step::waiting && step_ != Step::proposed)) return;
  const bool is_mine = message.number == number_ && message.instant == instant_, is_current = step_ == Step::proposed && is_mine;
  if (waits_ && !is_mine) return;
  if (!is_current || *show_at_ <= now) return show(now);
  step_ = Step::agreed;
  deadline_ = show_at_;
}

void RevealInstant::wait_on(MonoTime now) {
  step_ = Step::waiting;
  show_at_.reset();
  deadline_.reset();
  if (slot_ == 1) say_ready(now);
}

void RevealInstant::handle_left() {
  if (is_agreed()) return;
  step_ = Step::closed;
  show_at_.reset();
  deadline_.reset();
}

void RevealInstant::handle_live_lost(MonoTime now) {
  if (waits_) {
    if (is_agreed()) return;
    number_ = 0;  // the partner's, too: it begins anew with the next session
    if (step_ != Step::closed) wait_on(now);
    return;
  }
  if (step_ != Step::closed) return show(now);
  partner_ready_ = false;
  number_ = 0;
}

void RevealInstant::handle_time(MonoTime now) {
  refine();
  if (step_ == Step::closed || step_ == Step::shown || !deadline_ || now < *deadline_) return;
  if (step_ == Step::agreed) return show(*show_at_);
  // Slot 0: the one proposal was not taken. Slot 1: no GO has come by the moment itself, so slot 0 has not begun, or will say so no more.
  if (waits_ && step_ == Step::proposed && (slot_ == 0 || now >= *show_at_)) return wait_on(now);
  if (slot_ == 1 && now >= give_up_ && !waits_) return show(now);
  if (slot_ == 0) return waits_ ? deadline_.reset() : propose(now);
  if (step_ == Step::waiting) return say_ready(now);
  messages_.push_back(live::Ack{latch_id_, number_, instant_});  // the GO is missing: ask for it again
  deadline_ = waits_ ? std::min(now + go_margin, std::max(*show_at_, now + microseconds(1))) : now + go_margin;
}

void RevealInstant::show(MonoTime now) {
  if (step_ == Step::shown) return;
  step_ = Step::shown;
  show_at_ = now;
  deadline_.reset();
}

std::optional<LiveMessage> RevealInstant::poll_message() {
  if (messages_.empty()) return std::nullopt;
  auto message = std::move(messages_.front());
  messages_.pop_front();
  return message;
}

std::optional<MonoTime> RevealInstant::next_deadline() const {
  return deadline_;
}

}  // namespace twinlamp
