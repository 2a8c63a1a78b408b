// Own cards: shared, removed, and taken into the catalogue when they come.
#include "client/app/core.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t faults_told = 3;

std::string told(const std::vector<Problem>& problems) {
  std::string out;
  for (std::size_t at = 0; at < problems.size() && at < faults_told; ++at) out += (at == 0 ? "" : "\n") + problems[at].sentence();
  return out;
}

}  // namespace

void Core::look_for_decks() { own_cards_.look_in(place_.folder / "decks", around_.wording(language())->catalogue); }

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
  act([&](Device& device, Now now) { return device.share_deck(slug, toml, false, now); });
}

void Core::handle_intent(const ShareDeck& intent) { share_deck(intent.name, intent.toml); }

void Core::handle_intent(const AddOwnCard& intent) {
  if (!is_paired()) return problem(words().say(stage_ == Stage::locked ? "act.locked" : "act.unpaired"));
  const auto& device = opened_->driver->device();
  share_deck(OwnCards::usual_deck, own_cards_.text_of(device.state(), device.record().slot, OwnCards::usual_deck) + write_own_card(intent.card, intent.practice));
}

void Core::handle_intent(const RemoveDeck& intent) {
  act([&](Device& device, Now now) { return device.share_deck(deck_name_of(intent.name), {}, true, now); });
}

void Core::handle_intent(const LookForDecks&) {
  look_for_decks();
  changed();
}

}  // namespace twinlamp::client
