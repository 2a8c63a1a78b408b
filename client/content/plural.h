// Which form of a sentence a number takes, by Unicode CLDR's cardinal rules (version 44) for the languages that the program speaks.
//
// Whole numbers only. A language without rules here is told apart as English is.
#pragma once

#include <string_view>

namespace twinlamp::client {

std::string_view plural_form(std::string_view language, long long count);  // "one", "many" or "other"

}  // namespace twinlamp::client
