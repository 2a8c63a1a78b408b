// Scenes of what is given, and of dates. Every text here is made up.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

client::GiftView gift_from(bool mine, std::string did, std::string says = {}, std::string felt = {});
// Paired, with these in the jar, newest first; those of the partner's of which `is_fresh` are not looked at yet.
client::Model with_gifts(std::vector<client::GiftView> jar, std::size_t fresh = 0);

// Paired, an hour ahead of UTC here and eight behind there, with some ideas.
client::Model with_dates(client::DatesView dates);

std::vector<Scene> gift_scenes();

}  // namespace twinlamp::ui::test
