// Every emoji of Unicode's list, by group, with its names in each language of the program, its skin tones, and a
// search.
//
// The list is compiled in (emoji_table.py). Pure functions, any thread; the views live as long as the program. A
// language that has no name for an emoji, or is not known, says it in English.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinlamp::text {

using EmojiId = std::uint16_t;  // 0..emoji_count(), in Unicode's order; another build's may differ

// An emoji with skin tones, 1 (light) to 5 (dark); `second` is 0 where there is one person, or both have the first.
struct EmojiVariant {
  std::string_view text;
  std::uint8_t first = 0, second = 0;
};

inline constexpr std::size_t emoji_group_count =
    9;  // smileys, people, animals, food, travel, activities, objects, symbols, flags
inline constexpr std::uint8_t skin_tone_count = 5;

std::size_t emoji_count();
std::string_view emoji_text(EmojiId id);  // UTF-8, one grapheme
std::string_view emoji_name(EmojiId id, std::string_view language);
std::pair<EmojiId, EmojiId> emoji_group(std::size_t group);  // its first, and one past its last
std::span<const EmojiVariant> emoji_variants(EmojiId id);
// With this tone on everyone in it; without any where `tone` is 0 or the emoji has none.
std::string_view emoji_with_tones(EmojiId id, std::uint8_t first, std::uint8_t second = 0);

// What couples write most; shown before somebody has used any, and first among equals in a search.
std::span<const EmojiId> usual_emoji();

// `beginnings`: each word of the query begins a word of one of the emoji's names. `anywhere`: or stands in one.
enum class EmojiMatch { beginnings, anywhere };

// At most `most`, best first; without case and accents, '_' and '-' as spaces. English names where the language has too
// few.
std::vector<EmojiId> find_emoji(std::string_view query, std::string_view language, std::size_t most, EmojiMatch match);

// A `:name` that ends at the caret: where its colon stands, and the name so far, two signs at least.
struct EmojiQuery {
  std::size_t begin = 0;
  std::string name;
};
std::optional<EmojiQuery> emoji_query(std::u32string_view text, std::size_t caret);

}  // namespace twinlamp::text
