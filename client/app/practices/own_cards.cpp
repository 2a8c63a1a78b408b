#include "client/app/practices/own_cards.h"

#include <algorithm>
#include <map>
#include <utility>

#include "client/app/local_time.h"
#include "client/app/practices/desire.h"
#include "protocol/crypto/hash.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t id_bytes = 12;

using DeckKey = std::pair<Slot, std::string>;

// The newest of each owner and name.
std::map<DeckKey, const OwnDeck*> newest_of(const PairState& state) {
  std::map<DeckKey, const OwnDeck*> out;
  for (const auto& deck : state.decks) out[{deck->owner, deck->name}] = deck.get();
  return out;
}

std::vector<Card> cards_of(const OwnDeck& deck, const Catalogue& catalogue) {
  auto content = read_own_deck({deck.name + ".toml", deck.text}, catalogue);
  for (auto& card : content.cards) card.id = own_card_id(card, deck.owner, catalogue);
  return std::move(content.cards);
}

}  // namespace

std::string own_card_id(const Card& card, Slot owner, const Catalogue& catalogue) {
  const auto* practice = catalogue.practice(card.practice);
  const auto text = write_own_card(card, practice == nullptr ? std::string_view() : practice->slug);
  const auto hash = blake2b_256({bytes_of("own-card/1"), bytes_of(text)});
  return std::string("own.") + (owner == 0 ? 'a' : 'b') + "-" + to_hex(ByteView(hash).first(id_bytes));
}

void OwnCards::look_in(const std::filesystem::path& folder, const Catalogue& catalogue) {
  folder_ = folder.string();
  files_.clear();
  has_looked_ = true;
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return;
  const auto read = read_deck_folder(folder);
  for (const auto& file : read.files) {
    DeckFileView view;
    view.name = deck_name_of(std::filesystem::path(file.name).stem().string());
    view.toml = file.text;
    const auto content = read_own_deck(file, catalogue);
    view.cards = content.cards.size();
    for (const auto& problem : content.problems) view.problems.push_back(problem.sentence());
    files_.push_back(std::move(view));
  }
  for (const auto& problem : read.problems) files_.push_back({problem.file, {}, 0, {problem.sentence()}, false});
}

bool OwnCards::update(const PairState& state, Slot me, const Wording& base) {
  const std::pair present(state.decks.size(), state.decks.empty() ? 0 : state.decks.back()->seq);
  const bool differs = known_ != present;
  if (std::exchange(has_looked_, false) && !differs) show(state, me, base);
  if (!differs) return false;
  known_ = present;
  const auto newest = newest_of(state);
  std::map<std::string, Card> by_id;
  for (const auto& deck : state.decks) {
    const bool counts = newest.at({deck->owner, deck->name}) == deck.get() && !deck->removed;
    for (auto& card : cards_of(*deck, base.catalogue)) {
      card.retired = !counts;
      auto [known, is_new] = by_id.try_emplace(card.id, card);
      if (!is_new && counts) known->second.retired = false;
    }
  }
  cards_.clear();
  for (auto& [id, card] : by_id) cards_.push_back(std::move(card));
  show(state, me, base);
  return true;
}

void OwnCards::show(const PairState& state, Slot me, const Wording& base) {
  auto view = std::make_shared<OwnCardsView>();
  view->folder = folder_;
  view->files = files_;
  for (const auto& [key, deck] : newest_of(state)) {
    if (deck->removed) continue;
    view->decks.push_back({deck->name, deck->owner == me, cards_of(*deck, base.catalogue), local_moment(deck->at, base.utc_offset(deck->at), base.words)});
  }
  std::stable_sort(view->decks.begin(), view->decks.end(), [](const OwnDeckView& a, const OwnDeckView& b) { return a.mine > b.mine; });
  for (auto& file : view->files) file.shared = !file.toml.empty() && text_of(state, me, file.name) == file.toml;
  view_ = std::move(view);
  auto others = *view_;
  for (auto& deck : others.decks) std::erase_if(deck.cards, [](const Card& card) { return card.practice == desire_practice; });
  std::erase_if(others.decks, [](const OwnDeckView& deck) { return deck.cards.empty(); });
  without_desire_ = std::make_shared<const OwnCardsView>(std::move(others));
}

WordingRef OwnCards::extend(const WordingRef& base) const {
  if (cards_.empty()) return base;
  auto out = std::make_shared<Wording>(*base);
  out->catalogue = base->catalogue.with(cards_);
  return out;
}

void OwnCards::close() { *this = OwnCards(); }

std::string OwnCards::text_of(const PairState& state, Slot owner, std::string_view name) const {
  const auto newest = newest_of(state);
  const auto found = newest.find({owner, std::string(name)});
  return found == newest.end() || found->second->removed ? std::string() : found->second->text;
}

std::string OwnCards::deck_for(const PairState& state, Slot owner, std::string_view card, const Catalogue& catalogue) const {
  for (int number = 1;; ++number) {
    const auto name = number == 1 ? std::string(usual_deck) : std::string(usual_deck) + "-" + std::to_string(number);
    const auto text = text_of(state, owner, name);
    const auto there = read_own_deck({name + ".toml", text}, catalogue).cards.size();
    if (there < own_limits::cards && text.size() + card.size() <= own_limits::bytes) return name;
  }
}

}  // namespace twinlamp::client
