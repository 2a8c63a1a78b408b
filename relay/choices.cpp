#include "relay/choices.h"

#include <CLI/CLI.hpp>
#include <iostream>
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

constexpr auto about =
    "A relay for Twinlamp: two partners' apps meet here. It forwards, stores and times sealed bytes, and can read none "
    "of them.\n"
    "On the first start it makes its own identity and certificate; the line that it prints is what people paste into "
    "their apps.";

constexpr auto examples = R"(
Examples:
  twinlamp-relay                                  listen on every address, port 7417
  twinlamp-relay --name lamp.example.org          the name that people's apps find it by
  twinlamp-relay --config /etc/twinlamp-relay.toml
  twinlamp-relay --behind-proxy 10.0.0.5          plain connections with PROXY v2 from a proxy that ends TLS

The file has the same names, without the dashes, and limits in a table:
  listen = "[::]:7417"
  name = "lamp.example.org"
  behind-proxy = ["10.0.0.5"]
  [limits]
  mailbox-entries = 2000

SIGTERM or Ctrl-C stops it: everything that it has accepted is on disk before it ends.
)";

std::string text_of(const toml::node& node, const std::string& origin) {
  if (const auto text = node.value<std::string>()) return *text;
  throw StartError(origin + " has to be a text in quotes.");
}

void add_proxies(const toml::node& node, const std::string& origin, Choices& choices) {
  const auto* list = node.as_array();
  if (list == nullptr) {
    choices.proxies.push_back({origin, text_of(node, origin)});
    return;
  }
  for (const auto& one : *list) choices.proxies.push_back({origin, text_of(one, origin)});
}

void add_limits(const toml::node& node, const std::string& file, Choices& choices) {
  const auto* table = node.as_table();
  if (table == nullptr) throw StartError(file + ": limits has to be a table, [limits].");
  for (const auto& [name, value] : *table) {
    const std::string key(name.str());
    const auto origin = file + ": limits." + key;
    const auto number = value.value<std::int64_t>();
    if (!value.is_integer() || !number) throw StartError(origin + " has to be a whole number.");
    choices.limits[key] = {origin, std::to_string(*number)};
  }
}

void add_entry(const std::string& key, const toml::node& node, const std::string& file, Choices& choices) {
  const auto origin = file + ": " + key;
  if (key == "limits") return add_limits(node, file, choices);
  if (key == "behind-proxy") return add_proxies(node, origin, choices);
  for (const auto& known : choice_names()) {
    if (key == known.name && key != "config") {
      choices.single[key] = {origin, text_of(node, origin)};
      return;
    }
  }
  throw StartError(origin + " is not something that can be chosen. 'twinlamp-relay --help' lists the names.");
}

void split_limits(const std::vector<std::string>& typed, Choices& choices) {
  for (const auto& text : typed) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) throw StartError("--limit: '" + text + "' has to look like mailbox-entries=2000.");
    const auto name = text.substr(0, equals);
    choices.limits[name] = {"--limit " + name, text.substr(equals + 1)};
  }
}

[[noreturn]] void refuse(const std::string& problem) {
  throw UsageError(problem + " 'twinlamp-relay --help' lists the flags.");
}

// True: parsed. False: the help or the version was asked for, and has been printed.
bool parse(CLI::App& app, int count, const char* const* arguments) {
  app.allow_extras();  // so that we name them in our own words
  try {
    app.parse(count, arguments);
  } catch (const CLI::ArgumentMismatch& problem) {
    refuse("A flag has no value, or more than one: " + std::string(problem.what()) + ".");
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() != 0) refuse(problem.what());
    app.exit(problem);
    return false;
  }
  if (!app.remaining().empty()) refuse("There is no flag '" + app.remaining().front() + "'.");
  return true;
}

}  // namespace

const std::vector<ChoiceName>& choice_names() {
  static const std::vector<ChoiceName> names{
      {"listen", "ADDRESS:PORT", "where to listen; port 0 takes any free one (default: [::]:7417, IPv4 and IPv6)"},
      {"data", "FOLDER", "where its identity and its database live (default: ~/.local/share/twinlamp-relay)"},
      {"name", "HOST[:PORT]", "how people's apps reach it, for the invitation line (default: this machine's name)"},
      {"cert", "FILE", "a certificate of your own, PEM; with --key (default: one made by itself)"},
      {"key", "FILE", "its private key, PEM"},
      {"invite-token", "TEXT", "ask this of everyone who wants a new room; better in the file, where nobody sees it"},
      {"log-level", "LEVEL",
       "debug, info, warning, error or off; no level logs an address, a key or a body (default: info)"},
      {"config", "FILE", "a TOML file with the same names; a flag wins over it"},
  };
  return names;
}

void Choices::prefer(Choices other) {
  for (auto& [name, choice] : other.single) single[name] = std::move(choice);
  for (auto& [name, choice] : other.limits) limits[name] = std::move(choice);
  if (!other.proxies.empty()) proxies = std::move(other.proxies);
}

std::optional<Choices> read_arguments(int count, const char* const* arguments, const std::string& limits_help) {
  CLI::App app(about, "twinlamp-relay");
  app.get_formatter()->column_width(34);
  std::map<std::string, std::string> typed;
  std::vector<std::string> limits, proxies;
  for (const auto& known : choice_names()) {
    app.add_option("--" + std::string(known.name), typed[known.name], known.help)->type_name(known.value);
  }
  app.add_option("--behind-proxy", proxies,
                 "the proxy that ends TLS in front, or its network; again for more. Only from there connections are "
                 "taken, with PROXY v2")
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
  app.add_option("--limit", limits, "change a limit of the list below; again for more")
      ->type_name("NAME=NUMBER")
      ->allow_extra_args(false);
  app.set_version_flag("--version", "twinlamp-relay " TWINLAMP_VERSION);
  app.footer(limits_help + examples);
  if (!parse(app, count, arguments)) return std::nullopt;
  Choices choices;
  for (const auto& known : choice_names()) {
    const auto flag = "--" + std::string(known.name);
    if (app.count(flag) > 0) choices.single[known.name] = {flag, typed[known.name]};
  }
  for (const auto& proxy : proxies) choices.proxies.push_back({"--behind-proxy", proxy});
  split_limits(limits, choices);
  return choices;
}

Choices read_file(const std::filesystem::path& path) {
  Choices choices;
  try {
    const auto table = toml::parse_file(path.string());
    for (const auto& [name, node] : table) add_entry(std::string(name.str()), node, path.filename().string(), choices);
  } catch (const toml::parse_error& problem) {
    const auto line = problem.source().begin.line;
    if (line == 0)
      throw StartError("--config: the file " + path.string() + " cannot be read. Check its name and who owns it.");
    throw StartError("--config: line " + std::to_string(line) + " of " + path.string() + " is not TOML.");
  }
  return choices;
}

}  // namespace twinlamp::relay
