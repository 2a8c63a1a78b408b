// The sill with both lamps before their skies: who is here, and what time it is with them.
#pragma once

#include <optional>
#include <string>

#include "client/model.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

struct Sill {
  const client::PersonView& me;
  const client::PersonView& partner;
  bool has_gift = false;  // the partner has left something that nobody here has looked at: their lamp shines for it
};

// Two windows with their skies, a sill, a lamp in each, names and local times: `tall` em high.
void windowsill(Ui& ui, const Sill& sill, float tall);

// Two small lamps in a row, for the head of a page.
void lamp_pair(Ui& ui, const Sill& sill, float tall);

// "21:47" of that person, or empty where their offset is not known. `hour` with its fraction.
std::string local_time(const Ui& ui, std::optional<int> utc_offset_minutes);
std::optional<float> local_hour(const Ui& ui, std::optional<int> utc_offset_minutes);

}  // namespace twinlamp::ui
