#include "client/ui/kit/ceremony.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "client/ui/kit/lamp.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/prose.h"

namespace twinlamp::ui {
namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::duration<float>;

constexpr Seconds whole = 3s, flash = 450ms, comes_out = 900ms;

float eased(float part) {
  part = std::clamp(part, 0.f, 1.f);
  return part * part * (3 - 2 * part);
}

ImVec2 between(ImVec2 a, ImVec2 b, float part) {
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

// A trail of light from one lamp towards the middle: rounder and warmer the nearer it comes.
void draw_beam(Ui& ui, ImVec2 from, ImVec2 middle, float tall, float part) {
  constexpr int drops = 9;
  for (int i = 0; i < drops; ++i) {
    const float behind = float(i) / drops;
    const auto at = between(from, middle, std::max(0.f, part - behind * 0.55f * part));
    glow(ui, at, tall * (0.24f + 0.34f * part) * (1 - 0.55f * behind), rgb(0xFFC06A, 0.30f * (1 - behind)));
  }
}

}  // namespace

void ceremony(Ui& ui, std::chrono::steady_clock::time_point opens_at, float tall) {
  const auto rect = ui.take(ui.px(tall));
  const Seconds left = std::max(Seconds(0), Seconds(opens_at - ui.now));
  const bool still = ui.theme.motion.reduced;
  const float part = still ? 0.f : eased(1 - left / whole);
  const float lamp = rect.height * 0.72f, foot = rect.y + rect.height * 0.86f;
  const float apart = std::min(rect.width * 0.36f, lamp * 1.25f), centre = rect.x + rect.width / 2;
  const ImVec2 mine{centre - apart, foot - lamp * 0.5f}, theirs{centre + apart, foot - lamp * 0.5f};
  const ImVec2 middle{centre, foot - lamp * 0.56f};
  const float breath = still ? 1.f : 1 + 0.04f * std::sin(left.count() * 6);
  draw_lamp(ui, mine.x, foot, lamp, breath);
  draw_lamp(ui, theirs.x, foot, lamp, breath);
  draw_beam(ui, mine, middle, rect.height, part);
  draw_beam(ui, theirs, middle, rect.height, part);
  const float meeting = still ? 0.f : eased(1 - left / flash);
  if (meeting > 0) glow(ui, middle, rect.height * (0.6f + 1.3f * meeting), rgb(0xFFE3B0, 0.75f * meeting));
  const auto number = std::to_string(std::max(1, int(std::ceil(left.count()))));
  const float wide = text_width(ui, Face::figure, number);
  if (left > flash || still)
    put_line(ui, Face::figure, with_alpha(ui.theme.colors.ink, still ? 1.f : 0.85f), centre - wide / 2,
             middle.y - line_height(ui, Face::figure) / 2, number);
  ui.record("countdown", number, rect);
  if (still)
    ui.pacer().wake_at(opens_at - std::chrono::seconds(int(std::ceil(left.count())) - 1));
  else
    ui.pacer().animate();
}

float coming_out(Ui& ui, std::chrono::steady_clock::time_point opened_at) {
  const Seconds whole_time = ui.theme.motion.reduced ? Seconds(ui.theme.motion.calm) : comes_out;
  const float part = Seconds(ui.now - opened_at) / whole_time;
  if (part < 1) ui.pacer().animate();
  return eased(part);
}

void afterglow(Ui& ui, const Rect& rect, float part) {
  if (part >= 1 || ui.theme.motion.reduced) return;
  glow(ui, {rect.x + rect.width / 2, rect.y + rect.height * 0.3f}, rect.height * (1.1f + 0.5f * part),
       rgb(0xFFE3B0, 0.6f * (1 - part)));
}

}  // namespace twinlamp::ui
