// What systemd and its like hand over and want to hear, without their library: sockets that are listened on already
// (sd_listen_fds(3)) and news of the service's state (sd_notify(3)). Without such a manager all of it does nothing.
#pragma once

#include <optional>

namespace twinlamp::relay {

// The one socket to listen on. Unset: none was handed over. Throws StartError if it is several, or none of ours to use.
// The environment says nothing of it afterwards: call it once, before there are threads.
std::optional<int> take_inherited_socket();

void tell_service_manager(const char* state);  // "READY=1", "STOPPING=1"

}  // namespace twinlamp::relay
