#include "client/ui/kit/emoji_completion.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

constexpr std::size_t most_offered = 6;

}  // namespace

void EmojiCompletion::close() {
  query_.reset();
  found_.clear();
  pressed_.reset();
  chosen_ = 0;
}

void EmojiCompletion::put(Writing& writing, text::EmojiId id) {
  auto& editor = writing.editor;
  const auto caret = editor.caret();
  editor.move_to(query_->begin, false);
  editor.move_to(caret, true);
  writing.overflowed = !editor.insert(use_.take(id));
  close();
}

bool EmojiCompletion::take_key(WidgetId owner, Writing& writing, const KeyEvent& event) {
  if (!query_ || owner != owner_ || event.control || event.shift) return false;
  switch (event.key) {
    case Key::up:
      chosen_ = (chosen_ + found_.size() - 1) % found_.size();
      return true;
    case Key::down:
      chosen_ = (chosen_ + 1) % found_.size();
      return true;
    case Key::enter:
    case Key::tab:
      put(writing, found_[chosen_]);
      return true;
    case Key::escape:
      close();
      return true;
    default:
      return false;
  }
}

void EmojiCompletion::follow(Ui& ui, WidgetId owner, const Writing& writing) {
  close();
  owner_ = owner;
  if (writing.editor.has_selection()) return;
  auto query = text::emoji_query(writing.editor.points(), writing.editor.caret());
  if (!query) return;
  found_ = text::find_emoji(query->name, ui.words.language(), most_offered, text::EmojiMatch::beginnings);
  if (!found_.empty()) query_ = std::move(query);
}

bool EmojiCompletion::place(Ui& ui, WidgetId owner, Writing& writing, const Rect& caret) {
  if (!query_ || owner != owner_) return false;
  if (pressed_) {
    put(writing, *pressed_);
    return true;
  }
  if (writing.editor.caret() < query_->begin) return close(), false;
  caret_ = caret;
  placed_ = true;
  ui.focus().keep_tab();
  return false;
}

void EmojiCompletion::draw(Ui& ui) {
  if (!query_) return;
  if (!placed_) return close();  // its area is gone, or the keyboard is elsewhere
  placed_ = false;
  const float row = ui.px(2.2f), padding = ui.px(0.4f), sign = ui.px(2.4f), edge = ui.px(0.4f);
  const float under = ui.window().height - caret_.bottom() - 2 * edge, over = caret_.y - 2 * edge;
  const auto fit = [&](float room) { return std::size_t(std::max(1.f, (room - 2 * padding) / row)); };
  const bool below = fit(under) >= std::min(found_.size(), fit(over));
  found_.resize(std::min(found_.size(), fit(below ? under : over)));
  chosen_ = std::min(chosen_, found_.size() - 1);
  float width = 0;
  for (const auto id : found_)
    width = std::max(width, text_width(ui, Face::body, text::emoji_name(id, ui.words.language())));
  width = std::floor(std::min(width + sign + 4 * padding, std::min(ui.em(22), ui.window().width - 2 * edge)));
  const float height = row * float(found_.size()) + 2 * padding;
  const Rect panel{std::clamp(caret_.x - sign / 2, edge, ui.window().width - edge - width),
                   below ? caret_.bottom() + edge : caret_.y - edge - height, width, height};
  ImGui::SetNextWindowPos({panel.x, panel.y});
  ImGui::SetNextWindowSize({panel.width, panel.height});
  ImGui::Begin("##emoji_completion", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoFocusOnAppearing);
  ++ui.layer;
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control);
  fill(ui, panel, colors.card, radius);
  outline(ui, panel, colors.card_edge, radius, std::max(1.f, ui.em(0.06f)));
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const Rect rect{panel.x + padding, panel.y + padding + float(i) * row, panel.width - 2 * padding, row};
    const auto mouse = ImGui::GetIO().MousePos;
    const bool hovered = ImGui::IsWindowHovered() && rect.contains(mouse.x, mouse.y);
    if (hovered && (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0)) chosen_ = i;
    if (hovered && ImGui::IsMouseClicked(0)) pressed_ = found_[i];
    if (i == chosen_) fill(ui, rect, colors.quiet_hover, radius * 0.8f);
    const auto shown = use_.shown(found_[i]);
    const auto name = text::emoji_name(found_[i], ui.words.language());
    put_line(ui, Face::reading, colors.ink, rect.x + (sign - text_width(ui, Face::reading, shown)) / 2,
             rect.y + (row - line_height(ui, Face::reading)) / 2, shown);
    put_line(ui, Face::body, colors.ink, rect.x + sign, rect.y + (row - line_height(ui, Face::body)) / 2, name,
             rect.width - sign);
    ui.record("completion", name, rect, shown, true, false, i == chosen_);
  }
  ImGui::End();
  --ui.layer;
  if (pressed_) ui.pacer().handle_event();
}

}  // namespace twinlamp::ui
