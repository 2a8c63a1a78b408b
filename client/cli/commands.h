// Every command of the terminal client, once: one-shot runs and the interactive mode both come here.
//
// A command returns its exit code: 0 done, 1 not done (the sentence was said), 2 the words of the command are wrong.
#pragma once

#include <string>
#include <vector>

#include "client/cli/input.h"
#include "client/cli/session.h"

namespace twinlamp::cli {

struct Terminal {
  Session& session;
  Printer& printer;
  Input& input;
  bool interactive = false;  // a person reads along: ask instead of giving up

  const std::string& say(std::string_view key) const { return session.words().say(key); }
  std::string say(std::string_view key, std::initializer_list<client::WordsPlace> places) const { return session.words().say(key, places); }
};

// words[0] is the command. Free text comes from the words that follow it, or from standard input where there are none.
int run_command(Terminal& terminal, const std::vector<std::string>& words);

// Where the profile is locked, asks for the passphrase (or reads it from `file`) and unlocks. False: said why.
bool unlock(Terminal& terminal, const std::string& passphrase_file);

std::string help_text(const client::Words& words);

}  // namespace twinlamp::cli
