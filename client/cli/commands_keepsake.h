// The keepsake in the terminal: read, searched, charted in words, and copied into a file.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

int history(Terminal& terminal, Words words);          // [N] and what chooses lines
int charts(Terminal& terminal, Words words);           // [--weeks]
int export_keepsake(Terminal& terminal, Words words);  // FILE and what chooses lines

// The last days of both, a line each; and what today's check-in waits for. For the page of Feelings.
std::string feelings_page(const client::Model& model, const client::Words& words);

}  // namespace twinlamp::cli
