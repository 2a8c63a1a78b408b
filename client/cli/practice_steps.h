// The steps of practices in the terminal: what would help and the help; a talk; the one thing for the week. And the pages
// of Fears, Dialogue and Values.
#pragma once

#include "client/cli/command_words.h"
#include "client/model.h"

namespace twinlamp::cli {

int help_wanted(Terminal& terminal, Words words);  // comfort | company | ideas | nothing
int give_help(Terminal& terminal, Words words);    // TEXT: to exactly that
int talk(Terminal& terminal, Words words);         // ask KIND TEXT | answer TEXT | leave-open | put TEXT | stand N | take-back N | end agree|differ
int week(Terminal& terminal, Words words);         // suggest TEXT | agree | done | half | not-yet

std::string fears_page(const client::Model& model, const client::Words& words);
std::string dialogue_page(const client::Model& model, const client::Words& words);
std::string values_page(const client::Model& model, const client::Words& words);

// Of an open round, below what was said: the board, what both hold dear, and what one may do now. May be empty.
std::string practice_words(const client::RoundView& round, const client::Model& model, const client::Words& words);

}  // namespace twinlamp::cli
