// Every command of the terminal client, once: one-shot runs and the interactive mode both come here.
//
// A command returns its exit code: 0 done, 1 not done (the sentence was said), 2 the words of the command are wrong.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "client/cli/input.h"
#include "client/cli/session.h"
#include "client/relay_answer.h"

namespace twinlamp::cli {

struct Terminal {
  Session& session;
  Printer& printer;
  Input& input;
  bool interactive = false;  // a person reads along: ask instead of giving up
  std::optional<std::chrono::seconds> wait = std::nullopt;  // --wait of the command that runs
  std::function<client::RelayAnswer(const std::string& address)> ask_relay = {};  // what answers there; of relay-test
  bool has_said_paired = false;                             // that both have confirmed
  std::string unlocked_by = {};                             // what this command's own `unlock --remove` need not ask again

  const std::string& say(std::string_view key) const { return session.words().say(key); }
  std::string say(std::string_view key, std::initializer_list<client::WordsPlace> places) const { return session.words().say(key, places); }
  bool read(std::string& line);                  // a line that a person types; false: the input has ended
  std::string ask(const std::string& question);  // empty: nothing was typed
};

// words[0] is the command. Free text comes from the words that follow it, or from standard input where there are none.
int run_command(Terminal& terminal, const std::vector<std::string>& words);

// Where the profile is locked, asks for the passphrase (or reads it from `file`) and unlocks. False: said why.
// `keep`: gets what was typed.
bool unlock(Terminal& terminal, const std::string& passphrase_file, std::string* keep = nullptr);

// Who leaves is not held by a passphrase that they have forgotten, nor by a profile that nothing opens.
bool works_while_locked(const std::vector<std::string>& words);

std::string help_text(const client::Words& words);
// The lines of the help that are about one command; all of them for one that is not there.
std::string help_text(const client::Words& words, const std::string& command);
// "COMMAND --help", or "help": needs no profile.
bool asks_for_help(const std::vector<std::string>& words);
void help(Printer& printer, const client::Words& words, const std::vector<std::string>& command);

}  // namespace twinlamp::cli
