#include "client/text/emoji.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "client/content/fold.h"
#include "client/text/emoji_table.h"
#include "client/text/unicode.h"

namespace twinlamp::text {
namespace {

constexpr std::size_t longest_name = 40;  // code points of a `:name`

constexpr std::string_view usual[] = {"❤️", "😂",    "😊",    "🥰",   "😘", "😍",    "🤗", "😅", "🙈",
                                      "😉",      "😌",    "🥹", "😢",      "😭", "🥺", "🤔", "😴", "🤒",
                                      "😡",      "🙄", "👍",    "🙏",      "👏", "🤞", "💪",    "👀", "🎉",
                                      "✨",      "🔥",    "🌙",    "☀️", "🌊", "🌹",    "☕",    "🍷", "💌"};

std::span<const EmojiName> names_in(std::string_view language) {
  for (const auto& names : emoji_names())
    if (names.language == language) return names.of;
  return emoji_names().front().of;
}

std::string folded(std::string_view query) {
  auto text = client::fold(query);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// `apart` is what parts: words by spaces, phrases by bars.
std::vector<std::string_view> split(std::string_view text, char apart) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(apart, at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool begins_a_word(std::string_view phrases, std::string_view word) {
  for (auto at = phrases.find(word); at != std::string_view::npos; at = phrases.find(word, at + 1))
    if (at == 0 || phrases[at - 1] == ' ' || phrases[at - 1] == '|') return true;
  return false;
}

// How well an emoji fits: smaller is better, in this order.
struct Rank {
  int kind = 0;  // its name as a whole, the beginning of what it is called, beginnings of words, anywhere
  std::size_t usual = 0, phrase = 0, name = 0;
  EmojiId id = 0;

  bool operator<(const Rank& other) const {
    return std::tie(kind, usual, phrase, name, id) <
           std::tie(other.kind, other.usual, other.phrase, other.name, other.id);
  }
};

std::size_t usual_place(EmojiId id) {
  const auto all = usual_emoji();
  return std::size_t(std::find(all.begin(), all.end(), id) - all.begin());
}

std::optional<Rank> rank(EmojiId id, const EmojiName& name, std::string_view query,
                         std::span<const std::string_view> words, EmojiMatch match) {
  if (!std::all_of(words.begin(), words.end(), [&](auto word) { return name.phrases.find(word) != name.phrases.npos; }))
    return std::nullopt;
  Rank found{3, usual_place(id), std::numeric_limits<std::size_t>::max(), name.name.size(), id};
  for (const auto phrase : split(name.phrases, '|'))
    if (phrase.starts_with(query)) found.phrase = std::min(found.phrase, phrase.size());
  if (name.phrases.substr(0, name.phrases.find('|')) == query)
    found.kind = 0;
  else if (found.phrase != std::numeric_limits<std::size_t>::max())
    found.kind = 1;
  else if (std::all_of(words.begin(), words.end(), [&](auto word) { return begins_a_word(name.phrases, word); }))
    found.kind = 2;
  else if (match == EmojiMatch::beginnings)
    return std::nullopt;
  return found;
}

void add_found(std::vector<EmojiId>& out, std::string_view query, std::span<const EmojiName> names, std::size_t most,
               EmojiMatch match) {
  const auto words = split(query, ' ');
  std::vector<Rank> ranks;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto each = rank(EmojiId(i), names[i], query, words, match)) ranks.push_back(*each);
  std::sort(ranks.begin(), ranks.end());
  for (const auto& each : ranks) {
    if (out.size() >= most) return;
    if (std::find(out.begin(), out.end(), each.id) == out.end()) out.push_back(each.id);
  }
}

bool is_of_a_name(char32_t point) {
  return is_word(point) || is_combining(point) || point == U'_' || point == U'-';
}

}  // namespace

std::size_t emoji_count() {
  return emoji_rows().size();
}

std::string_view emoji_text(EmojiId id) {
  return emoji_rows()[id].text;
}

std::string_view emoji_name(EmojiId id, std::string_view language) {
  return names_in(language)[id].name;
}

std::pair<EmojiId, EmojiId> emoji_group(std::size_t group) {
  const auto rows = emoji_rows();
  const auto [first, last] = std::equal_range(rows.begin(), rows.end(), EmojiRow{{}, std::uint8_t(group), 0, 0},
                                              [](const auto& a, const auto& b) { return a.group < b.group; });
  return {EmojiId(first - rows.begin()), EmojiId(last - rows.begin())};
}

std::span<const EmojiVariant> emoji_variants(EmojiId id) {
  const auto& row = emoji_rows()[id];
  return emoji_variant_rows().subspan(row.first_variant, row.variant_count);
}

std::string_view emoji_with_tones(EmojiId id, std::uint8_t first, std::uint8_t second) {
  if (first == second) second = 0;
  for (const auto& variant : emoji_variants(id))
    if (variant.first == first && (variant.second == second || (second == 0 && variant.second == first)))
      return variant.text;
  return emoji_text(id);
}

std::span<const EmojiId> usual_emoji() {
  static const auto ids = [] {
    std::array<EmojiId, std::size(usual)> found{};
    const auto rows = emoji_rows();
    for (std::size_t i = 0; i < found.size(); ++i)
      found[i] = EmojiId(std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.text == usual[i]; }) -
                         rows.begin());
    return found;
  }();
  return ids;
}

std::vector<EmojiId> find_emoji(std::string_view query, std::string_view language, std::size_t most, EmojiMatch match) {
  std::vector<EmojiId> found;
  const auto text = folded(query);
  if (text.empty()) return found;
  add_found(found, text, names_in(language), most, match);
  add_found(found, text, emoji_names().front().of, most, match);
  return found;
}

std::optional<EmojiQuery> emoji_query(std::u32string_view text, std::size_t caret) {
  auto begin = std::min(caret, text.size());
  const auto end = begin;
  while (begin > 0 && end - begin < longest_name && is_of_a_name(text[begin - 1])) --begin;
  // A time (10:30) and an address (https:) are none; behind another emoji, which may end in a mark, is one.
  if (begin == 0 || text[begin - 1] != U':' || end - begin < 2) return std::nullopt;
  const auto before = begin > 1 ? text[begin - 2] : U' ';
  if ((is_word(before) && !is_combining(before)) || before == U':') return std::nullopt;
  if (text[begin] >= U'0' && text[begin] <= U'9') return std::nullopt;
  return EmojiQuery{begin - 1, encode(text.substr(begin, end - begin))};
}

}  // namespace twinlamp::text
