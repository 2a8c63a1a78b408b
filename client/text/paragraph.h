// One paragraph: taken apart by direction, script and font, shaped, and wrapped into rows of a width.
//
// FriBidi gives the directions (UAX #9, the paragraph's by its first strong sign), ICU the places where a row may end.
// Shaped in pieces: a word, or the spaces between two. Spaces at a row's end hang over its edge. A word wider than the
// row is broken between graphemes. Positions are code points of the paragraph, without its newline; lengths pixels.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client/text/typesetter.h"

namespace twinlamp::text {

struct Piece {
  std::uint32_t begin = 0, end = 0;
  std::uint8_t level = 0;  // UAX #9; odd is right to left
  bool space = false;
  float x = 0;  // in its row, from the column's left
  ShapedRef shaped;
};

struct Row {
  std::uint32_t begin = 0, end = 0;
  float left = 0, width = 0;  // of what is inked; a right-to-left row stands at the column's right
  bool wrapped = false;       // the next row goes on in this paragraph
  std::vector<Piece> pieces;  // from left to right
};

class Paragraph {
public:
  Paragraph(std::u32string_view text, const Style& style, Typesetter& setter);
  ~Paragraph();
  Paragraph(const Paragraph&) = delete;
  Paragraph& operator=(const Paragraph&) = delete;

  // Becomes another text, in time that depends on what differs: what stands alike at both ends is not analysed anew.
  // The result is that of a new Paragraph. Wrap it again afterwards.
  void change(std::u32string_view text, const Style& style, Typesetter& setter);

  void wrap(float width, Typesetter& setter);
  // The same width, but the narrowest column that needs no more rows: no word alone on the last one.
  void wrap_evenly(float width, Typesetter& setter);

  const std::vector<Row>& rows() const { return rows_; }  // at least one, once wrapped
  std::u32string_view text() const { return text_; }
  bool is_rtl() const { return rtl_; }
  std::uint8_t flags(std::size_t position) const { return flags_[position]; }  // of find_breaks()
  float natural_width() const;                                                 // on one row

  // Where the caret stands, from the column's left. Positions outside of the row count as its ends.
  float x_of(const Row& row, std::size_t position) const;
  // The grapheme's edge nearest to `x` that belongs to this row: behind a wrapped row is the next one's beginning.
  std::size_t position_at(const Row& row, float x) const;

private:
  // Between two places where nothing reaches across (or the ends).
  struct Span {
    std::size_t begin = 0, end = 0;
  };
  void itemise(Span span, const Style& style, Typesetter& setter, std::vector<Piece>& pieces,
               std::vector<std::uint32_t>& scripts) const;
  Piece part_of(const Piece& piece, std::uint32_t begin, std::uint32_t end, Typesetter& setter) const;
  class Wrapper;

  std::u32string text_;
  std::vector<std::uint8_t> flags_;
  std::vector<std::uint8_t> levels_;  // UAX #9
  std::string_view han_;
  std::vector<Piece> pieces_;           // in the order of the text
  std::vector<std::uint32_t> scripts_;  // of each piece
  std::vector<Row> rows_;
  bool rtl_ = false;
  float wrapped_width_ = -1;
};

}  // namespace twinlamp::text
