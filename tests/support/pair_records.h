// Two devices that have just paired, from a seed: what the Pairing machine leaves behind, without its round trips.
#pragma once

#include <array>

#include "protocol/device/pair_record.h"

namespace twinlamp::test {

inline std::array<PairRecord, 2> paired_records(std::uint64_t seed) {
  SeededRandom random(seed * 2 + 1);
  std::array<PairRecord, 2> records;
  const RatchetSeed ratchet{random.secret<32>(), random.secret<32>(), random.secret<32>()};
  const auto psk = random.secret<32>(), latch_seed = random.secret<32>(), pair_seed = random.secret<32>();
  for (std::uint8_t slot = 0; slot < 2; ++slot) {
    auto& record = records[slot];
    record.slot = slot;
    record.identity = AgreementKeys::generate(random);
    record.member = SigningKeys::generate(random);
    record.first_ratchet = AgreementKeys::generate(random);
    record.ratchet = ratchet;
    record.live_psk = psk;
    record.latch_seed = latch_seed;
    record.pair_seed = pair_seed;
    record.self_key = random.secret<32>();
    record.box_key = random.secret<32>();
    record.partner_name = slot == 0 ? "Sam" : "Noor";
    record.relay_address = "127.0.0.1:1";
  }
  for (std::uint8_t slot = 0; slot < 2; ++slot) {
    const auto& partner = records[1 - slot];
    records[slot].partner_identity = partner.identity.public_key;
    records[slot].partner_member = partner.member.public_key;
    records[slot].partner_first_ratchet = partner.first_ratchet.public_key;
  }
  return records;
}

}  // namespace twinlamp::test
