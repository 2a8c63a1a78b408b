// Our relay on this laptop in each of its states: in the settings, and where one pairs. Every address here is made up.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

client::HomeView running_home();  // three addresses, the home network's chosen
client::Model hosting(client::HomeView home);  // paired, at this relay
client::Model inviting(client::HomeView home);  // not paired yet

std::vector<Scene> home_scenes();

}  // namespace twinlamp::ui::test
