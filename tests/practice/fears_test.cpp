#include "protocol/practice/fears.h"

#include <algorithm>

#include "tests/practice/practice_fixture.h"

namespace twinlamp::test {
namespace {

using practice::fear_of;
using practice::Help;

constexpr Slot noor = 0, sam = 1;

class FearsTest : public PracticeTest {
protected:
  FearsTest() { begin(3); }
  void want(Slot slot, Help help) { said(slot, StepKind::help_wanted, {static_cast<std::uint32_t>(help), {}, {}}); }
  void give(Slot slot, const std::string& text) { said(slot, StepKind::help_given, {0, text, {}}); }
};

TEST_F(FearsTest, ComesInItsOrderFromSayBackToHelp) {
  EXPECT_FALSE(fear_of(round(), noor).is_heard);
  hear(sam);
  EXPECT_TRUE(fear_of(round(), noor).is_heard);
  EXPECT_FALSE(fear_of(round(), sam).is_heard) << "each fear is heard by itself";
  want(noor, Help::company);
  EXPECT_EQ(fear_of(round(), noor).wanted, Help::company);
  EXPECT_FALSE(fear_of(round(), noor).is_done);
  give(sam, "I stay on the line, and say nothing.");
  ASSERT_NE(fear_of(round(), noor).given, nullptr);
  EXPECT_EQ(fear_of(round(), noor).given->said.text, "I stay on the line, and say nothing.");
  EXPECT_TRUE(fear_of(round(), noor).is_done);
}

TEST_F(FearsTest, IsDoneWithoutAnAnswerWhereNothingIsWanted) {
  hear(sam);
  want(noor, Help::nothing);
  EXPECT_TRUE(fear_of(round(), noor).is_done);
  EXPECT_FALSE(may(sam, StepKind::help_given, {0, "all the same", {}}));
  give(sam, "all the same");
  EXPECT_EQ(fear_of(round(), noor).given, nullptr);
}

TEST_F(FearsTest, FixingCannotBeEnteredBeforeItIsWanted) {
  give(sam, "Have you tried …");
  EXPECT_EQ(steps(), 0u) << "a modified partner's step before the say-back is void";
  hear(sam);
  give(sam, "Have you tried …");
  EXPECT_EQ(steps(), 0u) << "and before the owner has said what would help";
  want(noor, Help::ideas);
  EXPECT_TRUE(may(sam, StepKind::help_given, {0, "An idea.", {}}));
  EXPECT_FALSE(may(sam, StepKind::help_given, {})) << "no empty help";
}

TEST_F(FearsTest, NothingIsWantedBeforeOneWasHeard) {
  want(noor, Help::comfort);
  EXPECT_EQ(steps(), 0u);
  couple.say_back(sam, id, "that you are afraid of dogs");
  couple.sync();
  want(noor, Help::comfort);
  EXPECT_EQ(steps(), 0u) << "said back is not heard yet";
  couple.confirm(noor, id, false, "not the dogs: the dark");
  couple.sync();
  want(noor, Help::comfort);
  EXPECT_EQ(steps(), 0u) << "not quite";
  hear(sam);
  want(noor, Help::comfort);
  EXPECT_EQ(steps(), 1u);
}

TEST_F(FearsTest, EachSaysOnceWhatHelpsAndIsHelpedOnce) {
  hear(sam);
  want(noor, Help::comfort);
  want(noor, Help::ideas);
  EXPECT_EQ(fear_of(round(), noor).wanted, Help::comfort);
  give(sam, "I am here.");
  give(sam, "And another thing");
  EXPECT_EQ(fear_of(round(), noor).given->said.text, "I am here.");
  EXPECT_EQ(steps(), 2u);
}

TEST_F(FearsTest, TakesNoHelpThatThereIsNot) {
  hear(sam);
  for (const std::uint32_t choice : {0u, 5u, 70'000u}) EXPECT_FALSE(may(noor, StepKind::help_wanted, {choice, {}, {}})) << choice;
}

// Every order in which the eight acts of two people can come: whoever breaks the order is the only one who is not heard.
TEST_F(FearsTest, HoldsItsRuleInEveryOrder) {
  std::vector<int> order{0, 1, 2, 3};  // say back, confirm, want, give: about Noor's fear
  do {
    couple = Couple(7);
    begin(3);
    for (const int act : order) {
      if (act == 0) couple.say_back(sam, id, "that"), couple.sync();
      if (act == 1) couple.confirm(noor, id, true), couple.sync();
      if (act == 2) want(noor, Help::ideas);
      if (act == 3) give(sam, "an idea");
    }
    const auto at = [&](int act) { return std::find(order.begin(), order.end(), act) - order.begin(); };
    const bool heard = at(0) < at(1), wanted = heard && at(1) < at(2), given = wanted && at(2) < at(3);
    const auto fear = fear_of(round(), noor);
    SCOPED_TRACE(testing::Message() << order[0] << order[1] << order[2] << order[3]);
    EXPECT_EQ(fear.is_heard, heard);
    EXPECT_EQ(fear.wanted.has_value(), wanted);
    EXPECT_EQ(fear.given != nullptr, given);
    EXPECT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1)));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(FearsTest, TakesNothingInAnotherPracticeOrOnceClosed) {
  hear_both();
  couple.close(noor, id);
  couple.sync();
  want(noor, Help::comfort);
  EXPECT_EQ(steps(), 0u);
  id = couple.play_to_reveal("other", 3, 2);
  hear_both();
  want(noor, Help::comfort);
  EXPECT_EQ(steps(), 0u);
}

}  // namespace
}  // namespace twinlamp::test
