#include "client/text/paragraph.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

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

struct Alike {
  std::size_t head = 0, tail = 0;
};

template <class Sequence>
Alike common_ends(const Sequence& before, const Sequence& after) {
  const auto head =
      std::size_t(std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first - before.begin());
  const auto most = std::min(before.size(), after.size()) - head;
  std::size_t tail = 0;
  while (tail < most && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  return {head, tail};
}

bool is_wide_stop(char32_t point) {
  return point == U'、' || point == U'。' || point == U'，' || point == U'．' || point == U'！' || point == U'？' ||
         point == U'：' || point == U'；';
}

// One with a script of its own: it takes none from what stands before it.
bool is_letter(char32_t point) {
  if ((U_GET_GC_MASK(UChar32(point)) & U_GC_L_MASK) == 0) return false;
  UErrorCode error = U_ZERO_ERROR;
  const auto script = uscript_getScript(UChar32(point), &error);
  return U_SUCCESS(error) && script != USCRIPT_COMMON && script != USCRIPT_INHERITED && script != USCRIPT_UNKNOWN;
}

bool is_ideograph(char32_t point) {
  return is_letter(point) && u_getIntPropertyValue(UChar32(point), UCHAR_LINE_BREAK) == U_LB_IDEOGRAPHIC;
}

// A place that no rule of UAX #14, #24, #29 nor a piece reaches across: a row and a grapheme may end there whatever
// stands around, and what follows brings its own script. A letter, one space, a letter; or a stop between two
// ideographs.
bool parts(std::u32string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return true;
  if (at == 1) return false;
  if (text[at - 1] == U' ') return is_letter(text[at - 2]) && is_letter(text[at]);
  return is_wide_stop(text[at - 1]) && is_ideograph(text[at - 2]) && is_ideograph(text[at]);
}

// The least stretch of the text between two such places that holds [begin, end) and all that decides about them.
std::pair<std::size_t, std::size_t> stretch_around(std::u32string_view text, std::size_t begin, std::size_t end) {
  if (begin > 0) --begin;
  while (!parts(text, begin)) --begin;
  end = std::min(end + 2, text.size());
  while (!parts(text, end)) ++end;
  return {begin, end};
}

template <class T, class It>
void replace(std::vector<T>& in, std::size_t first, std::size_t last, It from, It to) {
  const auto count = std::size_t(to - from), room = last - first;
  const auto at = in.begin() + std::ptrdiff_t(first);
  const auto over = std::min(count, room);
  const auto middle = std::copy(from, from + std::ptrdiff_t(over), at);
  if (count > room)
    in.insert(middle, from + std::ptrdiff_t(over), to);
  else
    in.erase(middle, in.begin() + std::ptrdiff_t(last));
}

}  // namespace

Paragraph::Paragraph(std::u32string_view text, const Style& style, Typesetter& setter) : text_(text) {
  auto directions = directions_of(text_);
  rtl_ = directions.rtl;
  levels_ = std::move(directions.levels);
  han_ = han_of(text_);
  flags_ = find_breaks(text_, Break::grapheme | Break::line);
  itemise({0, text_.size()}, style, setter, pieces_, scripts_);
}

Paragraph::~Paragraph() {
  wipe(text_);
}

void Paragraph::change(std::u32string_view text, const Style& style, Typesetter& setter) {
  auto directions = directions_of(text);
  const auto han = han_of(text);
  auto alike = common_ends(std::u32string_view(text_), text);
  if (han != han_) alike = {};
  // Directions reach far (brackets, a first strong sign): where they differ the text does.
  const auto same = common_ends(levels_, directions.levels);
  alike = {std::min(alike.head, same.head), std::min(alike.tail, same.tail)};
  const auto grown = std::ptrdiff_t(text.size()) - std::ptrdiff_t(text_.size());
  const auto [begin, end] = stretch_around(text, alike.head, text.size() - alike.tail);
  const auto old_end = std::size_t(std::ptrdiff_t(end) - grown);

  auto flags = find_breaks(text.substr(begin, end - begin), Break::grapheme | Break::line);
  replace(flags_, begin, old_end, flags.begin(), flags.end() - 1);
  levels_ = std::move(directions.levels);
  rtl_ = directions.rtl;
  han_ = han;
  wipe(text_);
  text_ = text;

  std::vector<Piece> pieces;
  std::vector<std::uint32_t> scripts;
  itemise({begin, end}, style, setter, pieces, scripts);
  const auto at = [&](std::size_t position) {
    return std::size_t(std::partition_point(pieces_.begin(), pieces_.end(),
                                            [&](const Piece& piece) { return piece.begin < position; }) -
                       pieces_.begin());
  };
  const auto first = at(begin), last = at(old_end);
  for (auto i = last; i < pieces_.size(); ++i) {
    pieces_[i].begin = std::uint32_t(std::ptrdiff_t(pieces_[i].begin) + grown);
    pieces_[i].end = std::uint32_t(std::ptrdiff_t(pieces_[i].end) + grown);
  }
  replace(pieces_, first, last, std::make_move_iterator(pieces.begin()), std::make_move_iterator(pieces.end()));
  replace(scripts_, first, last, scripts.begin(), scripts.end());
  rows_.clear();
}

void Paragraph::itemise(Span span, const Style& style, Typesetter& setter, std::vector<Piece>& pieces,
                        std::vector<std::uint32_t>& scripts_found) const {
  const auto stretch = text().substr(span.begin, span.end - span.begin);
  if (stretch.empty()) return;
  const auto* flags = flags_.data() + span.begin;
  const auto* levels = levels_.data() + span.begin;
  const auto scripts = scripts_of(stretch);
  const auto fonts = fonts_of(stretch, flags, style, han_, setter.fonts);
  const auto size = std::uint32_t(stretch.size());
  for (std::uint32_t begin = 0; begin < size;) {
    const bool space = is_space(stretch[begin]);
    const auto ends_at = [&](std::uint32_t at) {
      if (!has_break(flags[at], Break::grapheme)) return false;
      if (is_space(stretch[at]) != space || fonts[at] != fonts[begin] || scripts[at] != scripts[begin] ||
          levels[at] != levels[begin])
        return true;
      if (!has_break(flags[at], Break::line)) return at - begin >= too_long;
      return at - begin >= long_enough || is_wide_stop(stretch[at - 1]);
    };
    auto end = begin + 1;
    while (end < size && !ends_at(end)) ++end;
    const PieceStyle piece{fonts[begin], is_odd(levels[begin]), scripts[begin], han_};
    const auto from = std::uint32_t(span.begin);
    pieces.push_back({from + begin, from + end, levels[begin], space, 0,
                      setter.shaper.shape(piece, stretch.substr(begin, end - begin), flags + begin)});
    scripts_found.push_back(scripts[begin]);
    begin = end;
  }
}

Piece Paragraph::part_of(const Piece& piece, std::uint32_t begin, std::uint32_t end, Typesetter& setter) const {
  const auto nth = std::upper_bound(pieces_.begin(), pieces_.end(), begin,
                                    [](std::uint32_t at, const Piece& each) { return at < each.begin; });
  const PieceStyle style{piece.shaped->font, is_odd(piece.level), scripts_[std::size_t(nth - pieces_.begin()) - 1],
                         han_};
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
