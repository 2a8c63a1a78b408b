// Open up and Desire in each of their states.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

client::Model with_open_up(int depth, int ceiling);
client::DesireView desire_switched_on();  // by both, with something in common
client::Model with_desire(client::DesireView view);
client::RoundView wish_list(client::RoundPhase phase);
std::vector<Scene> private_scenes();

}  // namespace twinlamp::ui::test
