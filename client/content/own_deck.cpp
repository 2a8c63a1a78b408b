#include "client/content/own_deck.h"

#include <algorithm>

#include "client/content/deck_reader.h"
#include "client/content/fold.h"
#include "client/content/rules.h"

namespace twinlamp::client {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string list_in_quotes(const std::vector<std::string>& lines) {
  std::string out = "[";
  for (const auto& line : lines) out += (out.size() > 1 ? ", " : "") + in_quotes(line);
  return out + "]";
}

void tell(OwnDeckContent& out, Problem place, std::string key, std::string text) {
  place.key = std::move(key);
  place.text = std::move(text);
  out.problems.push_back(std::move(place));
}

std::string slugs_of(const Catalogue& catalogue) {
  std::string out;
  for (const auto& practice : catalogue.practices()) out += (out.empty() ? "" : ", ") + practice.slug;
  return out;
}

}  // namespace

OwnDeckContent read_own_deck(const DeckFile& file, const Catalogue& catalogue) {
  OwnDeckContent out;
  if (file.text.size() > own_limits::bytes) return tell(out, {file.name, 0, {}, {}, {}}, {}, "it is larger than 32 KiB; split it."), out;
  DeckContent read;
  read_own_cards(file, read);
  out.problems = std::move(read.problems);
  for (auto& card : read.cards) {
    const auto slug = practice_slug(card.value.id);
    const auto practice = std::ranges::find(catalogue.practices(), slug, &Practice::slug);
    const auto& area = card.value.area;
    if (practice == catalogue.practices().end()) {
      tell(out, card.place, "practice", "it must be one of: " + slugs_of(catalogue) + ".");
    } else if (!area.empty() && std::ranges::find(catalogue.areas(), area, &Area::id) == catalogue.areas().end()) {
      tell(out, card.place, "area", "there is no area \"" + area + "\"; take it out.");
    } else if (out.cards.size() >= own_limits::cards) {
      tell(out, card.place, {}, "a deck has at most 100 cards; put this one into another file.");
      break;
    } else {
      card.value.practice = practice->number;
      card.value.id.clear();
      out.cards.push_back(std::move(card.value));
    }
  }
  if (out.cards.empty() && out.problems.empty()) tell(out, {file.name, 0, {}, {}, {}}, {}, "there is no card in it; begin with [[card]].");
  return out;
}

std::string write_own_card(const Card& card, std::string_view practice_slug) {
  std::string out = "[[card]]\npractice = " + in_quotes(practice_slug) + "\ndepth = " + std::to_string(card.depth) + "\nkind = " + in_quotes(name_of(card.kind)) +
                    "\nprompt = " + in_quotes(card.prompt) + "\n";
  if (!card.options.empty()) out += "options = " + list_in_quotes(card.options) + "\n";
  if (card.kind == CardKind::choices && card.most != card.options.size()) out += "most = " + std::to_string(card.most) + "\n";
  if (card.marked) out += "marked = true\n";
  if (card.lines_most > 0) out += "lines = [" + std::to_string(card.lines_least) + ", " + std::to_string(card.lines_most) + "]\n";
  if (card.scale.steps > 0)
    out += "scale = { min = " + in_quotes(card.scale.min_label) + ", max = " + in_quotes(card.scale.max_label) + ", steps = " + std::to_string(card.scale.steps) + " }\n";
  return out + "\n";
}

std::string deck_name_of(std::string_view words) {
  std::string out;
  for (const char c : fold(words)) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (fits) out += c;
    else if (!out.empty() && out.back() != '-') out += '-';
  }
  out.resize(std::min(out.size(), own_limits::name));
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace twinlamp::client
