#include "protocol/round/latch_client.h"

#include <gtest/gtest.h>

#include "protocol/crypto/aead.h"
#include "protocol/crypto/hkdf.h"
#include "protocol/round/latch_relay.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using State = wire::LatchState;
using test::Couple;

// Slot 0's client, a partner and a relay record; the journal in between.
struct LatchClientTest : testing::Test {
  Couple couple{21};
  RoundId round = couple.open(0, "card");
  LatchId latch_id = derive_latch_id(couple.keys.latch_seed, round, 0);
  std::optional<Entry> mine, theirs;
  bool both_here = true;
  LatchClient client{latch_id, 0};
  PairState state;  // the facts point into it

  const Key& seed() const { return couple.keys.latch_seed; }
  void seal_mine(SealMode mode = SealMode::apart) { mine = couple.seal(0, round, "mine", mode); }
  void seal_theirs(SealMode mode = SealMode::apart) { theirs = couple.seal(1, round, "theirs", mode); }
  // Both sealed, and the partner's journal names my seal.
  void arm(SealMode mode = SealMode::apart) {
    couple.sync();
    seal_mine(mode);
    couple.sync();
    seal_theirs(mode);
    couple.sync();
  }
  LatchFacts facts(Slot me = 0) {
    state = couple.state_of(me);
    auto known = latch_facts(state, round, latch_id, me, both_here);
    if (known) return *known;
    LatchFacts nothing_yet;  // the round has no latch before its first seal
    nothing_yet.round_id = round;
    nothing_yet.latch_id = latch_id;
    nothing_yet.me = me;
    return nothing_yet;
  }
  LatchAction poll() { return client.poll(facts()); }
  Result<LatchStep> hear(const State& reply) { return client.handle_state(reply, facts(), seed()); }
  Result<LatchStep> hear(State::Status status) {
    State reply;
    reply.set_latch_id(to_string(latch_id));
    reply.set_status(status);
    return hear(reply);
  }
  State released() {
    State reply;
    reply.set_latch_id(to_string(latch_id));
    reply.set_status(State::RELEASED);
    reply.set_scalar_0(to_string(couple.scalar_of(*mine).view()));
    reply.set_scalar_1(to_string(couple.scalar_of(*theirs).view()));
    reply.set_seal_0(to_string(mine->id()));
    reply.set_seal_1(to_string(theirs->id()));
    return reply;
  }
  wire::LatchPut my_put(LatchAction action) {
    const auto signed_seal = couple.signed_seal(*mine);
    return make_put(action, facts(), couple.scalar_of(*mine), seed(), &signed_seal);
  }
  static LatchNews news(const Result<LatchStep>& step) {
    EXPECT_TRUE(step);
    return step ? step->news : LatchNews::none;
  }
};

// --- when to PUT

TEST_F(LatchClientTest, HandsNothingOverBeforeMySeal) {
  couple.sync();
  seal_theirs();
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::none);
}

TEST_F(LatchClientTest, HandsNothingOverBeforeThePartnersSealIsHere) {
  couple.sync();
  seal_mine();
  couple.deliver(0);
  seal_theirs();  // written, not delivered
  EXPECT_EQ(poll(), LatchAction::get);
  EXPECT_EQ(poll(), LatchAction::none);
}

TEST_F(LatchClientTest, HandsNothingOverBeforeThePartnerNamesMySeal) {
  couple.sync();
  seal_mine();
  seal_theirs();  // without having mine
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::get);
  couple.cover(1);
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::put);
}

TEST_F(LatchClientTest, PutsOnceArmedAndOnlyOncePerLogin) {
  arm();
  EXPECT_EQ(poll(), LatchAction::put);
  EXPECT_EQ(poll(), LatchAction::none);
  client.handle_login();
  EXPECT_EQ(poll(), LatchAction::put);
}

TEST_F(LatchClientTest, TheSamePutIsTheSameBytes) {
  arm();
  EXPECT_EQ(my_put(LatchAction::put).SerializeAsString(), my_put(LatchAction::put).SerializeAsString());
  EXPECT_EQ(my_put(LatchAction::put_blob).SerializeAsString(), my_put(LatchAction::put_blob).SerializeAsString());
}

TEST_F(LatchClientTest, TogetherWaitsUntilBothAreHere) {
  arm(SealMode::together);
  both_here = false;
  EXPECT_EQ(poll(), LatchAction::get);
  EXPECT_EQ(poll(), LatchAction::none);
  both_here = true;
  EXPECT_EQ(poll(), LatchAction::put);
}

TEST_F(LatchClientTest, TheStricterOfTheTwoModesHolds) {
  couple.sync();
  seal_mine(SealMode::apart);
  couple.sync();
  seal_theirs(SealMode::together);
  couple.sync();
  both_here = false;
  EXPECT_EQ(poll(), LatchAction::get);
  both_here = true;
  EXPECT_EQ(poll(), LatchAction::put);
}

TEST_F(LatchClientTest, TogetherIsRelaxedByBothOnly) {
  arm(SealMode::together);
  both_here = false;
  EXPECT_EQ(poll(), LatchAction::get);
  couple.relax(1, round);
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::none);
  couple.relax(0, round);
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::put);
}

TEST_F(LatchClientTest, NeverPutsForAPartnerWhoReplaysMySeal) {
  couple.sync();
  const auto body = couple.seal_body(0, round, "mine", SealMode::apart);
  mine = couple.write(0, body);
  couple.sync();
  couple.write(1, body);
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::get);
  EXPECT_EQ(poll(), LatchAction::none);
}

TEST_F(LatchClientTest, PutsForTheFirstSealOfOneWhoSealsTwice) {
  couple.sync();
  seal_mine();
  couple.sync();
  seal_theirs();
  couple.seal(1, round, "changed", SealMode::apart);
  couple.sync();
  ASSERT_EQ(poll(), LatchAction::put);
  EXPECT_EQ(my_put(LatchAction::put).seal_partner(), to_string(theirs->id()));
}

TEST_F(LatchClientTest, NeverPutsOnceTheRoundIsClosed) {
  arm();
  couple.close(1, round, false);
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::none);
}

// --- open without me

TEST_F(LatchClientTest, OpenIsPutAtOnceAndNamesNoPartner) {
  seal_mine(SealMode::open);
  ASSERT_EQ(poll(), LatchAction::put_open);
  const auto put = my_put(LatchAction::put_open);
  EXPECT_EQ(put.mode(), wire::LATCH_OPEN);
  EXPECT_TRUE(put.lock_partner().empty() && put.seal_partner().empty() && put.blob().empty());
}

TEST_F(LatchClientTest, AnswersAnOpenOneWithABlobWithoutWaitingToBeNamed) {
  couple.sync();
  seal_theirs(SealMode::open);
  couple.sync();
  seal_mine();
  EXPECT_EQ(poll(), LatchAction::put_blob);
  EXPECT_FALSE(my_put(LatchAction::put_blob).blob().empty());
}

TEST_F(LatchClientTest, SecondOpenOneWaitsForTheSealAndPutsClosed) {
  couple.sync();
  seal_mine(SealMode::open);
  EXPECT_EQ(poll(), LatchAction::put_open);
  EXPECT_EQ(news(hear(State::PEER_OPEN)), LatchNews::peer_open);
  EXPECT_EQ(poll(), LatchAction::none);
  seal_theirs(SealMode::open);
  couple.sync();
  EXPECT_EQ(poll(), LatchAction::put_blob);
  EXPECT_EQ(my_put(LatchAction::put_blob).mode(), wire::LATCH_CLOSED);
}

TEST_F(LatchClientTest, AsksWhenACrashForgotThatItsOpenSealWasPutClosed) {
  couple.sync();
  seal_mine(SealMode::open);
  seal_theirs(SealMode::open);
  couple.sync();
  ASSERT_EQ(poll(), LatchAction::put_open);  // after the restart; the closed PUT is at the relay
  EXPECT_EQ(news(hear(State::CONFLICT)), LatchNews::none);
  EXPECT_EQ(poll(), LatchAction::get);
  EXPECT_EQ(news(hear(State::WAITING)), LatchNews::waiting);
  EXPECT_EQ(poll(), LatchAction::none);
  client.handle_login();
  EXPECT_EQ(poll(), LatchAction::get);
  EXPECT_EQ(news(hear(State::NONE)), LatchNews::none);  // the relay has lost it since
  EXPECT_EQ(poll(), LatchAction::put_open);
}

struct OpenOwnerTest : LatchClientTest {
  // I sealed "open without me"; the partner has sealed and kept the entry back.
  void SetUp() override {
    couple.keyed_profile(1);
    couple.sync();
    seal_mine(SealMode::open);
    couple.sync();
    seal_theirs();
  }
  State released_with_blob(const Entry& entry) {
    auto reply = released();
    reply.set_seal_1(to_string(entry.id()));
    reply.set_blob(
        to_string(make_signed_blob(seed(), latch_id, 1, sign_seal_entry(couple.self_key[1], latch_id, entry))));
    return reply;
  }
};

TEST_F(OpenOwnerTest, ReadsTheAnswerFromTheLatchAlone) {
  const auto step = hear(released_with_blob(*theirs));
  ASSERT_EQ(news(step), LatchNews::reveal);
  wire::Body body;
  *body.mutable_reveal() = *step->reveal;
  couple.write(0, body);
  EXPECT_EQ(text_of(test::round_of(couple.state_of(0), round).sides[1].answer), "theirs");
  couple.sync();
  EXPECT_EQ(test::fingerprint(couple.state_of(0)), test::fingerprint(couple.state_of(1)));
}

TEST_F(OpenOwnerTest, RefusesAReleaseWithoutTheBlobUntilTheSealIsHere) {
  const auto early = hear(released());
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, ErrorCode::out_of_order);
  couple.sync();
  EXPECT_EQ(news(hear(released())), LatchNews::reveal);
}

TEST_F(OpenOwnerTest, RefusesABlobOfAnotherEntryAuthorOrLatch) {
  auto reply = released_with_blob(*theirs);
  reply.set_seal_1(to_string(couple.random.bytes<32>()));
  EXPECT_FALSE(hear(reply));
  reply = released_with_blob(*mine);  // my own entry, as the partner's
  EXPECT_FALSE(hear(reply));
  reply = released_with_blob(couple.cover(1));  // no SEAL
  EXPECT_FALSE(hear(reply));
}

TEST_F(OpenOwnerTest, RefusesABlobOfAnotherAuthorOrLatchWhoseScalarIsRight) {
  const auto elsewhere = couple.seal(1, couple.open(1, "other card"), "x"), mine_again = couple.seal(0, round, "x");
  for (const auto& entry : {elsewhere, mine_again}) {
    auto reply = released_with_blob(entry);
    reply.set_scalar_1(to_string(couple.scalar_of(entry).view()));
    EXPECT_FALSE(hear(reply));
  }
}

// All that is wrong is one field; its author has signed it, and its scalar is right.
TEST_F(OpenOwnerTest, RefusesASignedSealOfAnotherRoundLatchOrAuthor) {
  auto body = couple.seal_body(1, round, "x");
  auto other_round = body, other_latch = body;
  other_round.mutable_seal()->set_round_id(std::string(16, 'r'));
  other_latch.mutable_seal()->set_latch_id(std::string(16, 'l'));
  const auto good = couple.write(1, body);
  const auto scalar = couple.scalar_of(good);
  const auto hear_of = [&](const Entry& entry, const Scalar& u) {
    const SignedSeal seal{entry, sign_seal(derive_seal_keys(couple.self_key[1]), latch_id, 1, entry.id())};
    auto reply = released();
    reply.set_seal_1(to_string(entry.id()));
    reply.set_scalar_1(to_string(u.view()));
    reply.set_blob(to_string(make_signed_blob(seed(), latch_id, 1, seal)));
    const auto step = hear(reply);
    return step ? step->news : LatchNews::none;
  };
  EXPECT_EQ(hear_of(couple.write(1, other_round), scalar), LatchNews::none);
  EXPECT_EQ(hear_of(couple.write(1, other_latch), scalar), LatchNews::none);
  const auto of_mine = couple.seal(0, round, "x");
  EXPECT_EQ(hear_of(of_mine, couple.scalar_of(of_mine)), LatchNews::none);
  EXPECT_EQ(hear_of(good, scalar), LatchNews::reveal);  // or the rest proves nothing
}

// The blob's nonce follows from the id that it claims, not from what is in it.
TEST_F(OpenOwnerTest, RefusesABlobThatHoldsAnotherEntryThanItsIdNames) {
  const auto other = couple.seal(1, round, "x");
  const auto octx = ByteWriter().raw("open").raw(latch_id).u8(1).take();
  const auto key = hkdf_secret<32>({}, seed().view(), octx);
  const auto blob = aead_encrypt(key, to_array<24>(ByteView(theirs->id()).first(24)), octx, other.to_wire());
  const auto signature = sign_seal(derive_seal_keys(couple.self_key[1]), latch_id, 1, theirs->id());
  auto reply = released();
  reply.set_blob(to_string(ByteWriter().u8(2).raw(blob).raw(signature).take()));
  reply.set_scalar_1(to_string(couple.scalar_of(other).view()));
  EXPECT_FALSE(hear(reply));
}

TEST_F(OpenOwnerTest, RefusesABlobWhoseSealTheScalarDoesNotOpen) {
  auto reply = released_with_blob(*theirs);
  reply.set_scalar_1(to_string(random_scalar(couple.random).view()));
  EXPECT_FALSE(hear(reply));
}

TEST_F(OpenOwnerTest, RefusesABlobThatItsAuthorHasNotSigned) {
  const auto genuine = released_with_blob(*theirs);
  for (const std::size_t from_the_end : {1u, 64u}) {
    auto reply = genuine;
    (*reply.mutable_blob())[reply.blob().size() - from_the_end] ^= 1;
    EXPECT_FALSE(hear(reply));
  }
  auto mine_instead = genuine;
  const auto forged = sign_seal_entry(couple.self_key[0], latch_id, *theirs);
  mine_instead.set_blob(to_string(make_signed_blob(seed(), latch_id, 1, forged)));
  EXPECT_FALSE(hear(mine_instead));
}

TEST_F(OpenOwnerTest, AsksTheRelayBeforeItAcksARevealOfThePartners) {
  couple.sync();
  ASSERT_EQ(poll(), LatchAction::put_open);
  couple.write(1, couple.reveal_body(round, *mine, *theirs));
  couple.sync();
  client.handle_login();
  EXPECT_EQ(poll(), LatchAction::get);
  EXPECT_EQ(poll(), LatchAction::none);
  EXPECT_EQ(news(hear(released_with_blob(*theirs))), LatchNews::none);
  EXPECT_EQ(poll(), LatchAction::ack);
}

TEST_F(OpenOwnerTest, CallsAJournalCopyThatDiffersAFork) {
  const auto released_one = couple.seal(1, round, "bound at the relay");
  auto reply = released_with_blob(released_one);
  reply.set_scalar_1(to_string(couple.scalar_of(released_one).view()));
  couple.sync();  // the journal's first SEAL is another
  const auto step = hear(reply);
  EXPECT_EQ(news(step), LatchNews::forked);
  ASSERT_TRUE(step->reveal) << "both journals are to know of it";
  EXPECT_FALSE(step->reveal->seal_entry().empty());
}

// --- the relay's answers

TEST_F(LatchClientTest, ReleaseBecomesARevealAndThenAnAck) {
  arm();
  ASSERT_EQ(poll(), LatchAction::put);
  EXPECT_EQ(news(hear(State::WAITING)), LatchNews::waiting);
  const auto step = hear(released());
  ASSERT_EQ(news(step), LatchNews::reveal);
  EXPECT_EQ(poll(), LatchAction::none) << "no ack before the REVEAL is in the journal";
  wire::Body body;
  *body.mutable_reveal() = *step->reveal;
  couple.write(0, body);
  EXPECT_EQ(poll(), LatchAction::ack);
  EXPECT_EQ(poll(), LatchAction::none);
  EXPECT_EQ(text_of(test::round_of(state, round).sides[1].answer), "theirs");
}

TEST_F(LatchClientTest, PartnersRevealHealsARelayThatOpenedOneSideOnly) {
  arm();
  ASSERT_EQ(poll(), LatchAction::put);
  couple.write(1, couple.reveal_body(round, *mine, *theirs));
  couple.sync();
  EXPECT_EQ(text_of(test::round_of(couple.state_of(0), round).sides[1].answer), "theirs");
  EXPECT_EQ(poll(), LatchAction::ack);
}

TEST_F(LatchClientTest, ReleaseOfGarbageChangesNothing) {
  arm();
  ASSERT_EQ(poll(), LatchAction::put);
  const auto garbage = to_string(random_scalar(couple.random).view());
  for (int field = 0; field < 6; ++field) {
    auto reply = released();
    if (field == 0) reply.set_scalar_0(garbage);
    if (field == 1) reply.set_scalar_1(garbage);
    if (field == 2) reply.set_seal_0(garbage);
    if (field == 3) reply.set_seal_1(garbage);
    if (field == 4) reply.set_scalar_1(std::string(32, '\xff'));
    if (field == 5) reply.set_scalar_1("short");
    EXPECT_FALSE(hear(reply)) << field;
  }
  EXPECT_EQ(news(hear(released())), LatchNews::reveal);
}

// Both devices were set back to before their SEALs: what the relay holds opens nothing that anybody has.
TEST_F(LatchClientTest, ACancelThatFindsAReleaseOfForgottenSealsEndsTheLatch) {
  arm();
  client.cancel();
  ASSERT_EQ(poll(), LatchAction::cancel);
  auto reply = released();
  reply.set_seal_0(std::string(32, 's'));
  EXPECT_EQ(news(hear(reply)), LatchNews::cancelled);
  client.handle_login();
  EXPECT_EQ(poll(), LatchAction::none);
}

TEST_F(LatchClientTest, ACancelThatComesAfterMineWasReadForGarbageIsNoQuietEnd) {
  arm();
  client.cancel();
  ASSERT_EQ(poll(), LatchAction::cancel);
  auto reply = released();
  reply.set_seal_1(std::string(32, 's'));
  EXPECT_FALSE(hear(reply)) << "the person is told";
}

TEST_F(LatchClientTest, ReleaseForAnotherLatchIsRefused) {
  arm();
  auto reply = released();
  reply.set_latch_id(std::string(16, 'x'));
  EXPECT_FALSE(hear(reply));
}

TEST_F(LatchClientTest, RepeatedReleaseAfterTheRevealIsNothingNew) {
  arm();
  couple.write(1, couple.reveal_body(round, *mine, *theirs));
  couple.sync();
  EXPECT_EQ(news(hear(released())), LatchNews::none);
}

TEST_F(LatchClientTest, RelayThatLostItsDatabaseIsPaidAgain) {
  arm();
  ASSERT_EQ(poll(), LatchAction::put);
  EXPECT_EQ(news(hear(State::WAITING)), LatchNews::waiting);
  EXPECT_EQ(news(hear(State::NONE)), LatchNews::none);
  EXPECT_EQ(poll(), LatchAction::put);
}

TEST_F(LatchClientTest, HaltsUntilTheNextLoginAfterMismatchConflictAndInvalid) {
  const std::pair<State::Status, LatchNews> cases[]{
      {State::MISMATCH, LatchNews::mismatch}, {State::CONFLICT, LatchNews::conflict}, {State::INVALID, LatchNews::invalid}};
  arm();
  for (const auto& [status, expected] : cases) {
    client.handle_login();
    ASSERT_EQ(poll(), LatchAction::put);
    EXPECT_EQ(news(hear(status)), expected);
    EXPECT_EQ(poll(), LatchAction::none);
  }
}

TEST_F(LatchClientTest, AStatusOfALaterVersionIsRefused) {
  arm();
  EXPECT_FALSE(hear(static_cast<State::Status>(77)));
}

// --- cancelling

TEST_F(LatchClientTest, NeverPutsAfterCancelling) {
  arm();
  client.cancel();
  EXPECT_EQ(poll(), LatchAction::cancel);
  EXPECT_EQ(poll(), LatchAction::none);
  client.handle_login();
  EXPECT_EQ(poll(), LatchAction::cancel);
  for (const auto status : {State::NONE, State::WAITING, State::PEER_OPEN, State::MISMATCH, State::CONFLICT, State::INVALID}) {
    (void)hear(status);
    const auto action = poll();
    EXPECT_TRUE(action == LatchAction::none || action == LatchAction::cancel) << status;
  }
}

TEST_F(LatchClientTest, CancellingSurvivesARestartByItsOneBit) {
  arm();
  client.cancel();
  LatchClient restarted(latch_id, 0, client.is_cancelling());
  EXPECT_EQ(restarted.poll(facts()), LatchAction::cancel);
}

TEST_F(LatchClientTest, CancelledEndsIt) {
  arm();
  client.cancel();
  ASSERT_EQ(poll(), LatchAction::cancel);
  EXPECT_EQ(news(hear(State::CANCELLED)), LatchNews::cancelled);
  client.handle_login();
  EXPECT_EQ(poll(), LatchAction::none);
}

TEST_F(LatchClientTest, ReleaseThatCameBeforeTheCancelStillOpens) {
  arm();
  client.cancel();
  ASSERT_EQ(poll(), LatchAction::cancel);
  EXPECT_EQ(news(hear(released())), LatchNews::reveal);
}

TEST_F(LatchClientTest, PartnersCancelStopsMyPuts) {
  arm();
  ASSERT_EQ(poll(), LatchAction::put);
  EXPECT_EQ(news(hear(State::CANCELLED)), LatchNews::cancelled);
  client.handle_login();
  EXPECT_EQ(poll(), LatchAction::none);
}

// --- every reply in every state: what it says, and that no reply makes it PUT where it may not

TEST_F(LatchClientTest, EveryReplyInEveryState) {
  enum Situation { unsealed, sealed, armed, waiting, cancelling, cancelled, revealed };
  const auto expected = [](Situation situation, State::Status status) {
    const bool over = situation == revealed;
    switch (status) {
      case State::WAITING: return situation == cancelling || situation == cancelled ? LatchNews::none : LatchNews::waiting;
      case State::CANCELLED: return over ? LatchNews::none : LatchNews::cancelled;
      case State::MISMATCH: return LatchNews::mismatch;
      case State::CONFLICT: return LatchNews::conflict;
      case State::PEER_OPEN: return LatchNews::peer_open;
      case State::INVALID: return LatchNews::invalid;
      default: return LatchNews::none;
    }
  };
  for (const auto situation : {unsealed, sealed, armed, waiting, cancelling, cancelled, revealed}) {
    for (const auto status : {State::NONE, State::WAITING, State::RELEASED, State::MISMATCH, State::CONFLICT, State::CANCELLED,
                              State::PEER_OPEN, State::INVALID}) {
      SCOPED_TRACE(testing::Message() << "situation " << situation << ", status " << status);
      couple = Couple(31);
      round = couple.open(0, "card");
      latch_id = derive_latch_id(seed(), round, 0);
      client = LatchClient(latch_id, 0);
      if (situation == sealed) seal_mine();
      if (situation >= armed) arm();
      if (situation >= waiting) {
        ASSERT_EQ(poll(), LatchAction::put);
      }
      if (situation == cancelling || situation == cancelled) client.cancel();
      if (situation == cancelled) {
        ASSERT_EQ(news(hear(State::CANCELLED)), LatchNews::cancelled);
      }
      if (situation == revealed) couple.write(0, couple.reveal_body(round, *mine, *theirs));
      if (status == State::RELEASED) {
        if (situation == unsealed || situation == sealed) {
          EXPECT_FALSE(hear(status));
          continue;
        }
        EXPECT_EQ(news(hear(released())), situation == revealed ? LatchNews::none : LatchNews::reveal);
      } else {
        EXPECT_EQ(news(hear(status)), expected(situation, status));
      }
      const auto next = poll();
      const bool is_put = next == LatchAction::put || next == LatchAction::put_blob || next == LatchAction::put_open;
      const bool may_put = (situation == armed || situation == waiting) && status != State::CANCELLED;
      EXPECT_TRUE(!is_put || may_put) << "action " << static_cast<int>(next);
      client.handle_login();
      const auto later = poll();
      const bool puts_later = later == LatchAction::put || later == LatchAction::put_blob || later == LatchAction::put_open;
      EXPECT_EQ(puts_later, may_put) << "action " << static_cast<int>(later);
    }
  }
}

// --- two honest clients and the relay's own rules, in any order of events

TEST(LatchTest, TwoHonestClientsAlwaysEndWithBothAnswersOnBothSides) {
  for (auto seed = 0u; seed < 24; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Couple couple(seed + 1000);
    auto& dice = couple.random;
    couple.keyed_profile(0);
    couple.keyed_profile(1);
    const auto round = couple.open(0, "card");
    couple.sync();
    const auto latch_id = derive_latch_id(couple.keys.latch_seed, round, 0);
    std::array<LatchClient, 2> clients{LatchClient(latch_id, 0), LatchClient(latch_id, 1)};
    std::array<std::optional<Entry>, 2> seals;
    std::optional<LatchRecord> record;

    const auto facts_of = [&](PairState& state, Slot slot) {
      state = couple.state_of(slot);
      return latch_facts(state, round, latch_id, slot, dice.below(2) == 0);
    };
    const auto hear = [&](Slot slot, const State& reply) {
      if (dice.below(4) == 0) return;  // lost on the way
      PairState state;
      const auto facts = facts_of(state, slot);
      if (!facts) return;
      const auto step = clients[slot].handle_state(reply, *facts, couple.keys.latch_seed);
      if (!step || step->news != LatchNews::reveal) return;
      wire::Body body;
      *body.mutable_reveal() = *step->reveal;
      couple.write(slot, body);
    };
    const auto act = [&](Slot slot) {
      PairState state;
      const auto facts = facts_of(state, slot);
      if (!facts) return;
      const auto action = clients[slot].poll(*facts);
      if (action == LatchAction::none || dice.below(4) == 0) return;
      std::optional<LatchOutcome> outcome;
      if (action == LatchAction::get) {
        wire::LatchGet get;
        get.set_latch_id(to_string(latch_id));
        outcome = apply_get(record, slot, get);
      } else if (action == LatchAction::ack) {
        wire::LatchAck ack;
        ack.set_latch_id(to_string(latch_id));
        outcome = apply_ack(record, slot, ack);
      } else {
        const auto signed_seal = couple.signed_seal(*seals[slot]);
        outcome =
            apply_put(record, slot,
                      make_put(action, *facts, couple.scalar_of(*seals[slot]), couple.keys.latch_seed, &signed_seal));
        EXPECT_NE(outcome->reply.status(), State::MISMATCH);
        EXPECT_NE(outcome->reply.status(), State::CONFLICT);
        EXPECT_NE(outcome->reply.status(), State::INVALID);
      }
      if (outcome->record) record = outcome->record;
      hear(slot, outcome->reply);
      if (outcome->to_partner) hear(partner_of(slot), *outcome->to_partner);
    };

    for (int step = 0; step < 400; ++step) {
      const auto slot = static_cast<Slot>(dice.below(2));
      switch (dice.below(6)) {
        case 0:
          if (!seals[slot] && may_write(test::round_of(couple.state_of(slot), round), slot))
            seals[slot] = couple.seal(slot, round, slot == 0 ? "zero" : "one", static_cast<SealMode>(dice.below(3)));
          break;
        case 1: couple.deliver(slot); break;
        case 2: clients[slot].handle_login(); break;
        case 3:
          if (owes_cover(couple.state_of(slot), slot)) couple.cover(slot);
          break;
        default: act(slot); break;
      }
    }
    couple.sync();
    const auto& state = couple.state_of(1);
    ASSERT_TRUE(test::round_of(state, round).is_revealed);
    EXPECT_EQ(text_of(test::round_of(state, round).sides[0].answer), "zero");
    EXPECT_EQ(text_of(test::round_of(state, round).sides[1].answer), "one");
    EXPECT_TRUE(state.anomalies.empty());
    EXPECT_EQ(test::fingerprint(couple.state_of(0)), test::fingerprint(state));
  }
}

}  // namespace
}  // namespace twinlamp
