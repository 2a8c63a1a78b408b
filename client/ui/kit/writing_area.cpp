#include "client/ui/kit/writing_area.h"

#include <algorithm>
#include <cmath>

#include "client/text/unicode.h"
#include "client/ui/kit/editing_keys.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

constexpr Face area_face = Face::reading;

// The area while it is drawn: where its text begins, and how its rows are measured.
struct Area {
  Ui& ui;
  Writing& writing;
  Rect box;        // of the text, scrolled
  float tall = 0;  // of a row
  text::Measure measure;

  void lay_out() {
    auto& w = writing;
    if (w.layout_revision == w.editor.revision() && w.layout_width == box.width &&
        w.layout_fonts == ui.fonts().generation())
      return;
    w.layout = text::wrap(w.editor.points(), box.width, measure);
    w.layout_revision = w.editor.revision(), w.layout_width = box.width, w.layout_fonts = ui.fonts().generation();
  }

  std::size_t position_under(ImVec2 mouse) const {
    const auto& rows = writing.layout.rows;
    const auto row = std::clamp(long((mouse.y - box.y) / tall), 0l, long(rows.size()) - 1);
    return text::position_at(writing.editor.points(), rows[std::size_t(row)], mouse.x - box.x, measure);
  }

  Rect caret() const {
    const auto row = writing.layout.row_of(writing.editor.caret());
    const float x = text::offset_of(writing.editor.points(), writing.layout.rows[row], writing.editor.caret(), measure);
    return {box.x + std::min(x, box.width), box.y + float(row) * tall, std::max(2.f, ui.em(0.1f)), tall};
  }

  void draw_rows() const {
    const auto clip_min = ui.draw().GetClipRectMin(), clip_max = ui.draw().GetClipRectMax();
    const auto& rows = writing.layout.rows;
    const auto first = std::size_t(std::max(0.f, std::floor((clip_min.y - box.y) / tall)));
    for (auto i = first; i < rows.size() && box.y + float(i) * tall < clip_max.y; ++i)
      draw_row(rows[i], box.y + float(i) * tall);
  }

  void draw_row(const text::Row& row, float y) const {
    const auto points = writing.editor.points();
    const auto [from, to] = writing.editor.selection();
    if (from < to && from <= row.end && to > row.begin) {
      const float left = text::offset_of(points, row, std::max(from, row.begin), measure);
      const float right =
          text::offset_of(points, row, std::min(to, row.end), measure) + (to > row.end ? ui.em(0.35f) : 0);
      fill(ui, {box.x + left, y, std::min(right, box.width + ui.em(0.35f)) - left, tall}, ui.theme.colors.selection,
           ui.em(0.15f));
    }
    put_line(ui, area_face, ui.theme.colors.ink, box.x, y, text::encode(points.substr(row.begin, row.end - row.begin)));
  }
};

void handle_mouse(Area& area, bool hovered, bool clicked, WidgetId id) {
  auto& w = area.writing;
  const auto& io = ImGui::GetIO();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (clicked) {
    area.ui.focus().set(id, false);
    w.wanted_x = -1;
    w.editor.move_to(area.position_under(io.MousePos), io.KeyShift);
    w.dragging = true;
    if (ImGui::IsMouseDoubleClicked(0)) w.editor.select_word_at(area.position_under(io.MousePos)), w.dragging = false;
  }
  if (!io.MouseDown[0]) w.dragging = false;
  if (w.dragging && ImGui::IsMouseDragging(0, 2)) w.editor.move_to(area.position_under(io.MousePos), true);
}

void draw_frame(Ui& ui, const Rect& rect, bool focused, bool has_problem) {
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control);
  fill(ui, rect, colors.sunken, radius);
  outline(ui, rect, has_problem ? colors.problem : colors.card_edge, radius, std::max(1.f, ui.em(0.07f)));
  if (focused) ui.focus_ring(rect.grown(-ui.px(0.16f)), radius - ui.px(0.16f), true);
}

// Keys in order; the layout is brought up to date before each one that goes by rows.
bool handle_keys(Area& area, std::size_t page) {
  const auto before = area.writing.editor.revision();
  area.ui.input.drain([&](const KeyEvent& event) {
    area.lay_out();
    return apply_key(area.writing, event, {area.measure, page}, false, false);
  });
  area.lay_out();
  return area.writing.editor.revision() != before;
}

void keep_caret_in_view(const Area& area, const Rect& rect, float padding) {
  const auto caret = area.caret();
  if (caret.y < rect.y + padding) ImGui::SetScrollY(ImGui::GetScrollY() - (rect.y + padding - caret.y));
  if (caret.bottom() > rect.bottom() - padding)
    ImGui::SetScrollY(ImGui::GetScrollY() + caret.bottom() - rect.bottom() + padding);
}

void draw_area(Ui& ui, Writing& writing, const WritingLook& look, const Rect& rect, float padding, bool focused,
               bool moved, WidgetId id, bool& changed) {
  const float bar = ImGui::GetStyle().ScrollbarSize;
  Area area{ui,
            writing,
            {rect.x + padding, rect.y + padding - ImGui::GetScrollY(), rect.width - 2 * padding - bar, 0},
            line_height(ui, area_face),
            [&](char32_t point) { return advance_of(ui, area_face, point); }};
  area.lay_out();
  const auto caret_before = writing.editor.caret();
  const bool hovered = ImGui::IsWindowHovered(), clicked = look.enabled && hovered && ImGui::IsMouseClicked(0);
  if (look.enabled) handle_mouse(area, hovered, clicked, id);
  if (focused) changed = handle_keys(area, std::size_t(std::max(1.f, rect.height / area.tall - 1)));
  area.lay_out();
  area.draw_rows();
  if (writing.editor.empty() && !look.placeholder.empty()) {
    const auto pen = ui.pen;
    ui.pen = {area.box.x, area.box.y, area.box.width};
    prose(ui, look.placeholder, {.face = Face::italic, .color = ui.theme.colors.ink_faint, .role = ""});
    ui.pen = pen;
  }
  if (focused) fill(ui, area.caret().grown(0), ui.theme.colors.accent_text, 1);
  ImGui::SetCursorScreenPos({area.box.x, area.box.y + float(writing.layout.rows.size()) * area.tall + padding});
  ImGui::Dummy({1, 1});
  if (focused && (changed || moved || writing.editor.caret() != caret_before)) {
    keep_caret_in_view(area, rect, padding);
    ui.pacer().handle_event();
  }
}

}  // namespace

bool writing_area(Ui& ui, std::string_view label, Writing& writing, const WritingLook& look) {
  if (look.draws_label) {
    prose(ui, label, {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = "label"});
    ui.gap(0.25f);
  }
  const float padding = ui.px(0.9f), tall = line_height(ui, area_face);
  const float rows = std::clamp(float(writing.layout.rows.size()), look.least_rows, look.most_rows);
  const float room = std::max(ui.window().height * 0.62f, tall * 3);
  const auto rect = ui.take(std::min(tall * rows + 2 * padding, room));
  const auto id = ImGui::GetID(label.data(), label.data() + label.size());
  if (writing.wants_focus) ui.focus().set(id, false), writing.wants_focus = false;
  const bool focused = look.enabled && ui.takes_keys(id, rect);
  draw_frame(ui, rect, focused, writing.overflowed);
  bool changed = false;
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  ImGui::BeginChild(id, {rect.width, rect.height}, false, ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground);
  draw_area(ui, writing, look, rect, padding, focused, ui.focus().just_moved(), id, changed);
  ImGui::EndChild();
  ui.record("writing", label, rect, writing.editor.text(), look.enabled, focused);
  return changed;
}

namespace {

std::u32string shown(const Writing& writing, bool secret) {
  return secret ? std::u32string(writing.editor.size(), U'•') : std::u32string(writing.editor.points());
}

void draw_line(Ui& ui, Writing& writing, const FieldLook& look, const Rect& inner, bool focused) {
  const auto text = shown(writing, look.secret);
  const text::Row row{0, text.size(), 0, false};
  const text::Measure measure = [&](char32_t point) { return advance_of(ui, Face::body, point); };
  const float caret = text::offset_of(text, row, writing.editor.caret(), measure);
  writing.shift = std::clamp(writing.shift, std::max(0.f, caret - inner.width), std::max(0.f, caret));
  ui.draw().PushClipRect({inner.x - 1, inner.y}, {inner.right() + 3, inner.bottom()}, true);
  const auto [from, to] = writing.editor.selection();
  const float left = inner.x - writing.shift;
  if (from < to) {
    const float a = text::offset_of(text, row, from, measure), b = text::offset_of(text, row, to, measure);
    fill(ui, {left + a, inner.y, b - a, inner.height}, ui.theme.colors.selection, 2);
  }
  if (text.empty())
    put_line(ui, Face::body, ui.theme.colors.ink_faint, inner.x, inner.y, look.placeholder, inner.width);
  put_line(ui, Face::body, ui.theme.colors.ink, left, inner.y, text::encode(text));
  if (focused)
    fill(ui, {left + caret, inner.y, std::max(2.f, ui.em(0.1f)), inner.height}, ui.theme.colors.accent_text, 1);
  ui.draw().PopClipRect();
}

void handle_line_mouse(Ui& ui, Writing& writing, const FieldLook& look, const Rect& rect, const Rect& inner,
                       WidgetId id) {
  const bool hovered = ImGui::IsWindowHovered() && rect.contains(ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y);
  const auto under = [&] {
    const auto text = shown(writing, look.secret);
    return text::position_at(text, {0, text.size(), 0, false}, ImGui::GetIO().MousePos.x - inner.x + writing.shift,
                             [&](char32_t point) { return advance_of(ui, Face::body, point); });
  };
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (hovered && ImGui::IsMouseClicked(0)) {
    ui.focus().set(id, false);
    writing.dragging = true;
    writing.editor.move_to(under(), ImGui::GetIO().KeyShift);
    if (ImGui::IsMouseDoubleClicked(0) && !look.secret)
      writing.editor.select_word_at(under()), writing.dragging = false;
  }
  if (!ImGui::GetIO().MouseDown[0]) writing.dragging = false;
  if (writing.dragging && ImGui::IsMouseDragging(0, 2)) writing.editor.move_to(under(), true);
}

}  // namespace

FieldResult field(Ui& ui, std::string_view label, Writing& writing, const FieldLook& look) {
  prose(ui, label, {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = "label"});
  ui.gap(0.25f);
  const auto rect = ui.take(ui.px(2.7f));
  const float tall = line_height(ui, Face::body), padding = ui.px(0.85f);
  const Rect inner{rect.x + padding, rect.y + (rect.height - tall) / 2, rect.width - 2 * padding, tall};
  const auto id = ImGui::GetID(label.data(), label.data() + label.size());
  if (writing.wants_focus) ui.focus().set(id, false), writing.wants_focus = false;
  const bool focused = ui.takes_keys(id, rect);
  handle_line_mouse(ui, writing, look, rect, inner, id);
  FieldResult result;
  const auto before = writing.editor.revision();
  if (focused) {
    ui.input.drain(
        [&](const KeyEvent& event) { return !result.submitted && apply_key(writing, event, {}, true, look.secret); });
    result.submitted = ui.input.take(Key::enter);
  }
  result.changed = writing.editor.revision() != before;
  draw_frame(ui, rect, focused, !look.problem.empty());
  draw_line(ui, writing, look, inner, focused);
  ui.record("field", label, rect, look.secret ? std::string() : writing.editor.text(), true, focused);
  if (!look.problem.empty() || !look.hint.empty()) {
    ui.gap(0.3f);
    const bool wrong = !look.problem.empty();
    prose(ui, wrong ? look.problem : look.hint,
          {.face = Face::small,
           .color = wrong ? ui.theme.colors.problem : ui.theme.colors.ink_faint,
           .role = wrong ? "problem" : "text"});
  }
  return result;
}

}  // namespace twinlamp::ui
