// Desire in the terminal: its switch, its door, the wish list, and what both have in common. Before both want it there is nothing here but the switch.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

std::string desire_page(const client::Model& model, const client::Words& words);

int desire(Terminal& terminal, Words words);  // the page; `on`, `off`, `status`; `lock`, `open`, `close`: a passphrase of its own
int wishes(Terminal& terminal, Words words);  // the list that is open, or the next one

}  // namespace twinlamp::cli
