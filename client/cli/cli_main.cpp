// The terminal client's composition root: starts the app, runs one command or the interactive mode.
#include <CLI/CLI.hpp>

#include <unistd.h>

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
  parser.add_option("--decks", options.app.decks, "a folder of deck files, instead of the cards in the program");
  parser.add_option("--passphrase-file", options.passphrase_file, "read the passphrase from the first line of this file");
  parser.add_option("--patience", options.patience, "seconds to wait for the relay before saying how things stand")
      ->check(CLI::Range(0, 3600))->capture_default_str();
  parser.add_flag("--json", options.json, "one event a line, as a JSON object");
  parser.set_version_flag("--version", "twinlamp-cli " TWINLAMP_VERSION);
  parser.add_option("command", options.words, "a command and its words; none starts the interactive mode");
  parser.footer("\n" + cli::help_text());
  parser.prefix_command();  // from the command on, the words are the command's own
  try {
    parser.parse(argc, argv);
    for (const auto& word : parser.remaining()) options.words.push_back(word);
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
