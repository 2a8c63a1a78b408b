// Own cards in the journal.
#include <gtest/gtest.h>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

wire::Body deck(const std::string& name, const std::string& text, bool removed = false) {
  wire::Body body;
  body.mutable_deck()->set_name(name);
  body.mutable_deck()->set_text(text);
  body.mutable_deck()->set_removed(removed);
  return body;
}

TEST(OwnDeck, IsInTheStateOfBothAndInASnapshot) {
  test::Couple couple;
  couple.write(0, deck("ours", "one"));
  couple.write(1, deck("ours", "another"));
  couple.write(0, deck("ours", "two"));
  couple.sync();
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    const auto state = couple.state_of(slot);
    ASSERT_EQ(state.decks.size(), 3u);
    EXPECT_EQ(state.decks.back()->text, "two");
    PairState restored;
    ASSERT_TRUE(state_from_bytes(state_to_bytes(state, {}), restored));
    EXPECT_EQ(test::fingerprint(restored), test::fingerprint(state));
  }
}

TEST(OwnDeck, ThatBreaksABoundIsVoidAndReported) {
  for (const auto& body : {deck("", "a"), deck("Ours", "a"), deck("../ours", "a"), deck(std::string(33, 'a'), "a"), deck("ours", ""), deck("ours", std::string(32 * 1024 + 1, 'a'))}) {
    test::Couple couple;
    couple.write(0, body);
    const auto state = couple.state_of(0);
    EXPECT_TRUE(state.decks.empty()) << body.deck().name();
    EXPECT_TRUE(test::has_anomaly(state, AnomalyKind::malformed_body));
  }
}

TEST(OwnDeck, ForgetsTheOldestThatWasReplacedBeyondAHundredAndTwentyEight) {
  test::Couple couple;
  couple.write(0, deck("other", "kept"));
  for (int number = 0; number < 130; ++number) couple.write(0, deck("ours", "version " + std::to_string(number)));
  couple.write(0, deck("ours", "", true));
  const auto state = couple.state_of(0);
  EXPECT_EQ(state.decks.size(), round_limits::decks);
  EXPECT_EQ(state.decks.front()->text, "kept");
  EXPECT_TRUE(state.decks.back()->removed) << "one may always be removed";
  EXPECT_TRUE(state.anomalies.empty());
}

TEST(OwnDeck, OfOnePersonThereAreAtMostAHundredAndTwentyEight) {
  test::Couple couple;
  for (int number = 0; number < 130; ++number) couple.write(0, deck("deck-" + std::to_string(number), "one"));
  couple.write(1, deck("mine", "one"));
  couple.sync();
  const auto state = couple.state_of(0);
  EXPECT_EQ(state.decks.size(), round_limits::decks + 1);
  EXPECT_TRUE(test::has_anomaly(state, AnomalyKind::too_many));
}

TEST(OwnDeck, ThatOnlyGrewTakesThePlaceOfWhatItWas) {
  test::Couple couple;
  couple.write(0, deck("ours", "one"));
  couple.write(0, deck("ours", "one two"));
  couple.write(0, deck("ours", "two"));
  const auto state = couple.state_of(0);
  ASSERT_EQ(state.decks.size(), 2u);
  EXPECT_EQ(state.decks.front()->text, "one two") << "its cards were asked, perhaps";
}

TEST(OwnDeck, MayBeRemovedAndErasedByItsAuthor) {
  test::Couple couple;
  const auto shared = couple.write(0, deck("ours", "one"));
  couple.write(0, deck("ours", "", true));
  couple.sync();
  const auto state = couple.state_of(1);
  ASSERT_EQ(state.decks.size(), 2u);
  EXPECT_TRUE(state.decks.back()->removed);
  EXPECT_TRUE(may_erase(state, static_cast<std::uint16_t>(EntryType::deck), shared.id()));
}

}  // namespace
}  // namespace twinlamp
