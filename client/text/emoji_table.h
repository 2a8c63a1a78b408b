// The table that the build makes of Unicode's data (emoji_table.py writes the source of these functions).
#pragma once

#include "client/text/emoji.h"

namespace twinlamp::text {

struct EmojiRow {
  std::string_view text;
  std::uint8_t group;
  std::uint16_t first_variant;  // in emoji_variant_rows()
  std::uint8_t variant_count;
};

struct EmojiName {
  std::string_view name;     // as shown
  std::string_view phrases;  // folded, '|' between: the name, then what else people call it
};

struct EmojiNames {
  std::string_view language;
  std::span<const EmojiName> of;  // by EmojiId
};

std::span<const EmojiRow> emoji_rows();
std::span<const EmojiVariant> emoji_variant_rows();
std::span<const EmojiNames> emoji_names();  // English first

}  // namespace twinlamp::text
