// Own cards in the terminal: made, read from a file, shared, removed.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

int own(Terminal& terminal, Words words);  // list | check FILE | share FILE | add | remove NAME

}  // namespace twinlamp::cli
