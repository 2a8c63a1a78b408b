// What the relay can hand over as an envelope: the outer form, the ratchet, and what an authentic partner may have packed.
#include "protocol/session/envelope.h"
#include "tests/fuzz/target.h"

namespace twinlamp::fuzz {
namespace {

std::pair<Ratchet, Ratchet> ratchets(Random& random) {
  const RatchetSeed seed{random.secret<32>(), random.secret<32>(), random.secret<32>()};
  const auto bob_keys = AgreementKeys::generate(random);
  auto alice = Ratchet::alice(seed, bob_keys.public_key, random);
  return {std::move(*alice), Ratchet::bob(seed, bob_keys)};
}

}  // namespace

std::vector<Bytes> honest_inputs() {
  SeededRandom random(5);
  auto [alice, bob] = ratchets(random);
  auto envelope = seal_envelope(alice, 1, bytes_of("room"), bytes_of("\1\5hello"), random);
  return {*envelope, to_bytes(bytes_of("\1\5hello")), to_bytes(alice.serialise()), to_bytes(bob.serialise())};
}

void check(ByteView input) {
  SeededRandom random(5);
  auto [alice, bob] = ratchets(random);
  const auto before = bob.serialise();
  if (auto envelope = parse_envelope(input)) {
    if (auto payload = open_envelope(bob, *envelope, bytes_of("room"), random); !payload)
      require(before == bob.serialise(), "a failure leaves the ratchet as it was");
  }
  Unpacker unpacker;
  const auto empty = unpacker.serialise();
  if (auto entries = unpacker.handle_payload(input); !entries) require(empty == unpacker.serialise(), "a failure leaves the unpacker as it was");
  if (auto parsed = Ratchet::parse(input)) require(static_cast<bool>(Ratchet::parse(parsed->serialise())), "a ratchet can be kept again");
  if (auto parsed = Unpacker::parse(input)) require(static_cast<bool>(Unpacker::parse(parsed->serialise())), "an unpacker can be kept again");
}

}  // namespace twinlamp::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  twinlamp::fuzz::check({data, size});
  return 0;
}
