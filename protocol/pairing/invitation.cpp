#include "protocol/pairing/invitation.h"

#include <algorithm>
#include <charconv>

namespace twinlamp {
namespace {

constexpr std::string_view scheme = "twinlamp://";
constexpr std::size_t longest_invitation = 512;
constexpr std::size_t longest_invite = 64;
constexpr std::size_t longest_host = 253;  // RFC 1035

Error refuse(const char* what) { return {ErrorCode::malformed, what}; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_one_of(char c, std::string_view set) { return set.find(lower(c)) != std::string_view::npos; }
bool is_all(std::string_view text, std::string_view set) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return is_one_of(c, set); });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Up to the mark, which is taken too; all of it if there is none.
std::string_view take_until(std::string_view& text, char mark) {
  const auto end = std::min(text.find(mark), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.front() != '.' && host.front() != '-' && is_all(host, "abcdefghijklmnopqrstuvwxyz0123456789-._");
}
// Well enough formed to be handed to the system, which has the last word.
bool is_ipv6(std::string_view host) {
  return host.size() >= 2 && host.size() <= 45 && std::count(host.begin(), host.end(), ':') >= 2 && is_all(host, "0123456789abcdef:.");
}

Result<void> parse_authority(std::string_view text, Invitation& out) {
  const bool bracketed = !text.empty() && text.front() == '[';
  const auto end = bracketed ? text.find("]:") : text.rfind(':');
  if (end == std::string_view::npos) return refuse("invitation: no port after the relay's name");
  const auto host = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  if (host.size() > longest_host || !(bracketed ? is_ipv6(host) : is_host_name(host)))
    return refuse("invitation: not a relay's name or address");
  const auto digits = text.substr(end + (bracketed ? 2 : 1));
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  if (digits.empty() || error != std::errc() || stop != digits.data() + digits.size() || out.port == 0)
    return refuse("invitation: the port is a number from 1 to 65535");
  out.host.assign(host);
  std::transform(out.host.begin(), out.host.end(), out.host.begin(), lower);
  return {};
}

Result<void> parse_relay(std::string_view value, Invitation& out) {
  Bytes key;
  if (!from_base64url(value, key) || key.size() != out.relay_id.size()) return refuse("invitation: the relay's key is damaged");
  out.relay_id = to_array<32>(key);
  return {};
}

Result<void> parse_binding(std::string_view value, Invitation& out) {
  if (value != "exporter" && value != "none") return refuse("invitation: an unknown binding");
  out.binding = value == "none" ? Binding::none : Binding::exporter;
  return {};
}

Result<void> parse_invite(std::string_view value, Invitation& out) {
  if (!is_invite(value)) return refuse("invitation: the invite is damaged");
  out.invite = value;
  return {};
}

Result<void> parse_query(std::string_view query, Invitation& out) {
  bool has_relay = false, has_binding = false, has_invite = false;
  if (query.ends_with('&')) return refuse("invitation: unfinished");
  while (!query.empty()) {
    auto value = take_until(query, '&');
    const auto name = take_until(value, '=');
    const bool is_relay = name == "relay", is_binding = name == "binding", is_invite = name == "invite";
    auto& seen = is_relay ? has_relay : is_binding ? has_binding : has_invite;
    if ((!is_relay && !is_binding && !is_invite) || seen) return refuse("invitation: an unknown or repeated part after '?'");
    TWINLAMP_TRY(is_relay ? parse_relay(value, out) : is_binding ? parse_binding(value, out) : parse_invite(value, out));
    seen = true;
  }
  if (!has_relay) return refuse("invitation: the relay's key is missing");
  return {};
}

bool has_scheme(std::string_view text) {
  return text.size() >= scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

}  // namespace

bool is_invite(std::string_view text) {
  constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789-_";  // in both cases
  return !text.empty() && text.size() <= longest_invite && is_all(text, alphabet);
}

std::string Invitation::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  std::string out(scheme);
  out += is_v6 ? "[" + host + "]" : host;
  out += ":" + std::to_string(port) + "/" + (code ? code->text() : "") + "?relay=" + to_base64url(relay_id);
  if (binding == Binding::none) out += "&binding=none";
  if (!invite.empty()) out += "&invite=" + invite;
  return out;
}

Result<Invitation> parse_invitation(std::string_view text, CodeProblem* problem) {
  text = trim(text);
  if (text.size() > longest_invitation) return refuse("invitation: too long");
  if (!has_scheme(text)) return refuse("invitation: it begins with twinlamp://");
  text.remove_prefix(scheme.size());
  auto address = take_until(text, '?');
  Invitation out;
  TWINLAMP_TRY(parse_authority(take_until(address, '/'), out));
  TWINLAMP_TRY(parse_query(text, out));
  if (address.empty()) return out;
  const auto code = parse_code(address, problem);
  if (!code) return code.error();
  out.code = *code;
  return out;
}

}  // namespace twinlamp
