#include "client/text/itemise.h"

#include <fribidi.h>
#include <hb.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "client/text/breaks.h"

namespace twinlamp::text {
namespace {

constexpr char32_t first_right_to_left = 0x590, first_not_latin = 0x250;

bool is_common(std::uint32_t script) {
  return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED || script == HB_SCRIPT_UNKNOWN;
}

std::uint32_t own_script_of(char32_t point) {
  if ((point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z')) return HB_SCRIPT_LATIN;
  if (point < 0xAA) return HB_SCRIPT_COMMON;
  UErrorCode error = U_ZERO_ERROR;
  const auto script = uscript_getScript(UChar32(point), &error);
  const char* name = U_FAILURE(error) ? nullptr : uscript_getShortName(script);
  return name == nullptr ? std::uint32_t(HB_SCRIPT_COMMON) : std::uint32_t(hb_script_from_string(name, -1));
}

}  // namespace

Directions directions_of(std::u32string_view text) {
  Directions out;
  out.levels.assign(text.size(), 0);
  if (std::all_of(text.begin(), text.end(), [](char32_t c) { return c < first_right_to_left; })) return out;
  const auto size = FriBidiStrIndex(text.size());
  std::vector<FriBidiChar> points(text.begin(), text.end());
  std::vector<FriBidiCharType> types(text.size());
  std::vector<FriBidiBracketType> brackets(text.size());
  std::vector<FriBidiLevel> levels(text.size());
  fribidi_get_bidi_types(points.data(), size, types.data());
  fribidi_get_bracket_types(points.data(), size, types.data(), brackets.data());
  FriBidiParType paragraph = FRIBIDI_PAR_ON;
  if (fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), size, &paragraph, levels.data()) != 0) {
    out.rtl = FRIBIDI_IS_RTL(paragraph);
    std::transform(levels.begin(), levels.end(), out.levels.begin(),
                   [](FriBidiLevel level) { return std::uint8_t(std::max<FriBidiLevel>(level, 0)); });
  }
  std::fill(points.begin(), points.end(), 0);
  return out;
}

std::vector<std::uint32_t> scripts_of(std::u32string_view text) {
  std::vector<std::uint32_t> scripts(text.size());
  std::transform(text.begin(), text.end(), scripts.begin(), own_script_of);
  const auto first = std::find_if_not(scripts.begin(), scripts.end(), is_common);
  std::uint32_t before = first == scripts.end() ? std::uint32_t(HB_SCRIPT_LATIN) : *first;
  for (auto& script : scripts) {
    if (is_common(script)) script = before;
    before = script;
  }
  return scripts;
}

std::string_view han_of(std::u32string_view text) {
  std::string_view found;
  for (const auto c : text) {
    if ((c >= 0x3041 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9F)) return "ja";
    if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF)) found = "ko";
  }
  return found;
}

std::vector<const Font*> fonts_of(std::u32string_view text, const std::uint8_t* graphemes, const Style& style,
                                  std::string_view han, FontSet& fonts) {
  std::vector<const Font*> chosen(text.size());
  const auto* own = &fonts.primary(style);
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = begin + 1;
    while (end < text.size() && !has_break(graphemes[end], Break::grapheme)) ++end;
    const bool plain = end == begin + 1 && text[begin] < first_not_latin && own->file().covers(text[begin]);
    const auto* font = plain ? own : &fonts.font_for(style, text.substr(begin, end - begin), han);
    std::fill(chosen.begin() + std::ptrdiff_t(begin), chosen.begin() + std::ptrdiff_t(end), font);
    begin = end;
  }
  return chosen;
}

}  // namespace twinlamp::text
