#include "client/ui/kit/toast.h"

#include <algorithm>
#include <cmath>

#include "client/ui/kit/button.h"
#include "client/ui/kit/paint.h"

namespace twinlamp::ui {

std::optional<std::uint64_t> toast(Ui& ui, const std::vector<client::Notice>& notices, const Rect& area) {
  ui.covered_below = 0;
  if (notices.empty()) return std::nullopt;
  const auto& notice = notices.back();
  const auto& colors = ui.theme.colors;
  const float wide = std::min(area.width - ui.px(1.6f), ui.px(34)), padding = ui.px(0.9f);
  const float dismiss = text_width(ui, Face::strong, ui.say("button.dismiss")) + ui.px(1.4f);
  // Where little room would be left beside the button, it goes below the words.
  const float beside = wide - 2 * padding - dismiss - ui.px(1.1f);  // it hangs out by its own padding
  const bool below = beside < ui.em(17);
  const float words = below ? wide - 2 * padding : beside, button_tall = ui.px(2.7f);
  // A long one in large letters has to stay within the window: there is nothing to scroll it by.
  const float most = area.height - button_tall - ui.px(3);
  const auto face = prose_height(ui, notice.text, Face::body, words) <= most ? Face::body : Face::small;
  const float told = prose_height(ui, notice.text, face, words);
  const float tall = (below ? told + button_tall + ui.px(0.3f) : std::max(button_tall, told)) + ui.px(1);
  const Rect rect{std::floor(area.x + (area.width - wide) / 2), std::floor(area.bottom() - tall - ui.px(1)), wide,
                  tall};
  ui.covered_below = area.bottom() - rect.y;
  ++ui.layer;
  ImGui::SetNextWindowPos({rect.x - ui.px(1), rect.y - ui.px(0.6f)});
  ImGui::SetNextWindowSize({rect.width + ui.px(2), rect.height + ui.px(1.6f)});
  ImGui::Begin("##toast", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav);
  const float radius = ui.em(ui.theme.radius.control);
  shadow(ui, rect, radius, ui.px(0.8f));
  fill(ui, rect, colors.card, radius);
  outline(ui, rect, notice.kind == client::Notice::Kind::problem ? colors.problem : colors.card_edge, radius);
  const auto pen = ui.pen;
  ui.pen = {rect.x + padding, below ? rect.y + ui.px(0.6f) : rect.y + (tall - told) / 2, words};
  prose(ui, notice.text, {.face = face, .role = notice.kind == client::Notice::Kind::problem ? "problem" : "notice"});
  ui.pen = {rect.right() - padding - dismiss,
            below ? rect.bottom() - button_tall - ui.px(0.3f) : rect.y + (tall - button_tall) / 2, dismiss};
  const bool away = button(ui, ui.say("button.dismiss"), {.kind = ButtonKind::plain});
  ui.pen = pen;
  ImGui::End();
  --ui.layer;
  return away ? std::optional(notice.id) : std::nullopt;
}

}  // namespace twinlamp::ui
