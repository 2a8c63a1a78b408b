// Epochs: a new ratchet agreed inside the live layer, which needs no stored ratchet state and so can repair one.
//
//   REKEY        epoch u32 | reason u8                        either side asks for epoch n or the next free one; with the reason
//                                                             `unsure`: n is stored here, does the other have it too?
//   KEYS         epoch u32 | fresh key 32 | ratchet key 32    both sides; slot 0 (Alice) has no ratchet key: zeros
//   EPOCH_READY  epoch u32 | check 16                         derived and stored; used once both have said so
//   root | header_alice | next_header_bob | check = HKDF(salt = Noise handshake hash, ikm = DH(fresh keys),
//                                                        info = "epoch/1" | epoch u32)[0..112]
// Both KEYS belong to one Noise session: with a new session the exchange starts again with fresh keys, for a number that neither has stored.
#pragma once

#include "protocol/session/ratchet.h"

namespace twinlamp {

inline constexpr std::uint32_t first_epoch = 1;  // the one that pairing makes

enum class RekeyReason : std::uint8_t { restored_backup = 1, lost_state = 2, person_asked = 3, unsure = 4 };

struct Rekey {
  std::uint32_t epoch = 0;
  RekeyReason reason = RekeyReason::lost_state;
  friend bool operator==(const Rekey&, const Rekey&) = default;
};
struct EpochShare {  // KEYS
  std::uint32_t epoch = 0;
  PublicKey fresh_key{};
  PublicKey ratchet_key{};
  friend bool operator==(const EpochShare&, const EpochShare&) = default;
};
struct EpochReady {
  std::uint32_t epoch = 0;
  ByteArray<16> check{};
  friend bool operator==(const EpochReady&, const EpochReady&) = default;
};

struct EpochSecrets {
  RatchetSeed seed;
  ByteArray<16> check{};  // equal on both sides if the rest is
};

// unauthentic when the partner's key is of small order.
Result<EpochSecrets> derive_epoch(ByteView handshake_hash, const AgreementKeys& my_fresh_key,
                                  const PublicKey& partner_fresh_key, std::uint32_t epoch);

}  // namespace twinlamp
