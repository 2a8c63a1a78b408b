// Where a window may come back to. Pure, any thread.
#pragma once

#include <optional>
#include <span>

#include "client/intent.h"

namespace twinlamp::client {

struct ScreenArea { int x = 0, y = 0, width = 0, height = 0; };

// Something a window can have: positive, and of this world.
bool is_window_place(const WindowPlace& place);

// A remembered place is used only if enough of it is on a screen that is there now: a title bar's worth to take hold of. It is shrunk to
// that screen and moved into it where it is larger, or where its upper edge is on none. None in reach gives nothing.
std::optional<WindowPlace> place_on_screens(const WindowPlace& place, std::span<const ScreenArea> screens);

}  // namespace twinlamp::client
