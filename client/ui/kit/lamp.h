// One oil lamp, drawn by gradients: how it stands, and how brightly it burns.
#pragma once

#include <string_view>

#include "client/model.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// Stands with its foot at (x, y), `tall` pixels high; `glow` 0 is out, 1 burns full.
void draw_lamp(Ui& ui, float x, float y, float tall, float glow);

// How bright a lamp burns, moving softly from one state to the next; flickers while its owner writes, where it is in
// sight.
float lamp_glow(Ui& ui, std::string_view key, client::LampState state, bool in_sight = true);

// The light of a lamp beside which something lies for whoever looks: it comes up slowly, and then it stands. Drawn
// before the lamp, at its foot.
void gift_glow(Ui& ui, std::string_view key, ImVec2 foot, float tall, bool is_there);

}  // namespace twinlamp::ui
