// What is written about dates: a plan, a visit, a surprise, a file. Each is open or not; what is typed stays until it
// is sent or put away.
#pragma once

#include <optional>

#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

enum class DateForm { none, plan, visit, surprise, calendar };

// A day and a time on my own clock, as chosen and typed.
struct WhenState {
  std::size_t day = 1;  // from today on, where it is chosen from the next days
  Writing date{{.one_line = true, .bytes = 40}};
  Writing time{{.one_line = true, .bytes = 20}};
};

struct DatesState {
  DateForm form = DateForm::none;
  Writing what{{.one_line = false, .bytes = 1000}};
  WhenState when;
  std::size_t length = 2;  // of the lengths offered
  Writing place{{.one_line = true, .bytes = 900}};
  Writing surprise{{.one_line = false, .bytes = 3000}};
  Writing file{{.one_line = true, .bytes = 2000}};
  std::size_t more = 0;  // challenges further than the day's

  void open(DateForm wanted);  // with nothing in it
};

client::Moment now_of(const Ui& ui);
// "Sat 28 Nov, 20:30" with either.
std::string with_me(const Ui& ui, const client::Model& model, client::Moment at);
std::string with_them(const Ui& ui, const client::Model& model, client::Moment at);

Step draw_plan_form(Ui& ui, const client::Model& model, DatesState& state);
Step draw_visit_form(Ui& ui, const client::Model& model, DatesState& state);
Step draw_surprise_form(Ui& ui, const client::Model& model, DatesState& state);
Step draw_calendar_form(Ui& ui, const client::Model& model, DatesState& state);

}  // namespace twinlamp::ui
