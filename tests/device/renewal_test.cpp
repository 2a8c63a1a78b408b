// A lost laptop: the two pair anew, and the new one gets the whole history from the partner's copy. Over two real Devices and a relay.
#include "protocol/device/renewal.h"
#include "protocol/practice/dates.h"
#include "tests/device/met_couple.h"

namespace twinlamp::test {
namespace {

using std::chrono::seconds;

const CardFacts fourth_card{"desire.a", 1, 4, 1, 1};

class RenewalTest : public MetCouple {
protected:
  void play(const CardFacts& which, std::string_view first, std::string_view second) {
    const auto id = open(0, which);
    seal(0, id, first);
    seal(1, id, second);
    couple->live(seconds(10));
    ASSERT_TRUE(couple->state(0).rounds.find(id)->is_revealed);
    ASSERT_TRUE(couple->state(1).rounds.find(id)->is_revealed);
    last_ = id;
  }
  void take(Slot side, const RoundId& id, const Step& step) {
    const auto done = device(side).take_step(id, step, couple->now());
    ASSERT_TRUE(done) << done.error().where;
    couple->settle();
  }
  void introduce(Slot side) {  // as a client does as soon as it may
    const auto done = device(side).set_profile({side == 0 ? "Noor" : "Sam", {}, {}, 1}, couple->now());
    ASSERT_TRUE(done) << done.error().where;
    couple->settle();
  }

  RoundId last_{};
};

TEST_F(RenewalTest, ANewLaptopGetsTheWholeHistoryAndBothGoOn) {
  for (Slot lost : {Slot{0}, Slot{1}}) {
    SCOPED_TRACE(testing::Message() << "lost " << int{lost});
    play(lost == 0 ? card : third_card, "a letter", "a question");
    const auto old_round = last_;
    for (int i = 0; i < 700; ++i) skip(i % 2 == 0 ? 0 : 1, "c." + std::to_string(lost) + "." + std::to_string(i % 100));
    const auto before = couple->state(0).last_seq;
    couple->lose_laptop(lost);
    couple->live(seconds(40));
    ASSERT_FALSE(device(lost).is_frozen());
    EXPECT_TRUE(device(lost).repair().done_at);
    EXPECT_EQ(couple->state(lost).last_seq[lost], before[lost]);
    EXPECT_EQ(couple->state(lost).renewals, lost + 1u);
    EXPECT_EQ(answer(lost, old_round, 0), "a letter");
    EXPECT_EQ(answer(lost, old_round, 1), "a question");
    introduce(lost);
    couple->live(seconds(10));
    expect_in_step();
    // In both directions by post alone, and what is sealed opens, whoever is the new one.
    for (Slot side : {Slot{0}, Slot{1}}) device(side).set_presence(false, false, couple->now());
    couple->live(seconds(12));
    for (Slot side : {Slot{0}, Slot{1}}) {
      const auto words = "by post " + std::to_string(lost) + std::to_string(side);
      skip(side, words);
      const auto& all = couple->state(partner_of(side)).skipped;
      EXPECT_NE(std::find(all.begin(), all.end(), words), all.end());
    }
    for (Slot side : {Slot{0}, Slot{1}}) device(side).set_presence(true, true, couple->now());
    couple->live(seconds(20));
    play(lost == 0 ? other_card : fourth_card, "what I fear", "what I fear too");
    EXPECT_EQ(answer(lost, last_, partner_of(lost)), lost == 0 ? "what I fear too" : "what I fear");
    expect_in_step();
  }
}

TEST_F(RenewalTest, WhatWasOpenIsClosedAndNothingOfTheLostDevicesSealIsEverAskedOfTheRelay) {
  const auto both = open(0);
  const auto mine = open(1, other_card);
  seal(0, both, "sealed by the one that stays", SealMode::together);
  seal(1, mine, "sealed by the lost one");
  couple->lose_laptop(1);
  const auto sent = couple->wire().size();
  couple->live(seconds(40));
  for (Slot side : {Slot{0}, Slot{1}}) {
    for (const auto& id : std::vector{both, mine}) {
      const auto* round = couple->state(side).rounds.find(id);
      ASSERT_NE(round, nullptr);
      EXPECT_TRUE(round->closing);
      EXPECT_FALSE(round->is_revealed);
    }
    EXPECT_TRUE(couple->state(side).unsettled_seals.empty());
  }
  EXPECT_EQ(couple->latches(), 0u) << "no latch of the other room is spoken of in this one";
  EXPECT_GT(couple->wire().size(), sent);
  introduce(1);
  play(third_card, "afresh", "and opened");
}

TEST_F(RenewalTest, WhatNobodyHasSealedGoesOnWithWhatWasSaidInIt) {
  for (Slot lost : {Slot{0}, Slot{1}}) {
    SCOPED_TRACE(testing::Message() << "lost " << int{lost});
    const auto date = open(lost, {std::string(practice::date_card), 1, practice_number::dates, 1, 1});
    Step plan;
    plan.kind = number_of(StepKind::plan);
    plan.said.text = "Saturday, the same film in two rooms";
    plan.choice = practice::shortest_date;
    plan.moment = couple->now().wall + std::chrono::hours(48);
    take(lost, date, plan);
    Step agreed;
    agreed.kind = number_of(StepKind::agree_plan);
    agreed.about = couple->state(0).rounds.find(date)->steps.at(0).said.entry_id;
    take(partner_of(lost), date, agreed);
    couple->lose_laptop(lost);
    couple->live(seconds(40));
    introduce(lost);
    for (Slot side : {Slot{0}, Slot{1}}) {
      const auto* round = couple->state(side).rounds.find(date);
      EXPECT_FALSE(round->closing);
      EXPECT_NE(practice::date_of(*round).agreed, nullptr);
    }
    seal(0, date, "like a cinema"), seal(1, date, "like a sofa");
    couple->live(seconds(10));
    EXPECT_EQ(answer(lost, date, partner_of(lost)), lost == 0 ? "like a sofa" : "like a cinema");
    expect_in_step();
  }
}

TEST_F(RenewalTest, TheNewLaptopOpensWithoutMeUnderItsOwnSealKey) {
  couple->lose_laptop(1);
  couple->live(seconds(40));
  introduce(1);
  couple->live(seconds(10));
  for (Slot owner : {Slot{0}, Slot{1}}) {
    const auto id = open(owner, owner == 0 ? card : other_card);
    seal(owner, id, "open this without me", SealMode::open);
    couple->live(seconds(5));
    seal(partner_of(owner), id, "gladly");
    couple->live(seconds(10));
    for (Slot side : {Slot{0}, Slot{1}}) EXPECT_EQ(answer(side, id, partner_of(owner)), "gladly") << int{owner} << " at " << int{side};
  }
  expect_in_step();
}

TEST_F(RenewalTest, WaitsOverEveryRestartAndDoesNothingBeforeItHasItAll) {
  for (int i = 0; i < 300; ++i) skip(i % 2 == 0 ? 0 : 1, "c." + std::to_string(i % 100));
  couple->part(0);
  couple->lose_laptop(1);
  couple->part(0);
  couple->live(seconds(5));
  for (int times = 0; times < 3; ++times) {
    EXPECT_TRUE(device(1).is_frozen());
    EXPECT_EQ(device(1).repair().phase, Phase::waits);
    EXPECT_TRUE(device(1).repair().inherits);
    EXPECT_FALSE(device(1).open_round(card, "No", couple->now()));
    EXPECT_FALSE(device(1).go_on_without_it(couple->now()));
    couple->restart(1);
    couple->live(seconds(5));
  }
  couple->come_back(0);
  couple->live(seconds(40));
  EXPECT_FALSE(device(1).is_frozen());
  introduce(1);
  expect_in_step();
}

TEST_F(RenewalTest, ACrashAtEveryCommitOfEitherSideEndsInTheWholeHistory) {
  for (Slot crashing : {Slot{0}, Slot{1}}) {
    for (const bool after : {false, true}) {
      std::uint64_t struck = 0;
      for (std::uint64_t commit = 1;; ++commit) {
        SCOPED_TRACE(testing::Message() << "side " << int{crashing} << " commit " << commit << (after ? " after" : " before"));
        couple = std::make_unique<DeviceCouple>(commit);
        couple->meet();
        couple->live(seconds(20));
        for (int i = 0; i < 300; ++i) skip(i % 2 == 0 ? 0 : 1, "c." + std::to_string(i % 100));
        couple->crash_at({crashing, commit, after});
        couple->lose_laptop(1);
        couple->live(seconds(60));
        if (!couple->has_crashed()) break;
        ++struck;
        ASSERT_FALSE(device(1).is_frozen());
        introduce(1);
        couple->live(seconds(20));
        expect_in_step();
      }
      EXPECT_GE(struck, crashing == 0 ? 2u : 4u);
      std::printf("side %d, %s: %lu commits struck\n", int{crashing}, after ? "behind them" : "before them", struck);
    }
  }
}

TEST_F(RenewalTest, WithoutAPairingARenewalIsVoid) {
  const auto id = open(0);
  seal(0, id, "mine");
  auto state = couple->state(1);
  wire::Body body;
  body.mutable_renewal();
  SeededRandom random(3);
  const auto last = state.last_seq[0];
  const auto entry = make_entry({0, 1, last + 1, head(0, 0), state.last_lamport[0] + 1, 0, {}}, body, random.secret<32>(), random);
  apply_entry(state, entry);
  EXPECT_FALSE(state.rounds.find(id)->closing);
  EXPECT_EQ(state.renewals, 0u);
  ASSERT_EQ(state.anomalies.size(), 1u);
  EXPECT_EQ(state.anomalies[0].kind, AnomalyKind::unfit_renewal);
}

// "Open without me" brings an answer before its entry. Where the laptop is lost before that entry has come, nobody has
// it any more, and the new one writes another in its place.
TEST_F(RenewalTest, AnAnswerThatCameAheadOfItsEntryStaysWhatItIs) {
  const auto id = open(0);
  seal(0, id, "open this without me", SealMode::open);
  for (Slot side : {Slot{0}, Slot{1}}) device(side).set_presence(false, false, couple->now());
  couple->live(seconds(12));
  couple->hold_posts(true);
  skip(1, "c.before");
  seal(1, id, "gladly");
  ASSERT_EQ(answer(0, id, 1), "gladly");
  ASSERT_EQ(couple->state(0).carried.size(), 1u) << "its entry is not here";
  couple->hold_posts(false);
  couple->lose_laptop(1);
  couple->live(seconds(40));
  introduce(1);
  for (int i = 0; i < 5; ++i) skip(1, "c." + std::to_string(i));
  couple->live(seconds(10));
  for (Slot side : {Slot{0}, Slot{1}}) EXPECT_EQ(answer(side, id, 1), "gladly") << int{side};
  expect_in_step();
}

TEST_F(RenewalTest, WhatTheLostLaptopHadSaidOfItsLogBindsNotTheNewOne) {
  couple->hold_posts(true);
  skip(1, "c.said");
  couple->disk(1).fail_reads(true);  // so that it can name the entry, and not give it
  couple->live(seconds(60));
  ASSERT_TRUE(*couple->disk(0).value(Claims::key));
  couple->hold_posts(false);
  couple->lose_laptop(1);
  couple->live(seconds(40));
  introduce(1);
  skip(1, "c.new");
  couple->live(seconds(10));
  EXPECT_EQ(couple->count(0, Kind::partner_forked), 0u) << "nobody has shown two logs";
  expect_in_step();
}

// A modified client writes one before there is anything to agree on. It must not stand in the place of the one that is
// agreed on later.
TEST_F(RenewalTest, OneThatWasWrittenBeforehandIsNotLetIn) {
  const auto id = open(0);
  seal(0, id, "mine");
  couple->part(1);
  const auto last = couple->state(1).last_seq[1];
  wire::Body body;
  body.mutable_renewal();
  SeededRandom random(3);
  const EntryPlace place{1,
                         1,
                         last + 1,
                         head(1, 1),
                         std::max(couple->state(1).last_lamport[0], couple->state(1).last_lamport[1]) + 1,
                         couple->state(1).last_seq[0],
                         head(1, 0)};
  const auto planted = make_entry(place, body, couple->record(1).self_key, random);
  Transaction transaction;
  transaction.entries.push_back({1, last + 1, planted.header().lamport, planted.to_wire()});
  ASSERT_TRUE(couple->disk(1).commit(transaction));
  couple->restart(1);
  couple->come_back(1);
  couple->live(seconds(40));
  EXPECT_EQ(couple->state(0).last_seq[1], last);
  EXPECT_FALSE(couple->state(0).rounds.find(id)->closing);

  const auto later = open(0, other_card);
  couple->lose_laptop(1);
  couple->live(seconds(40));
  introduce(1);
  for (Slot side : {Slot{0}, Slot{1}}) {
    EXPECT_EQ(couple->state(side).renewals, 1u);
    EXPECT_EQ(couple->state(side).seal_keys[0], couple->state(0).seal_keys[0]);
    EXPECT_EQ(couple->state(side).rounds.find(id)->closing->by, 0) << int{side};
    EXPECT_FALSE(couple->state(side).rounds.find(later)->closing) << "nobody has sealed in it";
  }
  expect_in_step();
}

// The partner's client gives another log than the one whose end it named when the two paired: it never becomes mine.
TEST_F(RenewalTest, TakesNoOtherLogThanTheOneThatWasAgreedOn) {
  for (int i = 0; i < 20; ++i) skip(1, "c." + std::to_string(i));
  couple->lose_laptop(1, blake2b_256({bytes_of("another end")}));
  couple->live(seconds(90));
  EXPECT_TRUE(device(1).is_frozen());
  EXPECT_EQ(couple->state(1).last_seq[1], couple->state(0).last_seq[1] - 1) << "all but the entry that has another id";
  EXPECT_FALSE(device(1).open_round(card, "No", couple->now()));
  EXPECT_EQ(device(1).repair().phase, Phase::fetches) << "nobody is asked to go on with another log than the partner has";
  EXPECT_FALSE(device(1).go_on_without_it(couple->now()));
}

// The one that stays may be set back as well: nobody has what it lost, so it goes on with what it has, and gives that.
TEST_F(RenewalTest, ADeviceThatWasSetBackGivesWhatItHas) {
  const auto copy = couple->disk(0);
  skip(0, "lost with both");
  couple->part(1);
  couple->restore(0, copy, true);
  EXPECT_TRUE(device(0).is_frozen());
  couple->lose_laptop(1);
  couple->live(seconds(40));
  EXPECT_FALSE(device(0).is_frozen());
  EXPECT_FALSE(device(1).is_frozen());
  introduce(1);
  skip(0, "said after it");
  couple->live(seconds(10));
  expect_in_step();
}

// Of a new laptop that had not got it all: its keys were used since, as those of any old copy, whether its app knows
// that it is one or not.
TEST_F(RenewalTest, ANewLaptopThatIsSetBackToItsBeginningAgreesOnNewKeysToo) {
  for (Slot heir : {Slot{0}, Slot{1}})
    for (const bool by_its_app : {true, false}) {
      SCOPED_TRACE(testing::Message() << "heir " << int{heir} << (by_its_app ? ", by its app" : ", behind its back"));
      couple = std::make_unique<DeviceCouple>(heir + 3u);
      couple->meet();
      couple->live(seconds(20));
      skip(heir, "c.old");
      couple->part(partner_of(heir));
      couple->lose_laptop(heir);
      couple->part(partner_of(heir));
      const auto copy = couple->disk(heir);
      ASSERT_TRUE(device(heir).repair().inherits);
      couple->come_back(partner_of(heir));
      couple->live(seconds(40));
      introduce(heir);
      skip(heir, "c.new");
      skip(partner_of(heir), "c.newer");
      couple->live(seconds(20));
      couple->restore(heir, copy, by_its_app);
      couple->live(seconds(60));
      expect_in_step();
      for (Slot each : {Slot{0}, Slot{1}}) {
        EXPECT_EQ(device(each).epoch(), 2u) << int{each};
        device(each).set_presence(false, false, couple->now());
      }
      couple->live(seconds(12));
      for (Slot each : {Slot{0}, Slot{1}}) {
        skip(each, "by post " + std::to_string(each));
        const auto& all = couple->state(partner_of(each)).skipped;
        EXPECT_NE(std::find(all.begin(), all.end(), "by post " + std::to_string(each)), all.end()) << int{each};
      }
    }
}

// It was set back to a moment at which both had sealed, and the relay has said what opens them.
TEST_F(RenewalTest, WhatTheRelayHadReleasedOpensBeforeTheRestIsClosed) {
  const auto id = open(0);
  std::optional<MemoryStorage> copy;
  couple->on_commit = [&](Slot who) {
    if (who != 0) return;
    const auto* round = couple->state(0).rounds.find(id);
    if (round->has_sealed(0) && round->has_sealed(1) && !round->is_revealed) copy = couple->disk(0);
  };
  seal(0, id, "mine");
  seal(1, id, "theirs");
  couple->live(seconds(10));
  couple->on_commit = {};
  ASSERT_TRUE(copy);
  ASSERT_EQ(answer(0, id, 1), "theirs");
  couple->part(1);
  couple->restore(0, *copy, true);
  ASSERT_TRUE(device(0).is_frozen());
  ASSERT_FALSE(couple->state(0).rounds.find(id)->is_revealed);
  couple->lose_laptop(1);
  couple->live(seconds(40));
  introduce(1);
  for (Slot side : {Slot{0}, Slot{1}}) EXPECT_EQ(answer(side, id, 1), "theirs") << int{side};
  expect_in_step();
}

TEST_F(RenewalTest, ALaptopLostBeforeItHadTheHistoryIsReplacedAgain) {
  play(card, "a letter", "a question");
  couple->part(0);
  couple->lose_laptop(1);
  couple->part(0);
  couple->lose_laptop(1);
  couple->live(seconds(40));
  EXPECT_FALSE(device(1).is_frozen());
  EXPECT_EQ(couple->state(1).renewals, 2u);
  EXPECT_EQ(answer(1, last_, 0), "a letter");
  introduce(1);
  expect_in_step();
}

TEST(RenewalRecordTest, KeepsWhatThePairIsAndTakesTheRestFromTheNewPairing) {
  const auto old = paired_records(1), fresh = paired_records(2);
  const auto history = history_of(old[0], {7, blake2b_256({bytes_of("last")}), 9, 3});
  EXPECT_EQ(history.encode().size(), 111u);
  const auto next = continue_pair(old[0], fresh[0]);
  const auto heir = inherit_pair(*PairHistory::parse(history.encode()), fresh[1]);
  ASSERT_TRUE(next && heir);
  for (const auto& record : {*next, *heir}) {
    const auto read = PairRecord::parse(record.encode());
    ASSERT_TRUE(read);
    EXPECT_TRUE(equal(read->pair_seed.view(), old[0].pair_seed.view()));
    EXPECT_TRUE(equal(read->latch_seed.view(), old[0].latch_seed.view()));
    EXPECT_TRUE(equal(read->room_seed().view(), fresh[0].latch_seed.view()));
    EXPECT_EQ(read->renewals, 1u);
    EXPECT_EQ(read->room_id(), fresh[0].room_id());
    EXPECT_NE(read->farewell(0), old[0].farewell(0)) << "the lost device cannot make it";
  }
  EXPECT_TRUE(equal(next->self_key.view(), old[0].self_key.view()));
  EXPECT_FALSE(equal(heir->self_key.view(), old[1].self_key.view()));
  EXPECT_FALSE(next->is_heir);
  EXPECT_TRUE(heir->is_heir);
  EXPECT_EQ(heir->inherited_seq, 7u);
  EXPECT_FALSE(continue_pair(old[0], fresh[1])) << "in the other's slot";
  EXPECT_FALSE(inherit_pair(history, fresh[0]));
}

TEST(RenewalRecordTest, RefusesAHistoryOfNoSense) {
  const auto old = paired_records(1);
  const auto sound = history_of(old[0], {}).encode();
  ASSERT_TRUE(PairHistory::parse(sound));
  EXPECT_EQ(PairHistory::parse({}).error().code, ErrorCode::not_found);
  for (std::size_t length = 1; length < sound.size(); ++length)
    EXPECT_EQ(PairHistory::parse(ByteView(sound).first(length)).error().code, ErrorCode::malformed) << length;
  const auto is_refused = [&](std::size_t at, std::uint8_t value) {
    auto changed = sound;
    changed[at] = value;
    const auto read = PairHistory::parse(changed);
    return !read && read.error().code == ErrorCode::malformed;
  };
  EXPECT_TRUE(is_refused(2, 2)) << "a slot that there is not";
  EXPECT_TRUE(is_refused(6, 0)) << "no renewal";
  EXPECT_TRUE(is_refused(sound.size() - 1, 1)) << "an id of no entry";
  auto twice = sound;
  twice.insert(twice.end(), sound.begin(), sound.end());
  EXPECT_FALSE(PairHistory::parse(twice));
  SecretBytes beside{9, 3, 1, 2, 3};
  EXPECT_EQ(PairHistory::parse(beside).error().code, ErrorCode::not_found) << "what a later version says is skipped";
  beside.insert(beside.end(), sound.begin(), sound.end());
  EXPECT_TRUE(PairHistory::parse(beside));
}

}  // namespace
}  // namespace twinlamp::test
