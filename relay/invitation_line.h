// The line that people paste into their apps, from what the operator chose and the relay's key.
#pragma once

#include "protocol/pairing/invitation.h"
#include "relay/config.h"

namespace twinlamp::relay {

// `port`: the one that is listened on, where the name gives none.
Invitation invitation_of(const Config& config, const PublicKey& relay_id, std::uint16_t port);

}  // namespace twinlamp::relay
