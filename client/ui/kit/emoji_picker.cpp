#include "client/ui/kit/emoji_picker.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "client/ui/kit/icon.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/popup.h"
#include "client/ui/kit/prose.h"
#include "client/ui/kit/tooltip.h"

namespace twinlamp::ui {
namespace {

constexpr std::size_t most_found = 120;
constexpr Face sign_face = Face::card;

void put_sign(Ui& ui, Face face, const Rect& rect, std::string_view sign) {
  put_line(ui, face, ui.theme.colors.ink, std::round(rect.x + (rect.width - text_width(ui, face, sign)) / 2),
           std::round(rect.y + (rect.height - line_height(ui, face)) / 2), sign);
}

}  // namespace

std::vector<text::EmojiId> EmojiPicker::ids_of(std::size_t group) const {
  if (group == 0) return use_.often();
  const auto [first, last] = text::emoji_group(group - 1);
  std::vector<text::EmojiId> ids(last - first);
  std::iota(ids.begin(), ids.end(), first);
  return ids;
}

void EmojiPicker::show(std::vector<text::EmojiId> ids) {
  ids_ = std::move(ids);
  chosen_ = 0;
  hide_tones();
  brings_into_view_ = true;
}

void EmojiPicker::open(WidgetId owner, const Rect& button) {
  owner_ = owner;
  button_ = button;
  search_.editor.wipe();
  search_.wants_focus = true;
  group_ = 0;
  show(ids_of(0));
}

void EmojiPicker::close(Ui& ui) {
  ui.focus().hand_over(owner_);
  search_.editor.wipe();
  owner_ = 0;
  ui.pacer().handle_event();
}

bool EmojiPicker::draw_button(Ui& ui, WidgetId owner, Writing& writing, const Rect& rect) {
  const auto& label = ui.say("emoji.open");
  const auto it = ui.pressable(label, rect);
  const auto& colors = ui.theme.colors;
  const bool opened = owner_ == owner;
  if (it.hovered || opened) fill(ui, rect, colors.quiet_hover, ui.em(ui.theme.radius.control) * 0.8f);
  draw_icon(ui, Icon::emoji, {rect.x + rect.width / 2, rect.y + rect.height / 2}, ui.em(1.15f),
            it.hovered || opened || it.focused ? colors.ink : colors.ink_soft);
  if (it.focused) ui.focus_ring(rect, ui.em(ui.theme.radius.control) * 0.8f);
  ui.record("icon", label, rect, {}, true, it.focused, opened);
  if (!opened) tooltip(ui, label, it);
  if (it.pressed) open(owner, rect);
  if (opened) button_ = rect;
  if (picked_for_ != owner || picked_.empty()) return false;
  writing.overflowed = !writing.editor.insert(picked_);
  picked_.clear();
  return true;
}

void EmojiPicker::draw(Ui& ui) {
  completion_.draw(ui);
  if (owner_ != 0) draw_panel(ui);
}

void EmojiPicker::draw_panel(Ui& ui) {
  const auto panel = beside(ui, button_, ui.em(24), ui.em(24));
  const Popup popup(ui, "emoji", panel);
  const float bottom = panel.bottom() - ui.px(0.8f), name = ui.px(2.4f);
  const auto typed = field(ui, ui.say("emoji.search"), search_);
  if (typed.changed) {
    const auto query = search_.editor.text();
    show(query.empty() ? ids_of(group_)
                       : text::find_emoji(query, ui.words.language(), most_found, text::EmojiMatch::anywhere));
  }
  ui.gap(0.5f);
  draw_groups(ui);
  ui.gap(0.4f);
  draw_grid(ui, {ui.pen.x, ui.pen.y, ui.pen.width, std::max(ui.px(3), bottom - name - ui.px(0.3f) - ui.pen.y)});
  const Rect line{ui.pen.x, bottom - name, ui.pen.width, name};
  shows_tones_&& chosen_ < ids_.size() ? draw_tones(ui, line) : draw_name(ui, line);
  if (typed.submitted && !ids_.empty() && picked_.empty()) picked_ = use_.take(ids_[0]);
  if (!picked_.empty()) picked_for_ = owner_;
  if (popup.wants_to_close() || !picked_.empty()) close(ui);
}

void EmojiPicker::draw_groups(Ui& ui) {
  const auto count = text::emoji_group_count + 1;
  const auto row = ui.take(ui.px(2.1f));
  const float wide = row.width / float(count);
  const bool searches = !search_.editor.empty();
  for (std::size_t i = 0; i < count; ++i) {
    const Rect rect{std::floor(row.x + float(i) * wide), row.y, std::floor(wide), row.height};
    const auto& label = i == 0 ? ui.say("emoji.often") : ui.words.nth("emoji.groups", i - 1);
    const auto it = ui.pressable(label, rect);
    const bool here = !searches && i == group_;
    if (here || it.hovered) fill(ui, rect, here ? ui.theme.colors.quiet_hover : ui.theme.colors.quiet, ui.em(0.5f));
    put_sign(ui, Face::body, rect, i == 0 ? "🕘" : text::emoji_text(text::emoji_group(i - 1).first));
    if (it.focused) ui.focus_ring(rect.grown(-ui.px(0.16f)), ui.em(0.4f));
    ui.record("tab", label, rect, {}, true, it.focused, here);
    if (!it.pressed) continue;
    search_.editor.wipe();
    group_ = i;
    show(ids_of(i));
  }
}

bool EmojiPicker::move(const KeyEvent& event) {
  const auto last = ids_.size() - 1;
  const auto page = columns_ * 5;
  auto to = chosen_;
  switch (event.key) {
    case Key::left:
      to -= to > 0 ? 1 : 0;
      break;
    case Key::right:
      ++to;
      break;
    case Key::up:
      to -= to >= columns_ ? columns_ : 0;
      break;
    case Key::down:
      to += columns_;
      break;
    case Key::page_up:
      to -= std::min(to, page);
      break;
    case Key::page_down:
      to += page;
      break;
    case Key::home:
      to = 0;
      break;
    case Key::end:
      to = last;
      break;
    case Key::enter:
    case Key::space:
      if (event.shift && !text::emoji_variants(ids_[chosen_]).empty())
        shows_tones_ = true;
      else
        picked_ = use_.take(ids_[chosen_]);
      return true;
    default:
      return event.key == Key::character && event.text == U' ';
  }
  chosen_ = std::min(to, last);
  hide_tones();
  brings_into_view_ = true;
  return true;
}

void EmojiPicker::draw_grid(Ui& ui, const Rect& area) {
  ImGui::SetCursorScreenPos({area.x, area.y});
  const auto key = ImGui::GetID("emoji_grid");
  ImGui::BeginChild(key, {area.width, area.height}, false, ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground);
  const float bar = ImGui::GetStyle().ScrollbarSize, room = area.width - bar;
  columns_ = std::size_t(std::max(1.f, std::floor(room / ui.em(2.5f))));
  const float cell = std::floor(room / float(columns_));
  const auto rows = (ids_.size() + columns_ - 1) / columns_;
  const bool focused = !ids_.empty() && ui.takes_keys(key, area);
  if (focused)
    ui.input.drain(
        [this](const KeyEvent& event) { return event.key != Key::tab && event.key != Key::escape && move(event); });
  if (brings_into_view_) {
    const float top = float(chosen_ / columns_) * cell, scroll = ImGui::GetScrollY();
    if (top < scroll) ImGui::SetScrollY(top);
    if (top + cell > scroll + area.height) ImGui::SetScrollY(top + cell - area.height);
    brings_into_view_ = false;
    ui.pacer().handle_event();
  }
  const float top = area.y - ImGui::GetScrollY();
  const auto first = std::size_t(std::max(0.f, ImGui::GetScrollY() / cell));
  for (auto row = first; row < rows && top + float(row) * cell < area.bottom(); ++row)
    for (auto i = row * columns_; i < std::min((row + 1) * columns_, ids_.size()); ++i)
      draw_cell(ui, i, {area.x + float(i % columns_) * cell, top + float(row) * cell, cell, cell}, focused);
  if (ids_.empty()) {
    const auto pen = ui.pen;
    ui.pen = {area.x, area.y + ui.px(1), room};
    prose(ui, ui.say("emoji.none"), {.color = ui.theme.colors.ink_soft, .align = Align::centre});
    ui.pen = pen;
  }
  ImGui::SetCursorScreenPos({area.x, top + float(rows) * cell - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  ui.record("grid", ui.say("emoji.grid"), area, chosen_ < ids_.size() ? text::emoji_text(ids_[chosen_]) : "",
            !ids_.empty(), focused);
}

void EmojiPicker::draw_cell(Ui& ui, std::size_t index, const Rect& rect, bool focused) {
  const auto id = ids_[index];
  const auto& io = ImGui::GetIO();
  const bool hovered = ImGui::IsWindowHovered() && rect.contains(io.MousePos.x, io.MousePos.y);
  if (hovered && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) && chosen_ != index) chosen_ = index, hide_tones();
  if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (hovered && ImGui::IsMouseClicked(0)) picked_ = use_.take(id);
  if (hovered && ImGui::IsMouseClicked(1)) chosen_ = index, shows_tones_ = !text::emoji_variants(id).empty();
  const bool here = index == chosen_;
  const auto inner = rect.grown(-ui.px(0.12f));
  if (here) fill(ui, inner, ui.theme.colors.quiet_hover, ui.em(0.5f));
  put_sign(ui, sign_face, rect, use_.shown(id));
  if (here && focused) ui.focus_ring(inner.grown(-ui.px(0.1f)), ui.em(0.4f));
  ui.record("emoji", text::emoji_name(id, ui.words.language()), rect, use_.shown(id), true, false, here);
}

void EmojiPicker::draw_name(Ui& ui, const Rect& line) {
  if (chosen_ >= ids_.size()) return;
  const auto id = ids_[chosen_];
  const std::string name(text::emoji_name(id, ui.words.language()));
  const auto said = text::emoji_variants(id).empty() ? name : ui.say("emoji.has_tones", {{"name", name}});
  put_line(ui, Face::small, ui.theme.colors.ink_soft, line.x, line.y + (line.height - line_height(ui, Face::small)) / 2,
           said, line.width);
  ui.record("text", said, line);
}

// Where there are two in it, each has a tone of their own: first the one's, then the other's.
void EmojiPicker::draw_tones(Ui& ui, const Rect& line) {
  const auto id = ids_[chosen_];
  const auto variants = text::emoji_variants(id);
  const bool has_two = std::any_of(variants.begin(), variants.end(), [](const auto& each) { return each.second != 0; });
  const float wide = std::floor(line.width / float(text::skin_tone_count + 1));
  const std::string name(text::emoji_name(id, ui.words.language()));
  const std::uint8_t from = first_tone_ ? 1 : 0;
  for (std::uint8_t tone = from; tone <= text::skin_tone_count; ++tone) {
    const Rect rect{line.x + float(tone - from) * wide, line.y, wide, line.height};
    const auto& tone_name = ui.words.nth("emoji.tones", tone);
    const auto label =
        first_tone_
            ? ui.say("emoji.toned_twice",
                     {{"name", name}, {"tone", ui.words.nth("emoji.tones", *first_tone_)}, {"other", tone_name}})
            : ui.say("emoji.toned", {{"name", name}, {"tone", tone_name}});
    const auto it = ui.pressable(label, rect);
    if (it.hovered || it.focused) fill(ui, rect, ui.theme.colors.quiet_hover, ui.em(0.5f));
    const auto sign = first_tone_ ? text::emoji_with_tones(id, *first_tone_, tone) : text::emoji_with_tones(id, tone);
    put_sign(ui, Face::reading, rect, sign);
    if (it.focused) ui.focus_ring(rect.grown(-ui.px(0.16f)), ui.em(0.4f));
    ui.record("icon", label, rect, sign, true, it.focused);
    if (!it.pressed) continue;
    if (has_two && tone > 0 && !first_tone_) {
      first_tone_ = tone;
      ui.pacer().handle_event();
      return;
    }
    picked_ = first_tone_ ? use_.take(id, *first_tone_, tone) : use_.take(id, tone, 0);
  }
}

}  // namespace twinlamp::ui
