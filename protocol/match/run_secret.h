// One side's secrets of one run: every number it draws follows from its seed, its votes and what was said so far.
//
//   secret     = HMAC-SHA512(seed, "match/1 secret" | h0 | slot u8 | a byte for each vote)
//   key secret = HMAC-SHA512(seed, "match/1 key secret" | h0 | slot u8)
//   drawn(label, context, i) = HMAC-SHA512(secret, lv(label) | context 32 | i u32), reduced
//   drawn_for_key(label) = HMAC-SHA512(key secret, lv(label) | h0 | 0 u32), reduced
//
// So a device that crashes says the same bytes again, and no nonce ever serves two challenges: where the partner's
// words differ, so does the context. Step 0 follows from the seed alone: until step 1 is out the votes may change, and
// every number that a vote touches changes with them.
#pragma once

#include "protocol/match/algebra.h"
#include "protocol/match/terms.h"

namespace twinlamp::match {

class RunSecret {
public:
  RunSecret(const Terms& terms, Slot me, const Key& seed, const std::vector<Vote>& votes);
  Scalar drawn(std::string_view label, const Hash256& context, std::size_t index = 0) const;
  Scalar key() const { return drawn_for_key("x"); }  // x: half of the key that the bits are under
  Scalar key_nonce() const { return drawn_for_key("key nonce"); }
  Scalar blind() const { return drawn("u", h0_); }   // u: what the latch holds back

private:
  Scalar drawn_for_key(std::string_view label) const;

  Hash256 h0_;
  Secret<64> secret_, key_secret_;
};

}  // namespace twinlamp::match
