// Turns a piece of text into glyphs: one font, one script, one direction, at most a word or a few signs long.
//
// HarfBuzz does the work; the shaper remembers what it has shaped, since the same words come again with every key that
// is pressed. The memory is bounded, and holds what people wrote: forget() overwrites it. Lengths are pixels. Not
// thread-safe. What shape() returns stays good for as long as it is held, whatever is forgotten.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/text/font.h"

namespace twinlamp::text {

struct Glyph {
  std::uint32_t id = 0;
  std::uint32_t cluster = 0;  // first code point of the piece that it draws
  float x = 0, y = 0;         // from the piece's left end and the baseline; y down
};

struct Shaped {
  const Font* font = nullptr;
  bool rtl = false;
  float width = 0;
  std::vector<Glyph> glyphs;  // from left to right
  // How far into the piece, in its own direction, each code point begins; one more than there are code points. What
  // is drawn as one (a ligature) is divided evenly between its graphemes.
  std::vector<float> offsets;
  // May the piece be cut before this code point without changing how either part is drawn?
  std::vector<bool> safe;

  ~Shaped();
  std::u32string text;  // what was shaped; overwritten in the end
};

using ShapedRef = std::shared_ptr<const Shaped>;

struct PieceStyle {
  const Font* font = nullptr;
  bool rtl = false;
  std::uint32_t script = 0;   // ISO 15924 tag, as HarfBuzz has it
  std::string_view han = {};  // language of Han forms: "ja", "ko", "zh"; else empty
};

class Shaper {
public:
  // `graphemes` are flags of find_breaks() for the piece.
  ShapedRef shape(const PieceStyle& style, std::u32string_view piece, const std::uint8_t* graphemes);
  void forget();
  std::size_t shaped() const { return shaped_; }  // pieces given to HarfBuzz so far, for tests and benches

private:
  struct Key {
    const Font* font;
    std::uint32_t script;
    bool rtl;
    std::u32string_view text;  // into its Shaped
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  std::unordered_map<Key, ShapedRef, Hash> kept_, older_;  // two generations
  std::size_t shaped_ = 0;
};

}  // namespace twinlamp::text
