#include "client/content/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace twinlamp::client {
namespace {

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// UAX #14: rows may end around these without a space; so there is none to tell words apart by.
bool stands_alone(UChar32 point) {
  switch (u_getIntPropertyValue(point, UCHAR_LINE_BREAK)) {
    case U_LB_IDEOGRAPHIC:
    case U_LB_CONDITIONAL_JAPANESE_STARTER:
    case U_LB_NONSTARTER:
    case U_LB_COMPLEX_CONTEXT:
    case U_LB_E_BASE:
    case U_LB_E_MODIFIER:
    case U_LB_REGIONAL_INDICATOR: return true;
    default: return u_hasBinaryProperty(point, UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
  }
}

}  // namespace

std::string fold(std::string_view utf8) {
  std::string out;
  if (is_plain(utf8)) {
    out.resize(utf8.size());
    std::transform(utf8.begin(), utf8.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return out;
  }
  UErrorCode error = U_ZERO_ERROR;
  const auto* nfkd = icu::Normalizer2::getNFKDInstance(error);
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), int32_t(utf8.size())));
  if (U_SUCCESS(error)) text = nfkd->normalize(text, error);
  if (U_FAILURE(error)) return std::string(utf8);
  icu::UnicodeString kept;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const auto point = text.char32At(at);
    if (u_charType(point) != U_NON_SPACING_MARK) kept.append(point);
  }
  kept.foldCase(U_FOLD_CASE_DEFAULT);
  kept.toUTF8String(out);
  return out;
}

std::string folded_letters(std::string_view utf8) {
  const auto folded = fold(utf8);
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), int32_t(folded.size())));
  icu::UnicodeString kept;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const auto point = text.char32At(at);
    const bool is_mark = (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0;
    if (u_isalnum(point) || is_mark) kept.append(point);
  }
  std::string out;
  kept.toUTF8String(out);
  return out;
}

std::vector<std::string> folded_words(std::string_view utf8) {
  const auto text = fold(utf8);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(" \t\n", at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string folded_and_spaced(std::string_view utf8) {
  auto folded = fold(utf8);
  if (is_plain(folded)) return folded;
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), int32_t(folded.size())));
  icu::UnicodeString spaced;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const auto point = text.char32At(at);
    const bool alone = point >= 0x80 && stands_alone(point);
    if (alone) spaced.append(UChar(u' '));
    spaced.append(point);
    if (alone) spaced.append(UChar(u' '));
  }
  folded.clear();
  spaced.toUTF8String(folded);
  return folded;
}

}  // namespace twinlamp::client
