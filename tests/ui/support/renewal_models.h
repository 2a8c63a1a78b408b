// A lost laptop and a history that is not whole, in each of their states: pairing anew on both sides, and the card on the first page.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

enum class Way { shows, types };

client::Model renewing(client::PairingView::Step step, Way way = Way::shows);  // Noor's laptop, which gives
client::Model receiving();                                                     // Sam's new one, with the words to compare
client::Model mending(client::RepairView::Phase phase, bool is_new = false);
void tell_mending(client::Model& model, const client::Words& words);  // what the app says of it

std::vector<Scene> renewal_scenes();

}  // namespace twinlamp::ui::test
