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
  std::map<std::string, std::string> own;  // a command's own flags, without the dashes, and its operands by their names

  void prefer(Choices other);  // what is chosen in `other` wins
};

struct ChoiceName {
  const char* name;   // --name on the command line, name in the file
  const char* value;  // what it takes, for the help
  const char* help;
  bool everywhere = false;  // every command takes it
};
const std::vector<ChoiceName>& choice_names();

// What one command takes.
struct Form {
  const char* name;                    // as typed after twinlamp-relay; empty for the relay itself
  const char* about;                   // for its --help
  const char* footer;                  // likewise, under the flags
  bool all_choices;                    // false: only those that every command takes
  std::vector<ChoiceName> own{};       // value null = a switch
  std::vector<ChoiceName> operands{};  // at most one value each, in this order
};

// Unset: --help or --version was asked for, and has been printed. Throws StartError.
std::optional<Choices> read_arguments(int count, const char* const* arguments, const Form& form);
Choices read_file(const std::filesystem::path& path);  // throws StartError

}  // namespace twinlamp::relay
