#include "client/ui/kit/progress_line.h"

#include <algorithm>
#include <cmath>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

// Where the light that wanders is, 0 to 1 and back, softly at the ends.
float wandering(const Ui& ui) {
  const float t = std::chrono::duration<float>(ui.now.time_since_epoch() % std::chrono::seconds(1000)).count();
  return 0.5f - 0.5f * std::cos(t * 1.9f);
}

void draw_line_of_light(Ui& ui, const Rect& track, std::optional<float> part) {
  const auto& colors = ui.theme.colors;
  const float radius = track.height / 2;
  fill(ui, track, colors.sunken, radius);
  outline(ui, track, colors.card_edge, radius);
  Rect lit = track;
  if (part) {
    if (*part <= 0) return;
    lit.width = std::max(track.height, track.width * *part);
  } else {
    lit.width = track.width * 0.28f;
    lit.x += (track.width - lit.width) * (ui.theme.motion.reduced ? 0.5f : wandering(ui));
    const bool seen = ImGui::IsRectVisible({track.x, track.y}, {track.right(), track.bottom()});
    if (seen && !ui.theme.motion.reduced) ui.pacer().animate();
  }
  fill_gradient(ui, lit, mix(colors.accent, rgb(0xFFFFFF), 0.12f), colors.accent, radius);
  if (colors.dark)
    glow(ui, {lit.right() - radius, lit.y + radius}, track.height * 2.6f, with_alpha(colors.glow, 0.35f));
}

}  // namespace

void progress_line(Ui& ui, std::string_view label, const Progress& progress) {
  const auto& colors = ui.theme.colors;
  const float top = ui.pen.y;
  const float told = std::ceil(text_width(ui, Face::small, progress.how_far));
  const auto pen = ui.pen;
  const bool beside = told > 0 && text_width(ui, Face::body, label) + told + ui.px(1) <= pen.width;
  prose(ui, label, {.role = "label"});
  if (!progress.how_far.empty()) {
    const auto down = ui.pen.y;
    if (beside)
      put_line(ui, Face::small, colors.ink_soft, pen.x + pen.width - told,
               down - line_height(ui, Face::body) + (line_height(ui, Face::body) - line_height(ui, Face::small)) / 2,
               progress.how_far);
    else
      prose(ui, progress.how_far, {.face = Face::small, .color = colors.ink_soft, .role = ""});
  }
  ui.gap(0.35f);
  std::optional<float> part;
  if (progress.part)
    part = ui.animate(ImGui::GetID(label.data(), label.data() + label.size()) ^ 0x72u,
                      std::clamp(*progress.part, 0.f, 1.f), ui.theme.motion.calm);
  const auto track = ui.take(std::max(4.f, ui.px(0.42f)));
  draw_line_of_light(ui, track, part);
  ui.record("progress", label, {track.x, top, track.width, track.bottom() - top}, progress.how_far);
}

}  // namespace twinlamp::ui
