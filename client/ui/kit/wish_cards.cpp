#include "client/ui/kit/wish_cards.h"

#include "client/ui/kit/page.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {
namespace {

// Two lights that have met, or two rings that touch: `size` pixels wide, in the middle of a row at (x, y).
void draw_sign(Ui& ui, WishKind kind, ImVec2 at, float size) {
  const auto& colors = ui.theme.colors;
  const float radius = size * 0.3f, apart = size * 0.2f, line = std::max(1.5f, ui.em(0.11f));
  const ImVec2 left{at.x - apart, at.y}, right{at.x + apart, at.y};
  if (kind == WishKind::want) {
    glow(ui, at, size * 0.8f, with_alpha(colors.glow, colors.dark ? 0.3f : 0.22f));
    ui.draw().AddCircleFilled(left, radius, ui.color(with_alpha(colors.mine, 0.75f)), 32);
    ui.draw().AddCircleFilled(right, radius, ui.color(with_alpha(colors.partners, 0.75f)), 32);
    return;
  }
  ui.draw().AddCircle(left, radius, ui.color(colors.mine), 32, line);
  ui.draw().AddCircle(right, radius, ui.color(colors.partners), 32, line);
}

void draw_heading(Ui& ui, WishKind kind, std::string_view heading) {
  const float size = ui.px(1.7f), indent = size + ui.px(0.6f);
  const auto pen = ui.pen;
  draw_sign(ui, kind, {pen.x + size / 2, pen.y + line_height(ui, Face::strong) / 2}, size);
  ui.pen.x += indent, ui.pen.width -= indent;
  prose(ui, heading, {.face = Face::strong, .color = ui.theme.colors.accent_text, .role = "heading"});
  ui.pen = {pen.x, ui.pen.y, pen.width};
}

void draw_card(Ui& ui, WishKind kind, const std::string& wish) {
  const bool is_wanted = kind == WishKind::want;
  const Panel panel(ui, is_wanted ? PanelKind::raised : PanelKind::outlined, 1.1f);
  const auto rect = prose(ui, wish, {.face = is_wanted ? Face::reading : Face::italic, .role = ""});
  ui.record("wish", wish, rect, is_wanted ? "want" : "thought");
}

}  // namespace

void wish_cards(Ui& ui, WishKind kind, std::string_view heading, std::span<const std::string> wishes) {
  if (wishes.empty()) return;
  draw_heading(ui, kind, heading);
  for (const auto& wish : wishes) {
    ui.gap(0.6f);
    draw_card(ui, kind, wish);
  }
}

}  // namespace twinlamp::ui
