// What is looked at, and what concerns the pair as a whole.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

int status(Terminal& terminal, Words words);
int tonight(Terminal& terminal, Words words);
int card(Terminal& terminal, Words words);
int lamp(Terminal& terminal, Words words);
int repair(Terminal& terminal, Words words);
int leave(Terminal& terminal, Words words);

}  // namespace twinlamp::cli
