// Open up in the terminal: the areas, the depth of the two, one's own ceiling, and a card to ask.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

std::string open_up_page(const client::Model& model, const client::Words& words);

int open_up(Terminal& terminal, Words words);  // the page; `ask` opens a card of one's area, `news` one to tell news
int area(Terminal& terminal, Words words);     // lists them, or chooses one by number, name or id
int ceiling(Terminal& terminal, Words words);  // 1 to 5

}  // namespace twinlamp::cli
