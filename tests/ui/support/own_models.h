// The page of own cards in each of its states. Every text here is made up.
#pragma once

#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {

client::OwnDeckView own_deck(std::string name, bool mine, const std::vector<std::string>& prompts);
client::DeckFileView deck_file(std::string name, std::size_t cards, std::vector<std::string> problems, bool shared);
client::Model with_own_cards(client::OwnCardsView view);

std::vector<Scene> own_scenes();

}  // namespace twinlamp::ui::test
