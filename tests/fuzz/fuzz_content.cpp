// Deck files and answers: what people write, and what a partner sealed.
#include "client/content/answer_codec.h"
#include "client/content/catalogue.h"
#include "client/content/own_deck.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {

std::vector<Bytes> honest_inputs() {
  std::vector<Bytes> inputs;
  for (const auto& file : client::built_in_decks("en"))
    if (file.text.size() < 4096 || inputs.empty()) inputs.push_back(to_bytes(bytes_of(std::string_view(file.text).substr(0, 4096))));
  client::Card own;
  own.depth = 2;
  own.kind = client::CardKind::scale;
  own.prompt = "How late?";
  own.scale = {"a bit", "very", 7};
  inputs.push_back(to_bytes(bytes_of(client::write_own_card(own, "play"))));
  inputs.push_back(*client::answer_to_bytes(client::TextAnswer{"The sea."}));
  inputs.push_back(*client::answer_to_bytes(client::FeelingAnswer{"calm", "rested", 3, "after the walk"}));
  for (const auto& answer : std::initializer_list<client::Answer>{
           client::ChoicesAnswer{{0, 4}}, client::RankingAnswer{{2, 0, 1}}, client::ListAnswer{{"one", "two"}, 1}, client::GuessAnswer{0, 1, {}, {}},
           client::GuessAnswer{client::GuessAnswer::unset, client::GuessAnswer::unset, "fog", "rain"},
           client::SortAnswer{{{"values.play", client::Pile::most}}, {"values.play"}}})
    inputs.push_back(*client::answer_to_bytes(answer));
  return inputs;
}

void check(ByteView input) {
  const client::DeckFile file{"open-up.toml", to_string(input)};
  const auto loaded = client::load_catalogue(std::span(&file, 1));
  for (const auto& card : loaded.catalogue.cards()) require(!card.prompt.empty() && card.depth >= 1 && card.depth <= 5, "a card that was taken is whole");
  static const auto catalogue = client::Catalogue::built_in("en");
  for (const auto& card : client::read_own_deck(file, catalogue).cards) {
    const auto* practice = catalogue.practice(card.practice);
    require(practice != nullptr && card.id.empty(), "an own card belongs to a practice and has no id of its own");
    const auto again = client::read_own_deck({"again.toml", client::write_own_card(card, practice->slug)}, catalogue);
    require(again.cards.size() == 1 && again.cards[0].prompt == card.prompt, "an own card is written as it is read");
  }
  if (auto answer = client::answer_from_bytes(input)) {
    auto again = client::answer_to_bytes(*answer);
    require(again && equal(*again, input), "an answer has one encoding");
  }
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
