#include <gtest/gtest.h>

#include "protocol/practice/dates.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using practice::date_of;
using test::Couple;
using test::fingerprint;
using test::round_of;

struct DatesTest : testing::Test {
  static constexpr std::uint32_t practice = 9;

  Couple couple;
  RoundId date{};

  void SetUp() override {
    date = couple.open(0, std::string(practice::date_card), 1, DatesTest::practice);
    couple.sync();
  }
  Entry step(Slot slot, StepKind kind, const std::string& text, std::uint32_t choice, std::int64_t at_ms, const EntryId& about) {
    wire::Body body;
    auto& step = *body.mutable_step();
    step.set_round_id(to_string(date));
    step.set_kind(number_of(kind));
    step.set_text(text);
    step.set_choice(choice);
    step.set_at_ms(at_ms);
    if (about != EntryId{}) step.set_about(to_string(about));
    return couple.write(slot, body);
  }
  Entry propose(Slot slot, const std::string& what, std::uint32_t minutes = 90, std::int64_t at_ms = 1'700'500'000'000) {
    return step(slot, StepKind::plan, what, minutes, at_ms, {});
  }
  Entry agree(Slot slot, const Entry& plan) { return step(slot, StepKind::agree_plan, {}, 0, 0, plan.id()); }
  const Round& round(Slot slot = 0) {
    state_ = couple.state_of(slot);
    return round_of(state_, date);
  }
  std::string agreed(Slot slot = 0) {
    const auto* plan = date_of(round(slot)).agreed;
    return plan == nullptr ? "" : plan->said.text;
  }

private:
  PairState state_;
};

TEST_F(DatesTest, AProposalThatTheOtherAgreesToIsTheDate) {
  const auto plan = propose(0, "cook the same soup");
  couple.sync();
  EXPECT_EQ(agreed(), "");
  agree(1, plan);
  couple.sync();
  EXPECT_EQ(agreed(0), "cook the same soup");
  EXPECT_EQ(agreed(1), "cook the same soup");
  EXPECT_EQ(date_of(round()).proposed[0], nullptr) << "nothing more is to be answered";
}

TEST_F(DatesTest, NobodyAgreesToTheirOwnProposal) {
  agree(0, propose(0, "cook the same soup"));
  EXPECT_EQ(agreed(), "");
  EXPECT_EQ(round().steps.size(), 1u);
}

TEST_F(DatesTest, ANewerProposalOfTheSamePersonTakesThePlaceOfTheirs) {
  const auto first = propose(0, "soup");
  const auto second = propose(0, "a walk");
  couple.sync();
  agree(1, first);
  couple.sync();
  EXPECT_EQ(agreed(), "") << "it no longer stands";
  agree(1, second);
  couple.sync();
  EXPECT_EQ(agreed(), "a walk");
}

TEST_F(DatesTest, OfTwoProposalsThatCrossedEitherMayBeTaken) {
  const auto soup = propose(0, "soup");
  const auto walk = propose(1, "a walk");
  couple.sync();
  EXPECT_EQ(date_of(round()).proposed[0]->said.text, "soup");
  EXPECT_EQ(date_of(round()).proposed[1]->said.text, "a walk");
  agree(1, soup);
  couple.sync();
  EXPECT_EQ(agreed(), "soup");
  agree(0, walk);
  couple.sync();
  EXPECT_EQ(agreed(), "soup") << "it came before what is agreed";
}

TEST_F(DatesTest, TwoAgreementsThatCrossedAreOneOnBothDevices) {
  const auto soup = propose(0, "soup");
  const auto walk = propose(1, "a walk");
  couple.sync();
  agree(0, walk);
  agree(1, soup);
  couple.sync();
  EXPECT_NE(agreed(0), "");
  EXPECT_EQ(agreed(0), agreed(1));
  EXPECT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1)));
}

TEST_F(DatesTest, WhatIsAgreedHoldsUntilAChangeIsAgreedTo) {
  agree(1, propose(0, "soup"));
  couple.sync();
  const auto change = propose(1, "soup, on Sunday");
  couple.sync();
  EXPECT_EQ(agreed(), "soup");
  agree(0, change);
  couple.sync();
  EXPECT_EQ(agreed(), "soup, on Sunday");
}

TEST_F(DatesTest, AProposalNeedsAWordATimeAndALengthThatAnEveningHas) {
  propose(0, "");
  propose(0, "soup", 90, 0);
  propose(0, "soup", practice::shortest_date - 1);
  propose(0, "soup", practice::longest_date + 1);
  EXPECT_TRUE(round().steps.empty());
  propose(0, "soup", practice::shortest_date);
  propose(0, "soup", practice::longest_date);
  EXPECT_EQ(round().steps.size(), 2u);
}

TEST_F(DatesTest, NothingIsPlannedAfterTheRevealOrTheClose) {
  couple.close(0, date, false);
  propose(0, "soup");
  EXPECT_TRUE(round().steps.empty());
  date = couple.play_to_reveal(std::string(practice::date_card), 1, practice, 1);
  propose(0, "soup");
  EXPECT_TRUE(round().steps.empty());
}

TEST_F(DatesTest, OnlyTheRoundThatAsksHowExcitingItWasHasPlans) {
  date = couple.open(0, "dates.something-else", 1, practice);
  propose(0, "soup");
  EXPECT_TRUE(round().steps.empty());
  date = couple.open(0, "feelings.something-else", 1, 1);
  propose(0, "soup");
  EXPECT_TRUE(round().steps.empty());
}

TEST_F(DatesTest, AnErasedPlanIsNoLongerAgreedOnEitherDevice) {
  const auto plan = propose(0, "soup");
  couple.sync();
  agree(1, plan);
  couple.tombstone(0, {plan});
  couple.sync();
  for (auto& shelf : couple.shelf) shelf.entries.at(plan.order()).erase_body();
  EXPECT_EQ(agreed(0), "");
  EXPECT_EQ(agreed(1), "");
}

// Both do what they like, allowed or not, and hand it over when they like: the same stands on both devices, and it was proposed and agreed.
TEST_F(DatesTest, BothSeeTheSameDateWhateverCrosses) {
  int agreements = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    couple = Couple(seed);
    SetUp();
    std::vector<Entry> plans;
    for (int turn = 0; turn < 30; ++turn) {
      const auto slot = static_cast<Slot>(couple.random.below(2));
      const auto what = couple.random.below(4);
      if (what == 0) couple.deliver(slot);
      if (what == 1 || plans.empty()) plans.push_back(propose(slot, "plan " + std::to_string(turn)));
      if (what >= 2) agree(slot, plans[couple.random.below(plans.size())]);
    }
    couple.sync();
    ASSERT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1)));
    const auto& after = round();
    for (const auto& each : after.steps)
      if (is(each, StepKind::agree_plan)) {
        ++agreements;
        const auto* plan = find_step(after, each.about);
        ASSERT_NE(plan, nullptr);
        ASSERT_NE(plan->author, each.author);
      }
  }
  EXPECT_GT(agreements, 40);
}

}  // namespace
}  // namespace twinlamp
