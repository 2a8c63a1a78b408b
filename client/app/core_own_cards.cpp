// Own cards: shared, removed, and taken into the catalogue when they come.
#include <algorithm>

#include "client/app/core.h"
#include "client/app/practices/desire.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t faults_told = 3;

std::string told(const std::vector<Problem>& problems) {
  std::string out;
  for (std::size_t at = 0; at < problems.size() && at < faults_told; ++at) out += (at == 0 ? "" : "\n") + problems[at].sentence();
  return out;
}

std::ptrdiff_t of_desire(const OwnDeckContent& content) {
  return std::ranges::count(content.cards, desire_practice, &Card::practice);
}

}  // namespace

void Core::look_for_decks() { own_cards_.look_in(place_.decks(), around_.wording(language())->catalogue); }

void Core::take_in_own_cards() {
  const auto base = around_.wording(language());
  const auto& device = opened_->driver->device();
  if (!own_cards_.update(device.state(), device.record().slot, *base)) return;
  wording_ = own_cards_.extend(base);
  builder_.speak(wording_);
}

void Core::forget_own_cards() {
  own_cards_.close();
  wording_ = around_.wording(language());
  builder_.speak(wording_);
}

void Core::share_deck(const std::string& name, const std::string& toml) {
  if (!is_paired()) return problem(words().say(stage_ == Stage::locked ? "act.locked" : "act.unpaired"));
  const auto slug = deck_name_of(name);
  if (slug.empty()) return problem(words().say("own.bad_name"));
  const auto content = read_own_deck({slug + ".toml", toml}, around_.wording(language())->catalogue);
  if (!content.problems.empty()) return problem(told(content.problems));
  const auto& known = opened_->driver->device();
  const auto before = read_own_deck({slug + ".toml", own_cards_.text_of(known.state(), known.record().slot, slug)}, around_.wording(language())->catalogue);
  if (of_desire(content) > of_desire(before) && !shows_desire()) return problem(words().say("own.no_desire"));
  act([&](Device& device, Now now) { return device.share_deck(slug, toml, false, now); });
}

void Core::handle_intent(const ShareDeck& intent) { share_deck(intent.name, intent.toml); }

void Core::handle_intent(const AddOwnCard& intent) {
  if (!is_paired()) return problem(words().say(stage_ == Stage::locked ? "act.locked" : "act.unpaired"));
  const auto& device = opened_->driver->device();
  const auto me = device.record().slot;
  const auto card = write_own_card(intent.card, intent.practice);
  const auto deck = own_cards_.deck_for(device.state(), me, card, around_.wording(language())->catalogue);
  share_deck(deck, own_cards_.text_of(device.state(), me, deck) + card);
}

void Core::handle_intent(const RemoveDeck& intent) {
  act([&](Device& device, Now now) { return device.share_deck(deck_name_of(intent.name), {}, true, now); });
}

void Core::handle_intent(const LookForDecks&) {
  look_for_decks();
  changed();
}

}  // namespace twinlamp::client
