// `twinlamp-relay --home`: a relay for one couple, on the laptop of one of them. It asks nothing, and no outside service.
//
// It listens on every address, on port 7417 or the next that is free, and keeps to that port from then on
// (DATA/home.port), since the partner's laptop knows it. It says under which addresses it can be reached, and again
// when they change. It ends when its standard input does, so that it never outlives the program that started it.
//
// The port may be open to the internet, so new rooms need a word that it makes at its first start (DATA/home.invite) and
// that its invitation holds: strangers may knock, and are given nothing to keep.
//
// With --lines it speaks to that program instead of to a person, a line each on standard output:
//   relay KEY                        base64url of the relay's key, as in its invitation
//   invite TOKEN                     without it nobody opens a room here: it belongs into the invitation
//   port NUMBER
//   addresses COUNT                  that many follow; a list that comes later replaces the one before
//   address REACH ADDRESS INTERFACE  REACH: network, vpn, internet or self
//   ready
//   told ROOM SLOT                   the member SLOT (0 or 1) of ROOM (hexadecimal), which has ended, has heard of that
//   failed REASON SENTENCE           and it ends. REASON: port-taken (after the port's line), runs-already, data, other
#pragma once

#include "relay/config.h"

namespace twinlamp::relay {

// Until it is stopped. Its exit code; throws StartError where it cannot start and speaks to a person.
int run_home(Config config);

}  // namespace twinlamp::relay
