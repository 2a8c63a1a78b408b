#include "client/text/layout.h"

#include <algorithm>

#include "client/text/breaks.h"

namespace twinlamp::text {
namespace {

struct Span {
  std::size_t begin = 0, end = 0;
};

std::vector<Span> paragraphs_of(std::u32string_view text) {
  std::vector<Span> spans;
  for (std::size_t begin = 0;;) {
    const auto end = std::min(text.find(U'\n', begin), text.size());
    spans.push_back({begin, end});
    if (end == text.size()) return spans;
    begin = end + 1;
  }
}

}  // namespace

void Layout::set(std::u32string_view text, const Style& style, float width, Typesetter& setter, Wrap wrap) {
  if (style != style_ || setter_ != &setter) paragraphs_.clear();
  style_ = style;
  setter_ = &setter;
  const auto spans = paragraphs_of(text);
  const auto is_kept = [&](const Span& span, const Kept& kept) {
    return kept.it && kept.it->text() == text.substr(span.begin, span.end - span.begin);
  };
  // What stands alike at both ends stays; what is between is new.
  const auto most = std::min(spans.size(), paragraphs_.size());
  std::size_t head = 0, tail = 0;
  while (head < most && is_kept(spans[head], paragraphs_[head])) ++head;
  while (tail < most - head && is_kept(spans[spans.size() - 1 - tail], paragraphs_[paragraphs_.size() - 1 - tail]))
    ++tail;
  // A keystroke: one paragraph that becomes another.
  const bool is_edit = spans.size() == paragraphs_.size() && head + tail + 1 == spans.size() && paragraphs_[head].it;
  std::vector<Kept> next(spans.size());
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (i < head)
      next[i] = std::move(paragraphs_[i]);
    else if (i >= spans.size() - tail)
      next[i] = std::move(paragraphs_[paragraphs_.size() - (spans.size() - i)]);
    else if (is_edit)
      (next[i] = std::move(paragraphs_[i]))
          .it->change(text.substr(spans[i].begin, spans[i].end - spans[i].begin), style, setter);
    else
      next[i].it =
          std::make_unique<Paragraph>(text.substr(spans[i].begin, spans[i].end - spans[i].begin), style, setter);
    next[i].begin = spans[i].begin;
  }
  paragraphs_ = std::move(next);
  rows_.clear();
  for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
    auto& paragraph = *paragraphs_[i].it;
    wrap == Wrap::evenly ? paragraph.wrap_evenly(width, setter) : paragraph.wrap(width, setter);
    for (std::size_t nth = 0; nth < paragraph.rows().size(); ++nth) rows_.push_back({i, nth});
  }
}

void Layout::clear() {
  paragraphs_.clear();
  rows_.clear();
}

float Layout::widest() const {
  float width = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) width = std::max(width, row(i).width);
  return width;
}

std::size_t Layout::row_of(std::size_t position) const {
  std::size_t low = 0, high = rows_.size();
  while (high - low > 1) {
    const auto middle = (low + high) / 2;
    (begin_of(middle) <= position ? low : high) = middle;
  }
  return low;
}

float Layout::x_of(std::size_t index, std::size_t position) const {
  const auto& kept = paragraphs_[rows_[index].paragraph];
  return kept.it->x_of(row(index), position - std::min(position, kept.begin));
}

std::size_t Layout::position_at(std::size_t index, float x) const {
  const auto& kept = paragraphs_[rows_[index].paragraph];
  return kept.begin + kept.it->position_at(row(index), x);
}

std::vector<std::pair<float, float>> Layout::spans(std::size_t index, std::size_t first, std::size_t last) const {
  std::vector<std::pair<float, float>> out;
  const auto from = origin(index);
  for (const auto& piece : row(index).pieces) {
    const auto begin = std::max(from + piece.begin, first), end = std::min(from + piece.end, last);
    if (begin >= end) continue;
    const auto& offsets = piece.shaped->offsets;
    float a = offsets[begin - from - piece.begin], b = offsets[end - from - piece.begin];
    if (piece.shaped->rtl) a = piece.shaped->width - a, b = piece.shaped->width - b, std::swap(a, b);
    if (!out.empty() && piece.x + a - out.back().second < 0.5f)
      out.back().second = piece.x + b;
    else
      out.emplace_back(piece.x + a, piece.x + b);
  }
  return out;
}

}  // namespace twinlamp::text
