#include "relay/invitation_line.h"

#include <unistd.h>

namespace twinlamp::relay {

namespace {

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

std::string shown_host(const std::string& listened) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(listened, error);
  if (error || address.is_unspecified()) return host_name();
  return listened;
}

}  // namespace

Invitation invitation_of(const Config& config, const PublicKey& relay_id, std::uint16_t port) {
  Invitation line;
  line.host = config.name.empty() ? shown_host(config.listener.host) : config.name;
  line.port = config.name_port != 0 ? config.name_port : port;
  line.relay_id = relay_id;
  const auto& word = config.limits.rooms.invite_token;
  if (config.own.contains("home") && is_invite(word)) line.invite = word;  // of the two alone: home.h
  line.binding = config.behind_proxy ? Binding::none : Binding::exporter;
  return line;
}

}  // namespace twinlamp::relay
