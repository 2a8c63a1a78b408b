#include "client/ui/kit/practice_icon.h"

#include <cmath>

#include "client/ui/kit/icon_pen.h"

namespace twinlamp::ui {
namespace {

void wheel(IconPen& pen) {
  pen.circle(0, 0, 0.86f), pen.circle(0, 0, 0.30f);
  for (int i = 0; i < 6; ++i) {
    const float turn = float(i) * half_turn / 3, x = std::cos(turn), y = std::sin(turn);
    pen.line({{x * 0.30f, y * 0.30f}, {x * 0.86f, y * 0.86f}});
  }
}

void open_door(IconPen& pen) {
  pen.line({{-0.7f, 0.85f}, {-0.7f, -0.85f}, {0.62f, -0.85f}, {0.62f, 0.85f}});
  pen.line({{-0.7f, -0.85f}, {0.1f, -0.52f}, {0.1f, 0.95f}, {-0.7f, 0.85f}});
  pen.dot(-0.1f, 0.22f, 0.1f);
}

void cloud(IconPen& pen) {
  pen.begin(-0.55f, 0.25f);
  pen.curve_to({-1.10f, 0.25f}, {-1.02f, -0.48f}, {-0.48f, -0.38f});
  pen.curve_to({-0.38f, -0.95f}, {0.48f, -0.92f}, {0.48f, -0.30f});
  pen.curve_to({1.05f, -0.40f}, {1.08f, 0.25f}, {0.55f, 0.25f});
  pen.stroke(true);
  for (const float x : {-0.45f, 0.f, 0.45f}) pen.line({{x, 0.50f}, {x - 0.15f, 0.85f}});
}

void flame(IconPen& pen) {
  pen.begin(0, -0.92f);
  pen.curve_to({0.20f, -0.42f}, {0.72f, -0.22f}, {0.62f, 0.38f});
  pen.curve_to({0.52f, 1.05f}, {-0.52f, 1.05f}, {-0.62f, 0.38f});
  pen.curve_to({-0.66f, 0.02f}, {-0.38f, -0.14f}, {-0.32f, -0.46f});
  pen.curve_to({-0.14f, -0.36f}, {-0.02f, -0.60f}, {0, -0.92f});
  pen.stroke(true);
}

void jar(IconPen& pen) {
  pen.box(-0.6f, -0.48f, 0.6f, 0.88f, 0.28f);
  pen.line({{-0.48f, -0.82f}, {0.48f, -0.82f}});
  pen.dot(-0.2f, 0.45f, 0.14f), pen.dot(0.22f, 0.52f, 0.14f), pen.dot(0.04f, 0.12f, 0.14f);
}

void die(IconPen& pen) {
  pen.box(-0.78f, -0.78f, 0.78f, 0.78f, 0.28f);
  for (const float at : {-0.36f, 0.f, 0.36f}) pen.dot(at, at, 0.13f);
}

void compass(IconPen& pen) {
  pen.circle(0, 0, 0.86f);
  pen.line({{0.42f, -0.42f}, {0.14f, 0.14f}, {-0.42f, 0.42f}, {-0.14f, -0.14f}}, true);
}

void two_voices(IconPen& pen) {
  pen.box(-0.92f, -0.80f, 0.38f, 0.14f, 0.28f);
  pen.line({{-0.52f, 0.14f}, {-0.62f, 0.48f}, {-0.18f, 0.14f}});
  pen.line({{0.62f, -0.22f},
            {0.92f, -0.22f},
            {0.92f, 0.58f},
            {0.66f, 0.58f},
            {0.66f, 0.90f},
            {0.30f, 0.58f},
            {0.02f, 0.58f}});
}

void calendar(IconPen& pen) {
  pen.box(-0.78f, -0.62f, 0.78f, 0.82f, 0.2f);
  pen.line({{-0.78f, -0.18f}, {0.78f, -0.18f}});
  pen.line({{-0.36f, -0.88f}, {-0.36f, -0.45f}}), pen.line({{0.36f, -0.88f}, {0.36f, -0.45f}});
  pen.dot(0.28f, 0.34f, 0.16f);
}

void ear(IconPen& pen) {
  pen.begin(-0.48f, -0.20f);
  pen.curve_to({-0.48f, -1.10f}, {0.68f, -1.10f}, {0.62f, -0.18f});
  pen.curve_to({0.58f, 0.30f}, {0.22f, 0.30f}, {0.18f, 0.60f});
  pen.curve_to({0.10f, 1.02f}, {-0.40f, 0.98f}, {-0.42f, 0.62f});
  pen.stroke(false);
  pen.begin(-0.16f, -0.18f);
  pen.curve_to({-0.16f, -0.62f}, {0.32f, -0.62f}, {0.30f, -0.18f});
  pen.curve_to({0.28f, 0.06f}, {0.02f, 0.00f}, {0.00f, 0.24f});
  pen.stroke(false);
}

void two_lamps(IconPen& pen) {
  for (const float x : {-0.45f, 0.45f}) {
    pen.circle(x, -0.15f, 0.36f), pen.dot(x, -0.15f, 0.14f);
    pen.line({{x - 0.26f, 0.62f}, {x + 0.26f, 0.62f}});
  }
}

}  // namespace

void draw_practice_icon(Ui& ui, int practice, ImVec2 centre, float size, Color tone) {
  IconPen pen(ui, centre, size, tone);
  switch (practice) {
    case 1:
      return wheel(pen);
    case 2:
      return open_door(pen);
    case 3:
      return cloud(pen);
    case 4:
      return flame(pen);
    case 5:
      return jar(pen);
    case 6:
      return die(pen);
    case 7:
      return compass(pen);
    case 8:
      return two_voices(pen);
    case 9:
      return calendar(pen);
    case 10:
      return ear(pen);
    default:
      return two_lamps(pen);
  }
}

}  // namespace twinlamp::ui
