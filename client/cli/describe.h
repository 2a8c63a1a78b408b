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
std::string question_words(const client::CardView& card, const client::Words& words);  // the question and what there is to choose from

std::string brief_name(const client::RoundView& round, const client::Words& words);  // its first words, quoted

// Every further line is marked: no line of what somebody wrote looks like one that this program says.
std::string continued(std::string_view text);

// One thing said under an open round, as it is told when it comes ("Sam says back: …") and as it is read later ("Sam heard: …").
std::string news_words(const client::ExchangeView& said, const client::Model& model, const client::Words& words);
std::string name_of(client::ExchangeView::Kind kind);

// Never anything of the partner's answer before it is open: the model does not have it.
Fields fields_of(const client::RoundView& round, const client::Words& words);
std::string words_of(const client::RoundView& round, const client::Model& model, const client::Words& words);
std::string state_line(const client::RoundView& round, const client::Words& words);  // how it stands, in a line
std::string draft_line(const client::RoundView& round, const client::Words& words);  // what is written so far
// Of an open one: both answers first, then what was said about them, what it waits for, and what one may do.
std::string open_words(const client::RoundView& round, const client::Model& model, const client::Words& words);
// At the instant: the whole question this once, and open_words().
std::string reveal_words(const client::RoundView& round, const client::Model& model, const client::Words& words);

// Both have had all that they wanted to say, and each word that was said back has been confirmed.
bool is_heard(const client::RoundView& round);

const std::string& partner_at_start(const client::Model& model, const client::Words& words);   // of a sentence
const std::string& partner_within(const client::Model& model, const client::Words& words);

std::string kind_hint(const client::CardView& card, const client::Words& words);  // how this kind is answered, once one is asked to type
std::string ask_hint(const client::CardView& card, const client::Words& words);   // and with which command

}  // namespace twinlamp::cli
