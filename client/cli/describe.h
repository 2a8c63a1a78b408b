// The model in the reader's language, and as the fields of events: the same facts for a reader and for a script.
#pragma once

#include "client/cli/printer.h"
#include "client/content/words.h"
#include "client/model.h"

namespace twinlamp::cli {

std::string words_of(client::RoundPhase phase, const client::Words& words);   // "waiting for both answers"
std::string name_of(client::RoundPhase phase);    // "writing": for scripts
std::string words_of(client::LampState lamp, const client::Words& words);     // "burns full: sealed"
std::string name_of(client::LampState lamp);

Fields fields_of(const client::CardView& card);
std::string words_of(const client::CardView& card, const client::Words& words);

// Never anything of the partner's answer before it is open: the model does not have it.
Fields fields_of(const client::RoundView& round, const client::Words& words);
std::string words_of(const client::RoundView& round, const client::Model& model, const client::Words& words);

Fields status_fields(const client::Model& model);
std::string status_words(const client::Model& model, const client::Words& words);

std::string kind_hint(const client::CardView& card, const client::Words& words);  // how this kind is answered in the terminal

}  // namespace twinlamp::cli
