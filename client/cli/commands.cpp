#include "client/cli/commands.h"

#include <algorithm>
#include <map>
#include <utility>

#include "client/cli/command_words.h"
#include "client/cli/commands_backup.h"
#include "client/cli/commands_host.h"
#include "client/cli/commands_keepsake.h"
#include "client/cli/commands_looking.h"
#include "client/cli/commands_pairing.h"
#include "client/cli/commands_practices.h"
#include "client/cli/commands_rounds.h"
#include "client/cli/practice_appreciations.h"
#include "client/cli/practice_own.h"
#include "client/cli/practice_desire.h"
#include "client/cli/practice_open_up.h"
#include "client/cli/practice_play.h"
#include "client/cli/practice_steps.h"
#include "client/cli/practice_dates.h"

namespace twinlamp::cli {

using client::Model;
using client::Stage;

namespace {

// A one-shot command acts on what the partner has sent by now; where the relay cannot be reached it goes on without.
void catch_up(Terminal& terminal) {
  std::uint64_t tries = 0;
  bool was_connecting = false;
  terminal.session.wait([&](const Model& model) {
    const bool is_connecting = model.connection == client::Connection::connecting;
    if (was_connecting && !is_connecting && model.connection != client::Connection::online) ++tries;
    was_connecting = is_connecting;
    return model.stage != Stage::paired || model.caught_up || tries > 0 || model.connection == client::Connection::replaced;
  });
}

struct Command {
  int (*run)(Terminal&, Words);
  bool takes_text = false;                  // free words, which may begin with dashes themselves
  std::vector<std::string_view> valued{};   // flags with a value
  std::vector<std::string_view> flags{};    // and without
};

const std::map<std::string, Command>& commands() {
  static const std::vector<std::string_view> sends{"--round", "--wait"}, chooses{"--search", "--practice", "--round"};
  static const std::map<std::string, Command> all{
      {"setup", {setup, false, {"--name", "--relay"}, {"--lock", "--move"}}},
      {"host", {host, false, {"--name", "--address"}}},
      {"relay-test", {relay_test}},
      {"pair", {pair, false, {"--wait"}}},
      {"lock", {lock}},
      {"unlock", {unlock_command, false, {}, {"--remove"}}},
      {"status", {status, false, {"--wait"}}},
      {"tonight", {tonight, false, {"--wait"}, {"--next"}}},
      {"card", {card}},
      {"practices", {practices}},
      {"practice", {practice}},
      {"appreciate", {appreciate, true, {"--says", "--felt", "--wait"}, {"--morning"}}},
      {"say", {say, true, {"--wait"}, {"--morning"}}},
      {"jar", {jar}},
      {"thank", {thank, true, {"--gift", "--wait"}}},
      {"take-back", {take_back, false, {"--gift", "--wait"}}},
      {"history", {history, false, chooses, {"--this-day"}}},
      {"charts", {charts, false, {}, {"--weeks"}}},
      {"export", {export_keepsake, false, {"--search", "--practice", "--round", "--form"}, {"--this-day", "--replace"}}},
      {"backup", {backup, false, {"--passphrase-fd"}, {"--replace"}}},
      {"restore", {restore, false, {"--passphrase-fd"}, {"--lock", "--replace"}}},
      {"dates", {dates}},
      {"plan", {plan, true, {"--minutes", "--wait"}}},
      {"surprise", {surprise, true, {"--wait"}}},
      {"visit", {visit, true, {"--wait"}}},
      {"seven", {seven}},
      {"own", {own, true, {"--option", "--low", "--high", "--depth", "--wait"}}},
      {"calendar", {calendar, false, {}, {"--replace"}}},
      {"ask", {ask, false, {"--wait"}}},
      {"answer", {write_answer, true, {"--round"}}},
      {"seal", {seal, false, {"--round", "--wait", "--mode"}}},
      {"reveal", {reveal, false, sends}},
      {"say-back", {say_back, true, sends}},
      {"confirm", {confirm, true, {"--round", "--wait", "--not-quite"}}},
      {"react", {react, true, sends}},
      {"follow-up", {follow_up, true, sends}},
      {"guess", {guess, false, sends}},
      {"play", {play, false, sends}},
      {"open-up", {open_up, false, {"--wait"}}},
      {"area", {area}},
      {"ceiling", {ceiling}},
      {"desire", {desire}},
      {"wishes", {wishes, false, {"--wait"}}},
      {"thing", {thing, true, {"--at"}}},
      {"help-wanted", {help_wanted, false, sends}},
      {"give-help", {give_help, true, sends}},
      {"talk", {talk, true, sends}},
      {"week", {week, true, sends}},
      {"reply", {reply, true, sends}},
      {"add", {add, true, sends}},
      {"relax", {relax, false, sends}},
      {"pass", {pass, false, {"--round"}}},
      {"close", {close, false, sends}},
      {"lamp", {lamp}},
      {"pause", {pause}},
      {"resume", {resume}},
      {"repair", {repair, false, {"--wait"}}},
      {"leave", {leave}}};
  return all;
}

bool is_flag(const std::string& word) {
  return word.size() > 3 && word.starts_with("--") &&
         std::all_of(word.begin() + 2, word.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// What is wrong with the flags; empty = nothing. Free words are looked at only up to where they begin.
std::string wrong_flag(const Terminal& terminal, const Command& command, const Words& words) {
  const auto has = [](const auto& list, const std::string& word) { return std::find(list.begin(), list.end(), word) != list.end(); };
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (has(command.valued, words[i])) {
      if (++i == words.size()) return terminal.say("cli.flag_without_value", {{"command", words[0]}, {"flag", words[i - 1]}});
    } else if (is_flag(words[i]) && !has(command.flags, words[i])) {
      return terminal.say("cli.no_flag", {{"command", words[0]}, {"flag", words[i]}});
    } else if (command.takes_text) {
      break;
    }
  }
  return {};
}

// Takes --wait out of the words. False: it is no number of seconds.
bool take_wait(Terminal& terminal, const Command& command, Words& words) {
  constexpr long most = 24 * 3600;
  terminal.wait.reset();
  if (std::find(command.valued.begin(), command.valued.end(), "--wait") == command.valued.end()) return true;
  const auto typed = take_option(words, "--wait");
  if (typed.empty()) return true;
  char* end = nullptr;
  const long seconds = std::strtol(typed.c_str(), &end, 10);
  if (*end != '\0' || seconds < 0 || seconds > most) return false;
  terminal.wait = std::chrono::seconds(seconds);
  return true;
}

}  // namespace

bool Terminal::read(std::string& line) {
  printer.prompt();
  const bool typed = input.next(line);
  printer.typed(typed);
  return typed;
}

std::string Terminal::ask(const std::string& question) {
  std::string line;
  printer.say(question);
  return read(line) ? line : std::string();
}

int run_command(Terminal& terminal, const std::vector<std::string>& words) {
  if (words.empty()) return 0;
  if (asks_for_help(words)) return help(terminal.printer, terminal.session.words(), words), 0;
  const auto found = commands().find(words[0]);
  if (found == commands().end()) {
    terminal.printer.problem(terminal.say("cli.no_command", {{"command", words[0]}}));
    return 2;
  }
  if (const auto wrong = wrong_flag(terminal, found->second, words); !wrong.empty()) {
    terminal.printer.problem(wrong);
    return 2;
  }
  auto rest = words;
  if (!take_wait(terminal, found->second, rest)) {
    terminal.printer.problem(terminal.say("cli.wait_seconds"));
    return 2;
  }
  if (!terminal.interactive) catch_up(terminal);
  return found->second.run(terminal, std::move(rest));
}

bool works_while_locked(const std::vector<std::string>& words) { return !words.empty() && words[0] == "leave"; }

std::string help_text(const client::Words& words) { return words.lines("cli.help"); }

std::string help_text(const client::Words& words, const std::string& command) {
  const auto all = help_text(words);
  std::string found;
  bool goes_on = false;  // a line that is indented further belongs to the one before
  for (std::size_t at = 0; at < all.size();) {
    const auto end = std::min(all.find('\n', at), all.size());
    const auto line = all.substr(at, end - at);
    const auto indent = line.find_first_not_of(' ');
    const auto padded = line + " ";
    const bool begins = indent == 2 && (padded.starts_with("  " + command + " ") || padded.starts_with("  " + command + ",") ||
                                        padded.find(", " + command + " ") != std::string::npos || padded.find(";  " + command + " ") != std::string::npos);
    goes_on = begins || (goes_on && indent != std::string::npos && indent > 2);
    if (goes_on) found += (found.empty() ? "" : "\n") + line;
    at = end + 1;
  }
  return found.empty() ? all : found;
}

bool asks_for_help(const std::vector<std::string>& words) {
  return !words.empty() && (words[0] == "help" || (words.size() > 1 && (words[1] == "--help" || words[1] == "-h")));
}

void help(Printer& printer, const client::Words& words, const std::vector<std::string>& command) {
  const auto name = command[0] != "help" ? command[0] : command.size() > 1 ? command[1] : std::string();
  const auto text = name.empty() ? help_text(words) : help_text(words, name);
  printer.event("help", Fields().text("text", text), text);
}

}  // namespace twinlamp::cli
