// The ten practices in the terminal: the list of them, and the page of each.
//
// What a practice shows of its own on its page is a function in `practice_<slug>.cpp`, named in the list at the head of
// commands_practices.cpp; its commands stand with all others in commands.cpp.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

int practices(Terminal& terminal, Words words);
int practice(Terminal& terminal, Words words);  // by slug, name or number

}  // namespace twinlamp::cli
