// A backup of everything and the way back, in each of their states; and what can be read no more.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

std::vector<Scene> backup_scenes();

}  // namespace twinlamp::ui::test
