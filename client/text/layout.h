// A text of several paragraphs on rows of a width: what is drawn, where the caret stands, what is under the mouse.
//
// Incremental: set() lays out anew only the paragraphs that differ, and what those are made of is mostly known to the
// shaper. Positions are code points of the whole text, 0..size(); rows cover it without gap or overlap but for the
// newlines between them, and there is always at least one. Lengths are pixels from the column's left. Not thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "client/text/paragraph.h"

namespace twinlamp::text {

class Layout {
public:
  enum class Wrap { greedy, evenly };

  void set(std::u32string_view text, const Style& style, float width, Typesetter& setter, Wrap wrap = Wrap::greedy);
  void clear();

  std::size_t row_count() const { return rows_.size(); }
  const Row& row(std::size_t index) const { return paragraphs_[rows_[index].paragraph].it->rows()[rows_[index].nth]; }
  // Where row(index) and its pieces count from: the beginning of their paragraph.
  std::size_t origin(std::size_t index) const { return paragraphs_[rows_[index].paragraph].begin; }
  std::size_t begin_of(std::size_t index) const { return origin(index) + row(index).begin; }
  std::size_t end_of(std::size_t index) const { return origin(index) + row(index).end; }
  bool is_rtl(std::size_t index) const { return paragraphs_[rows_[index].paragraph].it->is_rtl(); }
  float widest() const;

  // A position between two rows of one paragraph belongs to the later one.
  std::size_t row_of(std::size_t position) const;
  float x_of(std::size_t row, std::size_t position) const;
  std::size_t position_at(std::size_t row, float x) const;
  // What of [first, last) stands on the row: from left to right, each from and to; several where directions mix.
  std::vector<std::pair<float, float>> spans(std::size_t row, std::size_t first, std::size_t last) const;

private:
  struct Kept {
    std::unique_ptr<Paragraph> it;
    std::size_t begin = 0;
  };
  struct Place {
    std::size_t paragraph = 0, nth = 0;
  };

  std::vector<Kept> paragraphs_;
  std::vector<Place> rows_;
  Style style_;
  const Typesetter* setter_ = nullptr;
};

}  // namespace twinlamp::text
