// What a device that has the pair's journal tells a new one in the place of the other's, inside its box of the pairing: the options of its keys.
//
//   tag u8 = 1 | lv(slot u8 | renewals u32 | pair seed 32 | latch seed 32 | seq u64 | id 32)      111 bytes
#pragma once

#include "protocol/base/result.h"
#include "protocol/base/secret.h"
#include "protocol/crypto/hash.h"

namespace twinlamp {

struct PairHistory {
  std::uint8_t slot = 0;        // that the new device takes
  std::uint32_t renewals = 0;   // with this one
  Key pair_seed, latch_seed;
  std::uint64_t seq = 0;        // the lost device's last entry, as far as its log is here; 0 and zeros: none
  Hash256 id{};

  SecretBytes encode() const;
  // Out of a run of options, `tag u8 | lv(value)`; tags that this version does not know are skipped. not_found: none there; malformed.
  static Result<PairHistory> parse(ByteView options);
};

}  // namespace twinlamp
