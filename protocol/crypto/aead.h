// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03, libsodium's ietf construction): nonce 24, tag 16.
#pragma once

#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"

namespace twinlamp {

using Nonce24 = ByteArray<24>;
inline constexpr std::size_t aead_tag_size = 16;
inline constexpr std::size_t box_overhead = 24 + aead_tag_size;

Bytes aead_encrypt(const Key& key, const Nonce24& nonce, ByteView ad, ByteView plaintext);           // ciphertext || tag
Result<SecretBytes> aead_decrypt(const Key& key, const Nonce24& nonce, ByteView ad, ByteView ciphertext);

// nonce || ciphertext || tag, under a fresh random nonce: what is kept at rest and in boxes.
Bytes seal_box(const Key& key, Random& random, ByteView ad, ByteView plaintext);
Result<SecretBytes> open_box(const Key& key, ByteView ad, ByteView box);  // unauthentic if anything differs

}  // namespace twinlamp
