#include "protocol/match/run.h"

#include <gtest/gtest.h>

#include "tests/match/match_couple.h"

namespace twinlamp::match {
namespace {

using test::MatchCouple;
constexpr std::array<Vote, 3> all_votes{Vote::no, Vote::curious, Vote::yes};

Outcome what_both_want(Vote zero, Vote one) {
  if (zero == Vote::no || one == Vote::no) return Outcome::nothing;
  return zero == Vote::yes && one == Vote::yes ? Outcome::both_yes : Outcome::both_curious;
}

TEST(MatchRun, WholeTruthTableOpensToWhatBothWant) {
  test::Votes zero, one;
  std::vector<Outcome> expected;
  for (const auto a : all_votes)
    for (const auto b : all_votes) {
      zero.push_back(a);
      one.push_back(b);
      expected.push_back(what_both_want(a, b));
    }
  MatchCouple couple({zero, one});
  couple.say_all();
  const auto sound = couple.check_all();
  ASSERT_TRUE(sound) << sound.error().where;
  const auto result = couple.result();
  ASSERT_TRUE(result) << result.error().where;
  EXPECT_EQ(*result, expected);
}

TEST(MatchRun, EachCellOfTheTableHoldsAloneAndUnderManySeeds) {
  for (std::uint8_t seed = 1; seed <= 6; ++seed)
    for (const auto a : all_votes)
      for (const auto b : all_votes) {
        SCOPED_TRACE(testing::Message() << "seed " << int{seed} << ", votes " << static_cast<int>(a)
                                        << static_cast<int>(b));
        MatchCouple couple({{a}, {b}, 1, seed});
        couple.say_all();
        ASSERT_TRUE(couple.check_all());
        EXPECT_EQ((*couple.result())[0], what_both_want(a, b));
      }
}

TEST(MatchRun, StepsHaveTheSameSizeWhateverTheVotes) {
  MatchCouple nothing({{Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no}, 2});
  MatchCouple much({{Vote::yes, Vote::curious, Vote::no}, {Vote::no, Vote::yes, Vote::yes}, 2});
  nothing.say_all();
  much.say_all();
  for (const auto& [author, step] : test::order_of_steps) {
    EXPECT_EQ(nothing.said.step(author, step).size(), much.said.step(author, step).size());
    EXPECT_EQ(much.said.step(author, step).size(), step_size(much.terms, author, step));
  }
}

TEST(MatchRun, ACrashAfterAnyStepSaysTheSameBytesAgain) {
  const test::Setting setting{{Vote::yes, Vote::no}, {Vote::curious, Vote::yes}};
  MatchCouple couple(setting);
  couple.say_all();
  MatchCouple again(setting);
  for (const auto& [author, step] : test::order_of_steps) {
    again.runs[author] = match::Run(again.terms, author, again.seeds[author], again.votes[author]);
    EXPECT_TRUE(equal(again.runs[author].make_step(step, again.said), couple.said.step(author, step)));
    again.said.set(author, step, to_bytes(couple.said.step(author, step)));
  }
}

TEST(MatchRun, StepZeroIsTheSameWhateverTheVotesAndThePartnerChecksWhatComesAfterAChange) {
  const test::Setting setting{{Vote::yes, Vote::no}, {Vote::yes, Vote::yes}};
  MatchCouple couple(setting);
  couple.say_until(0, 0);
  couple.say_until(1, 0);
  couple.votes[0] = {Vote::no, Vote::no};  // a change of mind
  couple.runs[0] = match::Run(couple.terms, 0, couple.seeds[0], couple.votes[0]);
  EXPECT_TRUE(equal(couple.runs[0].make_step(0, {}), couple.said.step(0, 0)));
  couple.say_all();
  ASSERT_TRUE(couple.check_all());
  EXPECT_EQ(*couple.result(), std::vector(2, Outcome::nothing));
}

// What was worked out before a change of mind and what leaves after it share no number.
TEST(MatchRun, OtherVotesOfOneSeedDrawOtherNumbersFromStepOneOn) {
  MatchCouple couple({{Vote::yes, Vote::no}, {Vote::no, Vote::no}});
  couple.say_until(0, 0);
  couple.say_until(1, 0);
  const auto before = couple.runs[0].make_step(1, couple.said);
  const auto after = match::Run(couple.terms, 0, couple.seeds[0], {Vote::no, Vote::no}).make_step(1, couple.said);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t at = 0; at + 32 <= before.size(); at += 32)
    EXPECT_FALSE(equal(ByteView(before).subspan(at, 32), ByteView(after).subspan(at, 32))) << at;
  EXPECT_FALSE(equal(couple.runs[0].blind().view(), match::Run(couple.terms, 0, couple.seeds[0], {Vote::no, Vote::no}).blind().view()));
}

TEST(MatchRun, OtherSeedsRoundsAndWordsOfThePartnerDrawOtherNumbers) {
  const test::Setting setting{{Vote::yes}, {Vote::yes}};
  MatchCouple couple(setting);
  couple.say_all();
  const auto key_step = [](const test::Setting& other) {
    MatchCouple fresh(other);
    fresh.say_until(0, 0);
    return to_bytes(fresh.said.step(0, 0));
  };
  const auto mine = key_step(setting);
  EXPECT_NE(key_step({{Vote::yes}, {Vote::yes}, 0, 2}), mine);
  EXPECT_NE(key_step({{Vote::yes}, {Vote::yes}, 0, 1, 2}), mine);
  // The same key, another partner: no nonce twice.
  MatchCouple stranger(setting);
  stranger.seeds[1] = stranger.seeds[0];
  stranger.runs[1] = match::Run(stranger.terms, 1, stranger.seeds[1], stranger.votes[1]);
  stranger.say_until(0, 1);
  ASSERT_TRUE(equal(stranger.said.step(0, 0), couple.said.step(0, 0)));
  for (std::size_t at = 0; at + 32 <= couple.said.step(0, 1).size(); at += 32)
    EXPECT_FALSE(equal(stranger.said.step(0, 1).subspan(at, 32), couple.said.step(0, 1).subspan(at, 32))) << at;
}

TEST(MatchRun, MoreVotesThanTheQuotaAreNotLegal) {
  const auto terms = Terms::make({}, {}, test::items(3), 2);
  EXPECT_TRUE(are_legal(terms, {Vote::yes, Vote::curious, Vote::no}));
  EXPECT_FALSE(are_legal(terms, {Vote::yes, Vote::curious, Vote::curious}));
  EXPECT_FALSE(are_legal(terms, {Vote::yes, Vote::curious}));
  EXPECT_FALSE(are_legal(terms, {Vote::yes, static_cast<Vote>(3), Vote::no}));
}

TEST(MatchRun, EveryNumberOfVotesUpToTheQuotaProves) {
  for (std::size_t wanted = 0; wanted <= 3; ++wanted) {
    test::Votes votes(4, Vote::no);
    for (std::size_t at = 0; at < wanted; ++at) votes[at] = Vote::curious;
    MatchCouple couple({votes, votes, 3});
    couple.say_all();
    EXPECT_TRUE(couple.check_all()) << wanted;
  }
}

TEST(MatchRun, AWrongBlindOpensNothing) {
  MatchCouple couple({{Vote::yes}, {Vote::no}});
  couple.say_all();
  const auto wrong = open_result(couple.terms, couple.said, couple.runs[0].blind(), number(5));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::corrupt);
}

TEST(MatchRun, TheLockIsOfTheScalarThatTheLatchHolds) {
  MatchCouple couple({{Vote::no}, {Vote::no}});
  couple.say_all();
  for (Slot slot : {Slot{0}, Slot{1}})
    EXPECT_EQ(lock_of(couple.terms, couple.said, slot), times_base(couple.runs[slot].blind()));
}

}  // namespace
}  // namespace twinlamp::match
