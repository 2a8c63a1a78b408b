#include "client/store/member_file.h"

#include "protocol/base/limits.h"
#include "protocol/crypto/hash.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view magic = "twinlamp member";
constexpr std::uint8_t version = 2, version_without_farewell = 1;
constexpr std::size_t max_address = 400;
constexpr std::size_t most_bytes = 1024;

}  // namespace

ByteArray<16> MemberRecord::room_id() const { return blake2b_128({bytes_of("room/1"), member_key(0), member_key(1)}); }

MemberRecord member_of(const PairRecord& record) {
  return {record.slot, record.member, record.partner_member, record.relay_id, record.binding, record.relay_address, record.farewell(record.slot)};
}

SecretBytes encode_member(const MemberRecord& record) {
  SecretBytes out;
  out.reserve(most_bytes);
  const auto put = [&out](ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); };
  put(ByteWriter().raw(magic).u8(version).u8(record.slot).view());
  put(record.member.secret.view());
  put(record.partner_member);
  put(record.relay_id);
  put(ByteWriter().u8(record.binding).lv(record.relay_address).lv(record.farewell).view());
  return out;
}

Result<MemberRecord> parse_member(ByteView bytes) {
  const Error damaged{ErrorCode::malformed, "The member file of this profile is damaged."};
  ByteReader reader(bytes);
  if (text_of(reader.raw(magic.size())) != magic) return damaged;
  const auto found = reader.u8();
  if (found != version && found != version_without_farewell) return damaged;
  MemberRecord record;
  record.slot = reader.u8();
  const auto member = reader.raw(64);
  if (member.size() == 64) record.member = SigningKeys::from_seed(Key(member.first(32)));
  record.partner_member = reader.array<32>();
  record.relay_id = reader.array<32>();
  record.binding = reader.u8();
  record.relay_address = to_string(reader.lv(max_address));
  if (found == version) record.farewell = to_bytes(reader.lv(limits::farewell));
  const bool agrees = member.size() == 64 && equal_constant_time(record.member.secret.view(), member);
  if (!reader.is_done() || !agrees || record.slot > 1 || record.binding < 1 || record.binding > 2) return damaged;
  return record;
}

Result<std::optional<MemberRecord>> read_member_file(const Path& file) {
  auto bytes = read_file(file, most_bytes);
  if (!bytes) return bytes.error();
  if (!*bytes) return std::optional<MemberRecord>();
  auto record = parse_member(**bytes);
  if (!record) return record.error();
  return std::optional(std::move(*record));
}

Result<void> write_member_file(const Path& file, const MemberRecord& record) { return write_file(file, encode_member(record)); }

}  // namespace twinlamp::client
