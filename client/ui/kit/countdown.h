// The last seconds before both answers open: a ring that closes around a number.
#pragma once

#include <chrono>

#include "client/ui/ui.h"

namespace twinlamp::ui {

void countdown(Ui& ui, std::chrono::steady_clock::time_point opens_at, float tall);

}  // namespace twinlamp::ui
