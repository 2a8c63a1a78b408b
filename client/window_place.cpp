#include "client/window_place.h"

#include <algorithm>

namespace twinlamp::client {
namespace {

constexpr int grip_width = 120, grip_height = 24;  // what a hand needs of a title bar
constexpr int farthest = 65'536;

struct Overlap { int width = 0, height = 0; };

int shared(int a, int a_size, int b, int b_size) { return std::max(0, std::min(a + a_size, b + b_size) - std::max(a, b)); }

Overlap overlap(const WindowPlace& place, const ScreenArea& screen, int height) {
  return {shared(place.x, place.width, screen.x, screen.width), shared(place.y, height, screen.y, screen.height)};
}

bool is_sound(int x, int y, int width, int height) {
  return width > 0 && height > 0 && std::max(width, height) <= farthest && std::min(x, y) >= -farthest && std::max(x, y) <= farthest;
}

bool has_grip(const WindowPlace& place, Overlap part) {
  return part.width >= std::min(grip_width, place.width) && part.height >= std::min(grip_height, place.height);
}

}  // namespace

bool is_window_place(const WindowPlace& place) { return is_sound(place.x, place.y, place.width, place.height); }

std::optional<WindowPlace> place_on_screens(const WindowPlace& place, std::span<const ScreenArea> screens) {
  if (!is_window_place(place)) return std::nullopt;
  const ScreenArea* best = nullptr;
  long long most = 0;
  bool upper_edge_shows = false;
  for (const auto& screen : screens) {
    if (!is_sound(screen.x, screen.y, screen.width, screen.height)) continue;
    const auto part = overlap(place, screen, place.height);
    upper_edge_shows = upper_edge_shows || has_grip(place, overlap(place, screen, std::min(grip_height, place.height)));
    const auto area = static_cast<long long>(part.width) * part.height;
    if (area <= most || !has_grip(place, part)) continue;
    most = area;
    best = &screen;
  }
  if (best == nullptr) return std::nullopt;
  auto kept = place;
  kept.width = std::min(place.width, best->width);
  kept.height = std::min(place.height, best->height);
  if (kept.width != place.width || !upper_edge_shows) kept.x = std::clamp(kept.x, best->x, best->x + best->width - kept.width);
  if (kept.height != place.height || !upper_edge_shows) kept.y = std::clamp(kept.y, best->y, best->y + best->height - kept.height);
  return kept;
}

}  // namespace twinlamp::client
