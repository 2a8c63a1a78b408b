// Dates in the terminal: planned in both time zones, the next visit, a surprise, a file for the calendar.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

// WHEN is "2026-11-28 20:30", or "20:30" for the next time that the clock here shows it.
int plan(Terminal& terminal, Words words);      // WHEN WHAT; `agree`, `off`
int surprise(Terminal& terminal, Words words);  // WHEN TEXT
int visit(Terminal& terminal, Words words);     // WHEN [WHERE]; `off`; alone it says when
int seven(Terminal& terminal, Words words);     // a challenge of seven minutes; a number for another
int calendar(Terminal& terminal, Words words);  // FILE
int dates(Terminal& terminal, Words words);     // the page

std::string dates_page(const client::Model& model, const client::Words& words);

}  // namespace twinlamp::cli
