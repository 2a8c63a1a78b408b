// What is done in a round: ask, answer, seal, open, and what is said under it.
#pragma once

#include <functional>

#include "client/cli/command_words.h"
#include "client/model.h"

namespace twinlamp::cli {

// --round R names a round: its number in `status`, or the beginning of its id. Otherwise the only open one, or the one that can take the act.
// Null: said why.
client::RoundRef find_round(Terminal& terminal, Words& words, const std::function<bool(const client::RoundView&)>& fits);

int ask(Terminal& terminal, Words words);
int write_answer(Terminal& terminal, Words words);
int seal(Terminal& terminal, Words words);
int reveal(Terminal& terminal, Words words);
int confirm(Terminal& terminal, Words words);
int pass(Terminal& terminal, Words words);
int close(Terminal& terminal, Words words);
int say_back(Terminal& terminal, Words words);
int react(Terminal& terminal, Words words);
int follow_up(Terminal& terminal, Words words);
int guess(Terminal& terminal, Words words);  // the marked line of the partner's list
int reply(Terminal& terminal, Words words);
int add(Terminal& terminal, Words words);
int relax(Terminal& terminal, Words words);

}  // namespace twinlamp::cli
