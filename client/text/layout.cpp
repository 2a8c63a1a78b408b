#include "client/text/layout.h"

#include <algorithm>

#include "client/text/unicode.h"

namespace twinlamp::text {
namespace {

bool is_hyphen(char32_t point) {
  return point == U'-' || point == 0x2010 || point == 0x2013 || point == 0x2014;
}

// May a row begin at `at`? Precondition: 0 < at < size.
bool may_break(std::u32string_view points, std::size_t at) {
  if (is_space(points[at]) || is_combining(points[at])) return false;
  auto base = at - 1;
  while (base > 0 && is_combining(points[base])) --base;
  if (is_space(points[base])) return true;
  return at > 1 && is_hyphen(points[at - 1]) && is_word(points[at - 2]) && is_word(points[at]);
}

class Wrapper {
public:
  Wrapper(std::u32string_view points, float width, const Measure& measure)
      : points_(points), width_(width), measure_(measure) {}

  Layout run() {
    for (std::size_t at = 0; at < points_.size(); ++at) {
      if (points_[at] == U'\n') {
        end_row(at, false);
        start_row(at + 1);
      } else {
        take(at);
      }
    }
    end_row(points_.size(), false);
    return std::move(layout_);
  }

private:
  void take(std::size_t at) {
    if (at > begin_ && may_break(points_, at)) break_ = at;
    const bool space = is_space(points_[at]);
    const float wide = is_combining(points_[at]) ? 0 : measure_(points_[at]);
    while (!space && at > begin_ && pen_ + wide > width_ && !is_combining(points_[at])) {
      const auto next = break_ > begin_ ? break_ : at;
      end_row(next, true);
      start_row(next);
      for (auto i = next; i < at; ++i) advance(i);
    }
    advance(at);
  }

  void advance(std::size_t at) {
    if (is_combining(points_[at])) return;
    pen_ += measure_(points_[at]);
    if (!is_space(points_[at])) inked_ = pen_, inked_end_ = at + 1;
  }

  void end_row(std::size_t end, bool wrapped) {
    float width = inked_;
    if (inked_end_ > end) {  // what went on to the next row was measured too
      width = 0;
      float pen = 0;
      for (auto i = begin_; i < end; ++i) {
        if (is_combining(points_[i])) continue;
        pen += measure_(points_[i]);
        if (!is_space(points_[i])) width = pen;
      }
    }
    layout_.rows.push_back({begin_, end, width, wrapped});
  }

  void start_row(std::size_t at) {
    begin_ = break_ = inked_end_ = at;
    pen_ = inked_ = 0;
  }

  std::u32string_view points_;
  float width_;
  const Measure& measure_;
  Layout layout_;
  std::size_t begin_ = 0, break_ = 0, inked_end_ = 0;
  float pen_ = 0, inked_ = 0;
};

}  // namespace

std::size_t Layout::row_of(std::size_t position) const {
  const auto after =
      std::upper_bound(rows.begin(), rows.end(), position, [](auto at, const Row& row) { return at < row.begin; });
  return after == rows.begin() ? 0 : std::size_t(after - rows.begin()) - 1;
}

Layout wrap(std::u32string_view points, float width, const Measure& measure) {
  return Wrapper(points, width, measure).run();
}

float offset_of(std::u32string_view points, const Row& row, std::size_t position, const Measure& measure) {
  float offset = 0;
  for (auto i = row.begin; i < std::min(position, row.end); ++i)
    offset += is_combining(points[i]) ? 0 : measure(points[i]);
  return offset;
}

std::size_t position_at(std::u32string_view points, const Row& row, float offset, const Measure& measure) {
  float pen = 0;
  for (auto i = row.begin; i < row.end; ++i) {
    const float wide = is_combining(points[i]) ? 0 : measure(points[i]);
    if (offset < pen + wide / 2) return i;
    pen += wide;
  }
  // Behind the last code point of a wrapped row is the beginning of the next one.
  return row.wrapped && row.end > row.begin ? row.end - 1 : row.end;
}

}  // namespace twinlamp::text
