#include "protocol/practice/values.h"

#include "tests/practice/practice_fixture.h"

namespace twinlamp::test {
namespace {

using practice::CheckBack;
using practice::values_due;
using practice::values_of;

constexpr Slot noor = 0, sam = 1;

class ValuesTest : public PracticeTest {
protected:
  ValuesTest() { begin(7, 2); }
  Entry suggest(Slot slot, const std::string& text) { return said(slot, StepKind::action, {0, text, {}}); }
  Entry agree(Slot slot, const Entry& action) { return said(slot, StepKind::agree, {0, {}, action.id()}); }
  void check_back(Slot slot, CheckBack how) { said(slot, StepKind::check_back, {static_cast<std::uint32_t>(how), {}, {}}); }
  std::string action() {
    const auto* agreed = values_of(round()).action;
    return agreed == nullptr ? "" : agreed->said.text;
  }
  std::chrono::sys_days today() { return std::chrono::floor<std::chrono::days>(wall(couple.now_ms)); }
  void pass(int days) { couple.now_ms += std::int64_t{days} * 24 * 3600 * 1000; }
  std::vector<practice::CheckBackDue> due() {
    state = couple.state_of(0);
    return values_due(state, today());
  }
};

TEST_F(ValuesTest, AgreesOnOneThingToDo) {
  const auto first = suggest(noor, "Write to your grandmother together.");
  EXPECT_EQ(action(), "");
  EXPECT_FALSE(may(noor, StepKind::agree, {0, {}, first.id()})) << "nobody agrees with themselves";
  agree(sam, first);
  EXPECT_EQ(action(), "Write to your grandmother together.");
  EXPECT_FALSE(may(sam, StepKind::action, {0, "Something else.", {}})) << "one thing a week";
}

TEST_F(ValuesTest, AgreesOnlyToWhatIsSuggestedNow) {
  const auto first = suggest(noor, "Something.");
  suggest(noor, "Something better.");
  EXPECT_FALSE(may(sam, StepKind::agree, {0, {}, first.id()}));
  agree(sam, first);
  EXPECT_EQ(action(), "");
}

TEST_F(ValuesTest, HasOneActionWhereBothAgreeAtTheSameMoment) {
  const auto mine = suggest(noor, "Mine."), theirs = suggest(sam, "Theirs.");
  step(noor, StepKind::agree, {0, {}, theirs.id()});
  step(sam, StepKind::agree, {0, {}, mine.id()});
  couple.sync();
  EXPECT_EQ(steps(), 3u);
  EXPECT_NE(action(), "");
  EXPECT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1)));
}

TEST_F(ValuesTest, IsCheckedBackAWeekLaterAlsoOnceClosed) {
  EXPECT_FALSE(may(noor, StepKind::check_back, {1, {}, {}})) << "nothing is agreed";
  agree(sam, suggest(noor, "A walk on the phone."));
  hear_both();
  couple.close(noor, id);
  couple.sync();
  EXPECT_TRUE(due().empty());
  pass(6);
  EXPECT_TRUE(due().empty());
  pass(1);
  ASSERT_EQ(due().size(), 1u);
  EXPECT_EQ(due()[0].round, id);
  EXPECT_TRUE(due()[0].slots[noor] && due()[0].slots[sam]);
  check_back(noor, CheckBack::done);
  EXPECT_FALSE(due()[0].slots[noor]);
  EXPECT_TRUE(due()[0].slots[sam]) << "each speaks for themselves";
  check_back(sam, CheckBack::half);
  EXPECT_TRUE(due().empty());
  pass(7);
  ASSERT_EQ(due().size(), 1u) << "half is asked about once more, after another week";
  EXPECT_FALSE(due()[0].slots[noor]);
  check_back(sam, CheckBack::done);
  pass(700);
  EXPECT_TRUE(due().empty());
}

TEST_F(ValuesTest, KnowsThreeWaysToSayHowItWent) {
  agree(sam, suggest(noor, "A walk on the phone."));
  for (const std::uint32_t choice : {0u, 4u}) EXPECT_FALSE(may(noor, StepKind::check_back, {choice, {}, {}}));
  for (const std::uint32_t choice : {1u, 2u, 3u}) EXPECT_TRUE(may(noor, StepKind::check_back, {choice, {}, {}}));
}

TEST_F(ValuesTest, TakesNoNewActionOnceClosed) {
  hear_both();
  couple.close(noor, id);
  couple.sync();
  suggest(noor, "Too late.");
  EXPECT_EQ(steps(), 0u);
}

}  // namespace
}  // namespace twinlamp::test
