// Which lines of the keepsake somebody wants to see: the same choice for both faces. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "client/model.h"

namespace twinlamp::client {

struct KeepsakeChoice {
  int practice = 0;                                     // 0: of all, but none that is kept apart
  std::optional<std::chrono::sys_days> memories_of = {};  // only what was on this day of earlier months and years
  bool shows_apart = true;                              // Model::shows_apart
};

std::vector<Keepsake::Line> chosen_lines(const Keepsake& keepsake, const KeepsakeChoice& choice);

// The days of earlier months and years that bear the number of `now`: the 31st is remembered on the 31st only, and a 29th of February on each 29th.
bool is_memory_of(std::chrono::sys_days day, std::chrono::sys_days now);

}  // namespace twinlamp::client
