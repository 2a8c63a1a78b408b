#include "client/ui/kit/rank_list.h"

#include <imgui_internal.h>

#include <algorithm>
#include <numeric>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

using Order = std::vector<std::size_t>;

bool is_order(const Order& order, std::size_t count) {
  if (order.size() != count) return false;
  std::vector<bool> seen(count, false);
  for (const auto item : order) {
    if (item >= count || seen[item]) return false;
    seen[item] = true;
  }
  return true;
}

// The list while it is drawn. Moves are made after the last line: no line is drawn twice in one frame.
class RankPen {
public:
  RankPen(Ui& ui, std::string_view label, std::span<const std::string> names, Order& order, RankState& state)
      : ui_(ui), label_(label), items_(names), order_(order), state_(state), left_(ui.pen.x), width_(ui.pen.width) {}

  bool draw() {
    const auto before = order_;
    measure();
    const float top = ui_.pen.y;
    ui_.take(tops_.back());
    top_ = top;
    for (std::size_t place = 0; place < order_.size(); ++place)
      if (order_[place] != state_.dragged) draw_line(place);
    if (state_.dragged) draw_line(place_of(*state_.dragged));
    if (state_.dragged) carry();
    for (auto [item, to] : moves_) move(item, to);
    if (order_ != before) ui_.pacer().handle_event();
    return order_ != before;
  }

private:
  float words() const { return width_ - ui_.px(2.9f) - ui_.px(2.6f); }
  float gap() const { return ui_.px(0.5f); }
  std::size_t place_of(std::size_t item) const {
    return std::size_t(std::find(order_.begin(), order_.end(), item) - order_.begin());
  }
  std::string id_of(std::size_t item) const { return std::string(label_) + "##" + std::to_string(item); }

  void measure() {
    talls_.resize(items_.size());
    for (std::size_t i = 0; i < items_.size(); ++i)
      talls_[i] = std::max(ui_.px(2.9f), prose_height(ui_, items_[i], Face::body, words()) + ui_.px(1.3f));
    tops_.assign(1, 0);
    for (const auto item : order_) tops_.push_back(tops_.back() + talls_[item] + gap());
    if (!order_.empty()) tops_.back() -= gap();
  }

  void draw_line(std::size_t place) {
    const auto item = order_[place];
    const auto name = id_of(item);
    const auto id = ImGui::GetID(name.c_str());
    const bool was_dragged = state_.dragged == item;
    const float slid =
        ui_.animate(id ^ 0x74u, tops_[place], was_dragged ? std::chrono::milliseconds(1) : ui_.theme.motion.quick);
    float y = top_ + slid;
    if (was_dragged)
      y = std::clamp(ImGui::GetIO().MousePos.y - state_.grabbed, top_ - talls_[item] / 2,
                     top_ + tops_.back() - talls_[item] / 2);
    const Rect rect{left_, std::round(y), width_, talls_[item]};
    handle_keys(id, place);
    const auto it = ui_.pressable(name, rect);
    handle_mouse(it, item);
    const bool carried = state_.dragged == item || state_.picked == item;
    paint_line(rect, it, item, place, carried);
    ui_.record("rank", items_[item], rect, std::to_string(place + 1) + "/" + std::to_string(items_.size()), true,
               it.focused, carried);
  }

  void paint_line(const Rect& rect, const Pressable& it, std::size_t item, std::size_t place, bool carried) {
    const auto& colors = ui_.theme.colors;
    const float radius = ui_.em(ui_.theme.radius.control);
    const float lift = ui_.animate(it.id ^ 0x75u, carried ? 1.f : it.hovered ? 0.35f : 0.f, ui_.theme.motion.quick);
    if (carried) shadow(ui_, rect, radius, ui_.px(0.7f));
    fill(ui_, rect, mix(colors.sunken, colors.quiet_hover, lift), radius);
    outline(ui_, rect, carried ? colors.accent : colors.card_edge, radius,
            std::max(1.f, ui_.em(carried ? 0.11f : 0.06f)));
    const auto number = std::to_string(place + 1);
    put_line(ui_, Face::strong, colors.accent_text, rect.x + ui_.px(1.5f) - text_width(ui_, Face::strong, number) / 2,
             rect.y + (rect.height - line_height(ui_, Face::strong)) / 2, number);
    paint_grip(rect, carried || it.hovered ? colors.ink : colors.ink_faint);
    const auto pen = ui_.pen;
    ui_.pen = {rect.x + ui_.px(2.9f), rect.y + (rect.height - prose_height(ui_, items_[item], Face::body, words())) / 2,
               words()};
    prose(ui_, items_[item], {.role = ""});
    ui_.pen = pen;
    if (it.focused) ui_.focus_ring(rect, radius);
  }

  void paint_grip(const Rect& rect, Color tone) {
    const float step = ui_.px(0.42f), dot = std::max(1.2f, ui_.em(0.1f));
    const float x = rect.right() - ui_.px(1.3f), y = rect.y + rect.height / 2;
    for (const float column : {-0.5f, 0.5f})
      for (const float row : {-1.f, 0.f, 1.f})
        ui_.draw().AddCircleFilled({x + column * step, y + row * step}, dot, ui_.color(tone), 12);
  }

  void handle_keys(WidgetId id, std::size_t place) {
    const auto item = order_[place];
    auto& input = ui_.input;
    if (ui_.focus().current() != id) {
      if (state_.picked == item) state_.picked.reset();  // it was left where it is
      return;
    }
    // In the order of their pressing: several may have come since the last picture.
    const auto last = order_.size() - 1;
    auto to = place;
    bool has_gone = false;  // the keyboard, to another line: the rest is for that one
    input.drain([&](const KeyEvent& event) {
      if (has_gone || event.control || event.shift) return false;
      const bool up = event.key == Key::up, down = event.key == Key::down, is_picked = state_.picked == item;
      if ((up || down) && (event.alt || is_picked)) {
        if (up ? to > 0 : to < last) to = up ? to - 1 : to + 1;
        return true;
      }
      if (event.alt) return false;
      if (up || down) {
        has_gone = up ? to > 0 : to < last;
        if (has_gone) ui_.focus().next(up ? -1 : 1);
        return has_gone;
      }
      if (event.key == Key::space || event.key == Key::enter) {
        is_picked ? state_.picked.reset() : pick(item, to);
        return true;
      }
      if (!is_picked) return false;
      if (event.key == Key::home) return to = 0, true;
      if (event.key == Key::end) return to = last, true;
      if (event.key != Key::escape) return false;
      state_.picked.reset();
      const auto& before = state_.before;
      if (is_order(before, items_.size()))
        to = std::size_t(std::find(before.begin(), before.end(), item) - before.begin());
      return true;
    });
    if (to != place) send(id, item, to);
  }

  void pick(std::size_t item, std::size_t at) {
    state_.picked = item;
    state_.before = order_;
    std::erase(state_.before, item);
    state_.before.insert(state_.before.begin() + std::ptrdiff_t(at), item);
  }

  void send(WidgetId id, std::size_t item, std::size_t to) {
    moves_.emplace_back(item, to);
    ui_.focus().set(id, true);  // and into view
  }

  void handle_mouse(const Pressable& it, std::size_t item) {
    if (it.hovered || state_.dragged == item) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNS);
    if (!it.held) {
      if (state_.dragged == item) state_.dragged.reset();
      return;
    }
    if (ui_.focus().current() != it.id) ui_.focus().set(it.id, false);
    if (state_.dragged || !ImGui::IsMouseDragging(0, 3)) return;
    state_.dragged = item;
    state_.grabbed = std::clamp(ImGui::GetIO().MouseClickedPos[0].y - it.rect.y, 0.f, it.rect.height);
  }

  // The line under the mouse goes before those whose middle it has passed; near the page's edge the page rolls along.
  void carry() {
    const auto item = *state_.dragged;
    const float y = ImGui::GetIO().MousePos.y, middle = y - state_.grabbed - top_ + talls_[item] / 2;
    std::size_t to = 0;
    for (std::size_t place = 0; place < order_.size(); ++place)
      if (order_[place] != item && tops_[place] + talls_[order_[place]] / 2 < middle) ++to;
    if (to != place_of(item)) moves_.emplace_back(item, to);
    const auto clip_min = ui_.draw().GetClipRectMin(), clip_max = ui_.draw().GetClipRectMax();
    const float edge = ui_.px(2), by = y < clip_min.y + edge ? -1.f : y > clip_max.y - edge ? 1.f : 0.f;
    if (by == 0) return;
    ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + by * ui_.px(0.5f), 0.f, ImGui::GetScrollMaxY()));
    ui_.pacer().animate();
  }

  void move(std::size_t item, std::size_t to) {
    std::erase(order_, item);
    order_.insert(order_.begin() + long(to), item);
  }

  Ui& ui_;
  std::string_view label_;
  std::span<const std::string> items_;
  Order& order_;
  RankState& state_;
  float left_, width_, top_ = 0;
  std::vector<float> talls_, tops_;  // of items; of places, and the end
  std::vector<std::pair<std::size_t, std::size_t>> moves_;
};

}  // namespace

bool rank_list(Ui& ui, std::string_view label, std::span<const std::string> names, Order& order, RankState& state) {
  if (!is_order(order, names.size())) {
    order.resize(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    state = {};
  }
  prose(ui, label, {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = "label"});
  ui.gap(0.35f);
  return RankPen(ui, label, names, order, state).draw();
}

}  // namespace twinlamp::ui
