#include "client/text/breaks.h"

#include <unicode/ubrk.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

namespace twinlamp::text {
namespace {

struct Close {
  void operator()(UBreakIterator* it) const { ubrk_close(it); }
};

// ICU's iterator of one kind; null where ICU has no data, and then every position counts as a break.
UBreakIterator* iterator(Break kind) {
  thread_local std::array<std::unique_ptr<UBreakIterator, Close>, 3> kept;
  const auto slot = kind == Break::grapheme ? 0u : kind == Break::word ? 1u : 2u;
  if (!kept[slot]) {
    constexpr std::array<UBreakIteratorType, 3> types{UBRK_CHARACTER, UBRK_WORD, UBRK_LINE};
    UErrorCode error = U_ZERO_ERROR;
    kept[slot].reset(ubrk_open(types[slot], "en", nullptr, 0, &error));
    if (U_FAILURE(error)) kept[slot].reset();
  }
  return kept[slot].get();
}

// ICU reads UTF-16. `origin` is the code point that each unit belongs to; empty where they are the same.
struct Utf16 {
  explicit Utf16(std::u32string_view text) {
    units.reserve(text.size() + 8);
    const bool astral = std::any_of(text.begin(), text.end(), [](char32_t c) { return c > 0xFFFF; });
    if (astral) origin.reserve(text.size() + 8);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = text[i] > 0x10FFFF ? U'\xFFFD' : text[i];
      if (c > 0xFFFF) {
        units += char16_t(0xD7C0 + (c >> 10));
        units += char16_t(0xDC00 + (c & 0x3FF));
        origin.push_back(i);
      } else {
        units += char16_t(c);
      }
      if (astral) origin.push_back(i);
    }
    if (astral) origin.push_back(text.size());
  }
  std::size_t position(std::size_t unit) const { return origin.empty() ? unit : origin[unit]; }

  std::u16string units;
  std::vector<std::size_t> origin;
};

void mark(std::vector<std::uint8_t>& flags, const Utf16& text, Break kind) {
  auto* it = iterator(kind);
  UErrorCode error = U_ZERO_ERROR;
  if (it != nullptr) ubrk_setText(it, text.units.data(), std::int32_t(text.units.size()), &error);
  if (it == nullptr || U_FAILURE(error)) {
    for (auto& each : flags) each |= std::uint8_t(kind);
    return;
  }
  for (auto at = ubrk_first(it); at != UBRK_DONE; at = ubrk_next(it))
    flags[text.position(std::size_t(at))] |= std::uint8_t(kind);
  ubrk_setText(it, u"", 0, &error);  // keeps no pointer into what was given
}

}  // namespace

std::vector<std::uint8_t> find_breaks(std::u32string_view text, std::uint8_t wanted) {
  std::vector<std::uint8_t> flags(text.size() + 1);
  flags.front() = flags.back() = wanted;
  if (text.empty()) return flags;
  // Below the first combining mark everything stands for itself; only CR LF would not, and is no part of our texts.
  if (has_break(wanted, Break::grapheme) &&
      std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x300 && c != U'\r'; })) {
    for (auto& each : flags) each |= std::uint8_t(Break::grapheme);
    wanted &= std::uint8_t(~std::uint8_t(Break::grapheme));
  }
  if (wanted == 0) return flags;
  Utf16 utf16(text);
  for (const auto kind : {Break::grapheme, Break::word, Break::line})
    if (has_break(wanted, kind)) mark(flags, utf16, kind);
  std::fill(utf16.units.begin(), utf16.units.end(), u'\0');
  return flags;
}

}  // namespace twinlamp::text
