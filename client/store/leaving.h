// The rooms that were left, until each has been erased at its relay: a member file (member_file.h) for each, `leaving-<room id in hex>`. Nothing else of
// a pair that was left is kept. A pair may have begun here since, and be left as well; its partner's lost laptop is shut out of the old room in the same way.
//
// The caller holds the profile's lock.
#pragma once

#include <vector>

#include "client/store/member_file.h"
#include "client/store/profile.h"

namespace twinlamp::client {

struct Leaving {
  Path file;
  MemberRecord record;
};

// Those that can be read, each room once; the one that was left last is the last.
std::vector<Leaving> leavings(const ProfilePlace& place);
Path leaving_file(const ProfilePlace& place, const MemberRecord& record);

// After a start, first of all: what a write that was cut off left goes, and the one file of an older version, `leaving`, gets its room's name.
void tidy_leavings(const ProfilePlace& place);

// A pair that goes on elsewhere with a new laptop: what erases the room it leaves is on the disk before the pair is anywhere else, as
// `member-before`, and is nothing but kept there. Settled once it is known where the pair is (`member`), or that it is left too: the room
// waits to be erased with the others, or, where the pair never left it, is the one of its member file again.
Result<void> keep_old_room(const ProfilePlace& place, const MemberRecord& record);
Result<void> settle_old_room(const ProfilePlace& place, const PublicKey& member);

// What is restored from a backup is left no more.
Result<void> take_back_leaving(const ProfilePlace& place, const PublicKey& member);

// Whether leaving was cut off, so that the next start ends it: an erasure has begun, or the very pair that is here is set aside as left, or nothing but
// what is set aside can be read any more. A member file that is damaged while the key is here is no sign of it: the key goes before it.
bool was_leaving_cut_off(const ProfilePlace& place);

}  // namespace twinlamp::client
