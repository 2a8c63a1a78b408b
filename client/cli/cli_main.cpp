// The terminal client's composition root: starts the app, runs one command or the interactive mode.
#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "client/app/app.h"
#include "client/app/relay_test.h"
#include "client/cli/commands.h"
#include "client/cli/commands_host.h"
#include "client/cli/interactive.h"

namespace {

using namespace twinlamp;

struct Options {
  client::AppOptions app;
  std::string home, passphrase_file;
  bool json = false;
  long patience = 10;
  std::vector<std::string> words;
};

// Where the flags before the command end: at the first word that is neither a flag nor a flag's value.
int first_command(int argc, char** argv) {
  const std::set<std::string_view> without_value{"--json", "--host", "--version", "--help", "-h"};
  for (int at = 1; at < argc; ++at) {
    const std::string_view word = argv[at];
    if (!word.starts_with('-')) return at;
    if (!without_value.contains(word) && word.find('=') == std::string_view::npos) ++at;
  }
  return argc;
}

// An answer may be among them, and every user of this computer can list what stands on a command line: it stands there no longer than it takes to
// get here.
std::vector<std::string> take_words(int from, int argc, char** argv) {
  std::vector<std::string> words(argv + from, argv + argc);
  for (int at = from; at < argc; ++at) std::fill_n(argv[at], std::strlen(argv[at]), char{0});
  return words;
}

// The flags that reach this person's profile again.
std::vector<std::string> flags_of(const Options& options) {
  std::vector<std::string> flags;
  if (options.app.profile != client::AppOptions().profile) flags.insert(flags.end(), {"--profile", options.app.profile});
  if (!options.home.empty()) flags.insert(flags.end(), {"--home", options.home});
  return flags;
}

int run(const Options& options, cli::ProgramName name) {
  cli::Printer printer(options.json, isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));
  const bool interactive = options.words.empty() || options.words[0] == "interactive";
  if (interactive) name.before.clear();
  const auto language = options.app.language.empty() ? client::language_of_environment() : options.app.language;
  const auto words = cli::words_naming(name, client::Words::built_in(language));
  const auto ask_relay = [&options, words](const std::string& address) {
    return client::test_relay(address, std::chrono::seconds(options.patience), words);
  };
  // Neither this nor help needs a profile.
  if (options.words.size() == 2 && options.words[0] == "relay-test" && !cli::asks_for_help(options.words))
    return cli::tell(printer, words, ask_relay(options.words[1]));
  cli::Session session{std::chrono::seconds(options.patience)};
  auto started = client::start_app(options.app, [&session] { session.wake(); });
  if (const auto* problem = std::get_if<std::string>(&started)) {
    if (cli::asks_for_help(options.words)) return cli::help(printer, words, options.words), 0;
    printer.problem(*problem);
    return 1;
  }
  auto app = std::move(std::get<std::unique_ptr<client::App>>(started));
  session.bind(*app, name);
  cli::Input input(STDIN_FILENO);
  cli::Terminal terminal{session, printer, input, interactive};
  terminal.ask_relay = ask_relay;
  if (!cli::asks_for_help(options.words) && !cli::works_while_locked(options.words)) {
    const bool is_unlock = !interactive && options.words[0] == "unlock";
    if (!cli::unlock(terminal, options.passphrase_file, is_unlock ? &terminal.unlocked_by : nullptr)) return 1;
  }
  return interactive ? cli::run_interactive(terminal) : cli::run_command(terminal, options.words);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  // Before the profile can be asked.
  const char* const started_as = argc > 0 ? argv[0] : nullptr;
  const auto bare = cli::program_name(started_as, {});
  const auto words = cli::words_naming(bare, client::Words::built_in(client::language_of_environment()));
  const auto& program = bare.called;
  CLI::App parser(words.say("cli.flags.about"), program);
  parser.add_option("--profile", options.app.profile, words.say("cli.flags.profile"))->capture_default_str();
  parser.add_option("--home", options.home, words.say("cli.flags.home"));
  parser.add_option("--use-relay", options.app.relay, words.say("cli.flags.relay"));
  parser.add_option("--language", options.app.language, words.say("cli.flags.language"));
  parser.add_option("--decks", options.app.decks, words.say("cli.flags.decks"));
  parser.add_option("--passphrase-file", options.passphrase_file, words.say("cli.flags.passphrase_file"));
  parser.add_option("--patience", options.patience, words.say("cli.flags.patience"))
      ->check(CLI::Range(0, 3600))->capture_default_str();
  parser.add_flag("--host", options.app.host, words.say("cli.flags.host"));
  parser.add_flag("--json", options.json, words.say("cli.flags.json"));
  parser.set_version_flag("--version", "twinlamp-cli " TWINLAMP_VERSION);
  parser.footer(words.say("cli.flags.then") + "\n\n" + cli::help_text(words));
  // From the command on, the words are the command's own, dashes or not.
  const int command = first_command(argc, argv);
  options.words = take_words(command, argc, argv);
  try {
    parser.parse(command, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return parser.exit(error);
    std::fprintf(stderr, "%s: %s. %s\n", program.c_str(), error.what(), words.say("cli.flags.see_help").c_str());
    return 2;
  }
  options.app.home = options.home;
  try {
    return run(options, cli::program_name(started_as, flags_of(options)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", program.c_str(), error.what());
    return 1;
  }
}
