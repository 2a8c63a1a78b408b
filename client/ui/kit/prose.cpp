#include "client/ui/kit/prose.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "client/text/layout.h"
#include "client/text/unicode.h"
#include "client/text/wipe.h"

namespace twinlamp::ui {
namespace {

struct Line {
  std::string text;
  float width = 0;
};

// Measuring 48 KiB takes a millisecond; this keeps what the last frames have measured.
class WrapCache {
public:
  const std::vector<Line>& lines(Ui& ui, std::string_view text, Face face, float width, bool balanced = false) {
    const auto key = std::hash<std::string_view>{}(text) ^ (std::size_t(face) << 56) ^ (std::size_t(width * 4) << 32) ^
                     (std::size_t(balanced) << 20) ^ (std::size_t(ui.fonts().generation()) << 21);
    if (const auto found = kept_.find(key); found != kept_.end() && found->second.size == text.size())
      return found->second.lines;
    if (kept_.size() > 300) clear();
    return (kept_[key] = measure(ui, text, face, width, balanced)).lines;
  }

  void clear() {
    for (auto& [key, entry] : kept_)
      for (auto& line : entry.lines) text::wipe(line.text);
    kept_.clear();
  }

private:
  struct Entry {
    std::size_t size = 0;
    std::vector<Line> lines;
  };

  static Entry measure(Ui& ui, std::string_view utf8, Face face, float width, bool balanced) {
    auto points = text::clean(text::decode(utf8), false);
    const text::Measure advance = [&](char32_t point) { return advance_of(ui, face, point); };
    auto layout = text::wrap(points, width, advance);
    if (balanced && layout.rows.size() > 1 && layout.rows.size() < 8)
      layout = balance(points, width, advance, layout.rows.size());
    Entry entry{utf8.size(), {}};
    for (const auto& row : layout.rows)
      entry.lines.push_back(
          {text::encode(std::u32string_view(points).substr(row.begin, row.end - row.begin)), row.width});
    text::wipe(points);
    return entry;
  }

  // The narrowest column that needs no more rows: rows of about the same length, and no word alone on the last.
  static text::Layout balance(std::u32string_view points, float width, const text::Measure& advance, std::size_t rows) {
    float narrow = width / 2, wide = width;
    for (int i = 0; i < 7; ++i) {
      const float middle = (narrow + wide) / 2;
      (text::wrap(points, middle, advance).rows.size() > rows ? narrow : wide) = middle;
    }
    return text::wrap(points, wide, advance);
  }

  std::unordered_map<std::size_t, Entry> kept_;
};

WrapCache& cache() {
  static WrapCache kept;
  return kept;
}

bool is_book(Face face) {
  return face == Face::reading || face == Face::italic || face == Face::card || face == Face::title;
}

float size_of(const Ui& ui, Face face) {
  const auto& type = ui.theme.type;
  switch (face) {
    case Face::small:
      return type.small;
    case Face::body:
    case Face::strong:
      return type.body;
    case Face::reading:
    case Face::italic:
      return type.reading;
    case Face::card:
    case Face::figure:
      return type.card;
    case Face::title:
      return type.title;
  }
  return type.body;
}

}  // namespace

float line_height(const Ui& ui, Face face) {
  return ui.px(size_of(ui, face) * (is_book(face) ? ui.theme.type.book_leading : ui.theme.type.leading));
}

float advance_of(Ui& ui, Face face, char32_t point) {
  if (text::is_combining(point)) return 0;
  ui.fonts().want(point);
  return ui.fonts().of(face)->GetCharAdvance(ImWchar(point > 0xFFFF ? text::replacement : point));
}

float text_width(Ui& ui, Face face, std::string_view text) {
  float width = 0;
  for (const auto point : text::decode(text)) width += advance_of(ui, face, point);
  return width;
}

void put_line(Ui& ui, Face face, Color color, float x, float y, std::string_view text, float widest) {
  if (text.empty()) return;
  auto* font = ui.fonts().of(face);
  const float top = y + std::floor((line_height(ui, face) - font->FontSize) / 2);
  std::string cut;
  if (widest > 0 && text_width(ui, face, text) > widest) {
    auto points = text::decode(text);
    const float dots = advance_of(ui, face, U'…');
    float pen = 0;
    std::size_t kept = 0;
    while (kept < points.size() && pen + advance_of(ui, face, points[kept]) + dots <= widest)
      pen += advance_of(ui, face, points[kept++]);
    points.resize(kept);
    cut = text::encode(points + U"…");
    text = cut;
  }
  ui.draw().AddText(font, font->FontSize, {std::round(x), top}, ui.color(color), text.data(),
                    text.data() + text.size());
}

Rect prose(Ui& ui, std::string_view text, const ProseLook& look) {
  const float column = look.widest > 0 ? std::min(ui.pen.width, ui.px(look.widest)) : ui.pen.width;
  const auto& lines = cache().lines(ui, text, look.face, column, look.align == Align::centre);
  const float tall = line_height(ui, look.face);
  const auto rect = ui.take(tall * float(lines.size()));
  const float left = look.align == Align::centre ? rect.x + (rect.width - column) / 2 : rect.x;
  const auto color = look.color.a == 0 || (look.color.r == 0 && look.color.g == 0 && look.color.b == 0)
                         ? ui.theme.colors.ink
                         : look.color;
  const auto clip_min = ui.draw().GetClipRectMin(), clip_max = ui.draw().GetClipRectMax();
  float widest = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const float y = rect.y + tall * float(i);
    widest = std::max(widest, lines[i].width);
    if (y + tall < clip_min.y || y > clip_max.y) continue;
    const float x = look.align == Align::centre ? left + (column - lines[i].width) / 2 : left;
    put_line(ui, look.face, color, x, y, lines[i].text);
  }
  const Rect drawn{look.align == Align::centre ? left + (column - widest) / 2 : left, rect.y, widest, rect.height};
  if (!look.role.empty()) ui.record(look.role, text, drawn);
  return drawn;
}

float prose_height(Ui& ui, std::string_view text, Face face, float width) {
  return line_height(ui, face) * float(cache().lines(ui, text, face, width).size());
}

void forget_prose() {
  cache().clear();
}

}  // namespace twinlamp::ui
