// The same pattern on both screens when both have the same sixteen bytes: for a look, where the words are for the
// voice.
#pragma once

#include <array>
#include <cstdint>

#include "client/ui/ui.h"

namespace twinlamp::ui {

void same_pattern(Ui& ui, const std::array<std::uint8_t, 16>& bytes, float tall);

}  // namespace twinlamp::ui
