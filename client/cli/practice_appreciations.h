// Appreciations in the terminal: given, taken back, thanked for, and the jar.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

int appreciate(Terminal& terminal, Words words);  // what your partner did, --says and --felt; asks for what is missing
int say(Terminal& terminal, Words words);         // a few words
int jar(Terminal& terminal, Words words);         // what has come; `draw`, `all`
int thank(Terminal& terminal, Words words);       // for the newest that came, or --gift N
int take_back(Terminal& terminal, Words words);   // the newest on its way, or --gift N

std::string appreciations_page(const client::Model& model, const client::Words& words);

// As a person reads it, and as an event.
std::string words_of(const client::GiftView& gift, const std::string& partner, const client::Words& words);
Fields fields_of(const client::GiftView& gift);

}  // namespace twinlamp::cli
