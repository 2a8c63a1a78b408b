// What was typed: each choice as text, with where it came from, so that a bad one can be named. Meaning comes in
// config.cpp.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace twinlamp::relay {

struct Choice {
  std::string origin;  // "--listen", or "relay.toml: listen"
  std::string value;
};

struct Choices {
  std::map<std::string, Choice> single;  // by the names of choice_names
  std::vector<Choice> proxies;
  std::map<std::string, Choice> limits;

  void prefer(Choices other);  // what is chosen in `other` wins
};

struct ChoiceName {
  const char* name;   // --name on the command line, name in the file
  const char* value;  // what it takes, for the help
  const char* help;
};
const std::vector<ChoiceName>& choice_names();

// Unset: --help or --version was asked for, and has been printed. Throws StartError. `limits_help` is shown under the
// flags.
std::optional<Choices> read_arguments(int count, const char* const* arguments, const std::string& limits_help);
Choices read_file(const std::filesystem::path& path);  // throws StartError

}  // namespace twinlamp::relay
