// What the operator can choose: flags, and the same by name in a TOML file; a flag wins over the file.
//
// Whatever cannot be used is refused with StartError, one plain sentence that names the flag or the file's key.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "relay/hub.h"
#include "relay/listener.h"
#include "relay/log.h"
#include "relay/session.h"

namespace twinlamp::relay {

struct Config {
  std::filesystem::path data;         // folder of the identity and the database
  std::filesystem::path certificate;  // both or neither; neither = made by itself
  std::filesystem::path certificate_key;
  std::string name;             // host for the invitation line; empty = from what is listened on
  std::uint16_t name_port = 0;  // likewise; 0 = the one that is listened on
  bool behind_proxy = false;
  ListenerConfig listener;
  HubLimits limits;
  SessionLimits session;
  LogLevel log_level = LogLevel::info;
};

// Unset: --help or --version was asked for, and has been printed.
std::optional<Config> read_config(int count, const char* const* arguments);

// $XDG_DATA_HOME/twinlamp-relay, or ~/.local/share/twinlamp-relay.
std::filesystem::path default_data_folder();

}  // namespace twinlamp::relay
