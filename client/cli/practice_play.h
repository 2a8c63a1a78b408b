// Play in the terminal: its page, the live game of pairs, and Your thing.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

std::string play_page(const client::Model& model, const client::Words& words);

// Says that one is ready, and plays once both are: a line that begins with l or r for each pair, while it is shown.
int play(Terminal& terminal, Words words);

// `thing` lists; `thing add TEXT`, `thing coming TEXT [--at TIME]`, `thing ask|cheer|reply N TEXT`, `thing advice N`, `thing remove N`.
int thing(Terminal& terminal, Words words);

}  // namespace twinlamp::cli
