// Word wrap: which code points stand on which row, and where. Pure; a function says how wide each code point is.
//
// Rows cover the text without gap or overlap but for the newlines between them; there is always at least one row.
// Spaces at a row's end hang over the edge. A word wider than the row is broken anywhere. A combining mark never begins
// a row.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace twinlamp::text {

using Measure = std::function<float(char32_t)>;

struct Row {
  std::size_t begin = 0, end = 0;  // end: behind the last code point, before a newline
  float width = 0;                 // without the spaces at its end
  bool wrapped = false;            // the next row goes on in the same paragraph
};

struct Layout {
  std::vector<Row> rows;

  // A position between two rows of one paragraph belongs to the later one.
  std::size_t row_of(std::size_t position) const;
};

Layout wrap(std::u32string_view points, float width, const Measure& measure);

// How far from the row's left the position stands; positions beyond the row count as its end.
float offset_of(std::u32string_view points, const Row& row, std::size_t position, const Measure& measure);

// The position of the row nearest to `offset`; one that belongs to this row.
std::size_t position_at(std::u32string_view points, const Row& row, float offset, const Measure& measure);

}  // namespace twinlamp::text
