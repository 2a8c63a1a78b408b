// The commands before a pair exists, and the lock.
#pragma once

#include <string>
#include <vector>

#include "client/cli/commands.h"

namespace twinlamp::cli {

// A line of standard input; what is typed is not shown where that is possible.
std::string read_secret(Terminal& terminal, const std::string& prompt);

int setup(Terminal& terminal, std::vector<std::string> words);
int pair(Terminal& terminal, std::vector<std::string> words);
int lock(Terminal& terminal, std::vector<std::string> words);
int unlock_command(Terminal& terminal, std::vector<std::string> words);

}  // namespace twinlamp::cli
