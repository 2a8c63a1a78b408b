#include "protocol/session/noise.h"

#include <sodium.h>

#include <cassert>

#include "protocol/crypto/hkdf.h"

namespace twinlamp {
namespace {

constexpr std::size_t tag_size = crypto_aead_chacha20poly1305_ietf_ABYTES;

// Section 12.3: 32 bits of zeros, then the counter, little-endian.
ByteArray<12> nonce_of(std::uint64_t counter) {
  ByteArray<12> nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<std::uint8_t>(counter >> (8 * i));
  return nonce;
}

Bytes aead_seal(const Key& key, std::uint64_t counter, ByteView ad, ByteView plaintext) {
  Bytes out(plaintext.size() + tag_size);
  crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), ad.data(),
                                            ad.size(), nullptr, nonce_of(counter).data(), key.data());
  return out;
}

Result<SecretBytes> aead_open(const Key& key, std::uint64_t counter, ByteView ad, ByteView ciphertext) {
  if (ciphertext.size() < tag_size) return Error{ErrorCode::malformed, "noise: ciphertext is too short"};
  SecretBytes out(ciphertext.size() - tag_size);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(),
                                                ad.data(), ad.size(), nonce_of(counter).data(), key.data()) != 0)
    return Error{ErrorCode::unauthentic, "noise: tag"};
  return out;
}

ByteArray<32> sha256(Parts parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const auto part : parts) crypto_hash_sha256_update(&state, part.data(), part.size());
  ByteArray<32> out;
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

Bytes hash_of(bool use_sha256, Parts parts) {
  return use_sha256 ? to_bytes(sha256(parts)) : to_bytes(sha512(parts));
}

SecretBytes hmac(bool use_sha256, ByteView key, Parts parts) {
  return use_sha256 ? to_secret(hmac_sha256(key, parts).view()) : to_secret(hmac_sha512(key, parts).view());
}

}  // namespace

NoiseSymmetric::NoiseSymmetric(const NoiseProtocol& protocol) : sha256_(protocol.sha256) {
  const auto name = bytes_of(protocol.name);
  hash_ = name.size() > hash_size() ? hash_of(sha256_, {name}) : to_bytes(name);
  hash_.resize(hash_size());
  chaining_key_ = to_secret(hash_);
}

void NoiseSymmetric::mix_hash(ByteView data) {
  hash_ = hash_of(sha256_, {hash_, data});
}

// Section 4.3's HKDF, whose outputs are of the hash's length; a cipher key is the first 32 bytes of its output.
std::vector<SecretBytes> NoiseSymmetric::derive(ByteView material, std::uint8_t outputs) const {
  const auto secret = hmac(sha256_, chaining_key_, {material});
  std::vector<SecretBytes> out;
  ByteView previous;
  for (std::uint8_t i = 1; i <= outputs; ++i) {
    out.push_back(hmac(sha256_, secret, {previous, ByteView(&i, 1)}));
    previous = out.back();
  }
  return out;
}

void NoiseSymmetric::set_key(ByteView output) {
  key_ = Key(output.first(32));
  nonce_ = 0;
  has_key_ = true;
}

void NoiseSymmetric::mix_key(ByteView material) {
  auto out = derive(material, 2);
  chaining_key_ = std::move(out[0]);
  set_key(out[1]);
}

void NoiseSymmetric::mix_key_and_hash(ByteView material) {
  auto out = derive(material, 3);
  chaining_key_ = std::move(out[0]);
  mix_hash(out[1]);
  set_key(out[2]);
}

Bytes NoiseSymmetric::encrypt_and_hash(ByteView plaintext) {
  assert(has_key_);  // in every KK pattern a key is there before the first payload
  auto ciphertext = aead_seal(key_, nonce_++, hash_, plaintext);
  mix_hash(ciphertext);
  return ciphertext;
}

Result<SecretBytes> NoiseSymmetric::decrypt_and_hash(ByteView ciphertext) {
  assert(has_key_);
  auto plaintext = aead_open(key_, nonce_, hash_, ciphertext);
  if (!plaintext) return plaintext;
  ++nonce_;
  mix_hash(ciphertext);
  return plaintext;
}

std::pair<Key, Key> NoiseSymmetric::split() const {
  const auto out = derive({}, 2);
  return {Key(ByteView(out[0]).first(32)), Key(ByteView(out[1]).first(32))};
}

Result<NoiseTransport::Sealed> NoiseTransport::seal(ByteView plaintext, ByteView ad) {
  if (sent_ == UINT64_MAX) return Error{ErrorCode::refused, "noise: no counter is left"};
  Sealed sealed{sent_, aead_seal(send_, sent_, ad, plaintext)};
  ++sent_;
  return sealed;
}

Result<SecretBytes> NoiseTransport::open(std::uint64_t counter, ByteView ciphertext, ByteView ad) {
  if (counter < expected_ || counter == UINT64_MAX) return Error{ErrorCode::out_of_order, "noise: counter"};
  auto plaintext = aead_open(receive_, counter, ad, ciphertext);
  if (plaintext) expected_ = counter + 1;
  return plaintext;
}

NoiseHandshake::NoiseHandshake(const NoiseProtocol& protocol, bool is_initiator, Keys keys, ByteView prologue)
    : is_initiator_(is_initiator), keys_(std::move(keys)), symmetric_(protocol) {
  symmetric_.mix_hash(prologue);
  symmetric_.mix_hash(is_initiator ? keys_.mine.public_key : keys_.partner);
  symmetric_.mix_hash(is_initiator ? keys_.partner : keys_.mine.public_key);
}

// KK: -> e, es, ss / <- e, ee, se; with psk0 or psk2 around them.
Result<void> NoiseHandshake::mix_tokens(NoiseSymmetric& symmetric, const Ephemerals& ephemerals) const {
  const auto& [mine, theirs] = ephemerals;
  const auto& sent = writes_next() ? mine.public_key : theirs;
  if (keys_.psk0 && messages_ == 0) symmetric.mix_key_and_hash(keys_.psk0->view());
  symmetric.mix_hash(sent);
  if (keys_.psk0 || keys_.psk2) symmetric.mix_key(sent);  // section 9.2
  if (messages_ == 0) {
    // es: the initiator's ephemeral and the responder's static key
    TWINLAMP_TRY(is_initiator_ ? mix_agreement(symmetric, mine.secret, keys_.partner)
                               : mix_agreement(symmetric, keys_.mine.secret, theirs));
    return mix_agreement(symmetric, keys_.mine.secret, keys_.partner);
  }
  TWINLAMP_TRY(mix_agreement(symmetric, mine.secret, theirs));
  // se: the initiator's static and the responder's ephemeral key
  TWINLAMP_TRY(is_initiator_ ? mix_agreement(symmetric, keys_.mine.secret, theirs)
                             : mix_agreement(symmetric, mine.secret, keys_.partner));
  if (keys_.psk2) symmetric.mix_key_and_hash(keys_.psk2->view());
  return {};
}

Result<void> NoiseHandshake::mix_agreement(NoiseSymmetric& symmetric, const Key& mine, const PublicKey& theirs) {
  const auto agreement = agree(mine, theirs);
  if (!agreement) return agreement.error();
  symmetric.mix_key(agreement->view());
  return {};
}

Result<Bytes> NoiseHandshake::write_message(ByteView payload, Random& random) {
  if (is_finished() || !writes_next()) return Error{ErrorCode::out_of_order, "noise: not our turn to write"};
  auto symmetric = symmetric_;
  Ephemerals ephemerals{AgreementKeys::generate(random), ephemerals_.second};
  TWINLAMP_TRY(mix_tokens(symmetric, ephemerals));
  const auto box = symmetric.encrypt_and_hash(payload);
  auto message = ByteWriter().raw(ephemerals.first.public_key).raw(box).take();
  accept(std::move(symmetric), std::move(ephemerals));
  return message;
}

Result<SecretBytes> NoiseHandshake::read_message(ByteView message) {
  if (is_finished() || writes_next()) return Error{ErrorCode::out_of_order, "noise: not our turn to read"};
  ByteReader reader(message);
  Ephemerals ephemerals{ephemerals_.first, reader.array<32>()};
  if (reader.failed()) return Error{ErrorCode::malformed, "noise: message is too short"};
  auto symmetric = symmetric_;
  TWINLAMP_TRY(mix_tokens(symmetric, ephemerals));
  auto payload = symmetric.decrypt_and_hash(reader.rest());
  if (payload) accept(std::move(symmetric), std::move(ephemerals));
  return payload;
}

void NoiseHandshake::accept(NoiseSymmetric symmetric, Ephemerals ephemerals) {
  symmetric_ = std::move(symmetric);
  ephemerals_ = std::move(ephemerals);
  ++messages_;
}

NoiseTransport NoiseHandshake::transport() const {
  assert(is_finished());
  auto [initiator, responder] = symmetric_.split();
  return is_initiator_ ? NoiseTransport(std::move(initiator), std::move(responder))
                       : NoiseTransport(std::move(responder), std::move(initiator));
}

}  // namespace twinlamp
