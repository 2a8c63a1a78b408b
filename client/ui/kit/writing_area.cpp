#include "client/ui/kit/writing_area.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <imgui_internal.h>

#include "client/text/unicode.h"
#include "client/text/wipe.h"
#include "client/ui/kit/editing_keys.h"
#include "client/ui/kit/emoji_picker.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/type.h"

namespace twinlamp::ui {
namespace {

constexpr Face area_face = Face::reading;

// The area while it is drawn: where its text begins, and how tall its rows are.
struct Area {
  Ui& ui;
  Writing& writing;
  Rect box;        // of the text, scrolled
  float tall = 0;  // of a row
  WidgetId id = 0;
  EmojiCompletion* completion = nullptr;  // where it has one

  std::size_t position_under(ImVec2 mouse) const {
    const auto row = std::clamp(long((mouse.y - box.y) / tall), 0l, long(writing.layout.row_count()) - 1);
    return writing.layout.position_at(std::size_t(row), mouse.x - box.x);
  }

  Rect caret() const {
    const auto row = writing.layout.row_of(writing.editor.caret());
    const float x = std::clamp(writing.layout.x_of(row, writing.editor.caret()), 0.f, box.width);
    return {std::round(box.x + x), box.y + float(row) * tall, std::max(2.f, ui.px(0.1f)), tall};
  }

  void draw_rows() const {
    const auto clip_min = ui.draw().GetClipRectMin(), clip_max = ui.draw().GetClipRectMax();
    const auto& layout = writing.layout;
    const auto first = std::size_t(std::max(0.f, std::floor((clip_min.y - box.y) / tall)));
    for (auto i = first; i < layout.row_count() && box.y + float(i) * tall < clip_max.y; ++i) {
      const float y = box.y + float(i) * tall;
      draw_selection(i, y);
      draw_row(ui, layout, i, area_face, box.x, y, ui.theme.colors.ink);
    }
  }

  void draw_selection(std::size_t row, float y) const {
    const auto& layout = writing.layout;
    const auto [from, to] = writing.editor.selection();
    if (from == to) return;
    const auto color = ui.theme.colors.selection;
    for (const auto& [left, right] : layout.spans(row, from, to))
      fill(ui, {box.x + left, y, std::min(right, box.width) - left, tall}, color, ui.em(0.15f));
    // A newline that is selected shows as a little room.
    const bool has_newline = !layout.row(row).wrapped && from <= layout.end_of(row) && to > layout.end_of(row);
    if (!has_newline) return;
    const float end = layout.x_of(row, layout.end_of(row)), room = ui.em(0.35f);
    fill(ui, {box.x + (layout.is_rtl(row) ? end - room : end), y, room, tall}, color, ui.em(0.15f));
  }
};

void lay_out(Ui& ui, Writing& w, std::u32string_view points, Face face, float width) {
  if (w.layout_revision == w.editor.revision() && w.layout_width == width && w.layout_fonts == ui.fonts().generation())
    return;
  w.layout.set(points, ui.fonts().style(face), width, ui.fonts().setter());
  w.layout_revision = w.editor.revision(), w.layout_width = width, w.layout_fonts = ui.fonts().generation();
}

// One click puts the caret, two select a word, three a paragraph; dragging selects from there.
void place_caret(Writing& w, std::size_t under, bool extend, bool secret) {
  w.wanted_x = -1;
  w.clicks = ImGui::IsMouseDoubleClicked(0)                                             ? 2
             : w.clicks == 2 && ImGui::GetIO().MouseClickedTime[0] - w.clicked_at < 0.4 ? 3
                                                                                        : 1;
  w.clicked_at = ImGui::GetIO().MouseClickedTime[0];
  w.dragging = w.clicks == 1;
  if (w.clicks == 1 || secret) return w.editor.move_to(under, extend);
  w.clicks == 2 ? w.editor.select_word_at(under) : w.editor.select_paragraph_at(under);
}

// Dragged beyond the upper or lower edge the text rolls along, and goes on while the mouse rests there.
void drag(Area& area, const Rect& rect) {
  auto& w = area.writing;
  const auto mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsMouseDragging(0, 2)) return;
  w.editor.move_to(area.position_under(mouse), true);
  const float beyond = mouse.y < rect.y ? mouse.y - rect.y : mouse.y > rect.bottom() ? mouse.y - rect.bottom() : 0;
  if (beyond == 0) return;
  ImGui::SetScrollY(
      std::clamp(ImGui::GetScrollY() + std::clamp(beyond, -area.tall, area.tall) * 0.5f, 0.f, ImGui::GetScrollMaxY()));
  area.ui.pacer().animate();
}

void handle_mouse(Area& area, const Rect& rect, bool hovered, bool clicked, WidgetId id) {
  auto& w = area.writing;
  const auto& io = ImGui::GetIO();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (clicked) {
    area.ui.focus().set(id, false);
    place_caret(w, area.position_under(io.MousePos), io.KeyShift, false);
  }
  if (!io.MouseDown[0]) w.dragging = false;
  if (w.dragging) drag(area, rect);
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
    if (area.completion && area.completion->take_key(area.id, area.writing, event)) return true;
    lay_out(area.ui, area.writing, area.writing.editor.points(), area_face, area.box.width);
    const bool used = apply_key(area.writing, event, page, false, false);
    if (area.completion && used) area.completion->follow(area.ui, area.id, area.writing);
    return used;
  });
  return area.writing.editor.revision() != before;
}

void keep_caret_in_view(const Area& area, const Rect& rect, float padding) {
  const auto caret = area.caret();
  if (caret.y < rect.y + padding) ImGui::SetScrollY(ImGui::GetScrollY() - (rect.y + padding - caret.y));
  if (caret.bottom() > rect.bottom() - padding)
    ImGui::SetScrollY(ImGui::GetScrollY() + caret.bottom() - rect.bottom() + padding);
}

EmojiPicker& emoji_of(Ui& ui) {
  if (!ui.emoji) ui.emoji = std::make_shared<EmojiPicker>();
  return *ui.emoji;
}

// `beside`: what is left free between the text and the scroll bar. Gives back where the caret has been moved to.
std::optional<Rect> draw_area(Ui& ui, Writing& writing, const WritingLook& look, const Rect& rect, float padding, float beside,
               bool focused, bool moved, WidgetId id, bool& changed) {
  const float bar = ImGui::GetStyle().ScrollbarSize;
  Area area{ui,
            writing,
            {rect.x + padding, rect.y + padding - ImGui::GetScrollY(), rect.width - 2 * padding - bar - beside, 0},
            line_height(ui, area_face),
            id,
            look.enabled && look.has_emoji ? &emoji_of(ui).completion() : nullptr};
  const auto renew = [&] { lay_out(ui, writing, writing.editor.points(), area_face, area.box.width); };
  renew();
  const auto caret_before = writing.editor.caret();
  // What stands beside the text is not the text's.
  const bool hovered = ImGui::IsWindowHovered() && ImGui::GetIO().MousePos.x < area.box.right() + padding * 0.5f;
  const bool clicked = look.enabled && hovered && ImGui::IsMouseClicked(0);
  if (look.enabled) handle_mouse(area, rect, hovered, clicked, id);
  if (focused) changed = handle_keys(area, std::size_t(std::max(1.f, rect.height / area.tall - 1)));
  renew();
  area.draw_rows();
  if (writing.editor.empty() && !look.placeholder.empty()) {
    const auto pen = ui.pen;
    ui.pen = {area.box.x, area.box.y, area.box.width};
    prose(ui, look.placeholder, {.face = Face::italic, .color = ui.theme.colors.ink_faint, .role = ""});
    ui.pen = pen;
  }
  if (focused && ui.has_keyboard) fill(ui, area.caret().grown(0), ui.theme.colors.accent_text, 1);
  if (focused && area.completion && area.completion->place(ui, id, writing, area.caret())) {
    changed = true;
    renew();
  }
  ImGui::SetCursorScreenPos({area.box.x, area.box.y + float(writing.layout.row_count()) * area.tall + padding - 1});
  ImGui::Dummy({1, 1});
  if (!focused || !(changed || moved || writing.editor.caret() != caret_before)) return std::nullopt;
  keep_caret_in_view(area, rect, padding);
  ui.pacer().handle_event();
  return area.caret();
}

// The page follows who writes below its edge. What the mouse points at is in sight anyway.
void bring_into_view(Ui& ui, const Rect& caret, const Rect& frame) {
  if (ImGui::IsMouseDown(0)) return;
  const float edge = ui.px(1.4f), top = std::clamp(caret.y, frame.y, frame.bottom()) - edge,
              bottom = std::clamp(caret.bottom(), frame.y, frame.bottom()) + edge;
  ImGui::ScrollToBringRectIntoView(ImGui::GetCurrentWindow(), {{frame.x, top}, {frame.x + 1, bottom}});
}

}  // namespace

bool writing_area(Ui& ui, std::string_view label, Writing& writing, const WritingLook& look) {
  if (look.draws_label) {
    prose(ui, label, {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = "label"});
    ui.gap(0.25f);
  }
  const float padding = ui.px(0.9f), tall = line_height(ui, area_face);
  const float rows = std::clamp(float(writing.layout.row_count()), look.least_rows, look.most_rows);
  const float room = std::max(ui.window().height * 0.62f, tall * 3);
  const auto frame = ui.take(std::min(tall * rows + 2 * padding, room));
  const bool has_emoji = look.enabled && look.has_emoji;
  const float button = ui.px(2.1f), edge = ui.px(0.35f), bar = ImGui::GetStyle().ScrollbarSize;
  auto rect = frame;  // where a press is for the text
  if (has_emoji) rect.width -= button + edge + bar;
  const auto id = ImGui::GetID(label.data(), label.data() + label.size());
  if (writing.wants_focus) ui.focus().set(id, false), writing.wants_focus = false;
  const bool focused = look.enabled && ui.takes_keys(id, rect);
  draw_frame(ui, frame, focused, writing.overflowed);
  bool changed = false;
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  ImGui::BeginChild(id, {frame.width - 1, frame.height}, false, ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground);
  const auto caret = draw_area(ui, writing, look, frame, padding, has_emoji ? button + edge - padding * 0.5f : 0, focused,
            ui.focus().just_moved(), id, changed);
  // Within the child, so that the bar stands at the frame's own edge and the button beside it.
  if (has_emoji)
    changed |= emoji_of(ui).draw_button(ui, id, writing, {rect.right(), frame.bottom() - edge - button, button, button});
  ImGui::EndChild();
  if (caret) bring_into_view(ui, *caret, frame);
  ui.record("writing", label, rect, writing.editor.text(), look.enabled, focused);
  return changed;
}

namespace {

std::u32string shown(const Writing& writing, bool secret) {
  return secret ? std::u32string(writing.editor.size(), U'•') : std::u32string(writing.editor.points());
}

// A single line, laid out as it is shown. Right-to-left text begins at the right.
void lay_out_line(Ui& ui, Writing& writing, bool secret, float width) {
  auto text = shown(writing, secret);
  lay_out(ui, writing, text, Face::body, LayoutCache::endless);
  text::wipe(text);
  const float wide = writing.layout.row(0).width;
  writing.line_left = writing.layout.is_rtl(0) && wide < width ? width - wide : 0;
}

void draw_line(Ui& ui, Writing& writing, const FieldLook& look, const Rect& inner, bool focused) {
  lay_out_line(ui, writing, look.secret, inner.width);
  const auto& layout = writing.layout;
  const float caret = layout.x_of(0, writing.editor.caret());
  writing.shift = std::clamp(writing.shift, std::max(0.f, caret - inner.width), std::max(0.f, caret));
  ui.draw().PushClipRect({inner.x - 1, inner.y}, {inner.right() + 3, inner.bottom()}, true);
  const auto [from, to] = writing.editor.selection();
  const float left = std::round(inner.x + writing.line_left - writing.shift);
  for (const auto& [a, b] : layout.spans(0, from, to))
    fill(ui, {left + a, inner.y, b - a, inner.height}, ui.theme.colors.selection, 2);
  if (writing.editor.empty())
    put_line(ui, Face::body, ui.theme.colors.ink_faint, inner.x, inner.y, look.placeholder, inner.width);
  draw_row(ui, layout, 0, Face::body, left, inner.y, ui.theme.colors.ink);
  if (focused && ui.has_keyboard)
    fill(ui, {std::round(left + caret), inner.y, std::max(2.f, ui.px(0.1f)), inner.height}, ui.theme.colors.accent_text,
         1);
  ui.draw().PopClipRect();
}

void handle_line_mouse(Ui& ui, Writing& writing, const FieldLook& look, const Rect& rect, const Rect& inner,
                       WidgetId id) {
  const auto& io = ImGui::GetIO();
  const bool hovered = ImGui::IsWindowHovered() && rect.contains(io.MousePos.x, io.MousePos.y);
  lay_out_line(ui, writing, look.secret, inner.width);
  const auto under = [&] {
    return writing.layout.position_at(0, io.MousePos.x - inner.x - writing.line_left + writing.shift);
  };
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (hovered && ImGui::IsMouseClicked(0)) {
    ui.focus().set(id, false);
    place_caret(writing, under(), io.KeyShift, look.secret);
  }
  if (!io.MouseDown[0]) writing.dragging = false;
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
    ui.input.drain([&](const KeyEvent& event) {
      lay_out_line(ui, writing, look.secret, inner.width);
      return !result.submitted && apply_key(writing, event, 0, true, look.secret);
    });
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
