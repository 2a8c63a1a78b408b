// All cards, practices and feelings of one language, checked. What is wrong is told and left out; the rest works.
//
// Immutable once made, so any thread may read it. Nothing here throws. Pointers and spans live as long as the catalogue
// and survive its being moved.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/content/card.h"
#include "client/content/deck_files.h"
#include "client/content/problem.h"

namespace twinlamp::client {

class Catalogue {
public:
  // The cards compiled into the program; English where the language is not there.
  static Catalogue built_in(std::string_view language = "en");

  std::span<const Card> cards() const { return cards_; }  // sorted by id
  const Card* find(std::string_view id) const;            // null where there is none
  std::vector<const Card*> by_practice(std::uint8_t number) const;
  std::uint32_t release() const;                          // the newest that one of them came with: what this app tells its partner's of its cards

  // All of a set, in its file's order: "values" is items-values.toml. Empty where there is none.
  std::span<const Item> items(std::string_view set) const;
  std::vector<std::string> item_sets() const;  // sorted

  // This one and these cards: those whose id is there already are left out.
  Catalogue with(std::vector<Card> more) const;

  std::span<const Practice> practices() const { return practices_; }  // sorted by number
  const Practice* practice(std::uint8_t number) const;
  std::span<const Area> areas() const { return areas_; }
  std::span<const FeelingFamily> feelings() const { return feelings_; }

private:
  friend struct CatalogueBuilder;

  std::vector<Card> cards_;
  std::map<std::string, std::shared_ptr<const Items>, std::less<>> items_;
  std::vector<Practice> practices_;
  std::vector<Area> areas_;
  std::vector<FeelingFamily> feelings_;
};

struct LoadedCatalogue {
  Catalogue catalogue;
  std::vector<Problem> problems;
};

// Reads and checks deck files. A card with a problem is left out and told.
LoadedCatalogue load_catalogue(std::span<const DeckFile> files);
LoadedCatalogue load_catalogue(const std::filesystem::path& folder);

// For the app: the folder's cards, or the compiled-in ones where the folder is empty or yields no card.
LoadedCatalogue open_catalogue(const std::filesystem::path& folder, std::string_view language);

// What keeps a translation from being the same cards in other words: ids, facts and counts must match the original's.
std::vector<Problem> compare_translation(const Catalogue& original, const Catalogue& translation);

}  // namespace twinlamp::client
