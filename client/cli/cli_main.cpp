// The terminal client's composition root: starts the app, runs one command or the interactive mode.
#include <CLI/CLI.hpp>

#include <set>

#include "client/app/app.h"
#include "client/cli/commands.h"
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
  const std::set<std::string_view> without_value{"--json", "--version", "--help", "-h"};
  for (int at = 1; at < argc; ++at) {
    const std::string_view word = argv[at];
    if (!word.starts_with('-')) return at;
    if (!without_value.contains(word) && word.find('=') == std::string_view::npos) ++at;
  }
  return argc;
}

int run(const Options& options) {
  cli::Printer printer(options.json);
  cli::Session session{std::chrono::seconds(options.patience)};
  auto started = client::start_app(options.app, [&session] { session.wake(); });
  if (const auto* problem = std::get_if<std::string>(&started)) {
    printer.problem(*problem);
    return 1;
  }
  auto app = std::move(std::get<std::unique_ptr<client::App>>(started));
  session.bind(*app);
  const bool interactive = options.words.empty() || options.words[0] == "interactive";
  cli::Terminal terminal{session, printer, interactive};
  if (options.words.empty() || options.words[0] != "help") {
    if (!cli::unlock(terminal, options.passphrase_file)) return 1;
  }
  return interactive ? cli::run_interactive(terminal) : cli::run_command(terminal, options.words);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App parser("Twinlamp in the terminal: answer the same card privately, open both answers at the same moment.", "twinlamp-cli");
  parser.add_option("--profile", options.app.profile, "a profile of its own, so that two people can use one machine")->capture_default_str();
  parser.add_option("--home", options.home, "the folder of the profile, instead of the usual one");
  parser.add_option("--use-relay", options.app.relay, "host:port or a relay's line, instead of what the settings say");
  parser.add_option("--language", options.app.language, "en or es, instead of what the settings say");
  parser.add_option("--decks", options.app.decks, "a folder of deck files, instead of the cards in the program");
  parser.add_option("--passphrase-file", options.passphrase_file, "read the passphrase from the first line of this file");
  parser.add_option("--patience", options.patience, "seconds to wait for the relay before saying how things stand")
      ->check(CLI::Range(0, 3600))->capture_default_str();
  parser.add_flag("--json", options.json, "one event a line, as a JSON object");
  parser.set_version_flag("--version", "twinlamp-cli " TWINLAMP_VERSION);
  parser.footer("Then a command and its words; without one the interactive mode starts.\n\n" + cli::help_text());
  // From the command on, the words are the command's own, dashes or not.
  const int command = first_command(argc, argv);
  options.words.assign(argv + command, argv + argc);
  try {
    parser.parse(command, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return parser.exit(error);
    std::fprintf(stderr, "twinlamp-cli: %s. `twinlamp-cli --help` lists what there is.\n", error.what());
    return 2;
  }
  options.app.home = options.home;
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "twinlamp-cli: %s\n", error.what());
    return 1;
  }
}
