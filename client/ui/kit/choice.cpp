#include "client/ui/kit/choice.h"

#include <algorithm>
#include <cmath>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/scale_track.h"

namespace twinlamp::ui {
namespace {

struct OptionLook {
  bool chosen = false;
  bool enabled = true;
  bool square = false;  // one of several
  std::string_view group = {};
};

void paint_tick(Ui& ui, ImVec2 centre, float size, const OptionLook& look) {
  const auto& colors = ui.theme.colors;
  const auto edge = ui.color(look.chosen ? colors.accent_text : colors.ink_faint);
  const float line = std::max(1.5f, ui.em(0.1f));
  if (!look.square) {
    ui.draw().AddCircle(centre, size, edge, 32, line);
    if (look.chosen) ui.draw().AddCircleFilled(centre, size * 0.55f, edge, 32);
    return;
  }
  const float half = size * 0.9f;
  ui.draw().AddRect({centre.x - half, centre.y - half}, {centre.x + half, centre.y + half}, edge, half * 0.4f, 0, line);
  if (!look.chosen) return;
  const ImVec2 mark[] = {{centre.x - half * 0.5f, centre.y}, {centre.x - half * 0.1f, centre.y + half * 0.45f}, {centre.x + half * 0.55f, centre.y - half * 0.5f}};
  ui.draw().AddPolyline(mark, 3, edge, 0, line * 1.3f);
}

bool option_line(Ui& ui, const std::string& label, const OptionLook& look) {
  const float padding = ui.px(1), dot = ui.px(0.62f), words = ui.pen.width - 2 * padding - dot * 2 - ui.px(0.9f);
  const float tall = prose_height(ui, label, Face::body, words) + ui.px(1.4f);
  const auto rect = ui.take(tall);
  const auto it =
      ui.pressable(look.group.empty() ? label : label + "##" + std::string(look.group), rect, look.enabled);
  const auto& colors = ui.theme.colors;
  const float radius = ui.em(ui.theme.radius.control);
  const float on = ui.animate(it.id ^ 0x53u,
                              look.chosen  ? 1.f
                              : it.hovered ? 0.35f
                                           : 0.f,
                              ui.theme.motion.quick);
  fill(ui, rect, mix(colors.sunken, colors.quiet_hover, on), radius);
  outline(ui, rect, look.chosen ? colors.accent : colors.card_edge, radius,
          std::max(1.f, ui.em(look.chosen ? 0.11f : 0.06f)));
  paint_tick(ui, {rect.x + padding + dot, rect.y + tall / 2}, dot, look);
  const auto pen = ui.pen;
  ui.pen = {rect.x + padding + dot * 2 + ui.px(0.9f), rect.y + ui.px(0.7f), words};
  prose(ui, label, {.color = look.enabled ? colors.ink : colors.ink_faint, .role = ""});
  ui.pen = pen;
  if (it.focused) ui.focus_ring(rect, radius);
  ui.record("option", label, rect, look.group, look.enabled, it.focused, look.chosen);
  return it.pressed;
}

bool scale_step(Ui& ui, const Rect& rect, int step, int value) {
  const auto label = std::to_string(step);
  const auto it = ui.pressable("scale " + label, rect);
  const auto& colors = ui.theme.colors;
  const bool lit = step <= value, chosen = step == value;
  const float on = ui.animate(ImGui::GetID(("scale " + label).c_str()) ^ 0x54u,
                              lit          ? 1.f
                              : it.hovered ? 0.4f
                                           : 0.f,
                              ui.theme.motion.quick);
  const float radius = std::min(rect.width, rect.height) * 0.32f;
  fill(ui, rect, mix(colors.sunken, chosen ? colors.accent : lit_tone(colors), on), radius);
  outline(ui, rect, lit ? with_alpha(colors.accent, 0.8f) : colors.card_edge, radius);
  const auto ink = lit && on > 0.5f ? (chosen ? colors.accent_ink : colors.ink) : colors.ink_soft;
  const float wide = text_width(ui, Face::strong, label);
  put_line(ui, Face::strong, ink, rect.x + (rect.width - wide) / 2,
           rect.y + (rect.height - line_height(ui, Face::strong)) / 2, label);
  if (it.focused) ui.focus_ring(rect, radius);
  ui.record("step", label, rect, {}, true, it.focused, chosen);
  return it.pressed;
}

}  // namespace

bool choice(Ui& ui, std::string_view group, std::span<const std::string> options, std::optional<std::size_t>& chosen) {
  bool changed = false;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (i > 0) ui.gap(0.5f);
    if (option_line(ui, options[i], {.chosen = chosen == i, .group = group})) {
      changed = chosen != i;
      chosen = i;
    }
  }
  return changed;
}

bool choice(Ui& ui, const std::vector<std::string>& options, std::optional<std::size_t>& chosen) {
  return choice(ui, {}, options, chosen);
}

bool choices(Ui& ui, std::span<const std::string> options, std::size_t most, std::vector<std::size_t>& chosen) {
  const bool is_full = chosen.size() >= most;
  bool changed = false;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (i > 0) ui.gap(0.5f);
    const auto place = std::lower_bound(chosen.begin(), chosen.end(), i);
    const bool is_chosen = place != chosen.end() && *place == i;
    if (!option_line(ui, options[i], {.chosen = is_chosen, .enabled = is_chosen || !is_full, .square = true})) continue;
    is_chosen ? chosen.erase(place) : chosen.insert(place, i);
    changed = true;
  }
  return changed;
}

bool scale(Ui& ui, int steps, std::string_view low, std::string_view high, int& value) {
  const float gap = ui.px(0.4f);
  const int in_row = (ui.pen.width + gap) / float(steps) - gap < ui.px(2) ? (steps + 1) / 2 : steps;
  const float wide = std::min(ui.px(4.4f), (ui.pen.width + gap) / float(in_row) - gap), tall = ui.px(2.8f);
  const float used = float(in_row) * (wide + gap) - gap;
  bool changed = false;
  for (int first = 1; first <= steps; first += in_row) {
    const auto line = ui.take(tall);
    for (int step = first; step < std::min(first + in_row, steps + 1); ++step) {
      if (scale_step(ui, {line.x + float(step - first) * (wide + gap), line.y, wide, tall}, step, value)) {
        changed = value != step;
        value = step;
      }
    }
    ui.pen.y += gap;
  }
  const float width = ui.pen.width;
  ui.pen.width = std::max(used, std::min(width, ui.px(12)));
  scale_ends(ui, low, high);
  ui.pen.width = width;
  return changed;
}

bool chip(Ui& ui, std::string_view label, bool chosen, std::string_view id) {
  const float padding = ui.px(0.95f), room = ui.pen.width - 2 * padding, least = ui.px(2.2f);
  // Longer than the column is wide, it has several rows.
  const float words = std::min(std::ceil(text_width(ui, Face::body, label)) + 1, room);
  const float tall = std::max(least, prose_height(ui, label, Face::body, words) + ui.px(0.7f));
  const auto rect = place(ui, words + 2 * padding, tall);
  const auto it = ui.pressable(id.empty() ? std::string(label) : std::string(label) + "##" + std::string(id), rect);
  const auto& colors = ui.theme.colors;
  fill(ui, rect, chosen ? colors.accent : it.hovered ? colors.quiet_hover : colors.quiet, least / 2);
  if (!chosen) outline(ui, rect, colors.card_edge, least / 2, std::max(1.f, ui.em(0.06f)));
  const auto pen = ui.pen;
  ui.pen = {rect.x + padding, std::round(rect.y + (tall - prose_height(ui, label, Face::body, words)) / 2), words};
  prose(ui, label, {.color = chosen ? colors.accent_ink : colors.ink, .role = ""});
  ui.pen = pen;
  if (it.focused) ui.focus_ring(rect, least / 2);
  ui.record("chip", label, rect, id, true, it.focused, chosen);
  return it.pressed;
}

bool chips(Ui& ui, std::span<const std::string_view> labels, std::size_t& chosen) {
  bool changed = false;
  const Flow flow(ui, Align::left, 0.5f);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (chip(ui, labels[i], chosen == i) && chosen != i) {
      chosen = i;
      changed = true;
    }
  }
  return changed;
}

bool feeling_picker(Ui& ui, std::span<const client::FeelingFamily> families, FeelingChoice& choice) {
  const auto heading = ProseLook{.face = Face::strong, .color = ui.theme.colors.ink_soft};
  bool changed = feelings_wheel(
      ui, families, choice,
      {ui.say("feeling.family"), ui.say("feeling.word"), ui.say("feeling.back"), ui.say("feeling.own_word")});
  if (choice.answer.word.empty() || choice.looks_at_families) return changed;
  ui.gap(1.1f);
  prose(ui, ui.say("feeling.intensity"), heading);
  ui.gap(0.5f);
  int intensity = choice.answer.intensity;
  if (scale(ui, client::answer_limits::intensity, ui.say("feeling.least"), ui.say("feeling.most"), intensity))
    changed = true;
  choice.answer.intensity = std::uint8_t(intensity);
  ui.gap(1.1f);
  if (writing_area(ui, ui.say("feeling.note"), choice.note, {.least_rows = 2, .most_rows = 8, .draws_label = true})) {
    choice.answer.note = choice.note.editor.text();
    changed = true;
  }
  return changed;
}

}  // namespace twinlamp::ui
