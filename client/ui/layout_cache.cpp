#include "client/ui/layout_cache.h"

#include "client/text/breaks.h"
#include "client/text/unicode.h"
#include "client/text/wipe.h"

namespace twinlamp::ui {
namespace {

constexpr std::size_t most_kept = 600;

std::size_t hash_of(std::string_view utf8, const LayoutCache::Wanted& wanted) {
  return std::hash<std::string_view>{}(utf8) ^ (std::size_t(wanted.face) << 56) ^
         (std::hash<float>{}(wanted.width) << 1) ^ (std::hash<float>{}(wanted.widest) << 2) ^
         (std::size_t(wanted.even) << 20);
}

// As many graphemes as fit before an ellipsis.
void shorten(Fonts& fonts, std::u32string& points, const LayoutCache::Wanted& wanted) {
  const auto graphemes = text::find_breaks(points, std::uint8_t(text::Break::grapheme));
  const auto cut_at = [&](std::size_t at) {
    while (at > 0 && (!text::has_break(graphemes[at], text::Break::grapheme) || text::is_space(points[at - 1]))) --at;
    return points.substr(0, at) + U"…";
  };
  text::Layout trial;
  std::size_t low = 0, high = points.size();
  while (high - low > 1) {
    const auto middle = (low + high) / 2;
    auto cut = cut_at(middle);
    trial.set(cut, fonts.style(wanted.face), LayoutCache::endless, fonts.setter());
    (trial.row(0).width <= wanted.widest ? low : high) = middle;
    text::wipe(cut);
  }
  auto cut = cut_at(low);
  std::swap(points, cut);
  text::wipe(cut);
}

}  // namespace

struct LayoutCache::Entry {
  ~Entry() { text::wipe(utf8); }
  std::string utf8;
  Wanted wanted;
  text::Layout layout;
  bool is_cut = false;

  void lay_out(Fonts& fonts) {
    auto points = text::clean(text::decode(utf8), wanted.width == endless);
    const auto set = [&] {
      layout.set(points, fonts.style(wanted.face), wanted.width, fonts.setter(),
                 wanted.even ? text::Layout::Wrap::evenly : text::Layout::Wrap::greedy);
    };
    set();
    if (wanted.widest > 0 && layout.row(0).width > wanted.widest) {
      shorten(fonts, points, wanted);
      set();
      is_cut = true;
    }
    text::wipe(points);
  }
};

const text::Layout& LayoutCache::find(Fonts& fonts, std::string_view utf8, const Wanted& wanted) {
  if (generation_ != fonts.generation() || kept_.size() > most_kept) clear();
  generation_ = fonts.generation();
  auto& entry = kept_[hash_of(utf8, wanted)];
  if (!entry || entry->wanted != wanted || entry->utf8 != utf8) {
    entry = std::make_shared<Entry>();
    entry->utf8 = utf8;
    entry->wanted = wanted;
    entry->lay_out(fonts);
  }
  if (entry->is_cut) cut_.push_back(entry->utf8);
  return entry->layout;
}

}  // namespace twinlamp::ui
