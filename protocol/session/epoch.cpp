#include "protocol/session/epoch.h"

#include "protocol/crypto/hkdf.h"

namespace twinlamp {

Result<EpochSecrets> derive_epoch(ByteView handshake_hash, const AgreementKeys& my_fresh_key,
                                  const PublicKey& partner_fresh_key, std::uint32_t epoch) {
  const auto agreement = agree(my_fresh_key.secret, partner_fresh_key);
  if (!agreement) return agreement.error();
  const auto info = ByteWriter().raw("epoch/1").u32(epoch).take();
  const auto out = hkdf_sha512(handshake_hash, agreement->view(), info, 112);
  const ByteView all = out;
  return EpochSecrets{{Key(all.subspan(0, 32)), Key(all.subspan(32, 32)), Key(all.subspan(64, 32))},
                      to_array<16>(all.subspan(96))};
}

}  // namespace twinlamp
