// The model in words, and as the fields of events: the same facts for a reader and for a script.
#pragma once

#include "client/cli/printer.h"
#include "client/model.h"

namespace twinlamp::cli {

std::string words_of(client::RoundPhase phase);   // "waiting for both answers"
std::string name_of(client::RoundPhase phase);    // "writing": for scripts
std::string words_of(client::LampState lamp);     // "burns full: sealed"
std::string name_of(client::LampState lamp);

Fields fields_of(const client::CardView& card);
std::string words_of(const client::CardView& card);

// Never anything of the partner's answer before it is open: the model does not have it.
Fields fields_of(const client::RoundView& round);
std::string words_of(const client::RoundView& round, const client::Model& model);

Fields status_fields(const client::Model& model);
std::string status_words(const client::Model& model);

std::string kind_hint(const client::CardView& card);  // how this kind is answered in the terminal

}  // namespace twinlamp::cli
