// Latch frames as members send them, and the relay's own rows.
#include "protocol/crypto/group.h"
#include "protocol/round/latch_relay.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

wire::LatchPut put_of(Random& random) {
  wire::LatchPut put;
  const auto scalar = random_scalar(random), other = random_scalar(random);
  put.set_latch_id(std::string(16, 'l'));
  put.set_lock_mine(to_string(*multiply_base(scalar)));
  put.set_lock_partner(to_string(*multiply_base(other)));
  put.set_seal_mine(std::string(32, 'a'));
  put.set_seal_partner(std::string(32, 'b'));
  put.set_scalar(to_string(scalar.view()));
  return put;
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  SeededRandom random(10);
  const auto put = put_of(random);
  const auto outcome = apply_put(std::nullopt, 0, put);
  require(outcome.record.has_value(), "an honest PUT is stored");
  return {to_bytes(bytes_of(put.SerializeAsString())), latch_record_to_bytes(*outcome.record)};
}

void check(ByteView input) {
  if (auto record = latch_record_from_bytes(input)) require(equal(latch_record_to_bytes(*record), input), "a latch row has one encoding");
  wire::LatchPut put;
  if (!put.ParseFromArray(input.data(), static_cast<int>(input.size()))) return;
  SeededRandom random(10);
  const auto held = apply_put(std::nullopt, 1, put_of(random));
  const auto outcome = apply_put(held.record, 0, put);
  require(outcome.reply.status() != wire::LatchState::RELEASED, "a stranger's PUT releases nothing");
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
