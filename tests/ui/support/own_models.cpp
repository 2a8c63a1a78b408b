#include "tests/ui/support/own_models.h"

#include <memory>

#include "client/ui/screens/own_cards.h"

namespace twinlamp::ui::test {

using namespace client;

OwnDeckView own_deck(std::string name, bool mine, const std::vector<std::string>& prompts) {
  OwnDeckView deck;
  deck.name = std::move(name), deck.mine = mine, deck.shared_at = "Mon 23 Nov, 21:47";
  for (const auto& prompt : prompts) {
    Card card;
    card.prompt = prompt;
    deck.cards.push_back(std::move(card));
  }
  return deck;
}

DeckFileView deck_file(std::string name, std::size_t cards, std::vector<std::string> problems, bool shared) {
  return {std::move(name), "toml", cards, std::move(problems), shared};
}

Model with_own_cards(OwnCardsView view) {
  auto model = paired();
  view.folder = "/home/noor/.local/share/twinlamp/default/decks";
  model.own_cards = std::make_shared<const OwnCardsView>(std::move(view));
  return model;
}

std::vector<Scene> own_scenes() {
  const Route page{.to = Route::To::practice, .practice = own_cards_page};
  const OwnCardsView some{
      {own_deck("cards", true, {"Which of our trains was the loudest?", "What would you cook for my sister?"}),
       own_deck("train-games", true, {"Count the tunnels with me. What do you think of in the dark?"}),
       own_deck(
           "noches-largas", false,
           {"¿Qué ruido de tu calle oyes ahora mismo?",
            "Wenn du mir jetzt etwas vorlesen würdest: aus welchem Buch, von welcher Seite an, und warum gerade dort?",
            "אם היית כאן עכשיו, על מה היינו שותקים?"})},
      {deck_file("train-games", 1, {}, true), deck_file("winter-evenings", 12, {}, false)},
      {}};
  OwnCardsView wrong = some;
  wrong.decks.pop_back();
  wrong.files = {deck_file("winter-evenings", 0,
                           {"winter-evenings.toml, line 4: the card's prompt is empty. Write what it asks.",
                            "winter-evenings.toml, line 9: \"kind\" is \"txet\". Use text, choice, choices, ranking, "
                            "scale, feeling, list or guess.",
                            "winter-evenings.toml, line 17: a choice needs 2 to 7 options, and this one has 1."},
                           false),
                 deck_file("half-a-deck", 0,
                           {"half-a-deck.toml, line 1: this is not TOML: a value is missing after the =."}, false)};
  return {{"own-cards-empty", with_own_cards({}), page},
          {"own-cards", with_own_cards(some), page},
          {"own-cards-wrong", with_own_cards(wrong), page},
          {"own-cards-writing", with_own_cards({}), page, "Write a card"}};
}

}  // namespace twinlamp::ui::test
