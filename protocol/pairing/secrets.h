// What follows from a confirmed CPace run: the box keys, then everything the pair will ever be keyed with.
//
//   T         = lv(Ya) lv(ADa) lv(Yb) lv(ADb)
//   box keys  = HKDF-SHA512(ikm = ISK, info = lv("twinlamp/pair/1 box keys") T)[0..64]: of box0, of box1
//   secrets   = HKDF-SHA512(ikm = ISK, info = lv("twinlamp/pair/1 secrets") T lv(box0) lv(box1))[0..216]:
//               ratchet_root 32 | header_alice 32 | next_header_bob 32 | live_psk 32 | latch_seed 32 | pair_seed 32 |
//               four u16, each modulo 2048: the same-words | pattern 16
#pragma once

#include <string_view>

#include "protocol/crypto/hash.h"

namespace twinlamp {

struct BoxKeys {
  Key slot0, slot1;
};
BoxKeys derive_box_keys(const Secret<64>& isk, ByteView transcript);

struct PairSecrets {
  Key ratchet_root;
  Key header_alice;     // header key of slot 0's first sending chain
  Key next_header_bob;  // of slot 1's
  Key live_psk;
  Key latch_seed;
  Hash256 pair_seed{};  // the same on both sides, secret from neither: what both must pick alike
  std::array<std::string_view, 4> same_words;  // both people compare these by voice
  ByteArray<16> pattern{};                     // the same check, to draw
};
PairSecrets derive_pair_secrets(const Secret<64>& isk, ByteView transcript, ByteView box0, ByteView box1);

}  // namespace twinlamp
