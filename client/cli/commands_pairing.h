// The commands before a pair exists, and the lock.
#pragma once

#include <string>
#include <vector>

#include "client/cli/commands.h"

namespace twinlamp::cli {

int setup(Terminal& terminal, std::vector<std::string> words);
int pair(Terminal& terminal, std::vector<std::string> words);
int lock(Terminal& terminal, std::vector<std::string> words);
int unlock_command(Terminal& terminal, std::vector<std::string> words);

}  // namespace twinlamp::cli
