// A sky at an hour of the day, as its owner sees it: dawn, day, dusk, and night with stars and the moon as it stands.
//
// Drawn by gradients. The hour is the owner's local time, and all that is known of where they are; so the sun keeps to
// the same arc in every season, and the moon is seen from the northern half of the world.
#pragma once

#include <chrono>
#include <optional>

#include "client/ui/ui.h"

namespace twinlamp::ui {

// How far the moon is from one new moon to the next: 0 new, 0.25 first quarter, 0.5 full, 0.75 last quarter. Meeus,
// Astronomical Algorithms (1998), formula 48.4; right to about half an hour for the next centuries.
float moon_phase(std::chrono::system_clock::time_point time);

// `hour` 0 to 24; without one, an evening that could be anywhere. Round at its upper corners. `seed` gives the hills.
void draw_sky(Ui& ui, const Rect& rect, std::optional<float> hour, float radius, unsigned seed);

}  // namespace twinlamp::ui
