#include "protocol/crypto/aead.h"

#include <sodium.h>

namespace twinlamp {

Bytes aead_encrypt(const Key& key, const Nonce24& nonce, ByteView ad, ByteView plaintext) {
  Bytes out(plaintext.size() + aead_tag_size);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), ad.data(), ad.size(),
                                             nullptr, nonce.data(), key.data());
  return out;
}

Result<SecretBytes> aead_decrypt(const Key& key, const Nonce24& nonce, ByteView ad, ByteView ciphertext) {
  if (ciphertext.size() < aead_tag_size) return Error{ErrorCode::unauthentic, "aead: too short"};
  SecretBytes out(ciphertext.size() - aead_tag_size);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(), ad.data(),
                                                 ad.size(), nonce.data(), key.data()) != 0)
    return Error{ErrorCode::unauthentic, "aead"};
  return out;
}

Bytes seal_box(const Key& key, Random& random, ByteView ad, ByteView plaintext) {
  const auto nonce = random.bytes<24>();
  return ByteWriter().raw(nonce).raw(aead_encrypt(key, nonce, ad, plaintext)).take();
}

Result<SecretBytes> open_box(const Key& key, ByteView ad, ByteView box) {
  if (box.size() < box_overhead) return Error{ErrorCode::unauthentic, "box: too short"};
  return aead_decrypt(key, to_array<24>(box.first(24)), ad, box.subspan(24));
}

}  // namespace twinlamp
