// The settings of a relay that runs, as it was started: what `check` goes by where one does.
#pragma once

#include "relay/config.h"

namespace twinlamp::relay {

// DATA/relay.toml: what a relay on that folder reads where no other file is named, and where `init` puts it.
std::filesystem::path settings_of(const std::filesystem::path& data);

struct RunningSettings {
  Config config;                       // its own, and over them what was typed here
  std::vector<std::string> differing;  // of what was typed, by name: the running one has another value
};

// `arguments` and `folder`: of the relay that runs. What is typed here is of `form`. Throws as read_config() does.
RunningSettings read_running_settings(const std::vector<std::string>& arguments, const std::filesystem::path& folder, int count,
                                      const char* const* typed, const Form& form);

}  // namespace twinlamp::relay
