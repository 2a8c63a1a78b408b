#include "client/text/paragraph.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "client/text/breaks.h"
#include "client/text/itemise.h"
#include "client/text/unicode.h"
#include "client/text/wipe.h"

namespace twinlamp::text {
namespace {

// A piece without spaces (Thai, Han, an address) ends at a place where a row may end once it is so long; any at the
// second bound, so that what is typed into an endless word shapes little anew.
constexpr std::uint32_t long_enough = 12, too_long = 96;

bool is_odd(std::uint8_t level) {
  return (level & 1) != 0;
}

// UAX #9, rule L2: from the highest level to the lowest odd one, reverse each run of that level or higher.
void order_visually(std::vector<Piece>& pieces) {
  std::uint8_t highest = 0, lowest_odd = 255;
  for (const auto& piece : pieces) {
    highest = std::max(highest, piece.level);
    if (is_odd(piece.level)) lowest_odd = std::min(lowest_odd, piece.level);
  }
  for (auto level = highest; level >= lowest_odd && level > 0; --level) {
    for (auto from = pieces.begin(); from != pieces.end();) {
      from = std::find_if(from, pieces.end(), [&](const Piece& p) { return p.level >= level; });
      const auto to = std::find_if(from, pieces.end(), [&](const Piece& p) { return p.level < level; });
      std::reverse(from, to);
      from = to;
    }
  }
}

// Where `position` of the piece stands, from the column's left.
float edge(const Piece& piece, std::size_t position) {
  const float in = piece.shaped->offsets[position - piece.begin];
  return piece.shaped->rtl ? piece.x + piece.shaped->width - in : piece.x + in;
}

}  // namespace

Paragraph::Paragraph(std::u32string_view text, const Style& style, Typesetter& setter) : text_(text) {
  flags_ = find_breaks(text_, Break::grapheme | Break::line);
  itemise(style, setter);
}

Paragraph::~Paragraph() {
  wipe(text_);
}

void Paragraph::itemise(const Style& style, Typesetter& setter) {
  if (text_.empty()) return;
  const auto directions = directions_of(text_);
  rtl_ = directions.rtl;
  const auto scripts = scripts_of(text_);
  const auto han = han_of(text_);
  const auto fonts = fonts_of(text_, flags_, style, han, setter.fonts);
  const auto size = std::uint32_t(text_.size());
  for (std::uint32_t begin = 0; begin < size;) {
    const bool space = is_space(text_[begin]);
    const auto ends_at = [&](std::uint32_t at) {
      if (!has_break(flags_[at], Break::grapheme)) return false;
      if (is_space(text_[at]) != space || fonts[at] != fonts[begin] || scripts[at] != scripts[begin] ||
          directions.levels[at] != directions.levels[begin])
        return true;
      return (at - begin >= long_enough && has_break(flags_[at], Break::line)) || at - begin >= too_long;
    };
    auto end = begin + 1;
    while (end < size && !ends_at(end)) ++end;
    const PieceStyle piece{fonts[begin], is_odd(directions.levels[begin]), scripts[begin], han};
    pieces_.push_back({begin, end, directions.levels[begin], space, 0,
                       setter.shaper.shape(piece, text().substr(begin, end - begin), flags_.data() + begin)});
    scripts_.push_back(scripts[begin]);
    begin = end;
  }
}

Piece Paragraph::part_of(const Piece& piece, std::uint32_t begin, std::uint32_t end, Typesetter& setter) const {
  const auto nth = std::upper_bound(pieces_.begin(), pieces_.end(), begin,
                                    [](std::uint32_t at, const Piece& each) { return at < each.begin; });
  const PieceStyle style{piece.shaped->font, is_odd(piece.level), scripts_[std::size_t(nth - pieces_.begin()) - 1],
                         han_of(text_)};
  return {begin,       end, piece.level,
          piece.space, 0,   setter.shaper.shape(style, text().substr(begin, end - begin), flags_.data() + begin)};
}

// Fills rows from the pieces, as many as fit in each.
class Paragraph::Wrapper {
public:
  Wrapper(const Paragraph& paragraph, float width, Typesetter& setter)
      : paragraph_(paragraph), width_(width), setter_(setter) {}

  std::vector<Row> run() {
    for (const auto& piece : paragraph_.pieces_) take(piece);
    end_row(std::uint32_t(paragraph_.text_.size()), false);
    return std::move(rows_);
  }

private:
  void take(Piece piece) {
    while (!piece.space && pen_ + piece.shaped->width > width_) {
      const auto at = place_to_break(piece);
      if (at <= begin_) break;  // a single grapheme wider than the row
      if (at <= piece.begin) {
        go_back_to(at);
      } else {
        row_.push_back(paragraph_.part_of(piece, piece.begin, at, setter_));
        piece = paragraph_.part_of(piece, at, piece.end, setter_);
      }
      const auto kept = std::move(left_over_);
      left_over_.clear();
      end_row(at, true);
      for (const auto& each : kept) add(each);
    }
    add(std::move(piece));
  }

  void add(Piece piece) {
    pen_ += piece.shaped->width;
    row_.push_back(std::move(piece));
  }

  // The last place at or before which the row can end, so that what stands before it fits.
  std::uint32_t place_to_break(const Piece& piece) const {
    const auto fits = [&](std::uint32_t at) { return pen_ + piece.shaped->offsets[at - piece.begin] <= width_; };
    for (auto at = piece.end - 1; at > piece.begin; --at)
      if (has_break(paragraph_.flags_[at], Break::line) && fits(at)) return at;
    for (auto at = piece.begin; at > begin_; --at)
      if (has_break(paragraph_.flags_[at], Break::line)) return at;
    for (auto at = piece.end - 1; at > piece.begin; --at)
      if (has_break(paragraph_.flags_[at], Break::grapheme) && fits(at)) return at;
    if (piece.begin > begin_) return piece.begin;
    for (auto at = piece.begin + 1; at < piece.end; ++at)
      if (has_break(paragraph_.flags_[at], Break::grapheme)) return at;
    return begin_;
  }

  // What stands behind `at` leaves this row for the next.
  void go_back_to(std::uint32_t at) {
    while (!row_.empty() && row_.back().begin >= at) {
      left_over_.insert(left_over_.begin(), std::move(row_.back()));
      row_.pop_back();
    }
    if (row_.empty() || row_.back().end <= at) return;
    const auto divided = std::move(row_.back());
    row_.back() = paragraph_.part_of(divided, divided.begin, at, setter_);
    left_over_.insert(left_over_.begin(), paragraph_.part_of(divided, at, divided.end, setter_));
  }

  void end_row(std::uint32_t end, bool wrapped) {
    Row row{begin_, end, 0, 0, wrapped, std::move(row_)};
    row_.clear();
    // UAX #9, rule L1: spaces at a row's end go with the paragraph; and they hang over its edge.
    float hanging = 0;
    for (auto it = row.pieces.rbegin(); it != row.pieces.rend() && it->space; ++it) {
      it->level = paragraph_.rtl_ ? 1 : 0;
      hanging += it->shaped->width;
    }
    for (const auto& piece : row.pieces) row.width += piece.shaped->width;
    row.width -= hanging;
    order_visually(row.pieces);
    row.left = paragraph_.rtl_ && std::isfinite(width_) ? std::max(0.f, width_ - row.width) : 0;
    float x = paragraph_.rtl_ ? row.left - hanging : row.left;
    for (auto& piece : row.pieces) {
      piece.x = x;
      x += piece.shaped->width;
    }
    rows_.push_back(std::move(row));
    begin_ = end;
    pen_ = 0;
  }

  const Paragraph& paragraph_;
  float width_;
  Typesetter& setter_;
  std::vector<Row> rows_;
  std::vector<Piece> row_, left_over_;
  std::uint32_t begin_ = 0;
  float pen_ = 0;
};

void Paragraph::wrap(float width, Typesetter& setter) {
  if (wrapped_width_ == width && !rows_.empty()) return;
  wrapped_width_ = width;
  rows_ = Wrapper(*this, width, setter).run();
}

void Paragraph::wrap_evenly(float width, Typesetter& setter) {
  wrap(width, setter);
  const auto count = rows_.size();
  if (count < 2 || count > 7) return;
  float narrow = width / 2, wide = width;
  for (int i = 0; i < 7; ++i) {
    const float middle = (narrow + wide) / 2;
    (Wrapper(*this, middle, setter).run().size() > count ? narrow : wide) = middle;
  }
  rows_ = Wrapper(*this, wide, setter).run();
  wrapped_width_ = -1;
  if (rtl_)
    for (auto& row : rows_) {
      row.left += width - wide;
      for (auto& piece : row.pieces) piece.x += width - wide;
    }
}

float Paragraph::natural_width() const {
  float width = 0;
  for (const auto& piece : pieces_) width += piece.shaped->width;
  return width;
}

float Paragraph::x_of(const Row& row, std::size_t position) const {
  position = std::clamp<std::size_t>(position, row.begin, row.end);
  for (const auto& piece : row.pieces)
    if (position >= piece.begin && position < piece.end) return edge(piece, position);
  for (const auto& piece : row.pieces)
    if (position == piece.end) return edge(piece, position);
  return rtl_ ? row.left + row.width : row.left;
}

std::size_t Paragraph::position_at(const Row& row, float x) const {
  std::size_t best = row.begin;
  float nearest = std::numeric_limits<float>::max();
  for (std::size_t at = row.begin; at <= row.end; ++at) {
    if (!has_break(flags_[at], Break::grapheme) || (row.wrapped && at == row.end && at > row.begin)) continue;
    const float away = std::abs(x_of(row, at) - x);
    if (away < nearest) nearest = away, best = at;
  }
  return best;
}

}  // namespace twinlamp::text
