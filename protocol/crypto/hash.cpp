#include "protocol/crypto/hash.h"

#include <sodium.h>

namespace twinlamp {
namespace {

template <std::size_t N>
ByteArray<N> blake2b(ByteView key, Parts parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.empty() ? nullptr : key.data(), key.size(), N);
  for (auto part : parts) crypto_generichash_update(&state, part.data(), part.size());
  ByteArray<N> out;
  crypto_generichash_final(&state, out.data(), out.size());
  sodium_memzero(&state, sizeof state);
  return out;
}

// libsodium takes no null pointer for a key, which an empty view's may be.
const std::uint8_t* key_pointer(ByteView key) {
  static constexpr std::uint8_t nothing = 0;
  return key.empty() ? &nothing : key.data();
}

}  // namespace

Hash256 blake2b_256(Parts parts) { return blake2b<32>({}, parts); }
ByteArray<16> blake2b_128(Parts parts) { return blake2b<16>({}, parts); }
Hash256 blake2b_256_keyed(const Key& key, Parts parts) { return blake2b<32>(key.view(), parts); }

Hash512 sha512(Parts parts) {
  crypto_hash_sha512_state state;
  crypto_hash_sha512_init(&state);
  for (auto part : parts) crypto_hash_sha512_update(&state, part.data(), part.size());
  Hash512 out;
  crypto_hash_sha512_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return out;
}

Secret<32> hmac_sha256(ByteView key, Parts parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key_pointer(key), key.size());
  for (auto part : parts) crypto_auth_hmacsha256_update(&state, part.data(), part.size());
  Secret<32> out;
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return out;
}

Secret<64> hmac_sha512(ByteView key, Parts parts) {
  crypto_auth_hmacsha512_state state;
  crypto_auth_hmacsha512_init(&state, key_pointer(key), key.size());
  for (auto part : parts) crypto_auth_hmacsha512_update(&state, part.data(), part.size());
  Secret<64> out;
  crypto_auth_hmacsha512_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return out;
}

}  // namespace twinlamp
