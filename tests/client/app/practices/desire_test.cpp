#include "client/app/practices/desire.h"

#include <gtest/gtest.h>

#include "client/app/model_builder.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

const std::string wish_list = "desire.wish-list", check_in = "desire.check-in-closeness", talk = "desire.first-noticed";

SecretBytes scale_bytes(std::uint8_t value) {
  const auto bytes = *answer_to_bytes(ScaleAnswer{value});
  return {bytes.begin(), bytes.end()};
}

class DesireTest : public testing::Test {
protected:
  void SetUp() override {
    state_.depth.fill(1);
    state_.desire_is_open = true;
  }
  DesireView view(DesireGate gate = {true, false, false, false}) const { return make_desire(state_, me, wording_, gate); }

  void check_in_with(std::uint8_t mine, std::uint8_t partners) {
    auto round = round_of(check_in, ++rounds_);
    reveal(round, "mine", "theirs");
    round.sides[me].answer = scale_bytes(mine);
    round.sides[partner].answer = scale_bytes(partners);
    close(round);
    state_.rounds.add(round);
    state_.cards[check_in].opened += 1;
  }
  void run_with(const std::vector<std::string>& items, const std::vector<match::Outcome>& outcome) {
    auto round = round_of(wish_list, ++rounds_);
    round.wishes = WishRun{items, 2, {}, outcome, false};
    round.is_revealed = true;
    round.revealed_at = at(3);
    close(round);
    state_.rounds.add(round);
  }

  PairState state_;
  Wording wording_ = wording();
  std::uint8_t rounds_ = 0;
};

TEST_F(DesireTest, IsThereOnlyWhereBothWantItAndThisPersonStillDoes) {
  EXPECT_TRUE(view().is_shown());
  EXPECT_FALSE(view({false, false, false, false}).is_on);
  state_.desire_is_open = false;
  const auto waiting = view();
  EXPECT_TRUE(waiting.wanted);
  EXPECT_FALSE(waiting.is_on);
}

TEST_F(DesireTest, OffersNoTalkThatFollowsAnotherBeforeIt) {
  state_.depth.fill(5);
  for (const auto* card : wording_.catalogue.by_practice(4))
    if (card->needs.empty()) state_.cards[card->id].opened = 1;  // all but what follows something, which would be next
  EXPECT_NE(view().next_card, "desire.what-opens-the-door");
  auto round = round_of("desire.what-shuts-the-door", ++rounds_);
  reveal(round, "mine", "theirs");
  close(round);
  state_.rounds.add(round);
  EXPECT_EQ(view().next_card, "desire.what-opens-the-door");
}

TEST_F(DesireTest, HoldsNothingButTheSwitchUntilItIsShown) {
  check_in_with(6, 6);
  run_with({"wishes.long-hug"}, {match::Outcome::both_yes});
  for (const auto& gate : {DesireGate{false, false, false, false}, DesireGate{true, true, false, false}}) {
    const auto hidden = view(gate);
    EXPECT_FALSE(hidden.is_shown());
    EXPECT_TRUE(hidden.in_common.empty());
    EXPECT_TRUE(hidden.check_ins.empty());
    EXPECT_EQ(hidden.wish_card + hidden.check_in_card + hidden.next_card + hidden.talk_of_wish + hidden.talk_of_thought, "");
  }
  EXPECT_TRUE(view({true, true, true, false}).is_shown());
}

TEST_F(DesireTest, LeadsToTheWishListACheckInAndACardToTalk) {
  const auto shown = view();
  EXPECT_EQ(shown.wish_card, wish_list);
  EXPECT_EQ(shown.wishes_drawn, 8);
  EXPECT_LT(shown.wishes_most, shown.wishes_drawn);
  EXPECT_TRUE(is_check_in(*cards().find(shown.check_in_card)));
  ASSERT_NE(cards().find(shown.next_card), nullptr);
  EXPECT_FALSE(is_check_in(*cards().find(shown.next_card)));
  for (const auto& id : {shown.talk_of_wish, shown.talk_of_thought}) {
    ASSERT_NE(cards().find(id), nullptr) << id;
    EXPECT_EQ(cards().find(id)->kind, CardKind::text);
  }
}

TEST_F(DesireTest, KeepsWhatBothWantAndTheTwoKindsApart) {
  run_with({"wishes.long-hug", "wishes.slow-dance", "wishes.bath-candles"}, {match::Outcome::both_yes, match::Outcome::nothing, match::Outcome::both_curious});
  const auto shown = view();
  ASSERT_EQ(shown.in_common.size(), 2u);
  EXPECT_EQ(shown.in_common[0].item.id, "wishes.long-hug");
  EXPECT_TRUE(shown.in_common[0].both_want);
  EXPECT_FALSE(shown.in_common[0].item.text.empty());
  EXPECT_EQ(shown.in_common[1].item.id, "wishes.bath-candles");
  EXPECT_FALSE(shown.in_common[1].both_want);
}

TEST_F(DesireTest, ShowsEachWishOnceAsTheLastListHadIt) {
  run_with({"wishes.long-hug"}, {match::Outcome::both_yes});
  run_with({"wishes.long-hug"}, {match::Outcome::both_curious});
  ASSERT_EQ(view().in_common.size(), 1u);
  EXPECT_FALSE(view().in_common[0].both_want);
}

TEST_F(DesireTest, ShowsTheLastOfEachCheckIn) {
  check_in_with(2, 2);
  check_in_with(6, 7);
  const auto shown = view();
  ASSERT_EQ(shown.check_ins.size(), 1u);
  EXPECT_EQ(shown.check_ins[0].mine, 6);
  EXPECT_EQ(shown.check_ins[0].partners, 7);
  EXPECT_EQ(shown.check_ins[0].reading, PairReading::both_high);
}

TEST(PairReadingTest, IsTheSameWhoeverSaidWhat) {
  for (const int steps : {5, 7, 10})
    for (int one = 1; one <= steps; ++one)
      for (int other = 1; other <= steps; ++other) EXPECT_EQ(read_pair(one, other, steps), read_pair(other, one, steps)) << one << " " << other;
}

TEST(PairReadingTest, TellsTheFiveKindsApart) {
  EXPECT_EQ(read_pair(7, 6, 7), PairReading::both_high);
  EXPECT_EQ(read_pair(1, 3, 7), PairReading::both_low);
  EXPECT_EQ(read_pair(3, 5, 7), PairReading::one_low);
  EXPECT_EQ(read_pair(1, 7, 7), PairReading::far_apart);
  EXPECT_EQ(read_pair(2, 6, 7), PairReading::far_apart);
  EXPECT_EQ(read_pair(4, 5, 7), PairReading::between);
  EXPECT_EQ(read_pair(1, 5, 5), PairReading::far_apart);
  EXPECT_EQ(read_pair(10, 9, 10), PairReading::both_high);
}

class HiddenDesireTest : public DesireTest {
protected:
  Model model(bool shows) {
    builder_.show_desire(shows);
    builder_.update(state_, me, PairDay{}, [](const twinlamp::Round&) {
      RoundFacts facts;
      facts.me = me;
      return facts;
    });
    Model made;
    builder_.fill(made);
    builder_.fill_content(made);
    return made;
  }
  static std::size_t of_desire(const Model& model) {
    std::size_t count = 0;
    for (const auto& card : *model.cards) count += card.practice == desire_practice;
    for (const auto& round : model.open_rounds) count += round->card.practice == desire_practice;
    for (const auto& line : *model.keepsake) count += line.practice == desire_practice;
    return count + (model.tonight && model.tonight->card.practice == desire_practice);
  }

  WordingRef spoken_ = std::make_shared<const Wording>(wording());
  RoundShelf shelf_{spoken_};
  ModelBuilder builder_{spoken_, shelf_};
};

TEST_F(HiddenDesireTest, LeavesNoCardNoRoundAndNoLineInTheModel) {
  check_in_with(5, 5);
  auto open = round_of(talk, 9);
  state_.rounds.add(open);
  EXPECT_EQ(of_desire(model(false)), 0u);
  EXPECT_EQ(shelf_.find(to_hex(open.id)), nullptr);
  EXPECT_EQ(shelf_.look_at(to_hex((*state_.rounds.begin())->id)), nullptr);
  const auto shown = model(true);
  EXPECT_GT(of_desire(shown), 60u);
  EXPECT_EQ(shown.open_rounds.size(), 1u);
  EXPECT_EQ(shown.keepsake->size(), 1u);
  EXPECT_NE(shelf_.find(to_hex(open.id)), nullptr);
  EXPECT_EQ(of_desire(model(false)), 0u) << "off again is at once";
}

TEST_F(HiddenDesireTest, TellsThePartnerTheSameNumberOfCardsEitherWay) {
  static_cast<void>(model(false));
  const auto hidden = builder_.cards().size();
  static_cast<void>(model(true));
  EXPECT_EQ(builder_.cards().size(), hidden);
}

}  // namespace
}  // namespace twinlamp::client::test
