// What binds this device to one partner for good: keys and seeds made at pairing. Kept sealed at rest. It changes only where one of the two pairs
// anew with a new device: renewal.h.
//
// Layout: version u8 | slot u8 | identity secret 32 | member seed and key 64 | partner identity 32 | partner member key 32 |
// first ratchet secret 32 | partner's first ratchet key 32 | ratchet root 32 | header key 32 | next header key 32 | live psk 32 |
// latch seed 32 | pair seed 32 | self key 32 | box key 32 | relay id 32 | binding u8 | lv(partner's name) | lv(relay address)
// Version 1 ends here and is written while nothing was renewed; version 2: | renewals u32 | room seed 32 | heir u8 | inherited seq u64 | id 32
#pragma once

#include <string>

#include "protocol/crypto/hash.h"
#include "protocol/crypto/keys.h"
#include "protocol/session/ratchet.h"

namespace twinlamp {

struct PairRecord {
  std::uint8_t slot = 0;
  AgreementKeys identity;         // mine, X25519
  SigningKeys member;             // mine, Ed25519: the relay knows me by it
  PublicKey partner_identity{};
  PublicKey partner_member{};
  AgreementKeys first_ratchet;    // mine; used by slot 1 (Bob)
  PublicKey partner_first_ratchet{};
  RatchetSeed ratchet;            // of epoch 1
  Key live_psk;
  Key latch_seed;                 // names the pair's latches, for good
  Key pair_seed;                  // same on both sides; not secret from either; for good
  Key self_key;                   // mine alone: tags of my entries
  Key box_key;                    // mine alone: what I box to myself
  PublicKey relay_id{};
  std::uint8_t binding = 1;       // 1 = exporter, 2 = none
  std::string partner_name;       // as given at pairing
  std::string relay_address;      // host:port

  std::uint32_t renewals = 0;     // pairings after the first
  Key renewed_seed;               // of the last of them: its latch seed
  bool is_heir = false;           // this device has taken the place of one that was lost
  std::uint64_t inherited_seq = 0;  // that one's log as the partner had it: its last entry, 0 = none
  Hash256 inherited_id{};

  const Key& room_seed() const { return renewals == 0 ? latch_seed : renewed_seed; }  // a lost device does not know it: farewells, carried seals
  std::uint8_t partner_slot() const { return static_cast<std::uint8_t>(1 - slot); }
  PublicKey member_key(std::uint8_t of_slot) const { return of_slot == slot ? member.public_key : partner_member; }
  ByteArray<16> room_id() const;  // BLAKE2b-128("room/1" || key of slot 0 || key of slot 1)
  // What `of_slot` leaves at the relay for the other when it ends the pair: nobody but the two can make it. 33 bytes.
  Bytes farewell(std::uint8_t of_slot) const;

  SecretBytes encode() const;
  static Result<PairRecord> parse(ByteView bytes);  // malformed for anything else
};

}  // namespace twinlamp
