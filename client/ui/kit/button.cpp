#include "client/ui/kit/button.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

struct Tones {
  Color face, hover, ink;
};

Tones tones_of(const Palette& colors, ButtonKind kind) {
  switch (kind) {
    case ButtonKind::main:
      return {colors.accent, colors.accent_hover, colors.accent_ink};
    case ButtonKind::quiet:
      return {colors.quiet, colors.quiet_hover, colors.ink};
    case ButtonKind::plain:
      return {with_alpha(colors.quiet, 0), with_alpha(colors.quiet_hover, 0.7f), colors.accent_text};
  }
  return {};
}

Rect place_button(Ui& ui, std::string_view label, const ButtonLook& look, float padding) {
  const float most = ui.pen.width - 2 * padding;
  const float words = look.wide ? most : std::min(std::ceil(text_width(ui, Face::strong, label)) + 1, most);
  // Longer than the column is wide, it has several rows.
  const float tall = std::max(ui.px(2.7f), prose_height(ui, label, Face::strong, words) + ui.px(1.2f));
  const float wide = words + 2 * padding;
  // Text alone stands under the text above it, not beside its own edge.
  const bool hangs = look.kind == ButtonKind::plain && !look.wide && !look.centred;
  auto rect = place(ui, wide, tall, hangs ? padding : 0);
  if (look.centred && !ui.flow) rect.x = ui.pen.x + (ui.pen.width - rect.width) / 2;
  return rect;
}

void draw_face(Ui& ui, const Pressable& it, const Tones& tones, const ButtonLook& look, float hover) {
  const float radius = ui.em(ui.theme.radius.control);
  const float fade = look.enabled ? 1.f : 0.45f;
  if (look.kind == ButtonKind::main && look.enabled) {
    shadow(ui, it.rect, radius, ui.px(0.35f));
    if (ui.theme.colors.dark)
      glow(ui, {it.rect.x + it.rect.width / 2, it.rect.y + it.rect.height / 2}, it.rect.width * 0.8f,
           with_alpha(ui.theme.colors.glow, 0.10f + 0.08f * hover), 0.5f);
  }
  auto face = mix(tones.face, tones.hover, it.held ? 0.4f : hover);
  fill(ui, it.rect, with_alpha(face, fade), radius);
  if (look.kind == ButtonKind::quiet)
    outline(ui, it.rect, with_alpha(ui.theme.colors.card_edge, fade), radius, std::max(1.f, ui.em(0.06f)));
}

}  // namespace

bool button(Ui& ui, std::string_view label, const ButtonLook& look) {
  const float padding = ui.px(look.kind == ButtonKind::plain ? 0.7f : 1.35f);
  const auto rect = place_button(ui, label, look, padding);
  const auto id = look.id.empty() ? std::string(label) : std::string(label) + "##" + std::string(look.id);
  const auto it = ui.pressable(id, rect, look.enabled);
  const auto key = ImGui::GetID(id.c_str());
  const float hover = ui.animate(key ^ 0x51u, it.hovered || it.held ? 1.f : 0.f, ui.theme.motion.quick);
  auto tones = tones_of(ui.theme.colors, look.kind);
  if (look.faint) tones.ink = ui.theme.colors.ink_faint;
  draw_face(ui, it, tones, look, hover);
  const float room = rect.width - 2 * padding;
  const auto ink = look.enabled
                       ? tones.ink
                       : with_alpha(look.kind == ButtonKind::main ? tones.ink : ui.theme.colors.ink_soft, 0.75f);
  const auto pen = ui.pen;
  ui.pen = {rect.x + padding, std::round(rect.y + (rect.height - prose_height(ui, label, Face::strong, room)) / 2),
            room};
  prose(ui, label, {.face = Face::strong, .color = ink, .align = Align::centre, .role = ""});
  ui.pen = pen;
  if (it.focused) ui.focus_ring(rect, ui.em(ui.theme.radius.control));
  ui.record("button", label, rect, look.id, look.enabled, it.focused);
  return it.pressed;
}

bool toggle(Ui& ui, std::string_view label, bool& on) {
  const float track_wide = ui.px(2.7f), track_tall = ui.px(1.5f), space = ui.px(0.9f);
  const float words = std::max(ui.px(4), ui.pen.width - track_wide - space);
  const float tall = std::max(ui.px(2.2f), prose_height(ui, label, Face::body, words));
  const auto rect = ui.take(tall);
  const auto it = ui.pressable(label, rect);
  if (it.pressed) on = !on;
  const float slide =
      ui.animate(ImGui::GetID(std::string(label).c_str()) ^ 0x52u, on ? 1.f : 0.f, ui.theme.motion.quick);
  const auto& colors = ui.theme.colors;
  const Rect track{rect.x, rect.y + (tall - track_tall) / 2, track_wide, track_tall};
  fill(ui, track, mix(colors.quiet_hover, colors.accent, slide), track_tall / 2);
  if (!on) outline(ui, track, colors.ink_faint, track_tall / 2);
  const float knob = track_tall / 2 - ui.px(0.2f);
  ui.draw().AddCircleFilled({track.x + track_tall / 2 + slide * (track_wide - track_tall), track.y + track_tall / 2},
                            knob, ui.color(mix(colors.ink_soft, colors.accent_ink, slide)), 32);
  if (it.focused) ui.focus_ring(track, track_tall / 2);
  const auto pen = ui.pen;
  ui.pen = {track.right() + space, rect.y + (tall - prose_height(ui, label, Face::body, words)) / 2, words};
  prose(ui, label, {.role = ""});
  ui.pen = pen;
  ui.record("toggle", label, rect, on ? "on" : "off", true, it.focused, on);
  return it.pressed;
}

}  // namespace twinlamp::ui
