#include "client/text/font_set.h"

#include <fontconfig/fontconfig.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <stdexcept>

namespace twinlamp::text {
namespace {

// Noto's letters are drawn larger than EB Garamond's; its emoji are wider than an em.
constexpr float book_fallback_scale = 0.9f, emoji_scale = 0.9f;

bool is_book(Family family) {
  return family == Family::book || family == Family::book_italic;
}

struct Wanted {
  std::array<const char*, 3> usual;     // where Debian puts it, so that Fontconfig need not be asked
  std::array<const char*, 3> families;  // in this order
  int weight, slant;
};

const Wanted& wanted(Family family) {
  static const Wanted interface {
    {"/usr/share/fonts/opentype/inter/Inter-Regular.otf"}, {"Inter", "Noto Sans", "DejaVu Sans"}, FC_WEIGHT_REGULAR,
        FC_SLANT_ROMAN
  };
  static const Wanted strong{{"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"},
                             {"Inter", "Noto Sans", "DejaVu Sans"},
                             FC_WEIGHT_DEMIBOLD,
                             FC_SLANT_ROMAN};
  static const Wanted book{{"/usr/share/fonts/opentype/ebgaramond/EBGaramond12-Regular.otf"},
                           {"EB Garamond 12", "EB Garamond", "Noto Serif"},
                           FC_WEIGHT_REGULAR,
                           FC_SLANT_ROMAN};
  static const Wanted italic{{"/usr/share/fonts/opentype/ebgaramond/EBGaramond12-Italic.otf"},
                             {"EB Garamond 12", "EB Garamond", "Noto Serif"},
                             FC_WEIGHT_REGULAR,
                             FC_SLANT_ITALIC};
  switch (family) {
    case Family::interface:
      return interface;
    case Family::interface_strong:
      return strong;
    case Family::book:
      return book;
    case Family::book_italic:
      return italic;
  }
  return interface;
}

struct Place {
  std::string path;
  int index = 0;
};

// What Fontconfig finds. `family` must then really be the family found: it never says no, it says "the nearest".
std::optional<Place> ask_fontconfig(FcPattern* pattern, const std::string& family) {
  FcConfigSubstitute(nullptr, pattern, FcMatchPattern);
  FcDefaultSubstitute(pattern);
  FcResult result = FcResultNoMatch;
  FcPattern* found = FcFontMatch(nullptr, pattern, &result);
  FcPatternDestroy(pattern);
  if (found == nullptr) return std::nullopt;
  std::optional<Place> place;
  FcChar8 *file = nullptr, *name = nullptr;
  int index = 0;
  FcPatternGetInteger(found, FC_INDEX, 0, &index);
  bool right = family.empty();
  for (int i = 0; !right && FcPatternGetString(found, FC_FAMILY, i, &name) == FcResultMatch; ++i)
    right = FcStrCmpIgnoreCase(name, reinterpret_cast<const FcChar8*>(family.c_str())) == 0;
  if (right && FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch)
    place = Place{reinterpret_cast<const char*>(file), index & 0xFFFF};
  FcPatternDestroy(found);
  return place;
}

std::optional<Place> find_family(const std::string& family, int weight, int slant) {
  FcPattern* pattern = FcPatternCreate();
  FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(family.c_str()));
  FcPatternAddInteger(pattern, FC_WEIGHT, weight);
  FcPatternAddInteger(pattern, FC_SLANT, slant);
  return ask_fontconfig(pattern, family);
}

std::optional<Place> find_sign(char32_t point, bool book) {
  FcPattern* pattern = FcPatternCreate();
  FcCharSet* signs = FcCharSetCreate();
  FcCharSetAddChar(signs, point);
  FcPatternAddCharSet(pattern, FC_CHARSET, signs);
  FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
  FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(book ? "serif" : "sans-serif"));
  FcCharSetDestroy(signs);
  return ask_fontconfig(pattern, {});
}

bool is_han_like(UScriptCode script) {
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
         script == USCRIPT_HANGUL || script == USCRIPT_BOPOMOFO;
}

std::string han_region(UScriptCode script, std::string_view language) {
  if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || language.starts_with("ja")) return "JP";
  if (script == USCRIPT_HANGUL || language.starts_with("ko")) return "KR";
  if (script == USCRIPT_BOPOMOFO || language.starts_with("zh-tw") || language.starts_with("zh-hant")) return "TC";
  return "SC";
}

UScriptCode script_of(char32_t point) {
  UErrorCode error = U_ZERO_ERROR;
  const auto script = uscript_getScript(UChar32(point), &error);
  return U_FAILURE(error) ? USCRIPT_COMMON : script;
}

// The families that a script is looked for in.
std::vector<std::string> families_of(UScriptCode script, bool book, std::string_view language) {
  const std::string kind = book ? "Noto Serif" : "Noto Sans";
  if (is_han_like(script)) return {kind + " CJK " + han_region(script, language)};
  if (script == USCRIPT_ARABIC && book) return {"Noto Naskh Arabic", "Noto Sans Arabic"};
  if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_LATIN || script == USCRIPT_GREEK ||
      script == USCRIPT_CYRILLIC)
    return {kind, "Noto Sans", "Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols2"};
  const char* name = uscript_getName(script);
  std::string words = name == nullptr ? std::string() : name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return {kind + " " + words, "Noto Sans " + words};
}

// Signs that ask for no glyph of their own: joiners, variation selectors, direction marks.
bool is_ignorable(char32_t point) {
  return u_hasBinaryProperty(UChar32(point), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool covers(const FontFile& file, std::u32string_view cluster) {
  return std::all_of(cluster.begin(), cluster.end(), [&](char32_t c) { return is_ignorable(c) || file.covers(c); });
}

}  // namespace

bool is_emoji(std::u32string_view cluster) {
  if (cluster.empty() || cluster[0] < 0x23) return false;
  if (cluster.find(U'\xFE0E') != std::u32string_view::npos) return false;
  const auto has = [&](UProperty property) { return u_hasBinaryProperty(UChar32(cluster[0]), property) != 0; };
  if (cluster.size() > 1 && has(UCHAR_EMOJI) &&
      cluster.find_first_of(U"\xFE0F\x20E3\x200D\U0001F3FB\U0001F3FC\U0001F3FD\U0001F3FE\U0001F3FF") !=
          std::u32string_view::npos)
    return true;
  return cluster[0] > 0x2000 && has(UCHAR_EMOJI_PRESENTATION);
}

FontSet::~FontSet() = default;

FontSet::File FontSet::open(const std::string& path, int index) {
  const auto [place, is_new] = files_.try_emplace({path, index});
  if (is_new) place->second = FontFile::open(path, index);
  return place->second;
}

FontSet::File FontSet::family_file(Family family) {
  const auto [place, is_new] = families_.try_emplace(family);
  if (!is_new) return place->second;
  const auto& want = wanted(family);
  std::error_code none;
  for (const char* path : want.usual)
    if (path != nullptr && std::filesystem::exists(path, none))
      if (auto file = open(path, 0)) return place->second = file;
  for (const char* name : want.families)
    if (const auto found = find_family(name, want.weight, want.slant))
      if (auto file = open(found->path, found->index)) return place->second = file;
  if (const auto any = find_sign(U'a', is_book(family)))
    if (auto file = open(any->path, any->index)) return place->second = file;
  throw std::runtime_error("there is no font on this machine; install one (Debian: fonts-inter fonts-ebgaramond)");
}

FontSet::File FontSet::named_file(const std::string& family) {
  const auto [place, is_new] = named_.try_emplace(family);
  if (is_new)
    if (const auto found = find_family(family, FC_WEIGHT_REGULAR, FC_SLANT_ROMAN))
      place->second = open(found->path, found->index);
  return place->second;
}

// Asking Fontconfig takes a third of a millisecond, and a text may hold thousands of rare signs: what it has found
// before is tried first, and a block of which it had nothing twice is not asked for again.
FontSet::File FontSet::file_with(char32_t point, bool book) {
  const auto category = u_charType(UChar32(point));
  if (category == U_PRIVATE_USE_CHAR || category == U_UNASSIGNED || category == U_SURROGATE) return nullptr;
  for (const auto& file : found_)
    if (file->covers(point)) return file;
  auto& misses = misses_[point >> 8];
  if (misses >= 2) return nullptr;
  ++asked_;
  if (const auto place = find_sign(point, book))
    if (auto file = open(place->path, place->index); file && file->covers(point)) {
      found_.push_back(file);
      return file;
    }
  ++misses;
  return nullptr;
}

const Font& FontSet::sized(const File& file, float size) {
  auto& font = fonts_[{file.get(), size}];
  if (!font) font = std::make_unique<Font>(file, size);
  return *font;
}

const Font& FontSet::primary(const Style& style) {
  return sized(family_file(style.family), style.size);
}

FontSet::File FontSet::fallback_file(bool book, std::u32string_view cluster, std::string_view han) {
  File first;
  for (const auto& name : families_of(script_of(cluster[0]), book, han.empty() ? std::string_view(language_) : han)) {
    auto file = named_file(name);
    if (!file) continue;
    if (covers(*file, cluster)) return file;
    if (!first && file->covers(cluster[0])) first = file;
  }
  if (!first) first = file_with(cluster[0], book);
  return first;
}

const Font& FontSet::font_for(const Style& style, std::u32string_view cluster, std::string_view han) {
  const auto own = family_file(style.family);
  if (is_emoji(cluster)) {
    if (const auto emoji = named_file("Noto Color Emoji"); emoji && emoji->covers(cluster[0]))
      return sized(emoji, style.size * emoji_scale);
  }
  if (cluster.empty() || covers(*own, cluster)) return sized(own, style.size);
  const bool book = is_book(style.family);
  const auto other = fallback_file(book, cluster, han);
  if (!other || (own->covers(cluster[0]) && !covers(*other, cluster))) return sized(own, style.size);
  if (other->is_color()) return sized(other, style.size * emoji_scale);
  return sized(other, book ? style.size * book_fallback_scale : style.size);
}

}  // namespace twinlamp::text
