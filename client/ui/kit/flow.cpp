#include "client/ui/kit/flow.h"

#include <algorithm>

namespace twinlamp::ui {

Flow::Flow(Ui& ui, Align align, float gap) : ui_(ui), outer_(ui.flow), align_(align), gap_(ui.px(gap)), x_(ui.pen.x) {
  ui_.flow = this;
}

Flow::~Flow() {
  ui_.flow = outer_;
  ui_.pen.y += row_;
}

Rect Flow::place(float width, float height, float hang) {
  width = std::min(width, ui_.pen.width);
  if (!first_ && (x_ + width > ui_.pen.x + ui_.pen.width + 0.5f || align_ == Align::centre)) {
    x_ = ui_.pen.x;
    ui_.pen.y += row_ + gap_ * 0.8f;
    row_ = 0;
  }
  first_ = false;
  const float out = x_ == ui_.pen.x ? hang : 0;
  const float left = align_ == Align::centre ? ui_.pen.x + (ui_.pen.width - width) / 2 : x_ - out;
  x_ = left + width + gap_;
  row_ = std::max(row_, height);
  return {left, ui_.pen.y, width, height};
}

Rect place(Ui& ui, float width, float height, float hang) {
  if (ui.flow) return ui.flow->place(width, height, hang);
  const auto line = ui.take(height);
  return {line.x - hang, line.y, std::min(width, line.width), line.height};
}

Columns::Columns(Ui& ui, int count, float least, float gap)
    : ui_(ui), start_(ui.pen), gap_(ui.px(gap)), lowest_(ui.pen.y), count_(count) {
  if ((start_.width - gap_ * float(count - 1)) / float(count) < ui.em(least)) count_ = 1;
  width_ = (start_.width - gap_ * float(count_ - 1)) / float(count_);
  ui_.pen.width = width_;
}

void Columns::next() {
  lowest_ = std::max(lowest_, ui_.pen.y);
  ++at_;
  if (count_ == 1) {
    ui_.pen.y += gap_;
    return;
  }
  ui_.pen = {start_.x + float(at_) * (width_ + gap_), start_.y, width_};
}

Columns::~Columns() {
  ui_.pen = {start_.x, std::max(lowest_, ui_.pen.y), start_.width};
}

Inset::Inset(Ui& ui, float by) : ui_(ui), by_(ui.px(by)) {
  ui_.pen.x += by_;
  ui_.pen.width -= 2 * by_;
}

Inset::~Inset() {
  ui_.pen.x -= by_;
  ui_.pen.width += 2 * by_;
}

}  // namespace twinlamp::ui
