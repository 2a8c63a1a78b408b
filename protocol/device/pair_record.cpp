#include "protocol/device/pair_record.h"

#include "protocol/crypto/hkdf.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t version = 1, renewed_version = 2;
constexpr std::uint8_t farewell_version = 1;
constexpr std::size_t max_text = 400;

void put(SecretBytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
void put_text(SecretBytes& out, std::string_view text) {
  ByteWriter writer;
  put(out, writer.lv(text).view());
}
Key key_from(ByteReader& reader) {
  const auto part = reader.raw(32);
  return part.size() == 32 ? Key(part) : Key();
}

}  // namespace

ByteArray<16> PairRecord::room_id() const {
  return blake2b_128({bytes_of("room/1"), member_key(0), member_key(1)});
}

Bytes PairRecord::farewell(std::uint8_t of_slot) const {
  const auto key = hkdf_secret<32>({}, room_seed().view(), bytes_of("farewell/1"));
  const auto said = ByteWriter().raw("farewell/1").raw(room_id()).u8(of_slot).take();
  return ByteWriter().u8(farewell_version).raw(blake2b_256_keyed(key, {said})).take();
}

SecretBytes PairRecord::encode() const {
  SecretBytes out;
  out.reserve(1024);
  out.push_back(renewals == 0 ? version : renewed_version);
  out.push_back(slot);
  put(out, identity.secret.view());
  put(out, member.secret.view());
  put(out, partner_identity);
  put(out, partner_member);
  put(out, first_ratchet.secret.view());
  put(out, partner_first_ratchet);
  for (const auto* key : {&ratchet.root, &ratchet.header_alice, &ratchet.next_header_bob, &live_psk, &latch_seed})
    put(out, key->view());
  put(out, pair_seed.view());
  put(out, self_key.view());
  put(out, box_key.view());
  put(out, relay_id);
  out.push_back(binding);
  put_text(out, partner_name);
  put_text(out, relay_address);
  if (renewals == 0) return out;
  put(out, ByteWriter().u32(renewals).view());
  put(out, renewed_seed.view());
  put(out, ByteWriter().u8(is_heir ? 1 : 0).u64(inherited_seq).raw(inherited_id).view());
  return out;
}

Result<PairRecord> PairRecord::parse(ByteView bytes) {
  ByteReader reader(bytes);
  PairRecord record;
  const auto wrote = reader.u8();
  if (wrote != version && wrote != renewed_version) return Error{ErrorCode::malformed, "pair record: version"};
  record.slot = reader.u8();
  record.identity = AgreementKeys::from_secret(key_from(reader));
  const auto member = reader.raw(64);
  if (member.size() == 64) record.member = SigningKeys::from_seed(Key(member.first(32)));
  record.partner_identity = reader.array<32>();
  record.partner_member = reader.array<32>();
  record.first_ratchet = AgreementKeys::from_secret(key_from(reader));
  record.partner_first_ratchet = reader.array<32>();
  for (auto* key : {&record.ratchet.root, &record.ratchet.header_alice, &record.ratchet.next_header_bob, &record.live_psk,
                    &record.latch_seed})
    *key = key_from(reader);
  record.pair_seed = key_from(reader);
  record.self_key = key_from(reader);
  record.box_key = key_from(reader);
  record.relay_id = reader.array<32>();
  record.binding = reader.u8();
  record.partner_name = to_string(reader.lv(max_text));
  record.relay_address = to_string(reader.lv(max_text));
  if (wrote == renewed_version) {
    record.renewals = reader.u32();
    record.renewed_seed = key_from(reader);
    const auto heir = reader.u8();
    record.is_heir = heir == 1;
    record.inherited_seq = reader.u64();
    record.inherited_id = reader.array<32>();
    if (record.renewals == 0 || heir > 1) return Error{ErrorCode::malformed, "pair record"};
  }
  if (!reader.is_done() || record.slot > 1 || record.binding < 1 || record.binding > 2)
    return Error{ErrorCode::malformed, "pair record"};
  return record;
}

}  // namespace twinlamp
