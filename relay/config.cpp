#include "relay/config.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>

#include "relay/called.h"
#include "relay/running_settings.h"
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
    {"latches-kib", "all latches of a room, KiB: some 5,000 rounds in ninety days", 8192, 1, 1u << 30,
     [](Config& config, std::uint64_t n) { config.limits.room.latch_bytes = n << 10; }},
    {"disk-floor-mib", "free on the disk, MiB; with less no new rooms, with half nothing more from young ones; 0 = no floor", 256, 0, 1u << 30,
     [](Config& config, std::uint64_t n) { config.disk_floor = n << 20; }},
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
    {"connections-an-address", "at the same time; of an IPv6 /64, 4 times as many of its /56, 16 times of its /48; 0 = no limit", 64, 0, 1'000'000,
     [](Config& config, std::uint64_t n) { config.listener.connections_an_address = small(n); }},
    {"connections", "at the same time, in all; half of them may be without a login", 10'000, 1, 1'000'000,
     [](Config& config, std::uint64_t n) { config.listener.max_connections = n; }},
    {"threads", "1: all in one, right for thousands of couples; more: one for who arrives, the others for who is here", 1, 1, 64,
     [](Config& config, std::uint64_t n) { config.threads = n; }},
    {"outbox-kib", "waiting to be sent to one connection, KiB; beyond it, it is dropped", 1024, 1024, 1u << 20,
     [](Config& config, std::uint64_t n) { config.listener.connection.outbox_bytes = n << 10; }},
    {"outboxes-mib", "waiting to be sent to all, MiB; beyond it, who has more than 32 KiB waiting is dropped", 64, 1, 65'536,
     [](Config& config, std::uint64_t n) { config.listener.connection.all_outboxes_bytes = n << 20; }},
    {"pre-login-seconds", "from connecting to login", 10, 1, 3600,
     [](Config& config, std::uint64_t n) {
       config.listener.connection.pre_login = std::chrono::seconds(n);
       config.session.pre_login = std::chrono::seconds(n);
     }},
    {"idle-seconds", "of silence, pings unanswered, until a connection is given up", 60, 2, 3600,
     [](Config& config, std::uint64_t n) { config.listener.connection.idle = std::chrono::seconds(n); }},
};

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
  throw StartError(choice.origin + ": there is no limit '" + name + "'. '" + program_name() + " --help' lists them.");
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

void apply_log_format(const Choice& choice, Config& config) {
  if (choice.value != "plain" && choice.value != "json")
    throw StartError(choice.origin + ": '" + choice.value + "' has to be plain or json.");
  config.log_format = choice.value == "json" ? LogFormat::json : LogFormat::plain;
}

void apply_new_rooms(const Choice& choice, Config& config) {
  if (choice.value != "anyone" && choice.value != "invited")
    throw StartError(choice.origin + ": '" + choice.value + "' has to be anyone or invited.");
  config.invited_only = choice.value == "invited";
}

void apply_proxy_kind(const Choice& choice, Config& config) {
  constexpr std::pair<const char*, ProxyKind> kinds[] = {
      {"pass-through", ProxyKind::pass_through}, {"ends-tls", ProxyKind::ends_tls}, {"http", ProxyKind::http}};
  for (const auto& [name, kind] : kinds) {
    if (choice.value != name) continue;
    config.listener.proxy_kind = kind;
    return;
  }
  throw StartError(choice.origin + ": '" + choice.value + "' has to be pass-through, ends-tls or http.");
}

void apply_proxy_header(const Choice& choice, Config& config) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  if (choice.value.empty() || choice.value.size() > 64 ||
      choice.value.find_first_not_of(allowed) != std::string::npos) {
    throw StartError(choice.origin + ": '" + choice.value + "' has to be a header's name, like X-Forwarded-For.");
  }
  config.listener.proxy_header = choice.value;
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

void apply_metrics(const Choice& choice, Config& config) {
  const auto parts = split_host(choice.value);
  boost::system::error_code error;
  const auto address = parts ? boost::asio::ip::make_address(parts->host, error) : boost::asio::ip::address();
  if (!parts || !parts->port || error || !address.is_loopback()) {
    throw StartError(choice.origin + ": '" + choice.value +
                     "' has to be a loopback address and a port, like 127.0.0.1:9417: figures are for this machine.");
  }
  config.metrics = MetricsPlace{parts->host, static_cast<std::uint16_t>(*parts->port)};
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
  const bool any = !choices.proxies.empty();
  for (const auto* name : {"proxy-kind", "proxy-header"}) {
    const auto chosen = choices.single.find(name);
    if (chosen != choices.single.end() && !any)
      throw StartError(chosen->second.origin + ": name the proxy as well, with behind-proxy.");
  }
  config.behind_proxy = any && config.listener.proxy_kind != ProxyKind::pass_through;
}

Config config_of(const Choices& choices) {
  Config config;
  config.data = default_data_folder();
  config.listener.port = default_port;
  for (const auto& limit : all_limits) limit.apply(config, limit.usual);
  for (const auto& [name, choice] : choices.limits) apply_limit(name, choice, config);
  for (const auto& [name, choice] : choices.single) {
    if (name == "listen") {
      apply_listen(choice, config);
      config.is_listen_chosen = true;
    }
    if (name == "data") config.data = choice.value;
    if (name == "name") apply_name(choice, config);
    if (name == "invite-token") apply_token(choice, config);
    if (name == "log-level") apply_log_level(choice, config);
    if (name == "log-format") apply_log_format(choice, config);
    if (name == "new-rooms") apply_new_rooms(choice, config);
    if (name == "proxy-kind") apply_proxy_kind(choice, config);
    if (name == "proxy-header") apply_proxy_header(choice, config);
    if (name == "metrics") apply_metrics(choice, config);
  }
  apply_certificate(choices, config);
  apply_proxies(choices, config);
  return config;
}

fs::path file_to_read(const Choices& typed) {
  if (const auto file = typed.single.find("config"); file != typed.single.end()) return file->second.value;
  if (typed.own.contains("home")) return {};
  if (const auto data = typed.single.find("data"); data != typed.single.end()) {
    std::error_code none;
    const auto file = settings_of(data->second.value);
    return fs::exists(file, none) ? file : fs::path();
  }
  for (const auto& file : default_config_files()) {
    if (::access(file.c_str(), R_OK) == 0) return file;
  }
  return {};
}

// What holds at home, where nothing else is chosen: room for one couple, and for their commands that connect often; and for strangers who
// find the port that a router lets in (they open no room, see home.h), so many that they take nobody's place.
Choices home_choices() {
  Choices choices;
  choices.single["data"] = {"--home", (default_data_folder().parent_path() / "twinlamp-relay-home").string()};
  constexpr std::pair<const char*, const char*> limits[] = {
      {"total-rooms", "1000"},           {"new-rooms-a-day", "5"},   {"connections", "512"},   {"connections-an-address", "8"},
      {"sockets-a-minute", "60"},        {"outboxes-mib", "16"},     {"first-week-kib", "8192"}};
  for (const auto& [name, number] : limits) choices.limits[name] = {"--home", number};
  return choices;
}

constexpr auto about =
    "A relay for Twinlamp: two partners' apps meet here. It forwards, stores and times sealed bytes, and can read none "
    "of them.\n"
    "On the first start it makes its own identity and certificate; the line that it prints is what people paste into "
    "their apps.\n\n"
    "Commands ({program} COMMAND --help tells more):\n"
    "  (none)        run the relay\n"
    "  init          write a commented file of settings\n"
    "  check         look at everything that a relay needs, a line each, with what to do about it\n"
    "  status        what a running relay is doing, and its invitation line\n"
    "  invite        who may bring new pairs: new, list, revoke\n"
    "  backup FILE   copy all that it keeps into one file, while it runs\n"
    "  restore FILE  put a backup into an empty data folder\n"
    "  purge         delete all that it keeps";

constexpr auto examples = R"(
Examples:
  {program}                                  listen on every address, port 7417
  {program} --name lamp.example.org          the name that people's apps find it by
  {program} --home                           for you two, on a laptop, for as long as it runs
  {program} --config /etc/twinlamp-relay/relay.toml
  {program} --behind-proxy 10.0.0.5 --proxy-kind pass-through
                                                  TLS comes through a proxy that puts a PROXY header in front

The file has the same names, without the dashes, and limits in a table:
  listen = "[::]:7417"
  name = "lamp.example.org"
  behind-proxy = ["10.0.0.5"]
  [limits]
  mailbox-entries = 2000
Which file is read, by every command alike: the one of --config; with --data FOLDER the file
relay.toml in that folder, if it is there; with neither ~/.config/twinlamp-relay/relay.toml (not as
root), or /etc/twinlamp-relay/relay.toml, if it is there. 'init' writes it to that place.

SIGTERM or Ctrl-C stops it: everything that it has accepted is on disk before it ends. SIGHUP reads the certificate
again. Exit codes: 0 done, 1 something is wrong, 2 the flags are, 3 (status) no relay runs there,
4 the database is damaged.
)";

}  // namespace

namespace {

// So that what is told to be typed reaches the same relay.
void keep_place(const Choices& typed) {
  std::vector<std::string> flags;
  for (const char* name : {"config", "data"})
    if (const auto found = typed.single.find(name); found != typed.single.end())
      flags.insert(flags.end(), {"--" + std::string(name), found->second.value});
  remember_place(flags);
}

Choices choices_of(Choices typed) {
  Choices choices;
  if (typed.own.contains("home")) choices = home_choices();
  if (const auto file = file_to_read(typed); !file.empty()) choices.prefer(read_file(file));
  choices.prefer(std::move(typed));
  return choices;
}

}  // namespace

const Form& relay_form() {
  static const std::string footer = limits_help() + examples;
  static const Form form{
      "",
      about,
      footer.c_str(),
      true,
      {{"home", nullptr,
        "a relay for you two, on the laptop of one of you: it asks nothing, keeps its data in a folder of its own "
        "(~/.local/share/twinlamp-relay-home), takes port 7417 or the next that is free and stays with it, and says how it "
        "can be reached"},
       {"lines", nullptr, "with --home: speak to the program that started it, not to a person"}}};
  return form;
}

std::optional<Config> read_config(int count, const char* const* arguments, const Form& form) {
  const auto typed = read_arguments(count, arguments, form);
  if (!typed) return std::nullopt;
  keep_place(*typed);
  const auto file = file_to_read(*typed);
  auto choices = choices_of(*typed);
  auto config = config_of(choices);
  config.file = file;
  config.own = std::move(choices.own);
  return config;
}

fs::path settings_of(const fs::path& data) {
  return data / "relay.toml";
}

RunningSettings read_running_settings(const std::vector<std::string>& arguments, const fs::path& folder, int count, const char* const* typed,
                                      const Form& form) {
  std::vector<const char*> words{"twinlamp-relay"};
  for (const auto& argument : arguments) words.push_back(argument.c_str());
  auto started = read_arguments(static_cast<int>(words.size()), words.data(), relay_form());
  auto asked = read_arguments(count, typed, form);
  if (!started || !asked) throw StartError("How the running relay was started cannot be read.");
  const auto place_at = [&folder](Choices& choices) {  // its paths are meant from where it was started
    for (const char* name : {"config", "data", "cert", "key"})
      if (const auto found = choices.single.find(name); found != choices.single.end()) found->second.value = (folder / found->second.value).string();
  };
  place_at(*started);
  RunningSettings running;
  running.config.file = file_to_read(*started);
  auto choices = choices_of(std::move(*started));
  place_at(choices);
  const auto differs = [&](const auto& theirs, const std::string& name, const Choice& choice) {
    const auto found = theirs.find(name);
    return found == theirs.end() || found->second.value != choice.value;
  };
  if (const auto named_file = asked->single.find("config"); named_file != asked->single.end()) {
    running.config.file = named_file->second.value;
    auto in_it = read_file(running.config.file);
    in_it.prefer(std::move(*asked));
    *asked = std::move(in_it);
  }
  for (const char* place : {"data", "config"}) asked->single.erase(place);  // the running one's, however they are written
  for (const auto& [name, choice] : asked->single)
    if (differs(choices.single, name, choice)) running.differing.push_back(name);
  for (const auto& [name, choice] : asked->limits)
    if (differs(choices.limits, name, choice)) running.differing.push_back("limit " + name);
  choices.prefer(std::move(*asked));
  const auto file = running.config.file;
  running.config = config_of(choices);
  running.config.file = file;
  running.config.own = std::move(choices.own);
  return running;
}

std::vector<LimitName> limit_names() {
  std::vector<LimitName> names;
  for (const auto& limit : all_limits) names.push_back({limit.name, limit.help, limit.usual});
  return names;
}

std::string limits_help() {
  std::string text = "\nLimits, for --limit NAME=NUMBER (usual value):\n";
  for (const auto& limit : all_limits) {
    std::string line = "  " + std::string(limit.name);
    line.resize(26, ' ');
    text += line + limit.help + " (" + std::to_string(limit.usual) + ")\n";
  }
  return text;
}

std::vector<fs::path> default_config_files() {
  std::vector<fs::path> files;
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  if (::geteuid() != 0) {
    if (config != nullptr && *config == '/') {
      files.push_back(fs::path(config) / "twinlamp-relay/relay.toml");
    } else if (home != nullptr && *home == '/') {
      files.push_back(fs::path(home) / ".config/twinlamp-relay/relay.toml");
    }
  }
  files.push_back("/etc/twinlamp-relay/relay.toml");
  return files;
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
