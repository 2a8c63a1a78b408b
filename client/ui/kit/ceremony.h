// The reveal: three seconds in which the light of both lamps meets, then both answers come out of it side by side.
//
// With reduced motion nothing travels: a calm picture with the seconds, then a cross-fade.
#pragma once

#include <chrono>

#include "client/ui/ui.h"

namespace twinlamp::ui {

// Both lamps and their light on its way to each other until `opens_at`: `tall` em high.
void ceremony(Ui& ui, std::chrono::steady_clock::time_point opens_at, float tall);

// How much of the answers is to be seen, 0 to 1, so long after they opened; asks for frames until it is 1.
float coming_out(Ui& ui, std::chrono::steady_clock::time_point opened_at);

// What is left of the light over the answers, `part` as coming_out() gives it.
void afterglow(Ui& ui, const Rect& rect, float part);

}  // namespace twinlamp::ui
