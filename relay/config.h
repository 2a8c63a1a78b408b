// What the operator can choose: flags, and the same by name in a TOML file; a flag wins over the file.
//
// Whatever cannot be used is refused with StartError, one plain sentence that names the flag or the file's key.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "relay/choices.h"
#include "relay/hub.h"
#include "relay/listener.h"
#include "relay/log.h"
#include "relay/session.h"

namespace twinlamp::relay {

struct MetricsPlace {
  std::string host;  // a loopback address
  std::uint16_t port = 0;
};

struct Config {
  std::filesystem::path file;         // where it was read from; empty = from flags alone
  std::filesystem::path data;         // folder of the identity and the database
  std::filesystem::path certificate;  // both or neither; neither = made by itself
  std::filesystem::path certificate_key;
  std::string name;             // host for the invitation line; empty = from what is listened on
  std::uint16_t name_port = 0;  // likewise; 0 = the one that is listened on
  bool behind_proxy = false;    // one that ends TLS: logins are not bound to it, and the invitation says so
  bool invited_only = false;    // new rooms need an invite of DATA/invites (or the common word)
  std::optional<MetricsPlace> metrics;
  bool is_listen_chosen = false;  // by a flag or the file; else it is the usual place
  ListenerConfig listener;
  std::size_t threads = 1;
  HubLimits limits;
  std::uint64_t disk_floor = 0;  // bytes: see SqliteOptions
  SessionLimits session;
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::plain;
  std::map<std::string, std::string> own;  // of a command: see Form
};

const Form& relay_form();
// Unset: --help or --version was asked for, and has been printed. Where neither --config nor --data is given, the first
// of default_config_files() that is there is read.
std::optional<Config> read_config(int count, const char* const* arguments, const Form& form = relay_form());

struct LimitName {
  std::string name, help;
  std::uint64_t usual;
};
std::vector<LimitName> limit_names();
std::string limits_help();

// The person's own, then the machine's (/etc/twinlamp-relay/relay.toml); for root the machine's alone.
std::vector<std::filesystem::path> default_config_files();

// $XDG_DATA_HOME/twinlamp-relay, or ~/.local/share/twinlamp-relay.
std::filesystem::path default_data_folder();

}  // namespace twinlamp::relay
