// What somebody likes to use: the emoji of this session, newest first, and the tones last chosen. In memory only, and
// gone with it.
#pragma once

#include <vector>

#include "client/text/emoji.h"

namespace twinlamp::ui {

class EmojiUse {
public:
  static constexpr std::size_t most = 36;

  std::string_view take(text::EmojiId id);  // as it is to be written, with the tones last chosen; remembers it
  std::string_view take(text::EmojiId id, std::uint8_t first, std::uint8_t second);
  std::string_view shown(text::EmojiId id) const { return text::emoji_with_tones(id, first_, second_); }
  const std::vector<text::EmojiId>& often() const {
    return often_;
  }  // never empty: what couples write most comes after

private:
  void remember(text::EmojiId id);

  std::vector<text::EmojiId> often_{text::usual_emoji().begin(), text::usual_emoji().end()};
  std::uint8_t first_ = 0, second_ = 0;
};

}  // namespace twinlamp::ui
