// What a device needs to log in to its room, and nothing else: the member keys and the relay. Sealed by nothing, 0600, because a
// locked device stays logged in (to say "Something is ready"), and because a room must be erasable after everything else is destroyed.
// It opens no envelope and no answer.
//
// Layout (version 2): "twinlamp member" | 2 u8 | slot u8 | member seed and key 64 | partner's member key 32 | relay id 32 | binding u8 |
// lv(relay address) | lv(farewell); version 1, which is still read, ends before the farewell.
#pragma once

#include "client/store/files.h"
#include "protocol/device/pair_record.h"

namespace twinlamp::client {

struct MemberRecord {
  std::uint8_t slot = 0;
  SigningKeys member;
  PublicKey partner_member{};
  PublicKey relay_id{};
  std::uint8_t binding = 1;
  std::string relay_address;  // host:port
  Bytes farewell;             // tells the partner that it was us who left; empty in version 1

  PublicKey member_key(std::uint8_t of_slot) const { return of_slot == slot ? member.public_key : partner_member; }
  ByteArray<16> room_id() const;  // as PairRecord's
};

MemberRecord member_of(const PairRecord& record);
SecretBytes encode_member(const MemberRecord& record);
Result<MemberRecord> parse_member(ByteView bytes);  // malformed for anything else

// Empty if there is none.
Result<std::optional<MemberRecord>> read_member_file(const Path& file);
Result<void> write_member_file(const Path& file, const MemberRecord& record);

}  // namespace twinlamp::client
