#include "client/content/rules.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "client/content/utf8.h"

namespace twinlamp::client {
namespace {

// One line of a card as it is shown: nothing when it is good.
std::string line_fault(std::string_view text, std::size_t most) {
  if (!is_utf8(text)) return "it is not UTF-8; save the file as UTF-8.";
  if (is_blank(text)) return "it is empty; write it or take it out.";
  if (text.find_first_of("\n\t") != std::string_view::npos || has_controls(text))
    return "it has a line break or another control character; write it on one line.";
  if (has_direction_overrides(text)) return "it has a mark that turns text around; take it out.";
  if (text.front() == ' ' || text.back() == ' ') return "it begins or ends with a space; take that out.";
  if (const auto count = count_characters(text); count > most)
    return "it has " + std::to_string(count) + " characters; at most " + std::to_string(most) + " fit.";
  return {};
}

void require_line(Findings& out, std::string key, std::string_view text, std::size_t most) {
  if (auto fault = line_fault(text, most); !fault.empty()) out.push_back({std::move(key), std::move(fault)});
}

void require_list(Findings& out, const std::string& key, const std::vector<std::string>& lines, std::size_t most) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (auto fault = line_fault(lines[i], most); !fault.empty())
      out.push_back({key, "number " + std::to_string(i + 1) + ": " + fault});
    if (!seen.insert(lines[i]).second) out.push_back({key, "\"" + lines[i] + "\" is there twice; take one out."});
  }
}

void require_slug(Findings& out, std::string key, std::string_view text) {
  if (is_slug(text)) return;
  out.push_back({std::move(key), "it must be lower-case ASCII letters, digits and single hyphens, at most " +
                                     std::to_string(card_limits::slug) + ", like \"first-kitchen\"."});
}

void require_range(Findings& out, std::string key, std::uint32_t value, std::uint32_t most) {
  if (value >= 1 && value <= most) return;
  out.push_back(
      {std::move(key), "it is " + std::to_string(value) + "; it must be from 1 to " + std::to_string(most) + "."});
}

// What only cards of some kinds have.
bool take_out(Findings& out, const char* key, bool is_there, const char* kinds) {
  if (is_there) out.push_back({key, std::string("only a card of kind ") + kinds + " has it; take it out."});
  return is_there;
}

struct Count {
  std::size_t least = 0;
  std::size_t most = 0;
};

Count options_of(CardKind kind) {
  switch (kind) {
    case CardKind::choice:
    case CardKind::guess:
      return {card_limits::options_least, card_limits::options_most};
    case CardKind::choices:
      return {card_limits::options_least, card_limits::choices_most};
    case CardKind::ranking:
      return {card_limits::ranking_least, card_limits::options_most};
    default:
      return {};
  }
}

void check_options(Findings& out, const Card& card) {
  const auto count = options_of(card.kind);
  if (count.most == 0) {
    take_out(out, "options", !card.options.empty(), "\"choice\", \"choices\", \"ranking\" or \"guess\"");
    return;
  }
  if (card.kind == CardKind::guess && card.options.empty()) return;  // answered in words
  if (card.options.size() < count.least || card.options.size() > count.most)
    out.push_back({"options", "a " + std::string(name_of(card.kind)) + " needs " + std::to_string(count.least) + " to " +
                                  std::to_string(count.most) + " options; this one has " +
                                  std::to_string(card.options.size()) + "."});
  require_list(out, "options", card.options, card_limits::option);
}

void check_most(Findings& out, const Card& card) {
  if (card.kind != CardKind::choices) {
    take_out(out, "most", card.most != 0, "\"choices\"");
  } else if (card.most < 2 || card.most > card.options.size()) {
    out.push_back({"most", "it must be from 2 to the number of options; take it out where all may be chosen."});
  }
}

void check_lines(Findings& out, const Card& card) {
  if (card.kind != CardKind::list) {
    take_out(out, "lines", card.lines_most != 0, "\"list\"");
    take_out(out, "marked", card.marked, "\"list\"");
    return;
  }
  if (card.lines_least < 1 || card.lines_most < card.lines_least || card.lines_most > card_limits::lines)
    out.push_back({"lines", "write how many lines it takes, from and to: lines = [1, 3], at most 10."});
  else if (card.marked && card.lines_least < 2)
    out.push_back({"lines", "one line of two or more can be marked; write lines = [3, 3]."});
}

void check_items(Findings& out, const Card& card) {
  const bool has_items = card.kind == CardKind::sort || card.kind == CardKind::wishes;
  if (has_items) {
    if (card.item_set.empty()) {
      out.push_back({"items", "name the file that it draws from: items = \"values\" for items-values.toml."});
    } else {
      require_slug(out, "items", card.item_set);
    }
  } else {
    take_out(out, "items", !card.item_set.empty(), "\"sort\" or \"wishes\"");
  }
  if (card.kind != CardKind::wishes) take_out(out, "batch", card.batch != 0, "\"wishes\"");
  if (card.kind == CardKind::wishes && card.batch == 0)
    out.push_back({"batch", "say how many are drawn at a time: batch = 12."});
}

void check_pairs(Findings& out, const Card& card) {
  if (card.kind != CardKind::pairs) {
    take_out(out, "pairs", !card.pairs.empty(), "\"pairs\"");
    return;
  }
  if (card.pairs.size() != card_limits::pairs)
    out.push_back({"pairs", "there must be exactly 10 pairs; this card has " + std::to_string(card.pairs.size()) + "."});
  std::vector<std::string> sides;
  for (const auto& pair : card.pairs) sides.push_back(pair.left), sides.push_back(pair.right);
  require_list(out, "pairs", sides, card_limits::side);
}

void check_follow_ups(Findings& out, const Card& card) {
  if (card.follow_ups.size() > card_limits::follow_ups)
    out.push_back({"follow_ups", "at most 3 questions are offered; this card has " +
                                     std::to_string(card.follow_ups.size()) + "."});
  require_list(out, "follow_ups", card.follow_ups, card_limits::follow_up);
}

void check_scale(Findings& out, const Card& card) {
  const auto& scale = card.scale;
  if (card.kind != CardKind::scale) {
    if (scale.steps != 0) out.push_back({"scale", "only a card of kind \"scale\" has a scale; take it out."});
    return;
  }
  if (scale.steps != 5 && scale.steps != 7 && scale.steps != 10)
    out.push_back({"scale", "a scale has 5, 7 or 10 steps; write scale = { min = \"…\", max = \"…\", steps = 7 }."});
  require_line(out, "scale", scale.min_label, card_limits::label);
  require_line(out, "scale", scale.max_label, card_limits::label);
  if (scale.min_label == scale.max_label) out.push_back({"scale", "both ends say the same; name two different ends."});
}

void check_starters(Findings& out, const Card& card) {
  if (card.starters.empty()) return;
  if (card.kind != CardKind::text && card.kind != CardKind::feeling && card.kind != CardKind::list)
    out.push_back({"starters", "only a card that is answered in words has starters; take them out."});
  if (card.starters.size() > card_limits::starters)
    out.push_back(
        {"starters", "at most 3 beginnings help; this card has " + std::to_string(card.starters.size()) + "."});
  require_list(out, "starters", card.starters, card_limits::starter);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view name_of(CardKind kind) {
  constexpr std::string_view names[] = {"text",  "choice", "scale", "feeling", "choices", "ranking",
                                        "list", "guess",  "sort",  "wishes",  "pairs"};
  static_assert(std::size(names) == card_kinds);
  const auto number = static_cast<std::size_t>(kind);
  return number >= 1 && number <= card_kinds ? names[number - 1] : "unknown";
}

std::size_t shape_of(const Card& card) {
  return card.options.size() + card.scale.steps + card.lines_most + card.pairs.size();
}

bool is_slug(std::string_view text) {
  if (text.empty() || text.size() > card_limits::slug || text.front() == '-' || text.back() == '-') return false;
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return std::all_of(text.begin(), text.end(), allowed) && text.find("--") == std::string_view::npos;
}

std::string_view practice_slug(std::string_view card_id) {
  const auto dot = card_id.find('.');
  if (dot == std::string_view::npos) return {};
  const auto practice = card_id.substr(0, dot);
  return is_slug(practice) && is_slug(card_id.substr(dot + 1)) ? practice : std::string_view{};
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t best_distance = 3;  // two slips are a misspelling, three are another word
  if (word.size() > card_limits::slug) return best;
  for (const auto candidate : candidates) {
    const auto distance = edit_distance(word, candidate);
    if (distance < best_distance && distance < candidate.size()) best = candidate, best_distance = distance;
  }
  return best;
}

Findings check(const Card& card) {
  Findings out;
  if (card.needs.size() > card_limits::needs)
    out.push_back({"needs", "at most 3 are named; this card names " + std::to_string(card.needs.size()) + "."});
  if (practice_slug(card.id).empty())
    out.push_back({"id",
                   "it must be the practice, a dot and a name of its own, in lower-case ASCII letters, digits and "
                   "hyphens, like \"open-up.first-kitchen\"."});
  require_range(out, "version", card.version, card_limits::version);
  require_range(out, "depth", card.depth, card_limits::depth);
  if (!card.area.empty()) require_slug(out, "area", card.area);
  require_line(out, "prompt", card.prompt, card_limits::prompt);
  if (!card.why.empty()) require_line(out, "why", card.why, card_limits::why);
  check_starters(out, card);
  check_options(out, card);
  check_scale(out, card);
  check_most(out, card);
  check_lines(out, card);
  check_items(out, card);
  check_pairs(out, card);
  check_follow_ups(out, card);
  return out;
}

Findings check(const Item& item) {
  Findings out;
  if (practice_slug(item.id).empty())
    out.push_back({"id", "it must be the file's name, a dot and a name of its own, like \"values.loyalty\"."});
  require_line(out, "text", item.text, card_limits::item);
  if (!item.about.empty()) require_line(out, "about", item.about, card_limits::about);
  if (!item.group.empty()) require_slug(out, "group", item.group);
  return out;
}

Findings check(const Practice& practice) {
  Findings out;
  require_range(out, "number", practice.number, card_limits::practice);
  require_slug(out, "slug", practice.slug);
  require_line(out, "name", practice.name, card_limits::name);
  require_line(out, "about", practice.about, card_limits::about);
  return out;
}

Findings check(const Area& area) {
  Findings out;
  require_slug(out, "id", area.id);
  require_line(out, "name", area.name, card_limits::name);
  return out;
}

Findings check(const FeelingFamily& family) {
  Findings out;
  require_slug(out, "id", family.id);
  require_line(out, "name", family.name, card_limits::name);
  if (family.words.empty())
    out.push_back({"words", "a family needs finer words; write words = [\"glad\", \"at ease\"]."});
  std::set<std::string_view> seen;
  for (const auto& word : family.words) {
    if (!is_slug(word.id))
      out.push_back({"words", "\"" + word.word + "\" has no plain id; write { id = \"at-ease\", word = \"" + word.word +
                                  "\" }."});
    if (!seen.insert(word.id).second) out.push_back({"words", "\"" + word.id + "\" is there twice; take one out."});
    require_line(out, "words", word.word, card_limits::word);
  }
  return out;
}

}  // namespace twinlamp::client
