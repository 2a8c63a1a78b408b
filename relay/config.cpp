#include "relay/config.h"

#include <charconv>
#include <cstdlib>

#include "relay/choices.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;
constexpr std::uint16_t default_port = 7417;

struct Limit {
  const char* name;
  const char* help;
  std::uint64_t usual, least, most;
  void (*apply)(Config&, std::uint64_t);
};

std::uint32_t small(std::uint64_t number) {
  return static_cast<std::uint32_t>(number);
}

// The one list of limits: the help, the file and --limit are made from it.
const Limit all_limits[] = {
    {"mailbox-entries", "envelopes that wait for one member", 2000, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.limits.room.mailbox_entries = n; }},
    {"mailbox-mib", "their size, MiB", 16, 1, 65'536,
     [](Config& config, std::uint64_t n) { config.limits.room.mailbox_bytes = n << 20; }},
    {"frames-per-second", "from one member", 60, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.limits.room.frames_per_second = small(n); }},
    {"frames-burst", "from one member at once", 240, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.limits.room.frames_burst = small(n); }},
    {"first-week-kib", "posted in a room's first week, KiB", 1024, 1, 1u << 30,
     [](Config& config, std::uint64_t n) { config.limits.room.first_week_bytes = n << 10; }},
    {"waiting-latches", "unreleased latches of a room", 256, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.limits.room.waiting_latches = small(n); }},
    {"new-rooms-a-day", "from one address", 10, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.limits.rooms.new_rooms_a_day = small(n); }},
    {"total-rooms", "beyond it new rooms are refused; those that are there go on", 100'000, 0, 1u << 30,
     [](Config& config, std::uint64_t n) { config.limits.rooms.total_rooms = n; }},
    {"pairings-a-minute", "tries to pair from one address", 5, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.limits.nameplates.joins_a_minute = small(n); }},
    {"pairings-a-day", "tries to pair from one address", 30, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.limits.nameplates.joins_a_day = small(n); }},
    {"sockets-a-minute", "new connections from one address; 0 = no limit", 10, 0, 1'000'000,
     [](Config& config, std::uint64_t n) { config.listener.sockets_a_minute = small(n); }},
    {"connections", "at the same time, in all", 10'000, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.listener.max_connections = n; }},
    {"outbox-kib", "waiting to be sent to one connection, KiB; beyond it, it is dropped", 1024, 1024, 1u << 20,
     [](Config& config, std::uint64_t n) { config.listener.connection.outbox_bytes = n << 10; }},
    {"pre-login-seconds", "from connecting to login", 10, 1, 3600,
     [](Config& config, std::uint64_t n) {
       config.listener.connection.pre_login = std::chrono::seconds(n);
       config.session.pre_login = std::chrono::seconds(n);
     }},
    {"idle-seconds", "of silence, pings unanswered, until a connection is given up", 60, 2, 3600,
     [](Config& config, std::uint64_t n) { config.listener.connection.idle = std::chrono::seconds(n); }},
};

std::string limits_help() {
  std::string text = "\nLimits, for --limit NAME=NUMBER (usual value):\n";
  for (const auto& limit : all_limits) {
    std::string line = "  " + std::string(limit.name);
    line.resize(24, ' ');
    text += line + limit.help + " (" + std::to_string(limit.usual) + ")\n";
  }
  return text;
}

std::optional<std::uint64_t> number_in(const std::string& text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number < least || number > most)
    return std::nullopt;
  return number;
}

void apply_limit(const std::string& name, const Choice& choice, Config& config) {
  for (const auto& limit : all_limits) {
    if (name != limit.name) continue;
    const auto number = number_in(choice.value, limit.least, limit.most);
    if (!number) {
      throw StartError(choice.origin + ": '" + choice.value + "' has to be a whole number from " +
                       std::to_string(limit.least) + " to " + std::to_string(limit.most) + ".");
    }
    return limit.apply(config, *number);
  }
  throw StartError(choice.origin + ": there is no limit '" + name + "'. 'twinlamp-relay --help' lists them.");
}

void apply_log_level(const Choice& choice, Config& config) {
  constexpr std::pair<const char*, LogLevel> levels[] = {{"debug", LogLevel::debug},
                                                         {"info", LogLevel::info},
                                                         {"warning", LogLevel::warning},
                                                         {"error", LogLevel::error},
                                                         {"off", LogLevel::off}};
  for (const auto& [name, level] : levels) {
    if (choice.value != name) continue;
    config.log_level = level;
    return;
  }
  throw StartError(choice.origin + ": '" + choice.value + "' has to be debug, info, warning, error or off.");
}

void apply_token(const Choice& choice, Config& config) {
  if (choice.value.empty() || choice.value.size() > invite_token_max) {
    throw StartError(choice.origin + ": an invite token has 1 to 64 bytes.");
  }
  config.limits.rooms.invite_token = choice.value;
}

struct HostPort {
  std::string host;  // IPv6 without its brackets
  std::optional<std::uint64_t> port;
};

// "host", "host:port", "[v6]", "[v6]:port"; unset: none of them.
std::optional<HostPort> split_host(const std::string& text) {
  const bool bracketed = text.starts_with('[');
  const auto end = bracketed ? text.find(']') : text.find(':');
  if (bracketed && end == std::string::npos) return std::nullopt;
  HostPort parts{bracketed ? text.substr(1, end - 1) : text.substr(0, end), std::nullopt};
  const auto rest = end == std::string::npos ? std::string() : text.substr(end + (bracketed ? 1 : 0));
  if (parts.host.empty() || (!rest.empty() && rest.front() != ':')) return std::nullopt;
  if (rest.empty()) return parts;
  parts.port = number_in(rest.substr(1), 0, 65'535);
  return parts.port ? std::optional(parts) : std::nullopt;
}

void apply_listen(const Choice& choice, Config& config) {
  const auto parts = split_host(choice.value);
  boost::system::error_code error;
  if (parts) boost::asio::ip::make_address(parts->host, error);
  if (!parts || !parts->port || error) {
    throw StartError(choice.origin + ": '" + choice.value +
                     "' has to be an address and a port, like 0.0.0.0:7417 or [::]:7417.");
  }
  config.listener.host = parts->host;
  config.listener.port = static_cast<std::uint16_t>(*parts->port);
}

void apply_name(const Choice& choice, Config& config) {
  const auto parts = split_host(choice.value);
  const bool foreign = choice.value.find_first_of(" /?#@\t\r\n") != std::string::npos;
  if (!parts || foreign || choice.value.size() > 255 || parts->port == 0) {
    throw StartError(choice.origin + ": '" + choice.value +
                     "' has to be a name or an address, with or without a port.");
  }
  config.name = parts->host;
  config.name_port = static_cast<std::uint16_t>(parts->port.value_or(0));
}

void apply_certificate(const Choices& choices, Config& config) {
  const auto certificate = choices.single.find("cert"), key = choices.single.find("key");
  const auto none = choices.single.end();
  if (certificate == none && key == none) return;
  if (certificate == none || key == none) throw StartError("--cert and --key belong together: give both, or neither.");
  for (const auto& choice : {certificate->second, key->second}) {
    if (!fs::exists(choice.value)) throw StartError(choice.origin + ": there is no file " + choice.value + ".");
  }
  config.certificate = certificate->second.value;
  config.certificate_key = key->second.value;
}

void apply_proxies(const Choices& choices, Config& config) {
  for (const auto& choice : choices.proxies) {
    auto network = Network::parse(choice.value);
    if (!network) {
      throw StartError(choice.origin + ": '" + choice.value + "' has to be an address, or a network like 10.1.0.0/16.");
    }
    config.listener.proxies.push_back(*network);
  }
  config.behind_proxy = !choices.proxies.empty();
}

Config config_of(const Choices& choices) {
  Config config;
  config.data = default_data_folder();
  config.listener.port = default_port;
  for (const auto& limit : all_limits) limit.apply(config, limit.usual);
  for (const auto& [name, choice] : choices.limits) apply_limit(name, choice, config);
  for (const auto& [name, choice] : choices.single) {
    if (name == "listen") apply_listen(choice, config);
    if (name == "data") config.data = choice.value;
    if (name == "name") apply_name(choice, config);
    if (name == "invite-token") apply_token(choice, config);
    if (name == "log-level") apply_log_level(choice, config);
  }
  apply_certificate(choices, config);
  apply_proxies(choices, config);
  return config;
}

}  // namespace

std::optional<Config> read_config(int count, const char* const* arguments) {
  const auto typed = read_arguments(count, arguments, limits_help());
  if (!typed) return std::nullopt;
  Choices choices;
  if (const auto file = typed->single.find("config"); file != typed->single.end())
    choices = read_file(file->second.value);
  choices.prefer(*typed);
  return config_of(choices);
}

fs::path default_data_folder() {
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data == '/') return fs::path(data) / "twinlamp-relay";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0')
    throw StartError("There is no home folder to keep the data in. Name a folder with --data.");
  return fs::path(home) / ".local/share/twinlamp-relay";
}

}  // namespace twinlamp::relay
