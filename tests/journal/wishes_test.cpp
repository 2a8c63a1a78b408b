// A wish list in the journal: its steps, its SEALs, what opens, and the quiet runs among them.
#include <gtest/gtest.h>

#include "protocol/match/run.h"
#include "protocol/round/quiet.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using match::Outcome;
using match::Vote;
using test::Couple;

const std::vector<std::string> three{"wishes.a", "wishes.b", "wishes.c"};
constexpr std::int64_t day = 86'400'000;

wire::Body open_body(const Couple& couple, const std::string& card, const std::vector<std::string>& items,
                     std::uint32_t quota, std::uint32_t times_before = 0) {
  auto body = couple.open_body(card, 1, 4, times_before);
  body.mutable_open_round()->set_kind(wishes_kind);
  for (const auto& item : items) body.mutable_open_round()->add_items(item);
  body.mutable_open_round()->set_quota(quota);
  return body;
}

RoundId round_of(const wire::Body& body) {
  return to_array<16>(bytes_of(body.open_round().round_id()));
}

wire::Body step_body(const RoundId& round, std::uint32_t step, ByteView bytes) {
  wire::Body body;
  body.mutable_match_step()->set_round_id(to_string(round));
  body.mutable_match_step()->set_step(step);
  body.mutable_match_step()->set_body(to_string(bytes));
  return body;
}

// A couple that votes, each by an honest device.
struct WishesTest : testing::Test {
  Couple couple;
  RoundId round{};
  match::Terms terms;
  std::array<std::optional<match::Run>, 2> runs;

  void open(const wire::Body& body, const std::vector<Vote>& zero, const std::vector<Vote>& one) {
    couple.write(0, body);
    couple.sync();
    round = round_of(body);
    terms = wishes().terms(round, derive_latch_id(couple.keys.latch_seed, round, 0));
    for (Slot slot : {Slot{0}, Slot{1}})
      runs[slot].emplace(terms, slot, couple.random.secret<32>(), slot == 0 ? zero : one);
  }
  void open_three(const std::vector<Vote>& zero, const std::vector<Vote>& one) {
    open(open_body(couple, "wishes", three, 2), zero, one);
  }

  PairState state(Slot slot = 0) { return couple.state_of(slot); }
  const PairState& look() {
    seen = state();
    return seen;
  }
  const WishRun& wishes() { return *find_round(look(), round)->wishes; }
  void say(Slot slot, std::uint8_t step) {
    const auto said = wishes().said;
    couple.write(slot, step_body(round, step, runs[slot]->make_step(step, said)));
    couple.sync();
  }
  void say_all() {
    for (std::uint8_t step = 0; step < match::step_count; ++step)
      for (Slot slot : {Slot{0}, Slot{1}})
        if (match::step_size(terms, slot, step) > 0) say(slot, step);
  }
  wire::Body seal_body(Slot slot) {
    const auto blind = runs[slot]->blind();
    const SealContext context{round, 0, terms.latch_id, slot};
    wire::Body body;
    *body.mutable_seal() =
        *make_seal_with(blind, context, SealMode::apart, bytes_of("x"), couple.box_key[slot], couple.random);
    return body;
  }
  void seal_and_reveal() {
    const auto zero = couple.write(0, seal_body(0)), one = couple.write(1, seal_body(1));
    couple.sync();
    couple.write(0, couple.reveal_body(round, zero, one));
    couple.sync();
  }
  bool has_anomaly(AnomalyKind kind) {
    const auto all = state().anomalies;
    return std::any_of(all.begin(), all.end(), [kind](const Anomaly& anomaly) { return anomaly.kind == kind; });
  }
  wire::Body quiet_body(std::uint32_t number) {
    const auto items = quiet_items(state());
    return open_body(couple, std::string(quiet_card), items, quiet_quota, number);
  }
  // On the next day, unless one is owed.
  void open_quiet(bool desire_0, bool desire_1, bool deeper_0, bool deeper_1, std::uint32_t number, bool keep_0 = true,
                  bool keep_1 = true) {
    if (!state().owes_quiet_run) couple.now_ms += day;
    const auto votes = [](auto... yes) { return std::vector{(yes ? Vote::yes : Vote::no)...}; };
    open(quiet_body(number), votes(desire_0, deeper_0, keep_0), votes(desire_1, deeper_1, keep_1));
  }
  void run_quietly(bool desire_0, bool desire_1, bool deeper_0, bool deeper_1, std::uint32_t number, bool keep_0 = true,
                   bool keep_1 = true) {
    open_quiet(desire_0, desire_1, deeper_0, deeper_1, number, keep_0, keep_1);
    say_all();
    seal_and_reveal();
  }

  PairState seen;
};

TEST_F(WishesTest, OpensWhatBothWantOnBothDevicesAndForgetsTheRest) {
  open_three({Vote::yes, Vote::curious, Vote::no}, {Vote::yes, Vote::no, Vote::yes});
  EXPECT_EQ(phase_of(*look().rounds.find(round)), RoundPhase::writing);
  say_all();
  EXPECT_EQ(phase_of(*look().rounds.find(round)), RoundPhase::both_sealed);
  seal_and_reveal();
  for (Slot slot : {Slot{0}, Slot{1}}) {
    const auto shown = state(slot);
    const auto& run = *shown.rounds.find(round)->wishes;
    EXPECT_EQ(run.outcome, (std::vector{Outcome::both_yes, Outcome::nothing, Outcome::nothing}));
    EXPECT_FALSE(run.is_broken);
    EXPECT_TRUE(run.said.is_empty());
    EXPECT_TRUE(shown.anomalies.empty());
  }
}

TEST_F(WishesTest, OneWhoHasVotedMayNotVoteAgainAndShowsAsDone) {
  open_three({Vote::yes, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  EXPECT_TRUE(may_write(*look().rounds.find(round), 0));
  say(0, 0);
  const auto shown = state(1);
  EXPECT_FALSE(may_write(*shown.rounds.find(round), 0));
  EXPECT_TRUE(may_write(*shown.rounds.find(round), 1));
  EXPECT_EQ(phase_of(*shown.rounds.find(round)), RoundPhase::one_sealed);
}

TEST_F(WishesTest, AskForNothingToBeReceivedAndMayBeClosedAtOnce) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  say_all();
  seal_and_reveal();
  EXPECT_TRUE(may_close(*look().rounds.find(round), 0));
  EXPECT_FALSE(may_say_back(*look().rounds.find(round), 0));
}

TEST_F(WishesTest, ListOfNoSenseOpensNothing) {
  for (const auto& [items, quota] : std::vector<std::pair<std::vector<std::string>, std::uint32_t>>{
           {{}, 1}, {{"a", "a"}, 1}, {three, 0}, {three, 4}, {{std::string(81, 'a')}, 1}, {{""}, 1}})
    couple.write(0, open_body(couple, "wishes", items, quota));
  EXPECT_EQ(state().rounds.size(), 0u);
  EXPECT_TRUE(has_anomaly(AnomalyKind::malformed_body));
}

TEST_F(WishesTest, AStepOutOfItsOrderOrOfAnotherSizeIsVoid) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  couple.write(0, step_body(round, 1, Bytes(match::step_size(terms, 0, 1), 1)));
  couple.write(0, step_body(round, 2, Bytes(8, 1)));
  couple.write(0, step_body(round, 77, Bytes(8, 1)));
  couple.write(0, step_body(round, 0, Bytes(127, 1)));
  EXPECT_TRUE(wishes().said.is_empty());
  EXPECT_TRUE(has_anomaly(AnomalyKind::unfit_step));
  EXPECT_EQ(state().anomalies.front().count, 4u);
}

TEST_F(WishesTest, OnlyAnAuthorsFirstStepCounts) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  say(0, 0);
  const auto first = to_bytes(wishes().said.step(0, 0));
  const match::Run other(terms, 0, couple.random.secret<32>(), {Vote::yes, Vote::no, Vote::no});
  couple.write(0, step_body(round, 0, other.make_step(0, {})));
  EXPECT_TRUE(equal(wishes().said.step(0, 0), first));
  EXPECT_TRUE(has_anomaly(AnomalyKind::unfit_step));
}

TEST_F(WishesTest, AVoteOnAnotherListIsNoVote) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  const auto other = match::Terms::make(round, terms.latch_id, {"wishes.z"}, 1);
  couple.write(1, step_body(round, 0, match::Run(other, 1, couple.random.secret<32>(), {Vote::no}).make_step(0, {})));
  EXPECT_FALSE(wishes().said.has(1, 0));
  say(1, 0);
  EXPECT_TRUE(wishes().said.has(1, 0));
}

TEST_F(WishesTest, ASealBeforeTheStepsAreWholeIsVoid) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  say(0, 0);
  couple.write(0, seal_body(0));
  EXPECT_FALSE(look().rounds.find(round)->has_sealed(0));
  EXPECT_TRUE(has_anomaly(AnomalyKind::unfit_seal));
  EXPECT_TRUE(state().unsettled_seals.empty());
}

TEST_F(WishesTest, ASealWithAnotherLockThanItsSharesOrOfModeOpenIsVoid) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  say_all();
  couple.write(0, couple.seal_body(0, round, "x", SealMode::apart));
  auto open = seal_body(1);
  open.mutable_seal()->set_mode(wire::Seal::OPEN);
  couple.write(1, open);
  for (Slot slot : {Slot{0}, Slot{1}}) EXPECT_FALSE(look().rounds.find(round)->has_sealed(slot));
  EXPECT_TRUE(has_anomaly(AnomalyKind::unfit_seal));
}

TEST_F(WishesTest, NoStepIsTakenAfterTheClose) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  couple.close(1, round, false);
  couple.sync();
  couple.write(0, step_body(round, 0, runs[0]->make_step(0, {})));
  EXPECT_TRUE(wishes().said.is_empty());
}

// Found by the simulation: one passes while the other's device goes on, and all that it said sorts after the close.
TEST_F(WishesTest, WhatCrossesACloseIsVoidInSilence) {
  open_three({Vote::no, Vote::no, Vote::no}, {Vote::no, Vote::no, Vote::no});
  say(1, 0);
  couple.close(1, round, false);  // not delivered yet
  match::Transcript mine = wishes().said;
  for (const std::uint8_t step : {std::uint8_t{0}, std::uint8_t{1}}) {
    const auto bytes = runs[0]->make_step(step, mine);
    mine.set(0, step, bytes);
    couple.cover(0);  // so that it comes after the close in the order
    couple.write(0, step_body(round, step, bytes));
  }
  couple.write(0, seal_body(0));
  couple.sync();
  for (Slot slot : {Slot{0}, Slot{1}}) {
    const auto shown = state(slot);
    EXPECT_TRUE(shown.anomalies.empty());
    EXPECT_FALSE(shown.rounds.find(round)->has_sealed(0));
    EXPECT_EQ(shown.rounds.find(round)->void_seals, 0u);
  }
}

TEST_F(WishesTest, SnapshotsHoldARunAtEveryStep) {
  open_three({Vote::yes, Vote::no, Vote::no}, {Vote::yes, Vote::no, Vote::no});
  const auto check = [&] {
    const auto before = state();
    PairState after;
    ASSERT_TRUE(state_from_bytes(state_to_bytes(before, {}), after));
    EXPECT_EQ(state_to_bytes(after, {}), state_to_bytes(before, {}));
    EXPECT_EQ(after.rounds.find(round)->wishes->outcome, before.rounds.find(round)->wishes->outcome);
  };
  check();
  for (const auto& [slot, step] :
       std::vector<std::pair<Slot, std::uint8_t>>{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}) {
    say(slot, step);
    check();
  }
  seal_and_reveal();
  check();
}

// --- quiet runs

TEST_F(WishesTest, AQuietRunIsShownAmongNoRoundsAndSkipsNothing) {
  couple.skip(0, "some.card");
  run_quietly(true, true, false, false, 0);
  const auto shown = state(1);
  EXPECT_EQ(shown.rounds.size(), 0u);
  EXPECT_EQ(shown.evenings_together(), 0u);
  EXPECT_EQ(shown.skipped.size(), 1u);
  EXPECT_TRUE(shown.quiet_rounds.find(round)->closing);
}

TEST_F(WishesTest, DesireOpensOnceBothWantItAndStaysOpen) {
  run_quietly(true, false, false, false, 0);
  EXPECT_FALSE(state().desire_is_open);
  run_quietly(true, true, false, false, 1);
  EXPECT_TRUE(state().desire_is_open);
  EXPECT_TRUE(state(1).desire_is_open);
  run_quietly(false, false, false, false, 2);
  EXPECT_TRUE(state().desire_is_open);
}

TEST_F(WishesTest, OpenUpClimbsOnlyWhenBothWereHeardAndBothCeilingsAllowIt) {
  run_quietly(false, false, true, true, 0);
  EXPECT_EQ(state().depth[2], 1) << "nobody was heard yet";
  couple.play("open-up.a", 1, 2);
  EXPECT_EQ(state().depth[2], 1);
  EXPECT_TRUE(state().may_climb);
  EXPECT_TRUE(state().owes_quiet_run);
  run_quietly(false, false, true, false, 1);
  EXPECT_EQ(state().depth[2], 1);
  EXPECT_TRUE(state().may_climb) << "a no is no step back, and may become a yes";
  EXPECT_FALSE(state().owes_quiet_run);
  run_quietly(false, false, true, true, 2);
  EXPECT_EQ(state().depth[2], 2);
  EXPECT_EQ(state(1).depth[2], 2);
  run_quietly(false, false, true, true, 3);
  EXPECT_EQ(state().depth[2], 2) << "one depth for one hearing";
}

TEST_F(WishesTest, AClimbCountsForTheDepthThatItWasAskedFor) {
  couple.play("open-up.a", 1, 2);
  open_quiet(false, false, true, true, 0);  // asks for the second
  say_all();
  couple.play("open-up.b", 1, 2);
  seal_and_reveal();
  EXPECT_EQ(state().depth[2], 2);
  EXPECT_EQ(quiet_items(state())[quiet_deeper], "deeper.3");
}

TEST_F(WishesTest, APassInOpenUpTakesTheWayUpBack) {
  couple.play("open-up.a", 1, 2);
  run_quietly(false, false, true, true, 0);
  couple.play("open-up.b", 2, 2);
  ASSERT_TRUE(state().may_climb);
  couple.close(0, couple.open(0, "open-up.c", 2, 2), false);
  EXPECT_EQ(state().depth[2], 1);
  EXPECT_FALSE(state().may_climb);
}

TEST_F(WishesTest, AQuietRunThatIsGivenUpMovesNoDepthAndNoEvening) {
  couple.play("open-up.a", 1, 2);
  run_quietly(false, false, true, true, 0);
  const auto evenings = state().evenings_together();
  open_quiet(false, false, false, false, 1);
  couple.now_ms += 10ll * 86'400'000;
  couple.close(0, round, false);
  EXPECT_EQ(state().depth[2], 2);
  EXPECT_EQ(state().evenings_together(), evenings);
}

TEST_F(WishesTest, OnlyTheLatestQuietRunsAreKept) {
  for (std::uint32_t number = 0; number < 12; ++number) {
    open_quiet(false, false, false, false, number);
    couple.close(1, round, false);
    couple.sync();
  }
  EXPECT_EQ(state().quiet_rounds.size(), round_limits::quiet_rounds);
  EXPECT_EQ(times_opened(state(), quiet_card), 12u);
}

TEST_F(WishesTest, AQuietRunIsSlotZerosAloneAndNeverBesideAnother) {
  couple.write(1, quiet_body(0));
  couple.sync();
  EXPECT_EQ(state().quiet_rounds.size(), 0u);
  EXPECT_TRUE(has_anomaly(AnomalyKind::unfit_opening));
  open_quiet(false, false, false, false, 0);
  for (std::uint32_t number = 1; number < 4; ++number) {
    couple.now_ms += day;
    couple.write(0, quiet_body(1));
  }
  EXPECT_EQ(state().quiet_rounds.size(), 1u);
  EXPECT_EQ(times_opened(state(), quiet_card), 1u);
  say_all();
  seal_and_reveal();
  run_quietly(false, false, false, false, 1);
  EXPECT_EQ(times_opened(state(), quiet_card), 2u);
}

TEST_F(WishesTest, AQuietRunOpensOnceInADayOfThePairOrWhenOneIsOwed) {
  run_quietly(false, false, false, false, 0);
  for (int again = 0; again < 3; ++again) couple.write(0, quiet_body(1));
  EXPECT_EQ(times_opened(state(), quiet_card), 1u);
  EXPECT_TRUE(state().anomalies.empty()) << "an agreement about the days may have crossed it";
  couple.play("open-up.a", 1, 2);
  run_quietly(false, false, false, false, 1);
  EXPECT_EQ(times_opened(state(), quiet_card), 2u);
  couple.write(0, quiet_body(2));
  EXPECT_EQ(times_opened(state(), quiet_card), 2u) << "it was owed once";
}

TEST_F(WishesTest, AClockThatWasWrongOnceStopsNoQuietRun) {
  const auto right = couple.now_ms;
  for (const std::int64_t wrong : {400 * day, std::int64_t{253'402'300'799'999} - right - day, -300 * day}) {
    couple.now_ms = right + wrong;
    const auto before = times_opened(state(), quiet_card);
    run_quietly(false, false, false, false, before);
    couple.now_ms = right;
    run_quietly(false, false, false, false, before + 1);
    EXPECT_EQ(times_opened(state(), quiet_card), before + 2);
  }
}

// Both have sealed, so it may open yet: the close of one proves nothing.
TEST_F(WishesTest, AQuietRunThatBothHaveSealedIsOverOnlyOnceItOpensOrBothHaveClosed) {
  open_quiet(true, true, false, false, 0);
  say_all();
  const auto zero = couple.write(0, seal_body(0)), one = couple.write(1, seal_body(1));
  couple.sync();
  couple.close(0, round, false);
  couple.now_ms += day;
  couple.write(0, quiet_body(1));
  EXPECT_EQ(state().quiet_rounds.size(), 1u);
  auto healed = couple;
  healed.sync();
  healed.write(1, healed.reveal_body(round, zero, one));
  healed.sync();
  EXPECT_TRUE(healed.state_of(0).desire_is_open);
  couple.sync();
  couple.close(1, round, false);
  couple.sync();
  couple.write(0, quiet_body(1));
  EXPECT_EQ(state().quiet_rounds.size(), 2u);
}

TEST_F(WishesTest, AListOfAnotherQuotaThanItsLengthGivesIsVoid) {
  for (const std::uint32_t quota : {1u, 3u}) couple.write(0, open_body(couple, "wishes", three, quota));
  couple.write(0, open_body(couple, "wishes", {"wishes.a", "wishes.b"}, 1));
  EXPECT_EQ(state().rounds.size(), 0u);
  EXPECT_TRUE(has_anomaly(AnomalyKind::unfit_opening));
  couple.write(0, open_body(couple, "wishes", three, 2));
  EXPECT_EQ(state().rounds.size(), 1u);
}

// --- how deep both would stay

TEST_F(WishesTest, OpenUpGoesOneDepthDownWhereOneWouldNotStay) {
  couple.play("open-up.a", 1, 2);
  run_quietly(false, false, true, true, 0);
  ASSERT_EQ(state().depth[2], 2);
  run_quietly(false, false, false, false, 1);
  EXPECT_EQ(state().depth[2], 2) << "both stay";
  run_quietly(false, false, false, false, 2, true, false);
  EXPECT_EQ(state().depth[2], 1);
  EXPECT_EQ(state(1).depth[2], 1);
  run_quietly(false, false, false, false, 3, false, false);
  EXPECT_EQ(state().depth[2], 1) << "there is nothing below the first";
}

TEST_F(WishesTest, AStepDownTakesTheWayUpBack) {
  couple.play("open-up.a", 1, 2);
  run_quietly(false, false, true, true, 0);
  couple.play("open-up.b", 2, 2);
  ASSERT_TRUE(state().may_climb);
  run_quietly(false, false, true, false, 1, true, false);
  EXPECT_EQ(state().depth[2], 1);
  EXPECT_FALSE(state().may_climb);
  run_quietly(false, false, true, true, 2);
  EXPECT_EQ(state().depth[2], 1) << "both are heard again first";
}

TEST_F(WishesTest, ARunOfTwoItemsFromBeforeCountsButNotAfterOneOfThree) {
  const std::vector<std::string> two{"desire", "deeper.2"};
  open(open_body(couple, std::string(quiet_card), two, 2), {Vote::yes, Vote::no}, {Vote::yes, Vote::no});
  say_all();
  seal_and_reveal();
  EXPECT_TRUE(state().desire_is_open);
  EXPECT_EQ(state().depth[2], 1);
  run_quietly(false, false, false, false, 1);
  couple.now_ms += day;
  couple.write(0, open_body(couple, std::string(quiet_card), two, 2, 2));
  EXPECT_EQ(times_opened(state(), quiet_card), 2u);
  EXPECT_TRUE(has_anomaly(AnomalyKind::unfit_opening));
}

TEST_F(WishesTest, AQuietRunOfOtherItemsIsVoid) {
  couple.write(0, open_body(couple, std::string(quiet_card), {"desire", "deeper.9"}, 2));
  couple.write(0, open_body(couple, std::string(quiet_card), {"desire", "deeper.2"}, 1));
  couple.write(0, open_body(couple, std::string(quiet_card), {"desire", "deeper.2", "keep.2"}, 3));
  couple.write(0, open_body(couple, std::string(quiet_card), {"desire", "deeper.2", "keep.1"}, 2));
  couple.write(0, open_body(couple, std::string(quiet_card), {"desire", "deeper.1", "keep.0"}, 3));
  couple.write(0, open_body(couple, std::string(quiet_card), three, 2));
  auto other = couple.open_body(std::string(quiet_card), 1, 4, 0);
  couple.write(0, other);
  EXPECT_EQ(state().quiet_rounds.size() + state().rounds.size(), 0u);
}

TEST_F(WishesTest, ADevicesQuietVoteIsNoWhereNothingHangsOnIt) {
  open_quiet(false, false, false, false, 0);
  auto shown = state();
  const auto votes = [&](PrivateSettings settings) { return quiet_votes(shown, *find_round(shown, round), settings); };
  EXPECT_EQ(votes({true, 5}), (std::vector{Vote::yes, Vote::no, Vote::no})) << "at the first depth nothing can fall";
  shown.may_climb = true;
  EXPECT_EQ(votes({true, 5}), (std::vector{Vote::yes, Vote::yes, Vote::no}));
  EXPECT_EQ(votes({false, 2}), (std::vector{Vote::no, Vote::yes, Vote::no}));
  EXPECT_EQ(votes({false, 1}), (std::vector{Vote::no, Vote::no, Vote::no}));
  shown.desire_is_open = true;
  EXPECT_EQ(votes({true, 1}), (std::vector(3, Vote::no))) << "nobody is asked again whether they still want it";
  shown.depth[2] = 2;
  EXPECT_EQ(votes({true, 5}), (std::vector(3, Vote::no))) << "it asks for a depth that is reached already";
}

TEST_F(WishesTest, ADeviceStaysAtADepthWithinItsOwnCeilingAlone) {
  auto shown = state();
  shown.depth[2] = 3;
  Round run;
  run.wishes = WishRun{quiet_items(shown), quiet_quota, {}, {}, false};
  ASSERT_EQ(run.wishes->items, (std::vector<std::string>{"desire", "deeper.4", "keep.3"}));
  const auto stays = [&](std::uint8_t ceiling) { return quiet_votes(shown, run, {false, ceiling})[quiet_keep]; };
  EXPECT_EQ(stays(2), Vote::no);
  EXPECT_EQ(stays(3), Vote::yes);
  EXPECT_EQ(stays(5), Vote::yes);
  shown.depth[2] = 2;
  EXPECT_EQ(stays(5), Vote::no) << "a depth that was left meanwhile: nothing hangs on it";
}

TEST_F(WishesTest, ADeviceAnswersTwoQuietRunsInADayOfItsOwnClockBesideThoseThatWereOwed) {
  const auto now = test::wall(couple.now_ms);
  const auto may_answer = [&](Slot me) {
    const auto shown = state(me);
    return may_answer_quiet_run(shown, **(shown.quiet_rounds.end() - 1), me, now);
  };
  // Slot 0's clock is set forward before each; slot 1's stands still.
  for (std::uint32_t number = 0; number < 3; ++number) {
    couple.now_ms += day;
    open(quiet_body(number), std::vector(3, Vote::no), std::vector(3, Vote::no));
    EXPECT_EQ(may_answer(1), number < 2) << number;
    const auto zeros = couple.now_ms;
    couple.now_ms = now.time_since_epoch().count();
    say(1, 0);
    couple.now_ms = zeros;
    couple.close(0, round, false);
    couple.sync();
  }
  couple.play("open-up.a", 1, 2);
  open(quiet_body(3), std::vector(3, Vote::no), std::vector(3, Vote::no));
  EXPECT_TRUE(may_answer(1));
}

TEST_F(WishesTest, AQuietRunBeginsOnceADayOrAfterAnOpenUpRoundAndNeverBesideAnother) {
  const auto at = [&] { return test::wall(couple.now_ms); };
  EXPECT_FALSE(may_begin_quiet_run(state(), true, at())) << "the pair is not confirmed";
  couple.keyed_profile(0);
  couple.keyed_profile(1);
  couple.sync();
  EXPECT_TRUE(may_begin_quiet_run(state(), true, at()));
  EXPECT_FALSE(may_begin_quiet_run(state(), false, at()));
  open_quiet(false, false, false, false, 0);
  couple.now_ms += 3ll * 86'400'000;
  EXPECT_FALSE(may_begin_quiet_run(state(), true, at())) << "one is under way";
  say_all();
  seal_and_reveal();
  EXPECT_TRUE(may_begin_quiet_run(state(), true, at()));
  run_quietly(false, false, false, false, 1);
  EXPECT_FALSE(may_begin_quiet_run(state(), true, at()));
  couple.play("open-up.a", 1, 2);
  EXPECT_TRUE(may_begin_quiet_run(state(), false, at()));
}

}  // namespace
}  // namespace twinlamp
