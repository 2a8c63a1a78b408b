#include "relay/choices.h"

#include <CLI/CLI.hpp>
#include <iostream>
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "relay/called.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

std::string text_at(const toml::node& node, const std::string& origin) {
  if (const auto text = node.value<std::string>()) return *text;
  throw StartError(origin + " has to be a text in quotes.");
}

void add_proxies(const toml::node& node, const std::string& origin, Choices& choices) {
  const auto* list = node.as_array();
  if (list == nullptr) {
    choices.proxies.push_back({origin, text_at(node, origin)});
    return;
  }
  for (const auto& one : *list) choices.proxies.push_back({origin, text_at(one, origin)});
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
      choices.single[key] = {origin, text_at(node, origin)};
      return;
    }
  }
  throw StartError(origin + " is not something that can be chosen. '" + program_name() + " --help' lists the names.");
}

void split_limits(const std::vector<std::string>& typed, Choices& choices) {
  for (const auto& text : typed) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) throw StartError("--limit: '" + text + "' has to look like mailbox-entries=2000.");
    const auto name = text.substr(0, equals);
    choices.limits[name] = {"--limit " + name, text.substr(equals + 1)};
  }
}

[[noreturn]] void refuse(const Form& form, const std::string& problem) {
  const std::string command = *form.name == '\0' ? "" : std::string(form.name) + " ";
  throw UsageError(problem + " '" + program_name() + " " + command + "--help' lists what it takes.");
}

// True: parsed. False: the help or the version was asked for, and has been printed.
bool parse(CLI::App& app, int count, const char* const* arguments, const Form& form) {
  app.allow_extras();  // so that we name them in our own words
  try {
    app.parse(count, arguments);
  } catch (const CLI::ArgumentMismatch& problem) {
    refuse(form, "A flag has no value, or more than one: " + std::string(problem.what()) + ".");
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() != 0) refuse(form, problem.what());
    app.exit(problem);
    return false;
  }
  if (!app.remaining().empty()) {
    const auto extra = app.remaining().front();
    refuse(form, extra.starts_with('-') ? "There is no flag '" + extra + "'." : "'" + extra + "' has no place here.");
  }
  return true;
}

}  // namespace

const std::vector<ChoiceName>& choice_names() {
  static const std::vector<ChoiceName> names{
      {"listen", "ADDRESS:PORT", "where to listen; port 0 takes any free one (default: [::]:7417, IPv4 and IPv6)"},
      {"data", "FOLDER", "where its identity and its database live (default: ~/.local/share/twinlamp-relay)", true},
      {"name", "HOST[:PORT]", "how people's apps reach it, for the invitation line (default: this machine's name)",
       true},
      {"new-rooms", "WHO", "anyone, or invited: a new pair needs an invite of yours, see 'invite' (default: anyone)"},
      {"invite-token", "TEXT", "one word that is as good as an invite; better in the file, where nobody sees it"},
      {"cert", "FILE",
       "a certificate of an authority, PEM; with --key. Read again when it changes, and on SIGHUP "
       "(default: one made by itself, which is all that the apps need)"},
      {"key", "FILE", "its private key, PEM"},
      {"proxy-kind", "KIND",
       "what the proxies of --behind-proxy do: pass-through (TLS goes on to the relay), ends-tls "
       "(plain TCP comes), or http (requests come, with a header) (default: ends-tls)"},
      {"proxy-header", "NAME", "kind http: the header in which the proxy names the client (default: X-Forwarded-For)"},
      {"metrics", "ADDRESS:PORT",
       "figures for Prometheus, as http://ADDRESS:PORT/metrics; on this machine only, as "
       "127.0.0.1:9417 (default: none)"},
      {"log-level", "LEVEL",
       "debug, info, warning, error or off; no level logs an address, a room or a size (default: info)"},
      {"log-format", "FORMAT", "plain, or json: one object a line (default: plain)"},
      {"config", "FILE", "a TOML file with the same names; a flag wins over it", true},
  };
  return names;
}

void Choices::prefer(Choices other) {
  for (auto& [name, choice] : other.single) single[name] = std::move(choice);
  for (auto& [name, choice] : other.limits) limits[name] = std::move(choice);
  if (!other.proxies.empty()) proxies = std::move(other.proxies);
  own = std::move(other.own);
}

// Where each flag's value is put while CLI11 reads; it keeps references, so nothing here moves.
struct Typed {
  std::map<std::string, std::string> values;
  std::map<std::string, bool> switches;
  std::vector<std::string> limits, proxies;
};

namespace {

void add_choices(CLI::App& app, const Form& form, Typed& typed) {
  for (const auto& known : choice_names()) {
    if (!form.all_choices && !known.everywhere) continue;
    app.add_option("--" + std::string(known.name), typed.values[known.name], known.help)->type_name(known.value);
  }
  if (!form.all_choices) return;
  app.add_option("--behind-proxy", typed.proxies,
                 "a proxy in front, or its network; again for more. Only from there connections are taken")
      ->type_name("ADDRESS")
      ->allow_extra_args(false);
  app.add_option("--limit", typed.limits, "change a limit of the list below; again for more")
      ->type_name("NAME=NUMBER")
      ->allow_extra_args(false);
}

void add_own(CLI::App& app, const Form& form, Typed& typed) {
  for (const auto& operand : form.operands)
    app.add_option(operand.name, typed.values[operand.name], named(operand.help))->type_name("");
  for (const auto& flag : form.own) {
    const auto name = "--" + std::string(flag.name);
    if (flag.value == nullptr) {
      app.add_flag(name, typed.switches[flag.name], flag.help);
    } else {
      app.add_option(name, typed.values[flag.name], flag.help)->type_name(flag.value);
    }
  }
}

Choices choices_of(const CLI::App& app, const Form& form, const Typed& typed) {
  Choices choices;
  for (const auto& known : choice_names()) {
    if (!form.all_choices && !known.everywhere) continue;
    const auto flag = "--" + std::string(known.name);
    if (app.count(flag) > 0) choices.single[known.name] = {flag, typed.values.at(known.name)};
  }
  for (const auto& proxy : typed.proxies) choices.proxies.push_back({"--behind-proxy", proxy});
  split_limits(typed.limits, choices);
  for (const auto& flag : form.own) {
    const auto name = "--" + std::string(flag.name);
    if (app.count(name) == 0) continue;
    choices.own[flag.name] = flag.value == nullptr ? "yes" : typed.values.at(flag.name);
  }
  for (const auto& operand : form.operands) {
    if (app.count(operand.name) > 0) choices.own[operand.name] = typed.values.at(operand.name);
  }
  return choices;
}

}  // namespace

std::optional<Choices> read_arguments(int count, const char* const* arguments, const Form& form) {
  CLI::App app(named(form.about), program_name() + (*form.name == '\0' ? "" : " " + std::string(form.name)));
  app.get_formatter()->column_width(34);
  Typed typed;
  add_own(app, form, typed);
  add_choices(app, form, typed);
  if (*form.name == '\0') app.set_version_flag("--version", "twinlamp-relay " TWINLAMP_VERSION);
  app.footer(named(form.footer));
  if (!parse(app, count, arguments, form)) return std::nullopt;
  return choices_of(app, form, typed);
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
