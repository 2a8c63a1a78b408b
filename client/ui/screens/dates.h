// Dates: the next visit, the next date in both time zones, seven minutes for tonight, ideas, and a surprise.
#pragma once

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_dates(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
std::string dates_wait(const Ui& ui, const client::Model& model);

// Tonight's line about a date that is proposed, today, or over.
Step draw_date_line(Ui& ui, const client::Model& model);
// Its round asks for nothing before the date has been.
bool is_date_ahead(const Ui& ui, const client::Model& model, const std::string& round);

}  // namespace twinlamp::ui
