// A practice's step as it is told under its round, in this person's language: a heading for what stands under it.
#pragma once

#include <string>
#include <string_view>

#include "client/content/words.h"
#include "client/model.h"

namespace twinlamp::client {

// Whether it is told at all: what only prepares a game is not.
bool is_told(StepKind kind);

// "Sam asks (an example)". `name` begins the sentence where it is not this person's; a book gives its own names to both.
std::string step_heading(const ExchangeView& step, bool mine, std::string_view name, const Words& words);

// What there is to choose from, as one says it: of a question, of what would help, of an ending, of how it went.
const std::string& question_name(QuestionKind kind, const Words& words);
const std::string& help_name(Help help, const Words& words);
const std::string& ending_name(DialogueEnding ending, const Words& words);
const std::string& check_back_name(CheckBack how, const Words& words);

// For scripts: "help-wanted".
std::string_view name_of(StepKind kind);

}  // namespace twinlamp::client
