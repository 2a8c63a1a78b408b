// What the session tests share: a couple of ratchets from one seed, and ways to spoil bytes.
#pragma once

#include <gtest/gtest.h>

#include "protocol/session/ratchet.h"

namespace twinlamp::test {

struct RatchetCouple {
  explicit RatchetCouple(std::uint64_t seed) : random(seed) {
    const RatchetSeed start{random.secret<32>(), random.secret<32>(), random.secret<32>()};
    const auto bob_key = AgreementKeys::generate(random);
    alice = *Ratchet::alice(start, bob_key.public_key, random);
    bob = Ratchet::bob(start, bob_key);
  }
  SeededRandom random;
  Ratchet alice = Ratchet::bob({}, {});
  Ratchet bob = alice;
};

inline Bytes text(std::string_view words) {
  return to_bytes(bytes_of(words));
}
inline std::string words(const SecretBytes& bytes) {
  return to_string(bytes);
}

// Calls check(bytes) once for each byte of `good`, with that byte changed.
template <class Check>
void with_each_byte_flipped(ByteView good, Check check) {
  for (std::size_t at = 0; at < good.size(); ++at) {
    SCOPED_TRACE(testing::Message() << "byte " << at);
    auto bad = to_bytes(good);
    bad[at] ^= static_cast<std::uint8_t>(1u << (at % 8));
    check(ByteView(bad));
    if (testing::Test::HasFailure()) return;
  }
}

// Calls check(bytes) once for each proper prefix of `good`.
template <class Check>
void with_each_truncation(ByteView good, Check check) {
  for (std::size_t size = 0; size < good.size(); ++size) {
    SCOPED_TRACE(testing::Message() << "first " << size << " bytes");
    check(good.first(size));
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace twinlamp::test
