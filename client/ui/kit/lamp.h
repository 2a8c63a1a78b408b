// The two lamps and their skies: the picture that carries the app. Drawn by gradients, no image anywhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/model.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// An oil lamp that stands with its foot at (x, y), `tall` pixels high; `glow` 0 is out, 1 burns full.
void draw_lamp(Ui& ui, float x, float y, float tall, float glow);

// A sky at this hour of the day (0 to 24) with hills below; without an hour, an evening that could be anywhere.
void draw_sky(Ui& ui, const Rect& rect, std::optional<float> hour, float radius, unsigned seed);

// How bright a lamp burns, moving softly from one state to the next; flickers while its owner writes.
float lamp_glow(Ui& ui, std::string_view key, client::LampState state);

struct Sill {
  const client::PersonView& me;
  const client::PersonView& partner;
};

// Two windows with their skies, a sill, a lamp in each, names and local times: `tall` em high.
void windowsill(Ui& ui, const Sill& sill, float tall);

// Two small lamps in a row, for the head of a page.
void lamp_pair(Ui& ui, const Sill& sill, float tall);

// "21:47" of that person, or empty where their offset is not known. `hour` with its fraction.
std::string local_time(const Ui& ui, std::optional<int> utc_offset_minutes);
std::optional<float> local_hour(const Ui& ui, std::optional<int> utc_offset_minutes);

}  // namespace twinlamp::ui
