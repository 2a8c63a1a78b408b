// The sealed answer: a key fixed by L = u*G, a ciphertext fixed by the id of its journal entry, hence exactly one plaintext.
//
//   latch_id = HKDF-SHA512(ikm = latch_seed, info = lv("latch") || round_id || version u32)[0..16]
//   ctx      = "seal/1" || latch_id || slot u8
//   k        = HKDF-SHA512(ikm = u || e, info = ctx)[0..32]
//   c        = XChaCha20-Poly1305(k, nonce, ad = ctx, answer padded to its bucket)
//   boxed_u  = nonce || XChaCha20-Poly1305(box key, nonce, ad = ctx, u)
//   blob     = XChaCha20-Poly1305(HKDF-SHA512(ikm = room_seed, info = octx)[0..32], seal_id[0..24], ad = octx, SEAL entry),
//              octx = "open" || latch_id || slot u8. The nonce follows from what is encrypted, so the same PUT is the same bytes.
//   signed   = 0x02 || blob || Ed25519(seal key of slot, "seal-id/1" || latch_id || slot u8 || seal_id): carried by an open latch.
//              The seal key's seed is HKDF-SHA512(ikm = self key, info = "seal key/1")[0..32]; its public half is in
//              its owner's PROFILE, inside the encrypted journal alone, so that a signature proves something to the
//              partner and to nobody else.
//
// No policy here: who may open what, and when, is latch_client.h's.
#pragma once

#include "protocol/base/result.h"
#include "protocol/base/secret.h"
#include "protocol/crypto/group.h"
#include "protocol/crypto/keys.h"
#include "protocol/journal/entry.h"
#include "protocol/round/round.h"
#include "protocol/wire/journal.pb.h"

namespace twinlamp {

LatchId derive_latch_id(const Key& latch_seed, const RoundId& round_id, std::uint32_t version);

struct SealContext {
  RoundId round_id{};
  std::uint32_t version = 0;
  LatchId latch_id{};
  std::uint8_t slot = 0;  // of the author
};

// The body of a SEAL entry. too_large: the answer is over limits::answer, or limits::answer_open in mode open.
Result<wire::Seal> make_seal(const SealContext& context, SealMode mode, ByteView answer, const Key& box_key, Random& random);

// The same with a scalar that is fixed already: a wish list's. Precondition: u is canonical and not zero.
Result<wire::Seal> make_seal_with(const Scalar& u, const SealContext& context, SealMode mode, ByteView answer, const Key& box_key, Random& random);

// My own u, out of my SEAL. unauthentic: not boxed by this key for this seal, or not the scalar of its L.
Result<Scalar> unbox_scalar(const Seal& seal, std::uint8_t slot, const Key& box_key);

// u*G = L, for canonical u only.
[[nodiscard]] bool opens(const Scalar& u, const Element& lock);

// The answer. unauthentic: u is not the scalar of L, or anything of the seal was altered; malformed: the padding.
Result<SecretBytes> open_seal(const Seal& seal, std::uint8_t slot, const Scalar& u);
// The same, without the multiplication. Precondition: opens(u, seal.lock).
Result<SecretBytes> decrypt_seal(const Seal& seal, std::uint8_t slot, const Scalar& u);

// "Open without me": the answerer's SEAL entry, for the owner alone, carried by the latch.
Bytes make_open_blob(const Key& room_seed, const LatchId& latch_id, std::uint8_t slot, const Entry& seal_entry);
// unauthentic: altered, or not the entry that seal_id names; malformed: not an entry.
Result<Entry> open_open_blob(const Key& room_seed, const LatchId& latch_id, std::uint8_t slot, const EntryId& seal_id, ByteView blob);

// The author's own word that this SEAL is the one it answers an open latch with: nobody else can make one up.
SigningKeys derive_seal_keys(const Key& self_key);
Signature sign_seal(const SigningKeys& seal_keys, const LatchId& latch_id, std::uint8_t slot, const EntryId& seal_id);
[[nodiscard]] bool is_signed_seal(const std::optional<PublicKey>& seal_key, const LatchId& latch_id, std::uint8_t slot,
                                  const EntryId& seal_id, ByteView signature);

struct SignedSeal {
  Entry entry;
  Signature signature{};
};
SignedSeal sign_seal_entry(const Key& self_key, const LatchId& latch_id, Entry entry);
Bytes make_signed_blob(const Key& room_seed, const LatchId& latch_id, std::uint8_t slot, const SignedSeal& seal);
// unauthentic: as above, or not signed by the seal key of `slot`; malformed: another version.
Result<SignedSeal> open_signed_blob(const Key& room_seed, const LatchId& latch_id, std::uint8_t slot,
                                    const EntryId& seal_id, const std::optional<PublicKey>& seal_key,
                                    ByteView signed_blob);

}  // namespace twinlamp
