#include "protocol/round/latch_relay.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "protocol/base/limits.h"
#include "protocol/base/random.h"
#include "protocol/crypto/group.h"

namespace twinlamp {
namespace {

using State = wire::LatchState;
using Record = std::optional<LatchRecord>;

// Two members with their scalars and seals, and every PUT that they may send.
struct LatchRelayTest : testing::Test {
  SeededRandom random{11};
  std::string latch_id = to_string(random.bytes<16>());
  std::array<Scalar, 2> u{random_scalar(random), random_scalar(random)};
  std::array<Element, 2> lock{*multiply_base(u[0]), *multiply_base(u[1])};
  std::array<ByteArray<32>, 2> seal{random.bytes<32>(), random.bytes<32>()};

  wire::LatchPut closed(std::uint8_t slot) {
    const auto other = static_cast<std::uint8_t>(1 - slot);
    auto put = open(slot);
    put.set_mode(wire::LATCH_CLOSED);
    put.set_lock_partner(to_string(lock[other]));
    put.set_seal_partner(to_string(seal[other]));
    return put;
  }
  wire::LatchPut open(std::uint8_t slot) {
    wire::LatchPut put;
    put.set_latch_id(latch_id);
    put.set_mode(wire::LATCH_OPEN);
    put.set_lock_mine(to_string(lock[slot]));
    put.set_seal_mine(to_string(seal[slot]));
    put.set_scalar(to_string(u[slot].view()));
    return put;
  }
  wire::LatchPut with_blob(std::uint8_t slot) {
    auto put = closed(slot);
    put.set_blob("the encrypted seal entry");
    return put;
  }
  // Another answer of the same member, in full order.
  wire::LatchPut different(std::uint8_t slot) {
    auto put = closed(slot);
    const auto other_u = random_scalar(random);
    put.set_scalar(to_string(other_u.view()));
    put.set_lock_mine(to_string(*multiply_base(other_u)));
    return put;
  }

  Record record;
  // As the room does: read, apply, commit, send.
  State put(std::uint8_t slot, const wire::LatchPut& message) { return commit(apply_put(record, slot, message)); }
  State get(std::uint8_t slot) {
    wire::LatchGet message;
    message.set_latch_id(latch_id);
    return commit(apply_get(record, slot, message));
  }
  State cancel(std::uint8_t slot) {
    wire::LatchCancel message;
    message.set_latch_id(latch_id);
    return commit(apply_cancel(record, slot, message));
  }
  State ack(std::uint8_t slot) {
    wire::LatchAck message;
    message.set_latch_id(latch_id);
    return commit(apply_ack(record, slot, message));
  }
  std::optional<State> told;
  State commit(LatchOutcome outcome) {
    if (outcome.record) {
      auto stored = latch_record_from_bytes(latch_record_to_bytes(*outcome.record));
      EXPECT_TRUE(stored);
      EXPECT_EQ(*stored, *outcome.record);
      record = *stored;
    }
    told = outcome.to_partner;
    return outcome.reply;
  }
  void expect_pair(const State& state) {
    EXPECT_EQ(state.status(), State::RELEASED);
    EXPECT_EQ(state.latch_id(), latch_id);
    EXPECT_EQ(state.scalar_0(), to_string(u[0].view()));
    EXPECT_EQ(state.scalar_1(), to_string(u[1].view()));
    EXPECT_EQ(state.seal_0(), to_string(seal[0]));
    EXPECT_EQ(state.seal_1(), to_string(seal[1]));
  }
  // No scalar of anybody in what is told before the release.
  void expect_nothing_told(const State& state) {
    EXPECT_TRUE(state.scalar_0().empty() && state.scalar_1().empty() && state.blob().empty());
  }
};

TEST_F(LatchRelayTest, OpensForBothAtTheSecondPut) {
  for (const std::uint8_t first : {std::uint8_t{0}, std::uint8_t{1}}) {
    record.reset();
    const auto second = static_cast<std::uint8_t>(1 - first);
    const auto waiting = put(first, closed(first));
    EXPECT_EQ(waiting.status(), State::WAITING);
    expect_nothing_told(waiting);
    EXPECT_FALSE(told);
    expect_pair(put(second, closed(second)));
    ASSERT_TRUE(told);
    expect_pair(*told);
  }
}

TEST_F(LatchRelayTest, TheSamePutAgainChangesNothing) {
  put(0, closed(0));
  const auto before = record;
  EXPECT_EQ(put(0, closed(0)).status(), State::WAITING);
  EXPECT_EQ(record, before);
  put(1, closed(1));
  expect_pair(put(0, closed(0)));
  expect_pair(put(1, closed(1)));
}

TEST_F(LatchRelayTest, ADifferentPutOfTheSameMemberIsAConflict) {
  put(0, closed(0));
  const auto before = record;
  EXPECT_EQ(put(0, different(0)).status(), State::CONFLICT);
  EXPECT_EQ(put(0, open(0)).status(), State::CONFLICT);
  EXPECT_EQ(record, before);
  put(1, closed(1));
  EXPECT_EQ(put(1, different(1)).status(), State::CONFLICT);
}

TEST_F(LatchRelayTest, PaysGarbageAndIsRefused) {
  put(0, closed(0));
  const auto before = record;
  for (const auto& garbage : {std::string(32, '\0'), std::string(32, '\xff'), to_string(random_scalar(random).view()),
                              to_string(u[0].view()), std::string(31, 'x'), std::string()}) {
    auto message = closed(1);
    message.set_scalar(garbage);
    const auto reply = put(1, message);
    EXPECT_EQ(reply.status(), State::INVALID);
    expect_nothing_told(reply);
    EXPECT_EQ(record, before);
  }
}

// The same point by another spelling of its scalar: the relay would release, its sender would read, and every honest device refuses it.
TEST_F(LatchRelayTest, PaysWithAScalarThatIsNotReducedAndIsRefused) {
  constexpr ByteArray<32> order{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  auto unreduced = to_array<32>(u[1].view());
  for (unsigned i = 0, carry = 0; i < 32; ++i) {
    const auto sum = unreduced[i] + order[i] + carry;
    unreduced[i] = static_cast<std::uint8_t>(sum);
    carry = sum >> 8;
  }
  ASSERT_EQ(*multiply_base(Scalar(unreduced)), lock[1]);
  put(0, closed(0));
  const auto before = record;
  auto message = closed(1);
  message.set_scalar(to_string(unreduced));
  EXPECT_EQ(put(1, message).status(), State::INVALID);
  EXPECT_EQ(record, before);
}

TEST_F(LatchRelayTest, ReplaysMySealAsTheirsAndIsRefused) {
  put(0, closed(0));
  const auto before = record;
  auto replay = closed(1);
  replay.set_lock_mine(to_string(lock[0]));
  EXPECT_EQ(put(1, replay).status(), State::INVALID);
  replay = closed(1);
  replay.set_seal_mine(to_string(seal[0]));
  EXPECT_EQ(put(1, replay).status(), State::INVALID);
  EXPECT_EQ(record, before);
}

TEST_F(LatchRelayTest, TheTwoLocksMustDifferEvenForOneWhoKnowsTheScalar) {
  auto both_mine = closed(0);
  both_mine.set_lock_partner(both_mine.lock_mine());
  EXPECT_EQ(put(0, both_mine).status(), State::INVALID);
  EXPECT_FALSE(record);
}

TEST_F(LatchRelayTest, SealsTwiceWithOneLockAndIsFoundByTheSealId) {
  // The same L, but the seal that I know is not the one that is paid for.
  put(0, closed(0));
  auto message = closed(1);
  message.set_seal_mine(to_string(random.bytes<32>()));
  EXPECT_EQ(put(1, message).status(), State::MISMATCH);
}

TEST_F(LatchRelayTest, EverythingMustCrossMatch) {
  const std::vector<std::function<void(wire::LatchPut&)>> changes{
      [this](wire::LatchPut& put) { put.set_lock_partner(to_string(random.bytes<32>())); },
      [this](wire::LatchPut& put) { put.set_seal_partner(to_string(random.bytes<32>())); },
      [this](wire::LatchPut& put) { put.set_seal_mine(to_string(random.bytes<32>())); },
      [this](wire::LatchPut& put) {
        const auto other = random_scalar(random);
        put.set_scalar(to_string(other.view()));
        put.set_lock_mine(to_string(*multiply_base(other)));
      }};
  for (const auto& change : changes) {
    for (const bool first_is_wrong : {true, false}) {
      record.reset();
      auto wrong = closed(first_is_wrong ? 0 : 1);
      change(wrong);
      put(0, first_is_wrong ? wrong : closed(0));
      const auto before = record;
      const auto reply = put(1, first_is_wrong ? closed(1) : wrong);
      EXPECT_EQ(reply.status(), State::MISMATCH);
      expect_nothing_told(reply);
      EXPECT_EQ(record, before) << "nothing may be stored";
    }
  }
}

TEST_F(LatchRelayTest, FieldsOfAWrongSizeAreInvalid) {
  const std::vector<std::function<void(wire::LatchPut&)>> changes{
      [](wire::LatchPut& put) { put.set_latch_id("short"); },
      [](wire::LatchPut& put) { put.set_lock_mine("short"); },
      [](wire::LatchPut& put) { put.set_lock_partner(""); },
      [](wire::LatchPut& put) { put.set_seal_mine(std::string(33, 'x')); },
      [](wire::LatchPut& put) { put.set_seal_partner(""); },
      [](wire::LatchPut& put) { put.set_blob(std::string(limits::open_blob + 1, 'x')); },
      [](wire::LatchPut& put) { put.set_mode(static_cast<wire::LatchMode>(7)); }};
  for (const auto& change : changes) {
    auto message = closed(0);
    change(message);
    EXPECT_EQ(put(0, message).status(), State::INVALID);
    EXPECT_FALSE(record);
  }
  auto message = open(0);
  message.set_blob("x");
  EXPECT_EQ(put(0, message).status(), State::INVALID);
  message = open(0);
  message.set_lock_partner(to_string(lock[1]));
  EXPECT_EQ(put(0, message).status(), State::INVALID);
}

TEST_F(LatchRelayTest, CancelTombstonesEvenWhereThereWasNoPut) {
  EXPECT_EQ(cancel(0).status(), State::CANCELLED);
  EXPECT_EQ(put(0, closed(0)).status(), State::CANCELLED);
  EXPECT_EQ(put(1, closed(1)).status(), State::CANCELLED);
  EXPECT_EQ(get(1).status(), State::CANCELLED);
}

TEST_F(LatchRelayTest, LatePutAfterCancelNeverOpens) {
  put(0, closed(0));
  EXPECT_EQ(cancel(0).status(), State::CANCELLED);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->status(), State::CANCELLED);
  for (int repeat = 0; repeat < 3; ++repeat) {
    const auto late = put(1, closed(1));
    EXPECT_EQ(late.status(), State::CANCELLED);
    expect_nothing_told(late);
    EXPECT_EQ(put(0, closed(0)).status(), State::CANCELLED);
  }
  EXPECT_FALSE(record->put[0] || record->put[1]) << "a tombstone holds no scalar";
}

TEST_F(LatchRelayTest, CancelByTheOtherMemberTombstonesMyPut) {
  put(0, closed(0));
  EXPECT_EQ(cancel(1).status(), State::CANCELLED);
  EXPECT_EQ(get(0).status(), State::CANCELLED);
}

TEST_F(LatchRelayTest, CancelAfterTheReleaseIsAnsweredWithTheRelease) {
  put(0, closed(0));
  put(1, closed(1));
  const auto before = record;
  expect_pair(cancel(0));
  EXPECT_EQ(record, before);
}

TEST_F(LatchRelayTest, GetTellsNothingOfThePartnersPut) {
  EXPECT_EQ(get(0).status(), State::NONE);
  put(1, closed(1));
  EXPECT_EQ(get(0).status(), State::NONE);
  EXPECT_EQ(get(1).status(), State::WAITING);
}

TEST_F(LatchRelayTest, ReleaseIsRepeatedUntilBothAcknowledge) {
  put(0, closed(0));
  put(1, closed(1));
  EXPECT_TRUE(record->must_repeat_to(0) && record->must_repeat_to(1));
  ack(0);
  EXPECT_FALSE(record->must_repeat_to(0));
  EXPECT_TRUE(record->must_repeat_to(1));
  ack(0);
  EXPECT_TRUE(record->must_repeat_to(1));
  ack(1);
  EXPECT_FALSE(record->must_repeat_to(1));
  expect_pair(get(0));  // a member that lost its memory may still ask
}

TEST_F(LatchRelayTest, AnAckOfWhatIsNotReleasedChangesNothing) {
  ack(0);
  EXPECT_FALSE(record);
  put(0, closed(0));
  const auto before = record;
  ack(0);
  ack(1);
  EXPECT_EQ(record, before);
}

TEST_F(LatchRelayTest, OpenOneIsReleasedByAClosedAnswerWithABlob) {
  EXPECT_EQ(put(0, open(0)).status(), State::WAITING);
  const auto answerer = put(1, with_blob(1));
  expect_pair(answerer);
  EXPECT_TRUE(answerer.blob().empty()) << "the blob is for the owner";
  ASSERT_TRUE(told);
  expect_pair(*told);
  EXPECT_EQ(told->blob(), "the encrypted seal entry");
}

TEST_F(LatchRelayTest, OpenOneMayComeAfterItsAnswer) {
  EXPECT_EQ(put(1, with_blob(1)).status(), State::WAITING);
  const auto owner = put(0, open(0));
  expect_pair(owner);
  EXPECT_EQ(owner.blob(), "the encrypted seal entry");
}

TEST_F(LatchRelayTest, OpenOneIsNotReleasedWithoutABlob) {
  put(0, open(0));
  EXPECT_EQ(put(1, closed(1)).status(), State::MISMATCH);
  EXPECT_EQ(put(1, with_blob(1)).status(), State::RELEASED);
}

TEST_F(LatchRelayTest, SecondOpenOneIsToldAndNotStored) {
  put(0, open(0));
  const auto before = record;
  const auto reply = put(1, open(1));
  EXPECT_EQ(reply.status(), State::PEER_OPEN);
  expect_nothing_told(reply);
  EXPECT_EQ(record, before);
  expect_pair(put(1, with_blob(1)));
}

TEST_F(LatchRelayTest, AnswerToAnOpenOneMustNameItsLockAndSeal) {
  put(0, open(0));
  auto message = with_blob(1);
  message.set_seal_partner(to_string(random.bytes<32>()));
  EXPECT_EQ(put(1, message).status(), State::MISMATCH);
  message = with_blob(1);
  message.set_lock_partner(to_string(random.bytes<32>()));
  EXPECT_EQ(put(1, message).status(), State::MISMATCH);
}

TEST_F(LatchRelayTest, BlobOfTwoClosedOnesGoesNowhere) {
  put(0, with_blob(0));
  EXPECT_TRUE(put(1, closed(1)).blob().empty());
  EXPECT_TRUE(told->blob().empty());
  EXPECT_TRUE(record->put[0]->blob.empty()) << "and is not kept either";
  expect_pair(put(0, with_blob(0)));
}

TEST_F(LatchRelayTest, BlobIsKeptUntilBothAcknowledgeAndThenForgotten) {
  put(0, open(0));
  put(1, with_blob(1));
  ack(1);
  EXPECT_FALSE(get(0).blob().empty());
  ack(0);
  expect_pair(get(0));
  EXPECT_TRUE(get(0).blob().empty());
  expect_pair(put(1, with_blob(1)));  // the same PUT, long after
}

// Every state and every input of slot 1, in one table: what is answered, and whether the record changes.
TEST_F(LatchRelayTest, AnswersEveryInputInEveryState) {
  const std::map<std::string, std::function<void()>> states{
      {"none", [] {}},
      {"mine", [this] { put(1, closed(1)); }},
      {"mine open", [this] { put(1, open(1)); }},
      {"theirs", [this] { put(0, closed(0)); }},
      {"theirs open", [this] { put(0, open(0)); }},
      {"released", [this] { put(0, closed(0)), put(1, closed(1)); }},
      {"acked", [this] { put(0, closed(0)), put(1, closed(1)), ack(0), ack(1); }},
      {"cancelled", [this] { cancel(0); }},
  };
  const std::map<std::string, std::function<State()>> inputs{
      {"put", [this] { return put(1, closed(1)); }},
      {"put blob", [this] { return put(1, with_blob(1)); }},
      {"put open", [this] { return put(1, open(1)); }},
      {"put other", [this] { return put(1, different(1)); }},
      {"put garbage", [this] { auto bad = closed(1); bad.set_scalar(std::string(32, 1)); return put(1, bad); }},
      {"get", [this] { return get(1); }},
      {"cancel", [this] { return cancel(1); }},
      {"ack", [this] { return ack(1); }},
  };
  struct Expected {
    State::Status status;
    bool changes;
  };
  using Row = std::map<std::string, Expected>;
  const auto N = State::NONE, W = State::WAITING, R = State::RELEASED, M = State::MISMATCH, C = State::CONFLICT, X = State::CANCELLED,
             P = State::PEER_OPEN, I = State::INVALID;
  const std::map<std::string, Row> table{
      {"none", {{"put", {W, true}}, {"put blob", {W, true}}, {"put open", {W, true}}, {"put other", {W, true}},
                {"put garbage", {I, false}}, {"get", {N, false}}, {"cancel", {X, true}}, {"ack", {N, false}}}},
      {"mine", {{"put", {W, false}}, {"put blob", {C, false}}, {"put open", {C, false}}, {"put other", {C, false}},
                {"put garbage", {I, false}}, {"get", {W, false}}, {"cancel", {X, true}}, {"ack", {W, false}}}},
      {"mine open", {{"put", {C, false}}, {"put blob", {C, false}}, {"put open", {W, false}}, {"put other", {C, false}},
                     {"put garbage", {I, false}}, {"get", {W, false}}, {"cancel", {X, true}}, {"ack", {W, false}}}},
      {"theirs", {{"put", {R, true}}, {"put blob", {R, true}}, {"put open", {M, false}}, {"put other", {M, false}},
                  {"put garbage", {I, false}}, {"get", {N, false}}, {"cancel", {X, true}}, {"ack", {N, false}}}},
      {"theirs open", {{"put", {M, false}}, {"put blob", {R, true}}, {"put open", {P, false}}, {"put other", {M, false}},
                       {"put garbage", {I, false}}, {"get", {N, false}}, {"cancel", {X, true}}, {"ack", {N, false}}}},
      {"released", {{"put", {R, false}}, {"put blob", {R, false}}, {"put open", {C, false}}, {"put other", {C, false}},
                    {"put garbage", {I, false}}, {"get", {R, false}}, {"cancel", {R, false}}, {"ack", {R, true}}}},
      {"acked", {{"put", {R, false}}, {"put blob", {R, false}}, {"put open", {C, false}}, {"put other", {C, false}},
                 {"put garbage", {I, false}}, {"get", {R, false}}, {"cancel", {R, false}}, {"ack", {R, false}}}},
      {"cancelled", {{"put", {X, false}}, {"put blob", {X, false}}, {"put open", {X, false}}, {"put other", {X, false}},
                     {"put garbage", {I, false}}, {"get", {X, false}}, {"cancel", {X, false}}, {"ack", {X, false}}}},
  };
  for (const auto& [state, reach] : states) {
    for (const auto& [input, send] : inputs) {
      SCOPED_TRACE(state + " / " + input);
      record.reset();
      reach();
      const auto before = record;
      const auto reply = send();
      const auto& expected = table.at(state).at(input);
      EXPECT_EQ(reply.status(), expected.status);
      EXPECT_EQ(record != before, expected.changes);
      if (reply.status() != R) expect_nothing_told(reply);
    }
  }
}

TEST_F(LatchRelayTest, NoOrderOfRequestsReleasesToOneOnly) {
  for (auto seed = 0u; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    SeededRandom dice(seed);
    record.reset();
    bool released = false, cancelled = false;
    for (int step = 0; step < 30; ++step) {
      const auto slot = static_cast<std::uint8_t>(dice.below(2));
      State reply;
      switch (dice.below(7)) {
        case 0: reply = put(slot, closed(slot)); break;
        case 1: reply = put(slot, with_blob(slot)); break;
        case 2: reply = put(slot, open(slot)); break;
        case 3: reply = put(slot, different(slot)); break;
        case 4: reply = get(slot); break;
        case 5: reply = dice.below(4) == 0 ? cancel(slot) : get(slot); break;
        default: reply = ack(slot); break;
      }
      released = released || reply.status() == State::RELEASED;
      cancelled = cancelled || reply.status() == State::CANCELLED;
      EXPECT_FALSE(released && cancelled);
      if (released) {
        expect_pair(get(0));
        expect_pair(get(1));
      }
    }
  }
}

TEST_F(LatchRelayTest, RecordSurvivesItsBytes) {
  put(0, open(0));
  put(1, with_blob(1));
  ack(1);
  const auto bytes = latch_record_to_bytes(*record);
  const auto read = latch_record_from_bytes(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, *record);
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(latch_record_from_bytes(ByteView(bytes).first(size))) << size;
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(latch_record_from_bytes(longer));
}

TEST_F(LatchRelayTest, RecordThatContradictsItselfIsCorrupt) {
  put(0, closed(0));
  auto bytes = latch_record_to_bytes(*record);
  for (const std::uint8_t status : {std::uint8_t{0}, std::uint8_t{2}, std::uint8_t{3}, std::uint8_t{9}}) {
    bytes[1] = status;
    EXPECT_FALSE(latch_record_from_bytes(bytes)) << int{status};
  }
  bytes = latch_record_to_bytes(*record);
  bytes[0] = 2;
  EXPECT_FALSE(latch_record_from_bytes(bytes));
}

}  // namespace
}  // namespace twinlamp
