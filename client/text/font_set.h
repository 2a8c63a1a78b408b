// Which font draws what: a family of ours first, then the system's font for the script, then any that has the sign.
//
// Inter for the interface, EB Garamond for cards and answers, at their usual places or by Fontconfig; Noto for other
// scripts, by name; at last whatever Fontconfig knows to hold the sign. A cluster (what one sees as a character) is
// never divided between fonts. Nothing is opened before a text needs it, and Fontconfig is not even started while
// texts keep to Latin, Greek and Cyrillic. Fonts live as long as the set. Not thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/text/font.h"

namespace twinlamp::text {

enum class Family { interface, interface_strong, book, book_italic };

struct Style {
  Family family = Family::interface;
  float size = 16;  // pixels of an em
  friend auto operator<=>(const Style&, const Style&) = default;
};

class FontSet {
public:
  // `language` is the person's, for what is written alike and drawn otherwise (Han): "ja", "ko", "zh-tw".
  explicit FontSet(std::string language = "en") : language_(std::move(language)) {}
  ~FontSet();

  // The style's own font. There is always one: without any font on the machine it has no glyphs, and says nothing.
  const Font& primary(const Style& style);
  // The font that has all of the cluster; else the one that has its first sign; else the primary. `han` is the language
  // whose Han forms are wanted, empty for the person's.
  const Font& font_for(const Style& style, std::u32string_view cluster, std::string_view han = {});
  std::size_t asked() const { return asked_; }  // Fontconfig for a single sign, for tests

private:
  using File = std::shared_ptr<FontFile>;
  File family_file(Family family);
  File fallback_file(bool book, std::u32string_view cluster, std::string_view han);
  File named_file(const std::string& family);
  File file_with(char32_t point, bool book);
  File open(const std::string& path, int index);
  const Font& sized(const File& file, float size);

  std::string language_;
  std::map<std::pair<std::string, int>, File> files_;
  std::map<Family, File> families_;
  std::map<std::string, File> named_;
  std::size_t asked_ = 0;
  std::vector<File> found_;         // by Fontconfig, for signs that no family of ours has
  std::map<char32_t, int> misses_;  // by block of 256 signs
  std::map<std::pair<const FontFile*, float>, std::unique_ptr<Font>> fonts_;
};

// True for what is drawn as a picture in colour: emoji by default, or asked for by U+FE0F, a keycap or a flag.
bool is_emoji(std::u32string_view cluster);

}  // namespace twinlamp::text
