// Wish lists and quiet runs over two real Devices.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/device/device_couple.h"

namespace twinlamp::test {
namespace {

using match::Outcome;
using match::Vote;
using Votes = std::vector<Vote>;
using std::chrono::hours;
using std::chrono::milliseconds;

const std::vector<std::string> list{"wishes.a", "wishes.b", "wishes.c", "wishes.d"};
const Votes zero{Vote::yes, Vote::curious, Vote::no, Vote::yes}, one{Vote::yes, Vote::yes, Vote::yes, Vote::no};
const std::vector<Outcome> expected{Outcome::both_yes, Outcome::both_curious, Outcome::nothing, Outcome::nothing};

CardFacts wishes_card() {
  return {"desire.wishes", 1, 4, 1, wishes_kind, false};
}

RoundId open_untold(DeviceCouple& couple, Slot by = 0) {
  const auto round = couple.device(by).open_wishes(wishes_card(), "What would you enjoy?", list, 3, couple.now());
  EXPECT_TRUE(round);
  couple.settle();
  return *round;
}

// With both wanting Desire, and their clients saying so at each start.
RoundId open(DeviceCouple& couple, Slot by = 0) {
  for (Slot side : {Slot{0}, Slot{1}}) couple.set_private(side, {true, 5});
  return open_untold(couple, by);
}

void vote(DeviceCouple& couple, Slot side, const RoundId& round, const Votes& votes, SealMode mode = SealMode::apart) {
  const auto done = couple.device(side).seal_wishes(round, votes, mode, couple.now());
  EXPECT_TRUE(done) << done.error().where;
  couple.settle();
}

const Round& round_of(DeviceCouple& couple, Slot side, const RoundId& id) {
  return *find_round(couple.state(side), id);
}

// Of both devices alike, opened, and nothing amiss.
void expect_outcome(DeviceCouple& couple, const RoundId& id, const std::vector<Outcome>& wanted) {
  for (Slot side : {Slot{0}, Slot{1}}) {
    const auto& round = round_of(couple, side, id);
    ASSERT_TRUE(round.is_revealed) << "side " << int{side};
    EXPECT_EQ(round.wishes->outcome, wanted);
    EXPECT_FALSE(round.wishes->is_broken);
    EXPECT_TRUE(couple.state(side).anomalies.empty());
    EXPECT_FALSE(couple.device(side).my_votes(id));
    EXPECT_EQ(couple.count(side, DeviceEvent::Kind::match_trouble), 0u);
  }
  EXPECT_EQ(couple.state(0).last_seq, couple.state(1).last_seq);
}

std::vector<std::size_t> entry_sizes(DeviceCouple& couple, Slot side) {
  std::vector<std::size_t> sizes;
  EXPECT_TRUE(couple.disk(side).for_each_entry(0, [&sizes](const StoredEntry& row) {
    sizes.push_back(row.wire.size());
    return true;
  }));
  return sizes;
}

TEST(WishesDevice, BothLearnWhatBothWantWhoeverOpensAndWhoeverVotesFirst) {
  for (Slot opener : {Slot{0}, Slot{1}})
    for (Slot first : {Slot{0}, Slot{1}}) {
      DeviceCouple couple;
      const auto round = open(couple, opener);
      vote(couple, first, round, first == 0 ? zero : one);
      EXPECT_EQ(couple.device(first).my_votes(round), first == 0 ? zero : one);
      EXPECT_FALSE(round_of(couple, partner_of(first), round).is_revealed);
      vote(couple, partner_of(first), round, first == 0 ? one : zero);
      expect_outcome(couple, round, expected);
      EXPECT_EQ(couple.count(0, DeviceEvent::Kind::opened), 1u);
    }
}

TEST(WishesDevice, TogetherWaitsUntilBothAreHere) {
  DeviceCouple couple;
  const auto round = open(couple);
  vote(couple, 0, round, zero, SealMode::together);
  vote(couple, 1, round, one);
  EXPECT_FALSE(round_of(couple, 0, round).is_revealed);
  EXPECT_EQ(phase_of(round_of(couple, 0, round)), RoundPhase::both_sealed);
  couple.meet();
  for (int second = 0; second < 30; ++second) couple.pass(milliseconds(1000));
  expect_outcome(couple, round, expected);
}

TEST(WishesDevice, VotesAreFinalAndKeepTheirQuota) {
  DeviceCouple couple;
  const auto round = open(couple);
  auto& device = couple.device(0);
  const auto seal = [&](const Votes& votes, SealMode mode) {
    return device.seal_wishes(round, votes, mode, couple.now());
  };
  EXPECT_EQ(seal(Votes(4, Vote::yes), SealMode::apart).error().code, ErrorCode::malformed);
  EXPECT_EQ(seal(Votes(3, Vote::no), SealMode::apart).error().code, ErrorCode::malformed);
  EXPECT_EQ(seal(zero, SealMode::open).error().code, ErrorCode::refused);
  EXPECT_EQ(device.seal(round, bytes_of("words"), SealMode::apart, couple.now()).error().code, ErrorCode::refused);
  ASSERT_TRUE(seal(zero, SealMode::apart));
  EXPECT_EQ(seal(one, SealMode::apart).error().code, ErrorCode::refused);
  couple.settle();
  EXPECT_EQ(seal(one, SealMode::apart).error().code, ErrorCode::refused);
}

TEST(WishesDevice, AListOfNoSenseIsRefused) {
  DeviceCouple couple;
  auto& device = couple.device(0);
  EXPECT_FALSE(device.open_wishes(wishes_card(), "?", {}, 1, couple.now()));
  EXPECT_FALSE(device.open_wishes(wishes_card(), "?", list, 5, couple.now()));
  EXPECT_FALSE(device.open_wishes(wishes_card(), "?", list, 2, couple.now())) << "the fold would take no other quota than 3";
  EXPECT_FALSE(device.open_round(wishes_card(), "?", couple.now()));
}

TEST(WishesDevice, ACrashAtAnyCommitOfEitherSideChangesNothing) {
  for (Slot side : {Slot{0}, Slot{1}})
    for (const bool after : {false, true})
      for (std::uint64_t commit = 0;; ++commit) {
        SCOPED_TRACE(testing::Message() << "side " << int{side} << (after ? " after" : " before") << " its commit "
                                        << commit);
        DeviceCouple couple;
        const auto round = open(couple);
        couple.crash_at({side, commit, after});
        for (Slot voter : {Slot{0}, Slot{1}}) {
          vote(couple, voter, round, voter == 0 ? zero : one);
          // A crash before the first commit: the person has not seen it sealed, and seals again.
          if (!couple.device(voter).my_votes(round) && !round_of(couple, voter, round).is_revealed)
            vote(couple, voter, round, voter == 0 ? zero : one);
        }
        expect_outcome(couple, round, expected);
        if (HasFailure()) return;
        for (Slot each : {Slot{0}, Slot{1}}) {
          std::size_t steps = 0;
          EXPECT_TRUE(couple.disk(each).for_each_entry(0, [&steps](const StoredEntry& row) {
            steps += Entry::parse(row.wire)->header().is(EntryType::match_step) ? 1 : 0;
            return true;
          }));
          EXPECT_EQ(steps, 7u) << "no step is said twice";
        }
        if (commit > 0 && !couple.has_crashed()) break;  // every commit of a run was struck
      }
}

TEST(WishesDevice, APassAfterOneHasVotedEndsItAndForgetsTheVotes) {
  for (Slot passing : {Slot{0}, Slot{1}}) {
    DeviceCouple couple;
    const auto round = open(couple);
    vote(couple, 0, round, zero);
    ASSERT_TRUE(couple.device(passing).close(round, couple.now()));
    couple.settle();
    for (Slot side : {Slot{0}, Slot{1}}) {
      EXPECT_EQ(phase_of(round_of(couple, side, round)), RoundPhase::closed_unanswered);
      EXPECT_FALSE(couple.device(side).my_votes(round));
      EXPECT_FALSE(*couple.disk(side).value(MatchKeeper::runs_key));
    }
    const auto again = open(couple);
    EXPECT_NE(again, round);
    vote(couple, 0, again, zero);
    vote(couple, 1, again, one);
    expect_outcome(couple, again, expected);
  }
}

TEST(WishesDevice, ADeviceThatHasLostWhatWasVotedGivesTheRoundUp) {
  DeviceCouple couple;
  const auto round = open(couple);
  vote(couple, 0, round, zero);
  Transaction loss;
  loss.values[MatchKeeper::runs_key] = std::nullopt;
  ASSERT_TRUE(couple.disk(0).commit(loss));
  couple.restart(0);
  couple.settle();
  for (Slot side : {Slot{0}, Slot{1}})
    EXPECT_EQ(phase_of(round_of(couple, side, round)), RoundPhase::closed_unanswered);
}

TEST(WishesDevice, BothOpeningTheirOwnListAtOnceVoteOnOne) {
  DeviceCouple couple;
  auto other = list;
  std::reverse(other.begin(), other.end());
  for (Slot side : {Slot{0}, Slot{1}}) couple.set_private(side, {true, 5});
  const auto round = couple.device(0).open_wishes(wishes_card(), "?", list, 3, couple.now());
  const auto theirs = couple.device(1).open_wishes(wishes_card(), "?", other, 3, couple.now());
  ASSERT_TRUE(round);
  ASSERT_TRUE(theirs);
  EXPECT_EQ(*round, *theirs);
  ASSERT_TRUE(
      couple.device(1).seal_wishes(*round, one, SealMode::apart, couple.now()));  // before it hears of the other list
  couple.settle();
  EXPECT_EQ(round_of(couple, 1, *round).wishes->items, list);
  EXPECT_TRUE(may_write(round_of(couple, 1, *round), 1)) << "a vote on another list is no vote";
  vote(couple, 0, *round, zero);
  vote(couple, 1, *round, one);
  expect_outcome(couple, *round, expected);
}

// --- an opt-out

// Not remembered by the couple: a device that has started again does not know it until it is told.
void want_desire(DeviceCouple& couple, Slot side, bool wanted) {
  couple.device(side).set_private({wanted, 5}, couple.now());
  couple.settle();
}

// A crash on the way to the disk, or before the client has said what its person wants, changes nothing about it.
TEST(WishesDevice, WhoOptsOutBeforeTheirBitsAreOutHasAnsweredNoToEverything) {
  for (Slot leaving : {Slot{0}, Slot{1}})
    for (const bool with_a_restart : {false, true}) {
      DeviceCouple couple;
      for (Slot side : {Slot{0}, Slot{1}}) want_desire(couple, side, true);
      const auto round = open_untold(couple);
      vote(couple, leaving, round, leaving == 0 ? zero : one);
      want_desire(couple, leaving, false);
      EXPECT_EQ(couple.device(leaving).my_votes(round), Votes(4, Vote::no));
      if (with_a_restart) couple.restart(leaving);
      vote(couple, partner_of(leaving), round, leaving == 0 ? one : zero);
      if (with_a_restart) {
        EXPECT_FALSE(round_of(couple, leaving, round).wishes->said.has(leaving, 1)) << "the device does not know yet";
        want_desire(couple, leaving, false);
      }
      expect_outcome(couple, round, std::vector(4, Outcome::nothing));
    }
}

TEST(WishesDevice, AnOptOutThatTheDiskHasMissedHoldsAfterTheStart) {
  DeviceCouple couple;
  for (Slot side : {Slot{0}, Slot{1}}) want_desire(couple, side, true);
  const auto round = open_untold(couple);
  vote(couple, 0, round, zero);
  couple.crash_at({0, 1, false});
  want_desire(couple, 0, false);  // the client's settings have it, the device's disk has not
  EXPECT_EQ(couple.device(0).my_votes(round), zero);
  vote(couple, 1, round, one);
  want_desire(couple, 0, false);
  expect_outcome(couple, round, std::vector(4, Outcome::nothing));
}

TEST(WishesDevice, AnOptOutLooksLikeNothingFromOutside) {
  const auto play = [](bool opts_out) {
    auto couple = std::make_unique<DeviceCouple>();
    for (Slot side : {Slot{0}, Slot{1}}) want_desire(*couple, side, true);
    const auto round = open(*couple);
    vote(*couple, 0, round, zero);
    const auto before = couple->wire().size();
    want_desire(*couple, 0, !opts_out);
    EXPECT_EQ(couple->wire().size(), before);
    vote(*couple, 1, round, one);
    EXPECT_TRUE(round_of(*couple, 0, round).is_revealed);
    return couple;
  };
  const auto stays = play(false), leaves = play(true);
  for (Slot side : {Slot{0}, Slot{1}}) {
    EXPECT_EQ(entry_sizes(*leaves, side), entry_sizes(*stays, side));
    EXPECT_EQ(leaves->posted(side), stays->posted(side));
  }
}

// What cannot be undone: the bits are with the partner, and every later step is proved against them.
TEST(WishesDevice, AnOptOutAfterTheBitsAreOutChangesThemNoMore) {
  DeviceCouple couple;
  for (Slot side : {Slot{0}, Slot{1}}) want_desire(couple, side, true);
  const auto round = open(couple);
  vote(couple, 0, round, zero, SealMode::together);
  vote(couple, 1, round, one);
  ASSERT_TRUE(round_of(couple, 0, round).wishes->said.has(0, 1));
  want_desire(couple, 0, false);
  EXPECT_EQ(couple.device(0).my_votes(round), zero);
  couple.meet();
  for (int second = 0; second < 30; ++second) couple.pass(milliseconds(1000));
  expect_outcome(couple, round, expected);
}

TEST(WishesDevice, AnOptOutOfDesireTouchesNoOtherList) {
  DeviceCouple couple;
  for (Slot side : {Slot{0}, Slot{1}}) want_desire(couple, side, false);
  const auto round = couple.device(0).open_wishes({"dates.ideas", 1, 9, 1, wishes_kind, false}, "?", list, 3, couple.now());
  ASSERT_TRUE(round);
  couple.settle();
  vote(couple, 0, *round, zero);
  vote(couple, 1, *round, one);
  expect_outcome(couple, *round, expected);
}

// --- what lies where

TEST(WishesDevice, EntriesPostsAndTheirSizesAreTheSameWhateverTheVotes) {
  const auto play = [](const Votes& by_zero, const Votes& by_one) {
    auto couple = std::make_unique<DeviceCouple>();
    const auto round = open(*couple);
    vote(*couple, 0, round, by_zero);
    vote(*couple, 1, round, by_one);
    EXPECT_TRUE(round_of(*couple, 0, round).is_revealed);
    return couple;
  };
  const Votes nothing(4, Vote::no);
  const auto quiet = play(nothing, nothing);
  for (const auto& [a, b] : std::vector<std::pair<Votes, Votes>>{{zero, nothing}, {nothing, one}, {zero, one}}) {
    const auto other = play(a, b);
    for (Slot side : {Slot{0}, Slot{1}}) {
      EXPECT_EQ(entry_sizes(*other, side), entry_sizes(*quiet, side));
      EXPECT_EQ(other->posted(side), quiet->posted(side));
    }
    EXPECT_EQ(other->wire().size(), quiet->wire().size());
  }
}

bool holds(ByteView place, ByteView needle) {
  return std::search(place.begin(), place.end(), needle.begin(), needle.end()) != place.end();
}

// Twenty items, so that a side's votes are twenty bytes that do not come by chance; in every form somebody could have
// put them down.
std::vector<Bytes> forms_of(const Votes& votes) {
  Bytes bytes, digits;
  for (const auto each : votes) {
    bytes.push_back(static_cast<std::uint8_t>(each));
    digits.push_back(static_cast<std::uint8_t>('0' + static_cast<int>(each)));
  }
  Bytes packed;
  for (std::size_t at = 0; at < bytes.size(); at += 4)
    packed.push_back(
        static_cast<std::uint8_t>(bytes[at] | bytes[at + 1] << 2 | bytes[at + 2] << 4 | bytes[at + 3] << 6));
  Bytes layers;
  for (const auto each : bytes) {
    layers.push_back(each > 0 ? 1 : 0);
    layers.push_back(each > 1 ? 1 : 0);
  }
  return {bytes, digits, packed, layers};
}

TEST(WishesDevice, AfterARunWithNoMatchNothingAnywhereHoldsAVote) {
  std::vector<std::string> twenty;
  Votes by_zero, by_one;
  for (int at = 0; at < 20; ++at) {
    twenty.push_back("wishes." + std::to_string(at));
    by_zero.push_back(at % 3 == 0 ? Vote::yes : at % 3 == 1 ? Vote::no : Vote::curious);  // 13, of 14 that may be wanted
    by_one.push_back(at % 3 == 1 ? Vote::yes : Vote::no);
  }
  DeviceCouple couple;
  for (Slot side : {Slot{0}, Slot{1}}) couple.set_private(side, {true, 5});
  const auto round = couple.device(0).open_wishes(wishes_card(), "?", twenty, 14, couple.now());
  ASSERT_TRUE(round);
  couple.settle();
  vote(couple, 0, *round, by_zero);
  EXPECT_TRUE(holds(couple.everything(), forms_of(by_zero)[0]))
      << "the search finds what a device keeps for itself while it must";
  EXPECT_FALSE(holds(couple.wire(), forms_of(by_zero)[0]));
  vote(couple, 1, *round, by_one);
  expect_outcome(couple, *round, std::vector(20, Outcome::nothing));
  couple.pass(std::chrono::seconds(10));
  const auto everything = couple.everything();
  for (const auto& votes : {by_zero, by_one})
    for (const auto& form : forms_of(votes)) EXPECT_FALSE(holds(everything, form));
  for (Slot side : {Slot{0}, Slot{1}})
    EXPECT_FALSE(*couple.disk(side).value(MatchKeeper::runs_key)) << "seed and votes are gone";
}

// --- quiet runs

struct QuietTest : testing::Test {
  DeviceCouple couple;

  void set(PrivateSettings by_zero, PrivateSettings by_one) {
    couple.device(0).set_private(by_zero, couple.now());
    couple.device(1).set_private(by_one, couple.now());
    couple.settle();
  }
  void next_day() { couple.pass(hours(24)); }
  std::size_t runs() { return times_opened(couple.state(0), quiet_card); }
  void meet() {
    couple.meet();
    for (int second = 0; second < 5; ++second) couple.pass(milliseconds(1000));
  }
  // Both are heard in a light card of Open up.
  void play_open_up(const std::string& card, std::uint8_t depth = 1) {
    const auto round = couple.device(0).open_round({card, 1, 2, depth, 1, false}, "?", couple.now());
    ASSERT_TRUE(round);
    couple.settle();
    for (Slot side : {Slot{0}, Slot{1}})
      ASSERT_TRUE(couple.device(side).seal(*round, bytes_of("words"), SealMode::apart, couple.now()));
    couple.settle();
    for (int second = 0; second < 5; ++second) couple.pass(milliseconds(1000));
    for (Slot side : {Slot{0}, Slot{1}}) ASSERT_TRUE(couple.device(side).react(*round, "♥", couple.now()));
    couple.settle();
    ASSERT_TRUE(couple.device(0).close(*round, couple.now()));
    couple.settle();
  }
};

TEST_F(QuietTest, RunsAtADaysFirstMeetingAndOnlyThen) {
  set({}, {});
  EXPECT_EQ(runs(), 0u) << "they have not met";
  meet();
  EXPECT_EQ(runs(), 1u);
  EXPECT_TRUE((*couple.state(1).quiet_rounds.begin())->closing);
  couple.pass(milliseconds(1000));
  EXPECT_EQ(runs(), 1u);
  next_day();
  meet();
  EXPECT_EQ(runs(), 2u);
}

TEST_F(QuietTest, IsShownNowhereAndTellsNoEvent) {
  set({true, 5}, {true, 5});
  meet();
  ASSERT_EQ(runs(), 1u);
  for (Slot side : {Slot{0}, Slot{1}}) {
    EXPECT_EQ(couple.state(side).rounds.size(), 0u);
    EXPECT_EQ(couple.count(side, DeviceEvent::Kind::opening) + couple.count(side, DeviceEvent::Kind::opened), 0u);
  }
}

TEST_F(QuietTest, OpensDesireOnlyWhenBothWantIt) {
  set({true, 5}, {false, 5});
  meet();
  EXPECT_FALSE(couple.state(0).desire_is_open);
  couple.device(1).set_private({true, 5}, couple.now());
  next_day();
  meet();
  EXPECT_TRUE(couple.state(0).desire_is_open);
  EXPECT_TRUE(couple.state(1).desire_is_open);
}

TEST_F(QuietTest, AChangeOfMindIsNeverAskedAbout) {
  set({true, 5}, {true, 5});
  meet();
  ASSERT_TRUE(couple.state(0).desire_is_open);
  couple.device(1).set_private({false, 5}, couple.now());
  next_day();
  meet();
  EXPECT_EQ(runs(), 2u);
  EXPECT_TRUE(couple.state(0).desire_is_open);
  EXPECT_EQ((*(couple.state(0).quiet_rounds.end() - 1))->wishes->outcome[quiet_desire], Outcome::nothing);
}

// Slot 0 has begun and answered; the other device does not take part yet.
TEST_F(QuietTest, ASwitchTakenBackBeforeTheBitsAreOutIsANo) {
  couple.device(0).set_private({true, 5}, couple.now());
  meet();
  ASSERT_EQ(runs(), 1u);
  ASSERT_TRUE((*couple.state(0).quiet_rounds.begin())->has_answered(0));
  couple.device(0).set_private({false, 5}, couple.now());
  couple.device(1).set_private({true, 5}, couple.now());
  couple.settle();
  const auto& run = **couple.state(1).quiet_rounds.begin();
  ASSERT_TRUE(run.is_revealed);
  EXPECT_EQ(run.wishes->outcome[quiet_desire], Outcome::nothing);
  for (Slot side : {Slot{0}, Slot{1}}) EXPECT_FALSE(couple.state(side).desire_is_open);
}

TEST_F(QuietTest, ClimbsAfterBothWereHeardWithinBothCeilings) {
  set({false, 5}, {false, 2});
  play_open_up("open-up.a");
  EXPECT_EQ(couple.state(0).depth[2], 2);
  EXPECT_EQ(couple.state(1).depth[2], 2);
  play_open_up("open-up.b", 2);
  EXPECT_EQ(couple.state(0).depth[2], 2) << "one ceiling is here";
  EXPECT_EQ(runs(), 2u);
  couple.device(1).set_private({false, 3}, couple.now());
  next_day();
  meet();
  EXPECT_EQ(couple.state(0).depth[2], 3);
}

TEST_F(QuietTest, GoesOnAfterACrashAtAnyCommit) {
  for (Slot side : {Slot{0}, Slot{1}})
    for (std::uint64_t commit = 1;; ++commit) {
      SCOPED_TRACE(testing::Message() << "side " << int{side} << ", commit " << commit);
      DeviceCouple pair;
      couple.crash_at({});
      const auto tell_both = [&pair] {
        for (Slot each : {Slot{0}, Slot{1}}) pair.device(each).set_private({true, 5}, pair.now());
        pair.settle();
      };
      tell_both();
      pair.crash_at({side, commit, commit % 2 == 0});
      pair.meet();
      for (int second = 0; second < 40; ++second) {
        if (pair.has_crashed()) tell_both();  // as every client does at its start
        pair.pass(milliseconds(1000));
      }
      EXPECT_TRUE(pair.state(0).desire_is_open);
      EXPECT_TRUE(pair.state(1).desire_is_open);
      EXPECT_EQ(times_opened(pair.state(0), quiet_card), 1u);
      if (HasFailure() || !pair.has_crashed()) break;
    }
}

TEST_F(QuietTest, ALoweredCeilingBindsBothFromTheNextDayOn) {
  set({false, 5}, {false, 5});
  play_open_up("open-up.a");
  ASSERT_EQ(couple.state(0).depth[2], 2);
  couple.device(1).set_private({false, 1}, couple.now());
  couple.settle();
  EXPECT_EQ(couple.state(0).depth[2], 2) << "nothing leaves with it";
  next_day();
  meet();
  for (Slot side : {Slot{0}, Slot{1}}) EXPECT_EQ(couple.state(side).depth[2], 1);
  next_day();
  meet();
  EXPECT_EQ(couple.state(0).depth[2], 1);
}

TEST_F(QuietTest, AWrongClockOnceStopsNoRun) {
  set({false, 5}, {false, 5});
  meet();
  auto wrong = couple.now();
  wrong.wall += hours(24 * 400);
  couple.device(0).handle_time(wrong);
  couple.settle();
  for (int second = 0; second < 5; ++second) couple.pass(milliseconds(1000));
  const auto before = runs();
  EXPECT_GE(before, 2u);
  set({true, 5}, {true, 5});
  next_day();
  meet();
  EXPECT_EQ(runs(), before + 1);
  EXPECT_TRUE(couple.state(0).desire_is_open);
}

TEST_F(QuietTest, AClockBeforeOrBeyondAllCalendarsOpensNoRunsWithoutEnd) {
  for (const auto far : {hours(24 * 365 * 9000), -hours(24 * 365 * 90)}) {
    DeviceCouple pair;
    for (Slot side : {Slot{0}, Slot{1}}) pair.set_private(side, {});
    pair.meet();
    for (int second = 0; second < 40; ++second) {
      auto wrong = pair.now();
      wrong.wall += far;
      pair.device(0).handle_time(wrong);
      pair.pass(milliseconds(1000));
    }
    EXPECT_LE(times_opened(pair.state(0), quiet_card), 90u);
  }
}

TEST_F(QuietTest, LooksTheSameWhateverThePrivateSettingsAre) {
  const auto play = [](PrivateSettings a, PrivateSettings b) {
    auto pair = std::make_unique<DeviceCouple>();
    pair->device(0).set_private(a, pair->now());
    pair->device(1).set_private(b, pair->now());
    pair->meet();
    for (int second = 0; second < 5; ++second) pair->pass(milliseconds(1000));
    return pair;
  };
  const auto quiet = play({false, 1}, {false, 1});
  for (const auto& [a, b] :
       std::vector<std::pair<PrivateSettings, PrivateSettings>>{{{true, 5}, {false, 1}}, {{false, 1}, {true, 5}}}) {
    const auto other = play(a, b);
    for (Slot side : {Slot{0}, Slot{1}}) {
      EXPECT_EQ(entry_sizes(*other, side), entry_sizes(*quiet, side));
      EXPECT_EQ(other->posted(side), quiet->posted(side));
    }
  }
}

TEST_F(QuietTest, ADeviceWithoutItsSettingsBeginsNoneAndAnswersNone) {
  couple.device(1).set_private({true, 5}, couple.now());
  meet();
  EXPECT_EQ(runs(), 0u);
  couple.device(0).set_private({true, 5}, couple.now());
  couple.settle();
  EXPECT_TRUE(couple.state(1).desire_is_open);
}

}  // namespace
}  // namespace twinlamp::test
