#include "protocol/practice/dates.h"
#include "protocol/journal/fold.h"

#include <gtest/gtest.h>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using test::Couple;
using test::fingerprint;
using test::has_anomaly;
using test::round_of;

struct FoldTest : testing::Test {
  Couple couple;
  PairState state() {
    couple.sync();
    return couple.state_of(0);
  }
};

// A random, honest-looking and now and then misbehaving life of a pair.
void live(Couple& couple, int steps) {
  std::vector<RoundId> rounds;
  std::map<RoundId, std::array<std::optional<Entry>, 2>> seals;
  std::vector<EntryId> said[2];
  couple.profile(0, "Noor");
  couple.profile(1, "Sam");
  auto& random = couple.random;
  for (int step = 0; step < steps; ++step) {
    const auto slot = static_cast<Slot>(random.below(2));
    const auto any = [&] { return rounds[random.below(rounds.size())]; };
    const auto what = random.below(16);
    if (what < 3) couple.deliver(slot);
    if (what == 3 || rounds.empty()) {
      const auto card = "card-" + std::to_string(random.below(6));
      rounds.push_back(couple.open(slot, card, 1 + static_cast<std::uint32_t>(random.below(4)),
                                   1 + static_cast<std::uint32_t>(random.below(9)), times_opened(couple.state_of(slot), card)));
      continue;
    }
    const auto round = any();
    if (what == 4 || what == 5 || what == 6) {
      auto entry = couple.seal(slot, round, "answer", static_cast<SealMode>(random.below(3)));
      if (!seals[round][slot]) seals[round][slot] = entry;
    }
    const auto& pair = seals[round];
    if ((what == 7 || what == 8 || what == 9) && pair[0] && pair[1]) couple.write(slot, couple.reveal_body(round, *pair[0], *pair[1]));
    if (what == 10) said[slot].push_back(couple.say_back(slot, round, "heard").id());
    if (what == 11) couple.confirm(slot, round, random.below(2) == 0);
    if (what == 12) couple.close(slot, round);
    if (what == 13) said[slot].push_back(couple.ask(slot, round, "why?").id());
    if (what == 14) couple.reply(slot, round, "because");
    if (what == 15) couple.relax(slot, round);
  }
  couple.sync();
}

// --- convergence

TEST(Fold, ConvergesUnderEveryInterleavingAndDuplication) {
  for (auto seed = 0u; seed < 25; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Couple couple(seed);
    live(couple, 120);
    const auto expected = fingerprint(couple.state_of(0));
    std::array<std::vector<Entry>, 2> logs;
    for (const auto& entry : couple.journal()) logs[entry.header().author].push_back(entry);
    for (int shuffle = 0; shuffle < 4; ++shuffle) {
      Fold fold(couple.keys);
      std::array<std::size_t, 2> at{};
      while (at[0] < logs[0].size() || at[1] < logs[1].size()) {
        auto author = couple.random.below(2);
        if (at[author] == logs[author].size()) author = 1 - author;
        fold.insert(logs[author][at[author]++]);
        if (couple.random.below(3) == 0) fold.insert(logs[author][couple.random.below(at[author])]);
      }
      EXPECT_EQ(fingerprint(fold.state()), expected);
    }
  }
}

TEST(Fold, ShowsTheSameWheneverItIsLookedAt) {
  for (auto seed = 0u; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Couple couple(seed + 500);
    live(couple, 80);
    Fold looked(couple.keys);
    std::array<std::vector<Entry>, 2> logs;
    for (const auto& entry : couple.journal()) logs[entry.header().author].push_back(entry);
    for (const auto& entry : logs[1]) {
      looked.insert(entry);
      (void)looked.state();
    }
    for (const auto& entry : logs[0]) {
      looked.insert(entry);
      (void)looked.state();
    }
    EXPECT_EQ(fingerprint(looked.state()), fingerprint(couple.state_of(0)));
  }
}

TEST(Fold, KeepsAShortTailWhenBothWrite) {
  Couple couple;
  Fold fold(couple.keys);
  for (int count = 0; count < 300; ++count) {
    fold.insert(couple.cover(static_cast<Slot>(count % 2)));
    couple.sync();
  }
  EXPECT_LE(fold.tail_size(), 40u);
}

// --- profiles and rounds

TEST_F(FoldTest, PairIsConfirmedOnceBothHaveSaidWhoTheyAre) {
  couple.profile(0, "Noor");
  EXPECT_FALSE(state().is_confirmed());
  couple.profile(1, "Sam");
  const auto after = state();
  EXPECT_TRUE(after.is_confirmed());
  EXPECT_EQ(after.profiles[1]->display_name, "Sam");
  EXPECT_EQ(after.offset[0], std::chrono::minutes(60));
}

TEST_F(FoldTest, NameAboveItsBoundIsVoid) {
  couple.profile(0, std::string(limits::display_name + 1, 'x'));
  EXPECT_FALSE(state().profiles[0]);
  EXPECT_TRUE(has_anomaly(state(), AnomalyKind::malformed_body));
}

TEST_F(FoldTest, AProfileNamesTheNextTwoChangesOfItsAuthorsClockAndNoMore) {
  wire::Body body;
  body.mutable_profile()->set_display_name("Noor");
  for (const auto& [at, offset] : {std::pair<std::int64_t, std::int32_t>{1'800'000'000'000, 120}, {-5, -3000}}) {
    auto* next = body.mutable_profile()->add_next_offset();
    next->set_at_wall_ms(at);
    next->set_utc_offset_minutes(offset);
  }
  couple.write(0, body);
  const auto profile = state().profiles[0];
  ASSERT_TRUE(profile);
  ASSERT_EQ(profile->next.size(), 2u);
  EXPECT_EQ(profile->next[0].at, WallTime(std::chrono::milliseconds(1'800'000'000'000)));
  EXPECT_EQ(profile->next[0].offset, std::chrono::minutes(120));
  EXPECT_EQ(profile->next[1].at, WallTime()) << "kept within what a calendar can show";
  EXPECT_EQ(profile->next[1].offset, std::chrono::minutes(-18 * 60));
  body.mutable_profile()->set_display_name("Noor again");
  body.mutable_profile()->add_next_offset();
  couple.write(0, body);
  EXPECT_EQ(state().profiles[0]->display_name, "Noor");
  EXPECT_TRUE(has_anomaly(state(), AnomalyKind::malformed_body));
}

TEST_F(FoldTest, TwoDevicesThatOpenTheSameCardOpenTheSameRound) {
  const auto a = couple.open(0, "open-up.kitchen"), b = couple.open(1, "open-up.kitchen");
  EXPECT_EQ(a, b);
  EXPECT_EQ(state().rounds.size(), 1u);
  EXPECT_EQ(state().cards.at("open-up.kitchen").opened, 1u);
}

TEST_F(FoldTest, RoundIdThatIsNotDerivedFromItsCardIsVoid) {
  auto body = couple.open_body("card", 1, 2, 0);
  body.mutable_open_round()->set_round_id(std::string(16, 'x'));
  couple.write(0, body);
  EXPECT_EQ(state().rounds.size(), 0u);
  EXPECT_TRUE(has_anomaly(state(), AnomalyKind::wrong_round_id));
}

TEST_F(FoldTest, RoundThatSkipsANumberOfItsCardIsVoid) {
  couple.open(0, "card", 1, 2, 3);
  EXPECT_EQ(state().rounds.size(), 0u);
}

TEST_F(FoldTest, AnEntryOfAnUnknownTypeIsKeptAndSkipped) {
  couple.profile(0, "Noor");
  const auto before = state();
  // A body whose only kind has field number 99: {99: ""}.
  wire::Body body;
  const std::string unknown("\x9a\x06\x00", 3);
  ASSERT_TRUE(body.ParseFromString(unknown));
  body.mutable_covered();
  auto entry = couple.write(0, body);
  ByteWriter wire;
  auto header = to_bytes(entry.header_bytes());
  header[94] = 0;
  header[95] = 99;
  const auto body_hash = blake2b_256({EntrySalt{}, bytes_of(unknown)});
  std::copy(body_hash.begin(), body_hash.end(), header.begin() + 96);
  wire.raw(header).u8(1).raw(EntrySalt{}).lv(unknown);
  const auto strange = Entry::parse(wire.view());
  ASSERT_TRUE(strange);
  ASSERT_EQ(strange->header().type, 99u);
  PairState after = before;
  apply_entry(after, *strange);
  EXPECT_EQ(after.anomalies.size(), before.anomalies.size());
  EXPECT_EQ(after.last_seq[0], 2u);
}

// --- phases

TEST_F(FoldTest, PhasesFollowTheSealsTheRevealAndTheClose) {
  const auto round = couple.open(0, "card");
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::writing);
  const auto seal_0 = couple.seal(0, round, "mine");
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::one_sealed);
  const auto seal_1 = couple.seal(1, round, "theirs");
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::both_sealed);
  couple.write(0, couple.reveal_body(round, seal_0, seal_1));
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::revealed);
  couple.react(1, round, "❤");
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::receiving);
  couple.close(0, round);
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::closed_answered);
}

TEST_F(FoldTest, ACloseBeforeTheRevealIsUnanswered) {
  const auto round = couple.open(0, "card");
  couple.sync();
  couple.close(1, round, true);
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::closed_unanswered);
}

TEST_F(FoldTest, ACloseAfterTheRevealIsAnsweredWhateverItSays) {
  const auto round = couple.play_to_reveal("card");
  couple.close(1, round, false);
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::closed_answered);
}

TEST_F(FoldTest, RevealOpensBothAnswersFromEitherAuthorsEntry) {
  for (const Slot author : {Slot{0}, Slot{1}}) {
    Couple pair(7u + author);
    const auto round = pair.open(0, "card");
    pair.sync();
    const auto seal_0 = pair.seal(0, round, "the sea"), seal_1 = pair.seal(1, round, "and you reading");
    pair.sync();
    pair.write(author, pair.reveal_body(round, seal_0, seal_1));
    pair.sync();
    const auto after = pair.state_of(0);
    const auto& sides = round_of(after, round).sides;
    EXPECT_EQ(text_of(sides[0].answer), "the sea");
    EXPECT_EQ(text_of(sides[1].answer), "and you reading");
  }
}

TEST_F(FoldTest, RevealedStateHoldsNoCiphertextAnyMore) {
  const auto round = couple.play_to_reveal("card");
  const auto after = state();
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    EXPECT_TRUE(round_of(after, round).seal_of(slot)->ciphertext.empty());
    EXPECT_TRUE(round_of(after, round).seal_of(slot)->boxed_scalar.empty());
  }
}

TEST_F(FoldTest, ARevealWithAWrongScalarOpensNothing) {
  const auto round = couple.open(0, "card");
  const auto seal_0 = couple.seal(0, round, "a");
  couple.sync();
  const auto seal_1 = couple.seal(1, round, "b");
  couple.sync();
  auto body = couple.reveal_body(round, seal_0, seal_1);
  body.mutable_reveal()->set_scalar_0(to_string(random_scalar(couple.random).view()));
  couple.write(1, body);
  const auto after = state();
  EXPECT_EQ(phase_of(round_of(after, round)), RoundPhase::both_sealed);
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::bad_reveal));
}

TEST_F(FoldTest, ARevealThatNamesAnotherSealOpensNothing) {
  const auto round = couple.open(0, "card");
  const auto seal_0 = couple.seal(0, round, "a"), second = couple.seal(0, round, "changed my mind");
  couple.sync();
  const auto seal_1 = couple.seal(1, round, "b");
  couple.sync();
  couple.write(0, couple.reveal_body(round, second, seal_1));
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::both_sealed);
  couple.write(0, couple.reveal_body(round, seal_0, seal_1));
  const auto after = state();
  EXPECT_EQ(text_of(round_of(after, round).sides[0].answer), "a");
}

TEST_F(FoldTest, AGoodRevealAfterABadOneStillOpens) {
  const auto round = couple.open(0, "card");
  couple.sync();
  const auto seal_0 = couple.seal(0, round, "a"), seal_1 = couple.seal(1, round, "b");
  couple.sync();
  auto bad = couple.reveal_body(round, seal_0, seal_1);
  bad.mutable_reveal()->set_scalar_1(std::string(32, '\0'));
  couple.write(1, bad);
  couple.sync();
  couple.write(0, couple.reveal_body(round, seal_0, seal_1));
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::revealed);
}

TEST_F(FoldTest, SealOfNonsenseIsUnreadableAndBlamedOnItsAuthor) {
  const auto round = couple.open(0, "card");
  couple.sync();
  auto nonsense = couple.seal_body(1, round, "b");
  nonsense.mutable_seal()->set_ciphertext(std::string(1041, 'x'));
  const auto seal_0 = couple.seal(0, round, "a"), seal_1 = couple.write(1, nonsense);
  couple.sync();
  couple.write(0, couple.reveal_body(round, seal_0, seal_1));
  const auto after = state();
  EXPECT_EQ(round_of(after, round).sides[1].answer_state, AnswerState::unreadable);
  EXPECT_EQ(text_of(round_of(after, round).sides[0].answer), "a");
  ASSERT_TRUE(has_anomaly(after, AnomalyKind::unreadable_answer));
  EXPECT_EQ(after.anomalies.back().author, 1);
  EXPECT_TRUE(has_received(round_of(after, round), 0));
}

TEST_F(FoldTest, ARevealAfterAnUnansweredCloseHealsIt) {
  const auto round = couple.open(0, "card");
  couple.sync();
  const auto seal_0 = couple.seal(0, round, "a"), seal_1 = couple.seal(1, round, "b");
  couple.sync();
  couple.close(0, round, false);
  couple.write(1, couple.reveal_body(round, seal_0, seal_1));
  const auto after = state();
  EXPECT_EQ(phase_of(round_of(after, round)), RoundPhase::closed_answered);
  EXPECT_EQ(text_of(round_of(after, round).sides[1].answer), "b");
  EXPECT_EQ(after.evenings_together(), 1u);
}

// --- seals

TEST_F(FoldTest, OnlyTheFirstSealOfALatchCounts) {
  const auto round = couple.open(0, "card");
  const auto first = couple.seal(0, round, "first");
  couple.seal(0, round, "second");
  const auto after = state();
  EXPECT_EQ(round_of(after, round).seal_of(0)->entry_id, first.id());
  EXPECT_EQ(round_of(after, round).void_seals, 1u);
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::second_seal));
}

TEST_F(FoldTest, ASealAfterTheRevealIsVoidAndReportedAsLate) {
  const auto round = couple.play_to_reveal("card");
  couple.seal(1, round, "what I would rather have said");
  couple.sync();
  const auto after = state();
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::late_seal));
  EXPECT_FALSE(has_anomaly(after, AnomalyKind::second_seal));
  EXPECT_EQ(text_of(round_of(after, round).sides[1].answer), "answer of one");
}

TEST_F(FoldTest, SealsTwiceWithOneLockAndStillHasOneAnswer) {
  const auto round = couple.open(0, "card");
  couple.sync();
  const auto body = couple.seal_body(0, round, "one");
  const auto first = couple.write(0, body);
  auto again = body;  // the same L, another ciphertext
  again.mutable_seal()->set_salt(std::string(32, 's'));
  again.mutable_seal()->set_ciphertext(couple.seal_body(0, round, "two").seal().ciphertext());
  const auto second = couple.write(0, again);
  const auto seal_1 = couple.seal(1, round, "b");
  couple.sync();
  couple.write(0, couple.reveal_body(round, second, seal_1));
  EXPECT_EQ(phase_of(round_of(state(), round)), RoundPhase::both_sealed);
  couple.write(1, couple.reveal_body(round, first, seal_1));
  const auto after = state();
  EXPECT_EQ(text_of(round_of(after, round).sides[0].answer), "one");
}

TEST_F(FoldTest, MySealReplayedAsTheirsIsReportedAndNeverOpens) {
  const auto round = couple.open(0, "card");
  auto mine = couple.seal_body(0, round, "mine");
  couple.write(0, mine);
  couple.sync();
  couple.write(1, mine);
  EXPECT_TRUE(has_anomaly(state(), AnomalyKind::replayed_lock));
}

// A CLOSE proves no cancel: a SEAL whose author did not know of it is kept, since its latch may open all the same.
TEST_F(FoldTest, SealAfterTheCloseIsToldAndKept) {
  const auto round = couple.open(0, "card");
  couple.close(0, round, false);
  couple.sync();
  couple.seal(1, round, "late");
  const auto after = state();
  EXPECT_TRUE(round_of(after, round).has_sealed(1));
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::late_seal));
  EXPECT_EQ(phase_of(round_of(after, round)), RoundPhase::closed_unanswered);
}

TEST_F(FoldTest, SealWithAForeignLatchIdIsVoid) {
  const auto round = couple.open(0, "card");
  auto body = couple.seal_body(0, round, "a");
  body.mutable_seal()->set_latch_id(std::string(16, 'x'));
  couple.write(0, body);
  const auto after = state();
  EXPECT_FALSE(round_of(after, round).has_sealed(0));
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::wrong_latch_id));
}

// A cancelled latch ends its round, so there is no second one: it could only hide a sealed answer.
TEST_F(FoldTest, ALaterVersionOfALatchIsVoid) {
  const auto round = couple.open(0, "card");
  couple.sync();
  const auto mine = couple.seal(0, round, "a");
  couple.sync();
  couple.seal(1, round, "b", SealMode::apart, 1);
  const auto after = state();
  EXPECT_EQ(round_of(after, round).seal_of(0)->entry_id, mine.id());
  EXPECT_FALSE(round_of(after, round).has_sealed(1));
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::wrong_latch_id));
}

TEST_F(FoldTest, AVersionThatSkipsOneIsVoid) {
  const auto round = couple.open(0, "card");
  couple.seal(0, round, "a", SealMode::apart, 2);
  EXPECT_FALSE(round_of(state(), round).has_sealed(0));
}

TEST_F(FoldTest, ModeIsTheStricterOfTheTwo) {
  const auto round = couple.open(0, "card");
  couple.sync();
  couple.seal(0, round, "a", SealMode::open);
  EXPECT_EQ(effective_mode(round_of(state(), round)), SealMode::open);
  couple.seal(1, round, "b", SealMode::together);
  EXPECT_EQ(effective_mode(round_of(state(), round)), SealMode::together);
}

TEST_F(FoldTest, TogetherIsRelaxedByAnEntryOfEach) {
  const auto round = couple.open(0, "card");
  couple.sync();
  couple.seal(0, round, "a");
  couple.seal(1, round, "b");
  EXPECT_TRUE(may_relax(round_of(state(), round), 0));
  couple.relax(0, round);
  EXPECT_EQ(effective_mode(round_of(state(), round)), SealMode::together);
  EXPECT_FALSE(may_relax(round_of(state(), round), 0));
  couple.relax(1, round);
  EXPECT_EQ(effective_mode(round_of(state(), round)), SealMode::apart);
}

TEST_F(FoldTest, AReceivedSealIsOwedACoverUntilOneIsWritten) {
  const auto round = couple.open(0, "card");
  const auto seal = couple.seal(0, round, "a");
  couple.sync();
  EXPECT_TRUE(owes_cover(couple.state_of(1), 1));
  EXPECT_FALSE(owes_cover(couple.state_of(1), 0));
  EXPECT_FALSE(is_covered(couple.state_of(1), 0, seal.header().seq));
  couple.cover(1);
  EXPECT_FALSE(owes_cover(couple.state_of(1), 1));
  EXPECT_TRUE(is_covered(couple.state_of(1), 0, seal.header().seq));
}

TEST_F(FoldTest, ACoverIsNeverOwedACover) {
  couple.cover(0);
  couple.sync();
  EXPECT_FALSE(owes_cover(couple.state_of(1), 1));
}

// --- "open without me": the answerer's SEAL comes with the release

struct CarriedTest : FoldTest {
  RoundId round{};
  std::optional<Entry> owner, answer;
  void SetUp() override {
    couple.keyed_profile(1);
    round = couple.open(0, "card");
    owner = couple.seal(0, round, "opened without me", SealMode::open);
    couple.sync();
    answer = couple.seal(1, round, "my answer");  // not delivered: its author keeps it back
  }
  wire::Body carried_reveal(const Entry& carried) { return couple.carrying_reveal(round, *owner, carried); }
};

TEST_F(CarriedTest, RevealOpensAnAnswerThatItsAuthorKeepsBack) {
  couple.write(0, carried_reveal(*answer));
  const auto after = couple.state_of(0);
  EXPECT_EQ(text_of(round_of(after, round).sides[1].answer), "my answer");
  EXPECT_EQ(after.carried.size(), 1u);
}

TEST_F(CarriedTest, BothShowTheSameOnceTheSealArrives) {
  couple.write(0, carried_reveal(*answer));
  couple.sync();
  EXPECT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1)));
  EXPECT_TRUE(couple.state_of(0).carried.empty());
  EXPECT_TRUE(couple.state_of(0).anomalies.empty());
}

TEST_F(CarriedTest, WordsPutIntoThePartnersMouthAreNeverBelieved) {
  Couple forger(99);  // writes a SEAL as slot 1, with a scalar it knows
  forger.keys = couple.keys;
  auto place = next_place(couple.shelf[0].logs[1], couple.shelf[0].logs[0], 0);
  const auto forged = make_entry(place, forger.seal_body(1, round, "never said"), forger.self_key[1], forger.random);
  auto body = couple.reveal_body(round, *owner, *owner);
  body.mutable_reveal()->set_seal_1(to_string(forged.id()));
  body.mutable_reveal()->set_scalar_1(to_string(forger.scalar_of(forged).view()));
  body.mutable_reveal()->set_seal_entry(to_string(forged.to_wire()));
  body.mutable_reveal()->set_seal_signature(to_string(forger.signed_seal(forged).signature));
  couple.write(0, body);
  for (const bool synced : {false, true}) {
    if (synced) couple.sync();
    const auto after = couple.state_of(0);
    EXPECT_FALSE(round_of(after, round).is_revealed);
    EXPECT_TRUE(has_anomaly(after, AnomalyKind::bad_reveal));
    EXPECT_FALSE(has_anomaly(after, AnomalyKind::forked_seal));
  }
}

TEST_F(CarriedTest, ASignatureThatIsMissingOrOfAnotherEntryIsNotBelieved) {
  const auto other = couple.signed_seal(couple.seal(1, round, "another")).signature;
  for (const auto& signature : {std::string(), std::string(63, 'x'), std::string(64, 'x'), to_string(other)}) {
    auto body = carried_reveal(*answer);
    body.mutable_reveal()->set_seal_signature(signature);
    couple.write(0, body);
    EXPECT_FALSE(round_of(couple.state_of(0), round).is_revealed);
  }
}

TEST_F(CarriedTest, AnAuthorWhoHasGivenNoSealKeyIsNotBelieved) {
  Couple pair(3);
  const auto id = pair.open(0, "card");
  const auto open = pair.seal(0, id, "a", SealMode::open);
  pair.sync();
  pair.write(0, pair.carrying_reveal(id, open, pair.seal(1, id, "b")));
  EXPECT_FALSE(round_of(pair.state_of(0), id).is_revealed);
}

TEST_F(CarriedTest, PaysWithAnotherSealThanItsJournalHasAndBothSeeIt) {
  const auto paid = couple.seal(1, round, "the one that was bound");
  couple.sync();  // the journal's first SEAL of slot 1 is `answer`
  couple.write(0, carried_reveal(paid));
  couple.sync();
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    const auto after = couple.state_of(slot);
    EXPECT_EQ(round_of(after, round).sides[1].answer_state, AnswerState::unreadable);
    EXPECT_TRUE(has_anomaly(after, AnomalyKind::forked_seal));
  }
}

TEST_F(CarriedTest, SwapsItsAnswerAfterReadingMineAndIsFound) {
  const auto paid = couple.seal(1, round, "the one that was bound");
  couple.sync();
  couple.write(1, couple.reveal_body(round, *owner, *answer));  // after reading: the other one
  couple.sync();
  ASSERT_EQ(text_of(round_of(couple.state_of(0), round).sides[1].answer), "my answer");
  couple.write(0, carried_reveal(paid));
  const auto after = couple.state_of(0);
  EXPECT_EQ(round_of(after, round).sides[1].answer_state, AnswerState::unreadable);
  EXPECT_TRUE(round_of(after, round).sides[1].answer.empty());
}

TEST_F(CarriedTest, IsBelievedUpToABoundAheadOfItsAuthorsLogAndNoFurther) {
  for (const bool is_beyond : {false, true}) {
    auto place = next_place(couple.shelf[0].logs[1], couple.shelf[0].logs[0], 0);
    const auto ahead = round_limits::carried_ahead + (is_beyond ? 1 : 0);
    place.seq = couple.shelf[0].logs[1].head().seq + ahead;
    place.lamport += ahead;
    place.prev.fill(7);
    const auto far = make_entry(place, couple.seal_body(1, round, "far"), couple.self_key[1], couple.random);
    auto known = couple.shelf[0];
    couple.write(0, carried_reveal(far));
    EXPECT_EQ(round_of(couple.state_of(0), round).is_revealed, !is_beyond);
    couple.shelf[0] = std::move(known);
  }
}

// Its own SEAL stands in its own log, or it has none.
TEST_F(CarriedTest, NobodyCarriesItsOwnSeal) {
  Couple other(5);
  other.keyed_profile(1);
  const auto id = other.open(0, "card");
  const auto open = other.seal(0, id, "a", SealMode::open);
  other.sync();
  auto place = next_place(other.shelf[1].logs[1], other.shelf[1].logs[0], 0);
  place.seq += 5;
  place.lamport += 5;
  place.prev.fill(7);
  const auto never_written = make_entry(place, other.seal_body(1, id, "b"), other.self_key[1], other.random);
  other.write(1, other.carrying_reveal(id, open, never_written));
  const auto after = other.state_of(1);
  EXPECT_FALSE(round_of(after, id).is_revealed);
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::bad_reveal));
}

TEST_F(CarriedTest, IsNotBelievedForALatchWhoseOwnerDidNotChooseOpen) {
  Couple pair(3);
  pair.keyed_profile(1);
  pair.sync();
  const auto id = pair.open(0, "card");
  const auto closed = pair.seal(0, id, "a", SealMode::apart);
  pair.sync();
  const auto kept_back = pair.seal(1, id, "b");
  pair.write(0, pair.carrying_reveal(id, closed, kept_back));
  EXPECT_FALSE(round_of(pair.state_of(0), id).is_revealed);
}

// --- receiving

TEST_F(FoldTest, LightCardIsReceivedByAReaction) {
  const auto round = couple.play_to_reveal("card", 2);
  EXPECT_FALSE(has_received(round_of(state(), round), 0));
  couple.react(0, round, "❤");
  EXPECT_TRUE(has_received(round_of(state(), round), 0));
  EXPECT_FALSE(has_received(round_of(state(), round), 1));
  EXPECT_FALSE(may_close(round_of(state(), round), 0));
  couple.react(1, round, "❤");
  EXPECT_TRUE(may_close(round_of(state(), round), 0));
  EXPECT_TRUE(may_close(round_of(state(), round), 1));
}

TEST_F(FoldTest, LightCardIsReceivedByAQuestionOnceItIsAnswered) {
  const auto round = couple.play_to_reveal("card", 1);
  couple.ask(0, round, "why the sea?");
  couple.sync();
  EXPECT_FALSE(has_received(round_of(state(), round), 0));
  EXPECT_TRUE(may_reply(round_of(state(), round), 1));
  couple.reply(1, round, "we met there");
  EXPECT_TRUE(has_received(round_of(state(), round), 0));
  EXPECT_FALSE(may_reply(round_of(state(), round), 1));
}

TEST_F(FoldTest, DeepCardIsReceivedOnlyByAConfirmedSayBack) {
  const auto round = couple.play_to_reveal("card", 3);
  couple.react(0, round, "❤");
  EXPECT_FALSE(has_received(round_of(state(), round), 0));
  couple.say_back(0, round, "you are afraid of the dark");
  couple.sync();
  EXPECT_FALSE(has_received(round_of(state(), round), 0));
  EXPECT_TRUE(may_confirm(round_of(state(), round), 1));
  EXPECT_FALSE(may_say_back(round_of(state(), round), 0));
  couple.confirm(1, round, false, "of being alone in it");
  couple.sync();
  EXPECT_FALSE(has_received(round_of(state(), round), 0));
  EXPECT_TRUE(may_say_back(round_of(state(), round), 0));
  couple.say_back(0, round, "of being alone in the dark");
  couple.sync();
  couple.confirm(1, round, true);
  const auto after = state();
  EXPECT_TRUE(has_received(round_of(after, round), 0));
  EXPECT_FALSE(may_say_back(round_of(after, round), 0));
  EXPECT_EQ(round_of(after, round).sides[0].say_backs[0].verdict->clarification.text, "of being alone in it");
}

TEST_F(FoldTest, AVerdictSpeaksOfWhatItsAuthorHadSeen) {
  const auto round = couple.play_to_reveal("card", 3);
  couple.say_back(0, round, "first");
  couple.deliver(0);
  couple.say_back(0, round, "second, on its way");
  couple.confirm(1, round, true);  // has seen the first only
  const auto after = state();
  const auto& said = round_of(after, round).sides[0].say_backs;
  ASSERT_EQ(said.size(), 2u);
  EXPECT_TRUE(said[0].verdict);
  EXPECT_FALSE(said[1].verdict);
}

TEST_F(FoldTest, NobodyConfirmsTheirOwnSayBack) {
  const auto round = couple.play_to_reveal("card", 3);
  couple.say_back(0, round, "heard");
  couple.confirm(0, round, true);
  EXPECT_FALSE(has_received(round_of(state(), round), 0));
}

TEST_F(FoldTest, AReactionCanBeAnsweredByAVerdict) {
  const auto round = couple.play_to_reveal("card", 1);
  couple.react(0, round, "a hug");
  couple.sync();
  couple.confirm(1, round, true, "thank you");
  const auto after = state();
  EXPECT_EQ(round_of(after, round).sides[0].reactions[0].verdict->clarification.text, "thank you");
}

TEST_F(FoldTest, AdditionsStandBesideTheAnswer) {
  const auto round = couple.play_to_reveal("card");
  couple.add(0, round, "and the salt");
  const auto after = state();
  EXPECT_EQ(text_of(round_of(after, round).sides[0].answer), "answer of zero");
  EXPECT_EQ(round_of(after, round).sides[0].additions[0].text, "and the salt");
}

TEST_F(FoldTest, ResponsesBeforeTheRevealAreVoid) {
  const auto round = couple.open(0, "card");
  couple.say_back(0, round, "x");
  couple.react(0, round, "x");
  couple.ask(0, round, "x");
  couple.add(0, round, "x");
  const auto after = state();
  const auto& side = round_of(after, round).sides[0];
  EXPECT_TRUE(side.say_backs.empty() && side.reactions.empty() && side.follow_ups.empty() && side.additions.empty());
  ASSERT_EQ(after.anomalies.size(), 1u);
  EXPECT_EQ(after.anomalies[0].kind, AnomalyKind::too_early);
  EXPECT_EQ(after.anomalies[0].round, round);
  EXPECT_EQ(after.anomalies[0].count, 4u);
}

// --- anomalies

std::string card_number(std::size_t number) { return "card " + std::to_string(number); }

// One of each of many rounds, so that none replaces another.
void react_too_early(Couple& couple, std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < first + count; ++i) couple.react(0, couple.open(0, card_number(i)), "x");
}

TEST_F(FoldTest, AnAnomalySaidAgainOfARoundIsKeptOnceWithItsNewestEntry) {
  const auto round = couple.open(0, "card");
  couple.react(0, round, "x");
  couple.open(0, "other card");
  const auto newest = couple.react(0, round, "x");
  const auto after = state();
  ASSERT_EQ(after.anomalies.size(), 1u);
  EXPECT_EQ(after.anomalies[0].entry_id, newest.id());
  EXPECT_EQ(after.anomalies[0].count, 2u);
}

TEST_F(FoldTest, AFullListOfAnomaliesKeepsTheNewestAndTheRareOnes) {
  const auto rare = couple.open(1, "rare");
  couple.seal(1, rare, "one");
  couple.seal(1, rare, "two");
  couple.sync();
  react_too_early(couple, 0, round_limits::anomalies + 20);
  const auto after = state();
  EXPECT_EQ(after.anomalies.size(), round_limits::anomalies);
  EXPECT_TRUE(has_anomaly(after, AnomalyKind::second_seal));
  const auto last = derive_round_id(couple.keys.pair_seed, card_number(round_limits::anomalies + 19), 0);
  EXPECT_EQ(after.anomalies.back().round, last);
}

TEST_F(FoldTest, AnomaliesAreTheSameWhateverTheOrderOfArrival) {
  react_too_early(couple, 0, 5);
  couple.react(1, RoundId{1}, "x");
  couple.sync();
  EXPECT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1)));
}

TEST_F(FoldTest, WritingAndPassingAreOverOnceTheirTimeIs) {
  const auto round = couple.open(0, "card");
  EXPECT_TRUE(may_write(round_of(state(), round), 0));
  EXPECT_TRUE(may_pass(round_of(state(), round), 1));
  couple.seal(0, round, "a");
  EXPECT_FALSE(may_write(round_of(state(), round), 0));
  EXPECT_TRUE(may_write(round_of(state(), round), 1));
  EXPECT_TRUE(may_pass(round_of(state(), round), 0));
  couple.close(1, round, false);
  EXPECT_FALSE(may_write(round_of(state(), round), 1));
  EXPECT_FALSE(may_pass(round_of(state(), round), 0));
}

// --- counters and depth

TEST_F(FoldTest, EveningsAreCountedOnceADayByTheClosersOwnCalendar) {
  couple.now_ms = 1'700'000'000'000;
  couple.play("a");
  couple.play("b");
  EXPECT_EQ(state().evenings_together(), 1u);
  couple.now_ms += 26 * 3'600'000;
  couple.play("c");
  EXPECT_EQ(state().evenings_together(), 2u);
}

TEST_F(FoldTest, AnUnansweredRoundIsNoEvening) {
  couple.close(0, couple.open(0, "a"), false);
  EXPECT_EQ(state().evenings_together(), 0u);
}

TEST_F(FoldTest, DepthClimbsByOneOnceBothWereHeardAtThePresentOne) {
  couple.play("a", 1, 3);
  EXPECT_EQ(state().depth[3], 2);
  couple.play("b", 1, 3);  // below the present depth
  EXPECT_EQ(state().depth[3], 2);
  couple.play("c", 2, 3);
  EXPECT_EQ(state().depth[3], 3);
  EXPECT_EQ(state().depth[5], 1);
}

TEST_F(FoldTest, DepthStaysWhereOneWasNotHeard) {
  const auto round = couple.play_to_reveal("a", 1, 3);
  couple.react(0, round, "❤");
  couple.sync();
  couple.close(0, round);
  EXPECT_EQ(state().depth[3], 1);
}

TEST_F(FoldTest, DepthStepsDownAfterARoundThatStayedUnanswered) {
  couple.play("a", 1, 3);
  couple.play("b", 2, 3);
  ASSERT_EQ(state().depth[3], 3);
  const auto round = couple.open(0, "c", 3, 3);
  couple.close(0, round, false);
  EXPECT_EQ(state().depth[3], 2);
}

// A missed check-in says nothing of how far the two go.
TEST_F(FoldTest, DepthStaysAfterALighterRoundThatStayedUnanswered) {
  couple.play("a", 1, 3);
  couple.close(0, couple.open(0, "b", 1, 3), false);
  EXPECT_EQ(state().depth[3], 2);
}

TEST_F(FoldTest, DepthStaysWhereADateIsCalledOff) {
  couple.play("a", 1, 9);
  couple.close(0, couple.open(0, std::string(practice::date_card), 2, 9), false);
  EXPECT_EQ(state().depth[9], 2);
}

TEST_F(FoldTest, SkipsLastUntilTheNextRoundIsOpened) {
  couple.skip(0, "a");
  couple.skip(0, "a");
  couple.skip(1, "b");
  EXPECT_EQ(state().skipped.size(), 2u);
  couple.open(0, "c");
  EXPECT_TRUE(state().skipped.empty());
}

TEST_F(FoldTest, AnAbsurdClockBreaksNothing) {
  wire::Body body;
  body.mutable_profile()->set_display_name("x");
  const auto round = couple.play_to_reveal("a");
  for (const auto ms : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    couple.now_ms = ms > 0 ? ms - 60'000 : ms;
    couple.close(0, round);
  }
  EXPECT_EQ(state().evenings_together(), 1u);
}

// --- erasing

struct EraseTest : FoldTest {
  // What a device does: erase in the store, tell the fold, fold again where it asks for it.
  static void erase(Fold& fold, test::Shelf& shelf) {
    for (const auto& erasure : fold.take_erasures()) {
      for (auto& [place, entry] : shelf.entries) {
        if (entry.id() != erasure.entry_id || place.author != erasure.author || entry.is_erased()) continue;
        if (!may_erase(fold.state(), entry.header().type, entry.id())) continue;
        entry.erase_body();
        fold.erased(place);
      }
    }
    if (fold.needs_refold()) {
      ASSERT_TRUE(fold.refold(shelf));
    }
  }
  Fold folded(Slot slot) {
    Fold fold(couple.keys);
    for (const auto& [place, entry] : couple.shelf[slot].entries) fold.insert(entry);
    return fold;
  }
};

TEST_F(EraseTest, ErasedWordsAreAbsentOnBothDevices) {
  const auto round = couple.play_to_reveal("card");
  const auto said = couple.say_back(0, round, "taken back later");
  couple.sync();
  couple.tombstone(0, {said});
  couple.sync();
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    auto fold = folded(slot);
    ASSERT_EQ(round_of(fold.state(), round).sides[0].say_backs.size(), 1u);
    erase(fold, couple.shelf[slot]);
    EXPECT_TRUE(round_of(fold.state(), round).sides[0].say_backs.empty());
  }
  EXPECT_EQ(fingerprint(couple.state_of(0)), fingerprint(couple.state_of(1)));
}

TEST_F(EraseTest, WhatIsFoldedForGoodNeedsARefold) {
  const auto round = couple.play_to_reveal("card");
  const auto said = couple.say_back(0, round, "taken back later");
  couple.sync();
  for (int count = 0; count < 80; ++count) {
    couple.cover(static_cast<Slot>(count % 2));
    couple.sync();
  }
  auto fold = folded(0);
  const auto tombstone = couple.tombstone(0, {said});
  fold.insert(tombstone);
  const auto erasures = fold.take_erasures();
  ASSERT_EQ(erasures.size(), 1u);
  fold.erased(said.order());
  EXPECT_TRUE(fold.needs_refold());
  couple.shelf[0].entries.at(said.order()).erase_body();
  ASSERT_TRUE(fold.refold(couple.shelf[0]));
  EXPECT_FALSE(fold.needs_refold());
  EXPECT_TRUE(round_of(fold.state(), round).sides[0].say_backs.empty());
  EXPECT_TRUE(fold.take_erasures().empty());
}

TEST_F(EraseTest, FoldWithErasedBodiesIsTheSameHoweverItGotThere) {
  const auto round = couple.play_to_reveal("card");
  const auto said = couple.say_back(0, round, "x");
  couple.sync();
  couple.tombstone(0, {said});
  couple.sync();
  auto fold = folded(0);
  erase(fold, couple.shelf[0]);
  EXPECT_EQ(fingerprint(fold.state()), fingerprint(couple.state_of(0)));
}

TEST_F(EraseTest, AnUnsettledSealIsNeverErased) {
  const auto round = couple.open(0, "card");
  const auto seal = couple.seal(0, round, "a"), second = couple.seal(0, round, "b");
  couple.tombstone(0, {seal, second});
  auto fold = folded(0);
  EXPECT_TRUE(fold.take_erasures().empty());
  EXPECT_TRUE(has_anomaly(fold.state(), AnomalyKind::refused_erasure));
  EXPECT_FALSE(may_erase(fold.state(), seal.header().type, seal.id()));
}

// A modified client seals twice, opens, and erases the first: its second SEAL would stand where the opened one stood.
TEST_F(EraseTest, OfTwoSealsTheFirstIsNeverErasedBeforeTheSecond) {
  const auto round = couple.open(0, "card");
  couple.sync();
  const auto seal_0 = couple.seal(0, round, "mine"), seal_1 = couple.seal(1, round, "theirs"), second = couple.seal(1, round, "never seen");
  couple.sync();
  couple.write(0, couple.reveal_body(round, seal_0, seal_1));
  couple.sync();
  couple.tombstone(1, {seal_1});
  couple.sync();
  for (const Slot slot : {Slot{0}, Slot{1}}) {
    auto fold = folded(slot);
    EXPECT_TRUE(fold.take_erasures().empty());
    EXPECT_TRUE(round_of(fold.state(), round).is_revealed);
    EXPECT_EQ(text_of(round_of(fold.state(), round).sides[1].answer), "theirs");
  }
  couple.tombstone(1, {second});
  couple.sync();
  auto fold = folded(0);
  EXPECT_EQ(fold.take_erasures().size(), 1u);
  erase(fold, couple.shelf[0]);
  EXPECT_TRUE(round_of(fold.state(), round).is_revealed);
}

TEST_F(EraseTest, AnOpenedSealIsErasedAndTheRoundStaysRevealed) {
  const auto round = couple.open(0, "card");
  couple.sync();
  const auto seal_0 = couple.seal(0, round, "mine"), seal_1 = couple.seal(1, round, "theirs");
  couple.sync();
  couple.write(0, couple.reveal_body(round, seal_0, seal_1));
  couple.sync();
  couple.tombstone(0, {seal_0});
  auto fold = folded(0);
  erase(fold, couple.shelf[0]);
  const auto& after = round_of(fold.state(), round);
  EXPECT_TRUE(after.is_revealed);
  EXPECT_EQ(after.sides[0].answer_state, AnswerState::erased);
  EXPECT_TRUE(after.sides[0].answer.empty());
  EXPECT_EQ(text_of(after.sides[1].answer), "theirs");
}

TEST_F(EraseTest, ATombstoneThatDoesNotSayWhereIsVoid) {
  const auto round = couple.play_to_reveal("card");
  const auto said = couple.say_back(0, round, "x");
  const auto ask = [&](const std::vector<std::uint64_t>& seqs) {
    wire::Body body;
    body.mutable_tombstone()->add_entry_id(to_string(said.id()));
    for (const auto seq : seqs) body.mutable_tombstone()->add_seq(seq);
    couple.write(0, body);
    return folded(0).take_erasures().size();
  };
  EXPECT_EQ(ask({}), 0u);
  EXPECT_EQ(ask({said.header().seq, 1}), 0u);
  EXPECT_EQ(ask({0}), 0u);
  EXPECT_EQ(ask({1000}), 0u);  // nothing can be erased before it was written
  EXPECT_EQ(state().anomalies.back().count, 4u);
  EXPECT_EQ(ask({said.header().seq}), 1u);
}

TEST_F(EraseTest, TheOtherOnesTombstoneDoesNotTakeMineAway) {
  const auto round = couple.play_to_reveal("card");
  const auto said = couple.say_back(0, round, "taken back later");
  couple.sync();
  couple.tombstone(1, {said});
  couple.sync();
  auto fold = folded(0);
  erase(fold, couple.shelf[0]);
  ASSERT_EQ(round_of(fold.state(), round).sides[0].say_backs.size(), 1u);
  fold.insert(couple.tombstone(0, {said}));
  erase(fold, couple.shelf[0]);
  EXPECT_TRUE(round_of(fold.state(), round).sides[0].say_backs.empty());
}

// One's own CLOSE frees nothing: the scalar may still be armed at the relay, and the partner could not open what was erased.
TEST_F(EraseTest, ASealOfARoundClosedUnansweredIsErasedOnceBothHaveClosed) {
  const auto round = couple.open(0, "card");
  const auto seal = couple.seal(0, round, "a");
  couple.close(0, round, false);
  couple.tombstone(0, {seal});
  EXPECT_EQ(folded(0).take_erasures().size(), 0u);
  couple.sync();
  couple.close(1, round, false);
  couple.sync();
  couple.tombstone(0, {seal});
  EXPECT_EQ(folded(0).take_erasures().size(), 1u);
}

TEST_F(EraseTest, TheBonesOfARoundStay) {
  const PairState empty{};
  for (const auto type : {EntryType::open_round, EntryType::reveal, EntryType::close_round, EntryType::relax, EntryType::covered,
                          EntryType::tombstone, EntryType::profile})
    EXPECT_FALSE(may_erase(empty, static_cast<std::uint16_t>(type), {}));
}

}  // namespace
}  // namespace twinlamp
