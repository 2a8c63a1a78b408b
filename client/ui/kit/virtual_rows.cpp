#include "client/ui/kit/virtual_rows.h"

namespace twinlamp::ui {

void VirtualRows::draw(Ui& ui, std::size_t count, std::uint64_t list, float estimate,
                       const std::function<void(std::size_t)>& draw_row) {
  if (list != list_ || heights_.size() != count || width_ != ui.pen.width || fonts_ != ui.fonts().generation()) {
    heights_.assign(count, -1);
    list_ = list, width_ = ui.pen.width, fonts_ = ui.fonts().generation();
  }
  const auto sight_top = ui.draw().GetClipRectMin().y, sight_bottom = ui.draw().GetClipRectMax().y;
  const float beyond = (sight_bottom - sight_top) * 0.5f;
  float moved = 0;
  drawn_ = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float tall = heights_[i] < 0 ? estimate : heights_[i], top = ui.pen.y;
    if (top + tall < sight_top - beyond || top > sight_bottom + beyond) {
      ui.pen.y += tall;
      continue;
    }
    draw_row(i);
    ++drawn_;
    const float real = ui.pen.y - top;
    if (heights_[i] < 0 && top + tall < sight_top) moved += real - tall;
    heights_[i] = real;
  }
  if (moved != 0) {
    ImGui::SetScrollY(ImGui::GetScrollY() + moved);
    ui.pacer().handle_event();
  }
}

}  // namespace twinlamp::ui
