#include "client/link/relay_address.h"

#include <algorithm>
#include <charconv>

namespace twinlamp::client {

namespace {

constexpr std::string_view scheme = "twinlamp://", invite_mark = "?invite=";
constexpr std::size_t longest_host = 253;  // RFC 1035

Error bad(const char* where) {
  return {ErrorCode::malformed, where};
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_host_character(char c, bool bracketed) {
  if (bracketed)
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.' ||
           c == '%';
  // Names in other scripts come as UTF-8 or in their xn-- form; what would end a host is refused.
  return static_cast<unsigned char>(c) > ' ' && c != '/' && c != '?' && c != '#' && c != '@' && c != '[' && c != ']' &&
         c != '\\' && c != 127;
}

Result<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) {
    return bad("The port after the colon has to be a number from 1 to 65535.");
  }
  return port;
}

Result<void> parse_host_and_port(std::string_view text, RelayAddress& address) {
  const bool bracketed = text.starts_with('[');
  const auto host_end = bracketed ? text.find(']') : text.find(':');
  if (bracketed && host_end == std::string_view::npos)
    return bad("The address has an opening bracket and no closing one.");
  const auto host = bracketed ? text.substr(1, host_end - 1) : text.substr(0, host_end);
  auto rest = host_end == std::string_view::npos ? std::string_view() : text.substr(host_end + (bracketed ? 1 : 0));
  if (host.empty()) return bad("The relay's name or address is missing.");
  if (host.size() > longest_host) return bad("The relay's name is too long.");
  if (!std::all_of(host.begin(), host.end(), [&](char c) { return is_host_character(c, bracketed); })) {
    return bad("The relay's name has a character that no name has. It looks like host:port.");
  }
  if (!rest.empty()) {
    if (rest.front() != ':') return bad("After the relay's address only a colon and its port may follow.");
    auto port = parse_port(rest.substr(1));
    if (!port) return port.error();
    address.port = *port;
  }
  address.host = host;
  return {};
}

}  // namespace

Result<RelayAddress> parse_relay_address(std::string_view text, CodeProblem* problem) {
  RelayAddress address;
  text = trimmed(text);
  if (!text.starts_with(scheme)) {
    const auto mark = text.find(invite_mark);
    TWINLAMP_TRY(parse_host_and_port(text.substr(0, mark), address));
    if (mark == std::string_view::npos) return address;
    address.invite = text.substr(mark + invite_mark.size());
    if (!is_invite(address.invite)) return bad("The invite at the address's end is damaged.");
    return address;
  }
  auto invitation = parse_invitation(text, problem);
  if (!invitation) return invitation.error();
  return RelayAddress{std::move(invitation->host), invitation->port, invitation->relay_id, invitation->binding,
                      std::move(invitation->code), std::move(invitation->invite)};
}

std::string RelayAddress::kept() const {
  return invite.empty() ? shown() : shown() + std::string(invite_mark) + invite;
}

std::string RelayAddress::shown() const {
  const bool bracketed = host.find(':') != std::string::npos;
  return (bracketed ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace twinlamp::client
