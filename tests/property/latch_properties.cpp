// The latch at the relay, against two members who send anything in any order: it opens for both or for neither.
#include "tests/property/property.h"

#include "protocol/base/random.h"
#include "protocol/crypto/group.h"
#include "protocol/round/latch_relay.h"

namespace twinlamp {
namespace {

using State = wire::LatchState;

class Members {
public:
  // A member's PUT: `mine` and `theirs` choose between two seals of each; a wrong scalar, a stolen lock, open mode.
  wire::LatchPut put(std::uint8_t slot, std::uint32_t choice) {
    const auto mine = choice & 1, theirs = choice >> 1 & 1, other = 1u - slot;
    wire::LatchPut message;
    message.set_latch_id(latch_id);
    message.set_lock_mine(to_string(lock[slot][mine]));
    message.set_seal_mine(to_string(seal[slot][mine]));
    message.set_scalar(to_string(u[slot][choice >> 2 & 1 ? 1 - mine : mine].view()));
    if ((choice >> 3 & 3) == 3) {
      message.set_mode(wire::LATCH_OPEN);
      return message;
    }
    message.set_mode(wire::LATCH_CLOSED);
    message.set_lock_partner(to_string(lock[other][theirs]));
    message.set_seal_partner(to_string(seal[other][theirs]));
    if (choice >> 5 & 1) message.set_blob("the encrypted seal entry");
    if ((choice >> 6 & 3) == 3) message.set_lock_mine(message.lock_partner());
    return message;
  }

  SeededRandom random{12};
  std::string latch_id = to_string(random.bytes<16>());
  std::array<std::array<Scalar, 2>, 2> u{std::array{random_scalar(random), random_scalar(random)},
                                         std::array{random_scalar(random), random_scalar(random)}};
  std::array<std::array<Element, 2>, 2> lock{std::array{*multiply_base(u[0][0]), *multiply_base(u[0][1])},
                                             std::array{*multiply_base(u[1][0]), *multiply_base(u[1][1])}};
  std::array<std::array<ByteArray<32>, 2>, 2> seal{std::array{random.bytes<32>(), random.bytes<32>()},
                                                   std::array{random.bytes<32>(), random.bytes<32>()}};
};

Members& members() {
  static Members made;
  return made;
}

LatchOutcome outcome_of(const std::optional<LatchRecord>& record, std::uint32_t act) {
  const auto slot = static_cast<std::uint8_t>(act & 1);
  const auto kind = act >> 1 & 7;
  if (kind < 5) return apply_put(record, slot, members().put(slot, act >> 4));
  wire::LatchGet get;
  get.set_latch_id(members().latch_id);
  if (kind == 5) return apply_get(record, slot, get);
  if (kind == 6) {
    wire::LatchAck ack;
    ack.set_latch_id(members().latch_id);
    return apply_ack(record, slot, ack);
  }
  wire::LatchCancel cancel;
  cancel.set_latch_id(members().latch_id);
  return apply_cancel(record, slot, cancel);
}

bool tells_a_scalar(const State& state) { return !state.scalar_0().empty() || !state.scalar_1().empty(); }

void expect_bound_both_ways(const LatchRecord& record) {
  for (const std::size_t slot : {0u, 1u}) {
    const auto &mine = *record.put[slot], &theirs = *record.put[1 - slot];
    RC_ASSERT(mine.open || (mine.lock_partner == theirs.lock_mine && mine.seal_partner == theirs.seal_mine));
    const auto lock = multiply_base(Scalar(ByteView(mine.scalar)));
    RC_ASSERT(lock && to_string(*lock) == to_string(mine.lock_mine));
  }
  RC_ASSERT(!(record.put[0]->open && record.put[1]->open));
  RC_ASSERT(record.put[0]->lock_mine != record.put[1]->lock_mine);
}

RC_GTEST_PROP(LatchProperty, OpensForBothOrForNeitherAndNeverTurnsBack, (const std::vector<std::uint32_t>& acts)) {
  std::optional<LatchRecord> record;
  for (const auto act : acts) {
    const auto before = record;
    const auto outcome = outcome_of(record, act);
    if (outcome.record) record = outcome.record;
    const bool released = record && record->status == LatchRecord::Status::released;
    if (!released) RC_ASSERT(!tells_a_scalar(outcome.reply) && (!outcome.to_partner || !tells_a_scalar(*outcome.to_partner)));
    if (released) expect_bound_both_ways(*record);
    if (before && before->status != LatchRecord::Status::waiting) RC_ASSERT(record->status == before->status);
    if (before && before->status == LatchRecord::Status::released) RC_ASSERT(record->put[0]->scalar == before->put[0]->scalar);
  }
}

}  // namespace
}  // namespace twinlamp
