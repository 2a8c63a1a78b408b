#include "client/ui/kit/emoji_use.h"

#include <algorithm>

namespace twinlamp::ui {

void EmojiUse::remember(text::EmojiId id) {
  const auto place = std::find(often_.begin(), often_.end(), id);
  if (place != often_.end())
    std::rotate(often_.begin(), place, place + 1);
  else
    often_.insert(often_.begin(), id);
  if (often_.size() > most) often_.pop_back();
}

std::string_view EmojiUse::take(text::EmojiId id) {
  remember(id);
  return shown(id);
}

std::string_view EmojiUse::take(text::EmojiId id, std::uint8_t first, std::uint8_t second) {
  remember(id);
  first_ = first, second_ = second;
  return shown(id);
}

}  // namespace twinlamp::ui
