#include "protocol/device/reveal_keeper.h"

namespace twinlamp {

void RevealKeeper::handle_opened(const RoundId& round, const LatchId& latch, MonoTime now) {
  if (!opened_.insert(round).second) return;
  auto* found = meeting_.both_in_front() ? moment(latch) : nullptr;
  if (found == nullptr) {
    shown_.push_back(round);
    return;
  }
  found->round = round;
  by_round_.emplace(round, latch);
  found->instant.handle_opened(now);
  meeting_.send(live::LatchReady{latch});
  settle(*found);
}

void RevealKeeper::handle_event(const MeetingEvent& event, MonoTime now) {
  if (std::holds_alternative<MeetingBegan>(event))
    std::erase_if(moments_, [](const auto& item) { return !item.second.round; });  // of an earlier meeting, or invented
  if (const auto* ready = std::get_if<live::LatchReady>(&event)) {
    if (auto* found = moment(ready->latch_id)) found->instant.handle_ready(*ready, now);
  } else if (const auto* propose = std::get_if<live::Propose>(&event)) {
    if (auto* found = moment(propose->latch_id)) found->instant.handle_propose(*propose, now);
  } else if (const auto* ack = std::get_if<live::Ack>(&event)) {
    if (auto* found = moment(ack->latch_id)) found->instant.handle_ack(*ack, now);
  } else if (const auto* go = std::get_if<live::Go>(&event)) {
    if (auto* found = moment(go->latch_id)) found->instant.handle_go(*go, now);
  } else if (std::holds_alternative<MeetingEnded>(event) || std::holds_alternative<PartnerPresenceChanged>(event)) {
    if (!meeting_.is_established() || !meeting_.partner())
      for (auto& [latch, held] : moments_) held.instant.handle_live_lost(now);
  }
  settle_all();
}

void RevealKeeper::handle_time(MonoTime now) {
  for (auto& [latch, held] : moments_) held.instant.handle_time(now);
  settle_all();
}

std::vector<RoundId> RevealKeeper::take_shown() { return std::exchange(shown_, {}); }

bool RevealKeeper::is_held(const RoundId& round) const {
  const auto found = by_round_.find(round);
  return found != by_round_.end() && !moments_.at(found->second).is_told;
}

std::optional<MonoTime> RevealKeeper::opens_at(const RoundId& round) const {
  const auto found = by_round_.find(round);
  if (found == by_round_.end()) return std::nullopt;
  return moments_.at(found->second).instant.expected();
}

std::optional<MonoTime> RevealKeeper::next_deadline() const {
  std::optional<MonoTime> soonest;
  for (const auto& [latch, held] : moments_) {
    const auto deadline = held.instant.next_deadline();
    if (deadline && (!soonest || *deadline < *soonest)) soonest = deadline;
  }
  return soonest;
}

RevealKeeper::Moment* RevealKeeper::moment(const LatchId& latch) {
  if (const auto found = moments_.find(latch); found != moments_.end()) return &found->second;
  if (moments_.size() >= most) return nullptr;
  return &moments_.emplace(latch, Moment(RevealInstant(slot_, latch, meeting_.clock()))).first->second;
}

void RevealKeeper::settle(Moment& held) {
  while (auto message = held.instant.poll_message()) meeting_.send(*message);
  if (!held.round || held.is_told || !held.instant.is_shown()) return;
  held.is_told = true;
  shown_.push_back(*held.round);
}

void RevealKeeper::settle_all() {
  for (auto& [latch, held] : moments_) settle(held);
}

}  // namespace twinlamp
