#include "protocol/round/seal.h"

#include "protocol/base/limits.h"
#include "protocol/crypto/hkdf.h"
#include "protocol/crypto/pad.h"

namespace twinlamp {
namespace {

Bytes context_bytes(std::string_view label, const LatchId& latch_id, Slot slot) {
  ByteWriter out;
  out.raw(label).raw(latch_id).u8(slot);
  return out.take();
}
Bytes seal_context(const LatchId& latch_id, Slot slot) { return context_bytes("seal/1", latch_id, slot); }
Bytes open_context(const LatchId& latch_id, Slot slot) { return context_bytes("open", latch_id, slot); }

Key answer_key(const Scalar& u, const ByteArray<32>& salt, ByteView context) {
  SecretBytes ikm = to_secret(u.view());
  ikm.insert(ikm.end(), salt.begin(), salt.end());
  return hkdf_secret<32>({}, ikm, context);
}

Key blob_key(const Key& room_seed, ByteView context) {
  return hkdf_secret<32>({}, room_seed.view(), context);
}
constexpr std::uint8_t signed_blob_version = 2;

Bytes signed_statement(const LatchId& latch_id, Slot slot, const EntryId& seal_id) {
  return ByteWriter().raw("seal-id/1").raw(latch_id).u8(slot).raw(seal_id).take();
}

Nonce24 blob_nonce(const EntryId& seal_id) {
  return to_array<24>(ByteView(seal_id).first(24));
}

wire::Seal::Mode wire_mode(SealMode mode) { return static_cast<wire::Seal::Mode>(mode); }
std::string text(ByteView bytes) { return to_string(bytes); }

}  // namespace

LatchId derive_latch_id(const Key& latch_seed, const RoundId& round_id, std::uint32_t version) {
  ByteWriter info;
  info.lv("latch").raw(round_id).u32(version);
  return to_array<16>(hkdf_secret<16>({}, latch_seed.view(), info.view()).view());
}

bool opens(const Scalar& u, const Element& lock) {
  if (!is_canonical_scalar(u)) return false;
  const auto element = multiply_base(u);
  return element && *element == lock;
}

Result<wire::Seal> make_seal(const SealContext& context, SealMode mode, ByteView answer, const Key& box_key, Random& random) {
  const auto u = random_scalar(random);
  return make_seal_with(u, context, mode, answer, box_key, random);
}

Result<wire::Seal> make_seal_with(const Scalar& u, const SealContext& context, SealMode mode, ByteView answer, const Key& box_key,
                                  Random& random) {
  const auto limit = mode == SealMode::open ? limits::answer_open : limits::answer;
  if (answer.size() > limit) return Error{ErrorCode::too_large, "seal: answer"};
  const auto bucket = answer_bucket(answer.size());
  if (!bucket) return bucket.error();

  const auto lock = multiply_base(u);
  if (!lock) return lock.error();
  const auto salt = random.bytes<32>();
  const auto nonce = random.bytes<24>();
  const auto ad = seal_context(context.latch_id, context.slot);

  wire::Seal seal;
  seal.set_round_id(text(context.round_id));
  seal.set_version(context.version);
  seal.set_latch_id(text(context.latch_id));
  seal.set_mode(wire_mode(mode));
  seal.set_lock(text(*lock));
  seal.set_salt(text(salt));
  seal.set_nonce(text(nonce));
  seal.set_ciphertext(text(aead_encrypt(answer_key(u, salt, ad), nonce, ad, pad(answer, *bucket))));
  seal.set_boxed_scalar(text(seal_box(box_key, random, ad, u.view())));
  return seal;
}

Result<Scalar> unbox_scalar(const Seal& seal, Slot slot, const Key& box_key) {
  const auto opened = open_box(box_key, seal_context(seal.latch_id, slot), seal.boxed_scalar);
  if (!opened) return opened.error();
  if (opened->size() != Scalar::size_bytes) return Error{ErrorCode::unauthentic, "seal: boxed scalar"};
  Scalar u(*opened);
  if (!opens(u, seal.lock)) return Error{ErrorCode::unauthentic, "seal: boxed scalar"};
  return u;
}

Result<SecretBytes> open_seal(const Seal& seal, Slot slot, const Scalar& u) {
  if (!opens(u, seal.lock)) return Error{ErrorCode::unauthentic, "seal: scalar"};
  return decrypt_seal(seal, slot, u);
}

Result<SecretBytes> decrypt_seal(const Seal& seal, Slot slot, const Scalar& u) {
  const auto ad = seal_context(seal.latch_id, slot);
  auto padded = aead_decrypt(answer_key(u, seal.salt, ad), seal.nonce, ad, seal.ciphertext);
  if (!padded) return padded.error();
  const auto answer = unpad(*padded);
  if (!answer) return answer.error();
  const auto bucket = answer_bucket(answer->size());
  if (!bucket || *bucket != padded->size()) return Error{ErrorCode::malformed, "seal: bucket"};
  return to_secret(*answer);
}

Bytes make_open_blob(const Key& room_seed, const LatchId& latch_id, Slot slot, const Entry& seal_entry) {
  const auto ad = open_context(latch_id, slot);
  return aead_encrypt(blob_key(room_seed, ad), blob_nonce(seal_entry.id()), ad, seal_entry.to_wire());
}

Result<Entry> open_open_blob(const Key& room_seed, const LatchId& latch_id, Slot slot, const EntryId& seal_id, ByteView blob) {
  const auto ad = open_context(latch_id, slot);
  const auto wire = aead_decrypt(blob_key(room_seed, ad), blob_nonce(seal_id), ad, blob);
  if (!wire) return wire.error();
  auto entry = Entry::parse(*wire);
  if (!entry) return entry.error();
  if (entry->id() != seal_id) return Error{ErrorCode::unauthentic, "latch: blob"};
  return entry;
}

SigningKeys derive_seal_keys(const Key& self_key) {
  return SigningKeys::from_seed(hkdf_secret<32>({}, self_key.view(), bytes_of("seal key/1")));
}

Signature sign_seal(const SigningKeys& seal_keys, const LatchId& latch_id, Slot slot, const EntryId& seal_id) {
  return sign(seal_keys, signed_statement(latch_id, slot, seal_id));
}

bool is_signed_seal(const std::optional<PublicKey>& seal_key, const LatchId& latch_id, Slot slot,
                    const EntryId& seal_id, ByteView signature) {
  return seal_key && signature.size() == sizeof(Signature) &&
         verify(*seal_key, signed_statement(latch_id, slot, seal_id), to_array<sizeof(Signature)>(signature));
}

SignedSeal sign_seal_entry(const Key& self_key, const LatchId& latch_id, Entry entry) {
  const auto signature = sign_seal(derive_seal_keys(self_key), latch_id, entry.header().author, entry.id());
  return {std::move(entry), signature};
}

Bytes make_signed_blob(const Key& room_seed, const LatchId& latch_id, Slot slot, const SignedSeal& seal) {
  return ByteWriter()
      .u8(signed_blob_version)
      .raw(make_open_blob(room_seed, latch_id, slot, seal.entry))
      .raw(seal.signature)
      .take();
}

Result<SignedSeal> open_signed_blob(const Key& room_seed, const LatchId& latch_id, Slot slot, const EntryId& seal_id,
                                    const std::optional<PublicKey>& seal_key, ByteView signed_blob) {
  if (signed_blob.size() < 1 + sizeof(Signature) || signed_blob[0] != signed_blob_version)
    return Error{ErrorCode::malformed, "latch: blob's version"};
  const auto signature = signed_blob.last(sizeof(Signature));
  const auto blob = signed_blob.subspan(1, signed_blob.size() - 1 - sizeof(Signature));
  auto entry = open_open_blob(room_seed, latch_id, slot, seal_id, blob);
  if (!entry) return entry.error();
  if (!is_signed_seal(seal_key, latch_id, slot, seal_id, signature))
    return Error{ErrorCode::unauthentic, "latch: blob's signature"};
  return SignedSeal{std::move(*entry), to_array<sizeof(Signature)>(signature)};
}

}  // namespace twinlamp
