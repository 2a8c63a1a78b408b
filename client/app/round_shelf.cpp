#include "client/app/round_shelf.h"

#include "protocol/round/card_facts.h"

namespace twinlamp::client {

void RoundShelf::speak(WordingRef wording) {
  std::lock_guard lock(mutex_);
  wording_ = std::move(wording);
  for (auto& [id, place] : places_)
    if (place.source) place.view.reset();
}

void RoundShelf::put_open(RoundRef view) {
  std::lock_guard lock(mutex_);
  auto& place = places_[view->id];
  place = {nullptr, 0, std::move(view)};
}

void RoundShelf::put_closed(Rounds::Pointer round, Slot me) {
  std::lock_guard lock(mutex_);
  auto& place = places_[to_hex(round->id)];
  place = {std::move(round), me, nullptr};
}

void RoundShelf::clear() {
  std::lock_guard lock(mutex_);
  places_.clear();
}

void RoundShelf::show_desire(bool shows) {
  std::lock_guard lock(mutex_);
  shows_desire_ = shows;
}

bool RoundShelf::is_hidden(const Place& place) const {
  const int practice = place.source ? practice_of(wording_->catalogue, *place.source) : place.view->card.practice;
  return practice == practice_number::desire && !shows_desire_;
}

RoundRef RoundShelf::find(const std::string& id) const {
  std::lock_guard lock(mutex_);
  const auto found = places_.find(id);
  if (found == places_.end() || is_hidden(found->second)) return nullptr;
  auto& place = found->second;
  if (!place.view) place.view = make(place);
  return place.view;
}

RoundRef RoundShelf::look_at(const std::string& id) const {
  std::lock_guard lock(mutex_);
  const auto found = places_.find(id);
  if (found == places_.end() || is_hidden(found->second)) return nullptr;
  return found->second.view ? found->second.view : make(found->second);
}

RoundRef RoundShelf::make(const Place& place) const {
  RoundFacts facts;
  facts.me = place.me;
  return std::make_shared<const RoundView>(make_round_view(*place.source, facts, *wording_));
}

}  // namespace twinlamp::client
