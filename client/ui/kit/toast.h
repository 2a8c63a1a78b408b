// What the app has to say that belongs to no screen: a quiet line at the foot that can be put away.
#pragma once

#include <optional>
#include <vector>

#include "client/model.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// The newest notice, above everything, at the foot of `area`. Gives back one that was put away.
std::optional<std::uint64_t> toast(Ui& ui, const std::vector<client::Notice>& notices, const Rect& area);

}  // namespace twinlamp::ui
