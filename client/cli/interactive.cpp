#include "client/cli/interactive.h"

#include <sstream>

#include "client/cli/describe.h"
#include "client/cli/news.h"
#include "client/cli/status_words.h"

namespace twinlamp::cli {
namespace {

constexpr std::chrono::milliseconds patience{200};  // with the keyboard, until there may be news

std::vector<std::string> split(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

int run_interactive(Terminal& terminal) {
  terminal.printer.event("status", status_fields(*terminal.session.model()),
                         status_words(*terminal.session.model(), terminal.session.words(), true));
  terminal.printer.say(terminal.say("cli.prompt"));
  terminal.session.send(client::SetInFront{true});
  terminal.has_said_paired = terminal.session.model()->both_confirmed;
  News news(*terminal.session.model());
  std::string line, own;
  for (;;) {
    news.tell(terminal, *terminal.session.model(), own);
    own.clear();
    terminal.printer.prompt();
    if (!terminal.input.waits(patience)) continue;
    if (!terminal.read(line)) break;
    const auto words = split(line);
    if (words.empty()) continue;
    if (words[0] == "quit" || words[0] == "exit") break;
    const bool is_locked = terminal.session.model()->stage == client::Stage::locked;
    if (is_locked && words[0] != "unlock" && words[0] != "help" && !works_while_locked(words)) {
      terminal.printer.say(terminal.say("cli.locked"));
      continue;
    }
    if (run_command(terminal, words) == 0) own = words[0];
  }
  return 0;
}

}  // namespace twinlamp::cli
