// Everything of a profile, destroyed: at once, offline, and where it is cut off, by the next start.
//
// The keys that the rest is sealed under go first: overwritten, fsynced, unlinked. After that nothing that is left can be read; then it goes as well.
// Only `leaving-…` stays, where it is there: what the rooms at their relays are erased with. The caller holds the profile's lock and has nothing of it open.
#pragma once

#include "client/store/profile.h"

namespace twinlamp::client {

// The first step of it, which other things may still be open for: that it has begun is written down, and the keys go.
Result<void> begin_erasing(const ProfilePlace& place);

// unavailable: something is still there. It goes on with the rest all the same.
Result<void> erase_profile(const ProfilePlace& place);

// Whether an erase_profile() was cut off.
bool is_being_erased(const ProfilePlace& place);

}  // namespace twinlamp::client
