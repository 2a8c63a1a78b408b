#include "client/ui/screens/date_forms.h"

#include <array>

#include "client/ui/kit/choice.h"

namespace twinlamp::ui {
namespace {

constexpr std::size_t days_offered = 8;
constexpr std::array lengths{30, 60, 90, 120};

bool is_empty(const Writing& writing) {
  return writing.editor.text().find_first_not_of(" \n\t") == std::string::npos;
}

void draw_label(Ui& ui, std::string_view label) {
  prose(ui, label, {.face = Face::strong});
  ui.gap(0.3f);
}

// The next days as chips, and a time: the moment, where it can be read.
std::optional<client::Moment> draw_when(Ui& ui, const client::Model& model, WhenState& when) {
  const auto now = now_of(ui);
  const auto today = client::local_time(model.me.zone, now).day;
  draw_label(ui, ui.say("dates.day"));
  {
    const Flow flow(ui, Align::left, 0.5f);
    for (std::size_t i = 0; i < days_offered; ++i)
      if (chip(ui, client::say_day(today + std::chrono::days(i), ui.words), when.day == i, "day")) when.day = i;
  }
  ui.gap(0.8f);
  field(ui, ui.say("dates.time"), when.time);
  const auto time = client::read_time(when.time.editor.text());
  if (!time) return std::nullopt;
  return client::instant_of(model.me.zone, {today + std::chrono::days(when.day), *time});
}

// What the other clock shows then, or why it cannot be.
void draw_also(Ui& ui, const client::Model& model, std::optional<client::Moment> at) {
  ui.gap(0.5f);
  const bool is_past = at && *at <= now_of(ui);
  const auto words =
      !at       ? ui.say("dates.no_time")
      : is_past ? ui.say("dates.is_past")
                : ui.say("dates.also", {{"theirs", with_them(ui, model, *at)}, {"partner", partner_within(ui, model)}});
  prose(ui, words, {.color = ui.theme.colors.ink_soft, .role = "hint"});
}

// The thing itself, and "not now". True when it is to be done.
bool draw_buttons(Ui& ui, std::string_view label, bool enabled, DatesState& state) {
  ui.gap(0.9f);
  const Flow flow(ui);
  const bool done = button(ui, label, {.kind = ButtonKind::main, .enabled = enabled});
  if (button(ui, ui.say("dates.cancel"), {.kind = ButtonKind::plain}) || done) state.form = DateForm::none;
  return done;
}

}  // namespace

void DatesState::open(DateForm wanted) {
  form = wanted;
  for (auto* each : {&what, &when.date, &place, &surprise}) each->editor.set_text("");
  when.time.editor.set_text("20:30");
  when.day = 1;
}

client::Moment now_of(const Ui& ui) {
  return std::chrono::floor<std::chrono::milliseconds>(ui.wall);
}

std::string with_me(const Ui& ui, const client::Model& model, client::Moment at) {
  return client::say_moment(model.me.zone, at, ui.words);
}
std::string with_them(const Ui& ui, const client::Model& model, client::Moment at) {
  return client::say_moment(model.partner.zone, at, ui.words);
}

Step draw_plan_form(Ui& ui, const client::Model& model, DatesState& state) {
  const Panel panel(ui);
  draw_label(ui, ui.say("dates.what"));
  writing_area(ui, ui.say("dates.what"), state.what,
               {.placeholder = ui.say("dates.what_example"), .least_rows = 2, .most_rows = 5});
  ui.gap(0.8f);
  const auto at = draw_when(ui, model, state.when);
  ui.gap(0.8f);
  draw_label(ui, ui.say("dates.minutes"));
  {
    const Flow flow(ui, Align::left, 0.5f);
    for (std::size_t i = 0; i < lengths.size(); ++i)
      if (chip(ui, ui.say("dates.minutes_of", {{"count", lengths[i]}}), state.length == i, "length")) state.length = i;
  }
  draw_also(ui, model, at);
  const bool is_ready = at && *at > now_of(ui) && !is_empty(state.what);
  if (!draw_buttons(ui, ui.say("dates.propose"), is_ready, state)) return {};
  return Step::want(client::ProposeDate{state.what.editor.text(), *at, lengths[state.length]});
}

Step draw_visit_form(Ui& ui, const client::Model& model, DatesState& state) {
  const Panel panel(ui);
  std::optional<client::Moment> at;
  {
    Columns columns(ui, 2, 12);
    field(ui, ui.say("dates.visit_day"), state.when.date);
    columns.next();
    field(ui, ui.say("dates.visit_time"), state.when.time);
  }
  if (!is_empty(state.when.date))  // a time alone is no day
    at = client::read_moment(state.when.date.editor.text() + " " + state.when.time.editor.text(), model.me.zone,
                             now_of(ui));
  ui.gap(0.7f);
  field(ui, ui.say("dates.visit_where"), state.place, {.placeholder = ui.say("dates.visit_default")});
  draw_also(ui, model, at);
  const bool is_ready = at && *at > now_of(ui);
  if (!draw_buttons(ui, ui.say("dates.save"), is_ready, state)) return {};
  client::PutItem visit;
  visit.list = client::SharedList::visit;
  if (model.dates->visit && model.dates->visit->mine) visit.item = model.dates->visit->item;
  visit.text = is_empty(state.place) ? ui.say("dates.visit_default") : state.place.editor.text();
  visit.at = at;
  return Step::want(visit);
}

Step draw_surprise_form(Ui& ui, const client::Model& model, DatesState& state) {
  const Panel panel(ui);
  draw_label(ui, ui.say("dates.surprise_text"));
  writing_area(ui, ui.say("dates.surprise_text"), state.surprise,
               {.placeholder = ui.say("dates.surprise_example"), .least_rows = 3, .most_rows = 8});
  ui.gap(0.8f);
  const auto at = draw_when(ui, model, state.when);
  draw_also(ui, model, at);
  const bool is_ready = at && *at > now_of(ui) && !is_empty(state.surprise);
  if (!draw_buttons(ui, ui.say("dates.surprise_seal"), is_ready, state)) return {};
  client::SendGift gift;
  gift.kind = client::GiftKind::surprise;
  gift.text = state.surprise.editor.text();
  gift.moment = client::GiftMoment::at;
  gift.at = at;
  return Step::want(gift);
}

Step draw_calendar_form(Ui& ui, const client::Model& model, DatesState& state) {
  const Panel panel(ui);
  if (state.file.editor.empty()) state.file.editor.set_text(model.exporting.folder + "/" + model.dates->calendar_file);
  field(ui, ui.say("dates.calendar_file"), state.file, {.hint = ui.say("dates.calendar_hint")});
  if (!draw_buttons(ui, ui.say("dates.save"), !is_empty(state.file), state)) return {};
  return Step::want(client::ExportCalendar{state.file.editor.text()});
}

}  // namespace twinlamp::ui
