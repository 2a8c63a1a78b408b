// Lines of the keepsake in full: what is searched, and what is exported. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/content/words.h"
#include "client/export/document.h"
#include "client/model.h"

namespace twinlamp::client {

// The two people as they are named in what is kept; "You" and "Partner" where a name is not known.
struct Names {
  std::string me, partner;
};

using FindRound = std::function<RoundRef(const std::string& id)>;

ExportEntry entry_of(const RoundSummary& line, const FindRound& find, const Names& names, const Words& words);

// Every word of a line, for searching: the question, practice, date, answers, additions and what was said about them.
std::string searchable_text(const RoundSummary& line, const FindRound& find);

// A book of these lines, in the order of time, a chapter each month; `lines` is newest first, as the keepsake is. What was closed
// unanswered is left out.
Document document_of(const std::vector<Keepsake::Line>& lines, const FindRound& find, const Names& names, int evenings, const Words& words);

}  // namespace twinlamp::client
