// Our relay on this laptop, and whether one answers somewhere.
#pragma once

#include "client/cli/commands.h"
#include "client/relay_answer.h"

namespace twinlamp::cli {

int host(Terminal& terminal, std::vector<std::string> words);
int relay_test(Terminal& terminal, std::vector<std::string> words);
// A pair was left, and its partner has yet to hear of it.
std::string farewell_words(const Terminal& terminal);
// Says what it answered; the exit code.
int tell(Printer& printer, const client::Words& words, const client::RelayAnswer& answer);

}  // namespace twinlamp::cli
