#include "client/ui/kit/feelings_wheel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

#include "client/ui/kit/button.h"
#include "client/ui/kit/choice.h"
#include "client/ui/kit/icon.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

constexpr float full_turn = 2 * std::numbers::pi_v<float>;
constexpr float hub = 0.30f;  // of the radius

// Where a wedge's words stand: a box in its middle, as wide as they are.
struct WedgeText {
  Rect box;  // from the wheel's centre
  float column = 0;
};

struct Wheel {
  ImVec2 centre;
  float radius = 0;
  std::size_t count = 0;

  float step() const { return full_turn / float(count); }
  float middle_of(std::size_t wedge) const { return step() * float(wedge) - full_turn / 4; }
  std::optional<std::size_t> wedge_at(float x, float y) const {
    const float dx = x - centre.x, dy = y - centre.y, far = std::hypot(dx, dy);
    if (far > radius || far < radius * hub) return std::nullopt;
    const float part = (std::atan2(dy, dx) + full_turn / 4 + step() / 2 + full_turn) / step();
    return std::size_t(part) % count;
  }

  // Whether a box lies inside the wedge with some room around it.
  bool holds(std::size_t wedge, const Rect& box, float room) const {
    const float middle = middle_of(wedge);
    for (const float x : {box.x, box.right()}) {
      for (const float y : {box.y, box.bottom()}) {
        const float far = std::hypot(x, y);
        float off = std::atan2(y, x) - middle;
        off -= full_turn * std::round(off / full_turn);
        if (far < radius * hub + room || far > radius - room) return false;
        if (far * std::sin(std::max(0.f, step() / 2 - std::abs(off))) < room) return false;
      }
    }
    return true;
  }
};

// On one row, or on two or three where that is what it takes; nothing if it fits nowhere.
std::optional<WedgeText> fit_text(Ui& ui, const Wheel& wheel, std::size_t wedge, std::string_view text, Face face) {
  const float one_row = std::ceil(text_width(ui, face, text)) + 1, room = ui.px(0.3f), line = line_height(ui, face);
  for (const float share : {1.f, 0.62f, 0.45f}) {
    const float column = std::ceil(one_row * share);
    const auto& layout = ui.layouts().find(ui.fonts(), text, {.face = face, .width = column, .even = true});
    float wide = 0;
    for (std::size_t i = 0; i < layout.row_count(); ++i) wide = std::max(wide, layout.row(i).width);
    if (share < 1 && (wide > column || text.find(' ') == std::string_view::npos)) continue;  // never inside of a word
    const float tall = line * float(layout.row_count());
    for (const float out : {0.68f, 0.70f, 0.72f, 0.74f, 0.76f, 0.78f, 0.66f, 0.64f, 0.62f, 0.60f, 0.58f, 0.56f}) {
      const float x = std::cos(wheel.middle_of(wedge)) * wheel.radius * out,
                  y = std::sin(wheel.middle_of(wedge)) * wheel.radius * out;
      const Rect box{x - wide / 2, y - tall / 2, wide, tall};
      if (wheel.holds(wedge, box, room)) return WedgeText{box, column};
    }
  }
  return std::nullopt;
}

std::optional<std::vector<WedgeText>> fit_all(Ui& ui, const Wheel& wheel, std::span<const std::string_view> labels,
                                              Face face) {
  std::vector<WedgeText> all;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto fitted = fit_text(ui, wheel, i, labels[i], face);
    if (!fitted) return std::nullopt;
    all.push_back(*fitted);
  }
  return all;
}

struct WheelRound {
  std::string_view name;  // for its id
  std::span<const std::string_view> labels;
  std::optional<std::size_t> chosen;
  std::string_view in_hub;
};

// The wedge moved outward a little, so that there is a gap around it.
float gap_of(const Ui& ui, const Wheel& wheel) {
  return std::max(1.5f, ui.em(0.09f)) / std::sin(wheel.step() / 2) * 0.5f;
}

ImVec2 apex_of(const Ui& ui, const Wheel& wheel, std::size_t wedge) {
  const float middle = wheel.middle_of(wedge), out = gap_of(ui, wheel);
  return {wheel.centre.x + std::cos(middle) * out, wheel.centre.y + std::sin(middle) * out};
}

void draw_wedge(Ui& ui, const Wheel& wheel, std::size_t wedge, float lit) {
  const auto& colors = ui.theme.colors;
  const float place = float(wedge) / float(wheel.count), middle = wheel.middle_of(wedge), half = wheel.step() / 2;
  const auto apex = apex_of(ui, wheel, wedge);
  auto& list = ui.draw();
  list.PathClear();
  list.PathLineTo(apex);
  list.PathArcTo(apex, wheel.radius - gap_of(ui, wheel), middle - half, middle + half, 28);
  list.PathFillConvex(ui.color(mix(feeling_tone(colors, place, false), feeling_tone(colors, place, true), lit)));
}

// Around the part of the wedge that is seen.
void outline_wedge(Ui& ui, const Wheel& wheel, std::size_t wedge, Color color) {
  const float middle = wheel.middle_of(wedge), half = wheel.step() / 2, thick = std::max(2.f, ui.em(0.12f));
  const auto apex = apex_of(ui, wheel, wedge);
  const float outer = wheel.radius - gap_of(ui, wheel) - thick / 2, inner = wheel.radius * hub;
  const auto inset = [&](float radius) { return half - thick / 2 / radius; };
  auto& list = ui.draw();
  list.PathClear();
  list.PathArcTo(apex, outer, middle - inset(outer), middle + inset(outer), 28);
  list.PathArcTo(apex, inner, middle + inset(inner), middle - inset(inner), 12);
  list.PathStroke(ui.color(color), ImDrawFlags_Closed, thick);
}

void draw_hub(Ui& ui, const Wheel& wheel, std::string_view text) {
  const auto& colors = ui.theme.colors;
  const float radius = wheel.radius * hub - ui.px(0.12f);
  ui.draw().AddCircleFilled(wheel.centre, radius, ui.color(colors.card), 64);
  ui.draw().AddCircle(wheel.centre, radius, ui.color(colors.card_edge), 64, std::max(1.f, ui.em(0.06f)));
  glow(ui, wheel.centre, radius, with_alpha(colors.glow, colors.dark ? 0.22f : 0.28f));
  const float room = radius * 1.5f;
  const float tall = prose_height(ui, text, Face::strong, room);
  if (text.empty() || tall > radius * 1.3f) return;
  const auto pen = ui.pen;
  ui.pen = {wheel.centre.x - room / 2, wheel.centre.y - tall / 2, room};
  prose(ui, text, {.face = Face::strong, .align = Align::centre, .role = ""});
  ui.pen = pen;
}

void draw_wedge_text(Ui& ui, const Wheel& wheel, const WedgeText& text, std::string_view label, Face face) {
  const auto pen = ui.pen;
  ui.pen = {wheel.centre.x + text.box.x + text.box.width / 2 - text.column / 2, wheel.centre.y + text.box.y,
            text.column};
  prose(ui, label, {.face = face, .align = Align::centre, .role = ""});
  ui.pen = pen;
}

// The arrows go round; gives back the wedge that was chosen.
std::optional<std::size_t> handle_wheel_keys(Ui& ui, std::size_t count, std::size_t& at) {
  auto& input = ui.input;
  while (input.take(Key::right) || input.take(Key::down)) at = (at + 1) % count;
  while (input.take(Key::left) || input.take(Key::up)) at = (at + count - 1) % count;
  if (input.take(Key::home)) at = 0;
  if (input.take(Key::end)) at = count - 1;
  return input.take(Key::enter) || input.take(Key::space) ? std::optional(at) : std::nullopt;
}

WidgetId wheel_id(std::string_view name) {
  return ImGui::GetID(name.data(), name.data() + name.size());
}

// Gives back the wedge that was chosen. Nothing is drawn if the words do not fit into it.
struct WheelAnswer {
  bool fits = false;
  std::optional<std::size_t> pressed = {};
};

WheelAnswer draw_wheel(Ui& ui, const WheelRound& round, std::size_t& at) {
  const float radius = std::floor(std::min({ui.pen.width / 2 - ui.px(0.4f), ui.px(13), ui.window().height * 0.46f}));
  Wheel wheel{{std::round(ui.pen.x + ui.pen.width / 2), ui.pen.y + radius}, radius, round.labels.size()};
  auto face = Face::body;
  auto texts = fit_all(ui, wheel, round.labels, face);
  if (!texts) texts = fit_all(ui, wheel, round.labels, face = Face::small);
  if (!texts || wheel.count < 3) return {};
  WheelAnswer answer{.fits = true};
  const auto all = ui.take(2 * radius);
  const Rect square{wheel.centre.x - radius, all.y, 2 * radius, 2 * radius};
  const auto id = wheel_id(round.name);
  at = std::min(at, wheel.count - 1);
  const bool focused = ui.takes_keys(id, square);
  if (focused) {
    const auto before = at;
    answer.pressed = handle_wheel_keys(ui, wheel.count, at);
    if (at != before) ui.focus().set(id, true);  // where the arrows are is shown
  }
  const auto it = ui.clickable(round.name, square);
  const auto mouse = ImGui::GetIO().MousePos;
  const auto under = it.hovered || it.held ? wheel.wedge_at(mouse.x, mouse.y) : std::nullopt;
  if (!under && it.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Arrow);
  if (it.pressed && under) {
    ui.focus().set(id, false);
    at = *under;
    answer.pressed = under;
  }
  for (std::size_t i = 0; i < wheel.count; ++i) {
    const float target = round.chosen == i ? 1.f : under == i ? 0.6f : 0.f;
    draw_wedge(ui, wheel, i, ui.animate(id ^ WidgetId(0x76u + i * 131), target, ui.theme.motion.quick));
  }
  draw_hub(ui, wheel, round.in_hub);
  if (round.chosen) outline_wedge(ui, wheel, *round.chosen, ui.theme.colors.accent_text);
  if (focused && ui.focus().shows_ring()) outline_wedge(ui, wheel, at, ui.theme.colors.focus);
  for (std::size_t i = 0; i < wheel.count; ++i) {
    const auto& text = (*texts)[i];
    draw_wedge_text(ui, wheel, text, round.labels[i], face);
    ui.record("feeling", round.labels[i],
              {wheel.centre.x + text.box.x, wheel.centre.y + text.box.y, text.box.width, text.box.height}, {}, true,
              focused && at == i, round.chosen == i);
  }
  return answer;
}

std::optional<std::size_t> draw_feeling_chips(Ui& ui, const WheelRound& round) {
  std::optional<std::size_t> pressed;
  const Flow flow(ui, Align::left, 0.5f);
  for (std::size_t i = 0; i < round.labels.size(); ++i)
    if (chip(ui, round.labels[i], round.chosen == i, round.name)) pressed = i;
  return pressed;
}

std::optional<std::size_t> draw_round_of(Ui& ui, const WheelRound& round, std::size_t& at) {
  const auto wheel = draw_wheel(ui, round, at);
  return wheel.fits ? wheel.pressed : draw_feeling_chips(ui, round);
}

bool pick_family(Ui& ui, std::span<const client::FeelingFamily> families, FeelingChoice& choice) {
  std::vector<std::string_view> labels;
  WheelRound round{.name = "families", .labels = {}, .chosen = {}, .in_hub = {}};
  for (const auto& family : families) {
    if (family.id == choice.answer.family) round.chosen = labels.size();
    labels.push_back(family.name);
  }
  round.labels = labels;
  const auto pressed = draw_round_of(ui, round, choice.at);
  if (!pressed) return false;
  choice.looks_at_families = false;
  choice.at = 0;
  ui.focus().hand_over(wheel_id("words"));
  ui.pacer().handle_event();
  if (round.chosen == pressed) return false;
  choice.answer.family = families[*pressed].id;
  choice.answer.word.clear();
  choice.own_word.editor.wipe();
  return true;
}

bool pick_word(Ui& ui, const client::FeelingFamily& family, FeelingChoice& choice, const WheelWords& words) {
  std::vector<std::string_view> labels;
  WheelRound round{.name = "words", .labels = {}, .chosen = {}, .in_hub = family.name};
  for (const auto& word : family.words) {
    if (word.id == choice.answer.word) round.chosen = labels.size();
    labels.push_back(word.word);
  }
  round.labels = labels;
  bool changed = false;
  if (const auto pressed = draw_round_of(ui, round, choice.at)) {
    changed = round.chosen != pressed;
    choice.answer.word = family.words[*pressed].id;
    choice.own_word.editor.wipe();
  }
  ui.gap(0.9f);
  if (field(ui, words.own_word, choice.own_word).changed) {
    choice.answer.word = choice.own_word.editor.text();
    changed = true;
  }
  return changed;
}

// True if it was pressed, or Escape where the keyboard is on the words.
bool leads_back(Ui& ui, const WheelWords& words) {
  const bool escaped = ui.focus().current() == wheel_id("words") && ui.input.take(Key::escape);
  const auto pen = ui.pen;
  ui.pen.x -= ui.px(0.7f);  // its words stand where the heading's do
  const bool pressed = button(ui, words.back, {.kind = ButtonKind::plain});
  ui.pen.x = pen.x;
  return pressed || escaped;
}

}  // namespace

bool feelings_wheel(Ui& ui, std::span<const client::FeelingFamily> families, FeelingChoice& choice,
                    const WheelWords& words) {
  const auto heading = ProseLook{.face = Face::strong, .color = ui.theme.colors.ink_soft};
  const auto family =
      std::find_if(families.begin(), families.end(), [&](const auto& each) { return each.id == choice.answer.family; });
  if (family == families.end() || choice.looks_at_families) {
    prose(ui, words.families, heading);
    ui.gap(0.6f);
    return pick_family(ui, families, choice);
  }
  const bool back = leads_back(ui, words);
  prose(ui, words.words, heading);
  ui.gap(0.6f);
  const bool changed = pick_word(ui, *family, choice, words);
  if (back) {
    choice.looks_at_families = true;
    choice.at = std::size_t(family - families.begin());
    ui.focus().hand_over(wheel_id("families"));
    ui.pacer().handle_event();
  }
  return changed;
}

}  // namespace twinlamp::ui
