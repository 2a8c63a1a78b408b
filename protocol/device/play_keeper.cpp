#include "protocol/device/play_keeper.h"

#include "protocol/crypto/hash.h"

namespace twinlamp {

LatchId game_id(const RoundId& round) { return blake2b_128({bytes_of("twinlamp live game"), round}); }

void PlayKeeper::handle_ready(const RoundId& round, MonoTime now) {
  round_ = round;
  game_ = game_id(round);
  instant_.emplace(slot_, game_, meeting_.clock(), WhenAlone::waits);
  is_told_ = is_news_ = false;
  instant_->handle_opened(now);
  settle();
}

void PlayKeeper::handle_left() {
  if (!instant_) return;
  instant_->handle_left();
  if (instant_->is_agreed()) return;
  instant_.reset();
  round_.reset();
}

bool PlayKeeper::handle_event(const MeetingEvent& event, MonoTime now) {
  if (!instant_) return false;
  bool is_mine = false;
  if (const auto* ready = std::get_if<live::LatchReady>(&event)) {
    if ((is_mine = ready->latch_id == game_)) instant_->handle_ready(*ready, now);
  } else if (const auto* propose = std::get_if<live::Propose>(&event)) {
    if ((is_mine = propose->latch_id == game_)) instant_->handle_propose(*propose, now);
  } else if (const auto* ack = std::get_if<live::Ack>(&event)) {
    if ((is_mine = ack->latch_id == game_)) instant_->handle_ack(*ack, now);
  } else if (const auto* go = std::get_if<live::Go>(&event)) {
    if ((is_mine = go->latch_id == game_)) instant_->handle_go(*go, now);
  } else if (std::holds_alternative<MeetingEnded>(event) || std::holds_alternative<PartnerPresenceChanged>(event)) {
    if (!meeting_.is_established() || !meeting_.partner()) instant_->handle_live_lost(now);
  }
  settle();
  return is_mine;
}

void PlayKeeper::handle_time(MonoTime now) {
  if (!instant_) return;
  instant_->handle_time(now);
  settle();
}

std::optional<MonoTime> PlayKeeper::begins_at() const {
  return instant_ && instant_->is_agreed() ? instant_->expected() : std::nullopt;
}

bool PlayKeeper::take_agreed() { return std::exchange(is_news_, false); }

std::optional<MonoTime> PlayKeeper::next_deadline() const {
  return instant_ ? instant_->next_deadline() : std::nullopt;
}

void PlayKeeper::settle() {
  while (auto message = instant_->poll_message()) meeting_.send(*message);
  if (!instant_->is_agreed() || is_told_) return;
  is_told_ = is_news_ = true;
}

}  // namespace twinlamp
