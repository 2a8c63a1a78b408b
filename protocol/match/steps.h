// The four steps of a run: what each holds, how it is made, how it is checked. Internal to match; run.h is the way in.
//
// A check never trusts a size or an encoding; its error names what was wrong, and is one literal for each class of
// tampering. What a check may rest on is in `said`: every earlier step, already checked. G is the base, Q = X0 + X1,
// E_r[j] = (A, B) the bit j of slot r.
//
//   step 0, each     list hash | X | c | z                                        Schnorr: x with X = xG
//   step 1, each     A B of each bit | c | (c0 c1 z0 z1 z2) of each item | c' | c'0 … c'(quota-1) | z'0 … z'quota
//                    E[j] = (ρG, ρQ + bG). Cramer-Damgård-Schoenmakers, one of (no, curious, yes) for each item: A =
//                    A[2i] + tA[2i+1], B likewise, t drawn by hash after the bits; branch k proves that (A, B - value_k
//                    G) is (rG, rQ), value = 0, 1, 1 + t. The same, one of 0 … quota, for the sum of all "at least
//                    curious" bits. Needs no filler bits, and tells as little.
//   step 2, slot 1   PA PB of each bit | c | (zb zρ zσ) of each bit
//                    P[j] = b1 E0[j] + (σG, σQ), with the b1 and ρ of E1[j]
//   step 3, each     T[j] of each bit | U | c | zx | zu
//                    T[j] = x PA[j] + u K[j], K[j] = H(…, slot, j) into the group; one proof for the sum over all j,
//                    each times a weight by hash
#pragma once

#include "protocol/base/result.h"
#include "protocol/match/run_secret.h"

namespace twinlamp::match {

// The elements of both sides' steps that later steps compute with. Precondition: the step is checked.
Element key_of(const Transcript& said, Slot author);  // X
Element common_key(const Transcript& said);           // Q
struct Cipher {
  Element a{}, b{};
};
Cipher bit_of(const Transcript& said, Slot author, std::size_t bit);       // E
Cipher product_of(const Transcript& said, std::size_t bit);                // P
Element share_of(const Transcript& said, Slot author, std::size_t bit);    // T
Element lock_of(const Terms& terms, const Transcript& said, Slot author);  // U
Element blind_base(const Hash256& h3, Slot author, std::size_t bit);       // K

Bytes make_key_step(const Terms& terms, const RunSecret& secret, Slot me);
Bytes make_bits_step(const Terms& terms, const RunSecret& secret, Slot me, const std::vector<Vote>& votes,
                     const Transcript& said);
Bytes make_product_step(const Terms& terms, const RunSecret& secret, const std::vector<Vote>& votes,
                        const Transcript& said);
Bytes make_share_step(const Terms& terms, const RunSecret& secret, Slot me, const Transcript& said);

Result<void> check_key_step(const Terms& terms, Slot author, const Transcript& said);
Result<void> check_bits_step(const Terms& terms, Slot author, const Transcript& said);
Result<void> check_product_step(const Terms& terms, const Transcript& said);
Result<void> check_share_step(const Terms& terms, Slot author, const Transcript& said);

// Reads a step of known size: what is not an element or a scalar fails for good.
class StepReader {
public:
  explicit StepReader(ByteView bytes) : in_(bytes) {}
  Element element();
  Scalar scalar();
  bool has_bad_element() const { return bad_element_; }
  bool has_bad_scalar() const { return bad_scalar_; }

private:
  ByteReader in_;
  bool bad_element_ = false, bad_scalar_ = false;
};

}  // namespace twinlamp::match
