// Open up and Desire in each of their states.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

client::Model with_open_up(int depth, int ceiling);
client::Model with_ceiling_asked();  // at the first climb that needs the answer
client::DesireView desire_switched_on();  // by both, with something in common
client::Model with_desire(client::DesireView view);
client::RoundView wish_list(client::RoundPhase phase);
client::RoundView wish_list_with_nothing();  // opened, and the two have nothing of it in common
client::RoundView ideas_marked();            // Dates: opened, two ideas in common
std::vector<Scene> private_scenes();

}  // namespace twinlamp::ui::test
