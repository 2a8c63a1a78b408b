#include "client/ui/kit/countdown.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {

void countdown(Ui& ui, std::chrono::steady_clock::time_point opens_at, float tall) {
  const auto rect = ui.take(ui.px(tall));
  const float left = std::max(0.f, std::chrono::duration<float>(opens_at - ui.now).count());
  const auto number = std::to_string(std::max(1, int(std::ceil(left))));
  const ImVec2 centre{rect.x + rect.width / 2, rect.y + rect.height / 2};
  const float radius = rect.height * 0.40f, thick = ui.px(0.32f);
  const auto& colors = ui.theme.colors;
  glow(ui, centre, radius * 2.1f, with_alpha(colors.glow, 0.30f));
  auto& list = ui.draw();
  list.AddCircle(centre, radius, ui.color(colors.card_edge), 96, thick);
  const float part = ui.theme.motion.reduced ? 1 : std::clamp(1 - left / 3, 0.f, 1.f),
              start = -std::numbers::pi_v<float> / 2;
  list.PathArcTo(centre, radius, start, start + part * 2 * std::numbers::pi_v<float>, 96);
  list.PathStroke(ui.color(colors.accent), 0, thick);
  const float wide = text_width(ui, Face::figure, number);
  put_line(ui, Face::figure, colors.ink, centre.x - wide / 2, centre.y - line_height(ui, Face::figure) / 2, number);
  ui.record("countdown", number, rect);
  if (ui.theme.motion.reduced)
    ui.pacer().wake_at(ui.now + std::chrono::milliseconds(100));
  else
    ui.pacer().animate();
}

}  // namespace twinlamp::ui
