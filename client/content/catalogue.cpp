#include "client/content/catalogue.h"

#include <algorithm>
#include <map>
#include <set>

#include "client/content/deck_reader.h"
#include "client/content/rules.h"
#include "protocol/round/card_facts.h"

namespace twinlamp::client {
namespace {

std::string where(const Problem& place) {
  return place.file + ", line " + std::to_string(place.line);
}

// Keeps the first of those that share a key and tells the others.
template <class T, class KeyOf>
void keep_unique(std::vector<Placed<T>>& things, const char* key, KeyOf key_of, std::vector<Problem>& problems) {
  std::map<std::string, Problem> seen;
  std::erase_if(things, [&](const Placed<T>& thing) {
    const auto [first, is_new] = seen.try_emplace(key_of(thing.value), thing.place);
    if (is_new) return false;
    auto problem = thing.place;
    problem.key = key;
    problem.text = "the same stands in " + where(first->second) + "; change one of the two.";
    problems.push_back(std::move(problem));
    return true;
  });
}

template <class T>
std::vector<T> values_of(std::vector<Placed<T>>& things) {
  std::vector<T> out;
  out.reserve(things.size());
  for (auto& thing : things) out.push_back(std::move(thing.value));
  return out;
}

}  // namespace

// What only shows when all files are seen together: what is there twice, and what points to nothing.
struct CatalogueBuilder {
  DeckContent deck;
  std::vector<Problem> problems;
  Catalogue catalogue;

  void build() {
    problems = std::move(deck.problems);
    add_practices();
    add_feelings();
    add_items();
    add_cards();
  }

  void tell(Problem place, std::string key, std::string text) {
    place.key = std::move(key);
    place.text = std::move(text);
    problems.push_back(std::move(place));
  }

  void add_practices() {
    keep_unique(
        deck.practices, "number", [](const Practice& p) { return std::to_string(p.number); }, problems);
    keep_unique(
        deck.practices, "slug", [](const Practice& p) { return p.slug; }, problems);
    keep_unique(
        deck.areas, "id", [](const Area& a) { return a.id; }, problems);
    catalogue.practices_ = values_of(deck.practices);
    catalogue.areas_ = values_of(deck.areas);
    std::ranges::sort(catalogue.practices_, {}, &Practice::number);
  }

  void add_feelings() {
    keep_unique(
        deck.families, "id", [](const FeelingFamily& f) { return f.id; }, problems);
    std::map<std::string, std::string> family_of;
    for (const auto& family : deck.families)
      for (const auto& word : family.value.words)
        if (const auto [first, is_new] = family_of.try_emplace(word.id, family.value.id); !is_new)
          tell(family.place, "words",
               "\"" + word.id + "\" is already in \"" + first->second + "\"; keep it in one family.");
    catalogue.feelings_ = values_of(deck.families);
  }

  void add_items() {
    keep_unique(
        deck.items, "id", [](const Item& i) { return i.id; }, problems);
    keep_unique(
        deck.items, "text", [](const Item& i) { return std::string(practice_slug(i.id)) + "\n" + i.text; }, problems);
    std::map<std::string, Items> sets;
    for (auto& item : deck.items) {
      const auto set = std::string(practice_slug(item.value.id));
      auto& items = sets[set];
      if (item.place.file != "items-" + set + ".toml")
        tell(item.place, "id", "an item of \"" + set + "\" belongs in items-" + set + ".toml; move it there.");
      else if (items.size() == card_limits::items)
        tell(item.place, {}, "a file holds at most " + std::to_string(card_limits::items) + " items; take some out.");
      else
        items.push_back(std::move(item.value));
    }
    for (auto& [set, items] : sets)
      if (!items.empty()) catalogue.items_[set] = std::make_shared<const Items>(std::move(items));
  }

  // What a sort and wishes draw from.
  bool place_items(Placed<Card>& card) {
    if (card.value.item_set.empty()) return true;
    const auto set = catalogue.items_.find(card.value.item_set);
    if (set == catalogue.items_.end()) {
      tell(card.place, "items", "there is no items-" + card.value.item_set + ".toml with items; add it.");
      return false;
    }
    const auto least = std::max<std::size_t>(card.value.batch, card_limits::top);
    if (set->second->size() < least) {
      tell(card.place, "items", "items-" + set->first + ".toml has " + std::to_string(set->second->size()) +
                                    " items; this card needs at least " + std::to_string(least) + ".");
      return false;
    }
    card.value.items = set->second;
    return true;
  }

  void add_cards() {
    keep_unique(
        deck.cards, "id", [](const Card& c) { return c.id; }, problems);
    keep_unique(
        deck.cards, "prompt", [](const Card& c) { return c.prompt; }, problems);
    std::erase_if(deck.cards, [&](Placed<Card>& card) { return !place_card(card); });
    std::set<std::string> ids;
    for (const auto& card : deck.cards) ids.insert(card.value.id);
    std::erase_if(deck.cards, [&](const Placed<Card>& card) { return !has_what_it_needs(card, ids); });
    catalogue.cards_ = values_of(deck.cards);
    std::ranges::sort(catalogue.cards_, {}, &Card::id);
    if (catalogue.cards_.empty())
      problems.push_back(
          {"the decks", 0, {}, {}, "there is not one good card; a deck needs [[card]] and a practices.toml."});
  }

  bool has_what_it_needs(const Placed<Card>& card, const std::set<std::string>& ids) {
    for (const auto& what : card.value.needs) {
      if (what == need::action || what == need::date || (what != card.value.id && ids.contains(what))) continue;
      tell(card.place, "needs",
           "there is no other card \"" + what + "\"; write the id of one, \"action\" or \"date\".");
      return false;
    }
    return true;
  }

  bool place_card(Placed<Card>& card) {
    const auto slug = std::string(practice_slug(card.value.id));
    const auto practice = std::ranges::find(catalogue.practices_, slug, &Practice::slug);
    if (practice == catalogue.practices_.end()) {
      tell(card.place, "id", "practices.toml has no practice \"" + slug + "\"; a card's id begins with its practice.");
      return false;
    }
    card.value.practice = practice->number;
    if (card.place.file != slug + ".toml") {
      tell(card.place, "id", "a card of \"" + slug + "\" belongs in " + slug + ".toml; move it there.");
      return false;
    }
    if (!card.value.area.empty() &&
        std::ranges::find(catalogue.areas_, card.value.area, &Area::id) == catalogue.areas_.end()) {
      tell(card.place, "area", "practices.toml has no area \"" + card.value.area + "\".");
      return false;
    }
    return place_items(card);
  }
};

const Card* Catalogue::find(std::string_view id) const {
  const auto found =
      std::ranges::lower_bound(cards_, id, {}, [](const Card& card) { return std::string_view(card.id); });
  return found != cards_.end() && found->id == id ? &*found : nullptr;
}

std::vector<const Card*> Catalogue::by_practice(std::uint8_t number) const {
  std::vector<const Card*> out;
  for (const auto& card : cards_)
    if (card.practice == number) out.push_back(&card);
  return out;
}

std::span<const Item> Catalogue::items(std::string_view set) const {
  const auto found = items_.find(set);
  if (found == items_.end()) return {};
  return *found->second;
}

std::vector<std::string> Catalogue::item_sets() const {
  std::vector<std::string> out;
  for (const auto& [set, items] : items_) out.push_back(set);
  return out;
}

std::uint32_t Catalogue::release() const {
  std::uint32_t newest = 0;
  for (const auto& card : cards_) newest = std::max(newest, card.since);
  return newest;
}

Catalogue Catalogue::with(std::vector<Card> more) const {
  Catalogue out = *this;
  for (auto& card : more)
    if (find(card.id) == nullptr) out.cards_.push_back(std::move(card));
  std::ranges::sort(out.cards_, {}, &Card::id);
  const auto is_same = [](const Card& a, const Card& b) { return a.id == b.id; };
  out.cards_.erase(std::unique(out.cards_.begin(), out.cards_.end(), is_same), out.cards_.end());
  return out;
}

const Practice* Catalogue::practice(std::uint8_t number) const {
  const auto found = std::ranges::find(practices_, number, &Practice::number);
  return found == practices_.end() ? nullptr : &*found;
}

Catalogue Catalogue::built_in(std::string_view language) {
  auto files = built_in_decks(language);
  if (files.empty()) files = built_in_decks("en");
  return std::move(load_catalogue(files).catalogue);
}

LoadedCatalogue load_catalogue(std::span<const DeckFile> files) {
  CatalogueBuilder builder;
  for (const auto& file : files) read_deck(file, builder.deck);
  builder.build();
  return {std::move(builder.catalogue), std::move(builder.problems)};
}

LoadedCatalogue load_catalogue(const std::filesystem::path& folder) {
  auto read = read_deck_folder(folder);
  auto out = load_catalogue(read.files);
  out.problems.insert(out.problems.begin(), read.problems.begin(), read.problems.end());
  return out;
}

LoadedCatalogue open_catalogue(const std::filesystem::path& folder, std::string_view language) {
  if (folder.empty()) return {Catalogue::built_in(language), {}};
  auto out = load_catalogue(folder);
  if (out.catalogue.cards().empty()) out.catalogue = Catalogue::built_in(language);
  return out;
}

}  // namespace twinlamp::client
