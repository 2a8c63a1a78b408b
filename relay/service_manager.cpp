#include "relay/service_manager.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

constexpr int first_inherited = 3;  // SD_LISTEN_FDS_START

int number_in(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::atoi(text);
}

bool is_listening(int descriptor) {
  int yes = 0;
  socklen_t size = sizeof yes;
  sockaddr_storage address{};
  socklen_t address_size = sizeof address;
  return ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) == 0 && yes != 0 &&
         ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &address_size) == 0 &&
         (address.ss_family == AF_INET || address.ss_family == AF_INET6);
}

}  // namespace

std::optional<int> take_inherited_socket() {
  const bool for_us = number_in("LISTEN_PID") == ::getpid();
  const int count = number_in("LISTEN_FDS");
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  if (!for_us || count <= 0) return std::nullopt;
  if (count > 1)
    throw StartError("The service manager handed over " + std::to_string(count) +
                     " sockets. Leave one ListenStream= in its socket unit.");
  if (!is_listening(first_inherited))
    throw StartError(
        "The service manager handed over a socket that takes no TCP connections. Its socket unit needs "
        "ListenStream= with a port, and Accept=no.");
  ::fcntl(first_inherited, F_SETFD, FD_CLOEXEC);
  return first_inherited;
}

void tell_service_manager(const char* state) {
  const char* place = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (place == nullptr || (*place != '/' && *place != '@') || std::strlen(place) >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, place, std::strlen(place));
  if (*place == '@') address.sun_path[0] = '\0';
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(place));
  ::sendto(descriptor, state, std::strlen(state), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
  ::close(descriptor);
}

}  // namespace twinlamp::relay
