#include "protocol/crypto/hkdf.h"

#include <algorithm>

#include "protocol/crypto/hash.h"

namespace twinlamp {

SecretBytes hkdf_sha512(ByteView salt, ByteView ikm, ByteView info, std::size_t size) {
  constexpr std::size_t block = 64;
  assert(size <= 255 * block);
  // Extract. HMAC pads a short key with zeros, so an empty salt is already RFC 5869's 64 zero bytes.
  const auto prk = hmac_sha512(salt, {ikm});
  SecretBytes out;
  out.reserve(size);
  Secret<block> previous;
  for (std::uint8_t counter = 1; out.size() < size; ++counter) {
    const ByteView before = counter == 1 ? ByteView{} : previous.view();
    previous = hmac_sha512(prk.view(), {before, info, ByteView(&counter, 1)});
    const auto part = previous.view().first(std::min(block, size - out.size()));
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

}  // namespace twinlamp
