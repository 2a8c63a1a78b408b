#include "client/cli/practice_dates.h"

#include <algorithm>
#include <charconv>

#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::Moment;
using client::PlanView;

Moment now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::optional<int> number_of(const std::string& typed) {
  int number = 0;
  const auto [end, wrong] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  return wrong == std::errc() && end == typed.data() + typed.size() && number >= 0 ? std::optional(number) : std::nullopt;
}

std::string partner_of(const Model& model, const client::Words& words) {
  return model.partner.name.empty() ? words.say("partner.middle") : model.partner.name;
}

// Takes the moment out of the words after the command. Nothing: there is none.
std::optional<Moment> take_moment(Terminal& terminal, Words& words) {
  const auto zone = terminal.session.model()->me.zone;
  for (const std::size_t count : {2u, 1u}) {
    if (words.size() < 1 + count) continue;
    const auto typed = count == 2 ? words[1] + " " + words[2] : words[1];
    const auto at = client::read_moment(typed, zone, now());
    if (!at) continue;
    words.erase(words.begin() + 1, words.begin() + 1 + static_cast<std::ptrdiff_t>(count));
    return at;
  }
  return std::nullopt;
}

std::string when_words(const Model& model, const client::Words& words, Moment at) {
  return words.say("dates.visit_at", {{"mine", client::say_moment(model.me.zone, at, words)},
                                      {"theirs", client::say_moment(model.partner.zone, at, words)},
                                      {"partner", partner_of(model, words)}});
}

std::string plan_words(const Model& model, const client::Words& words, const PlanView& plan, const std::string& above) {
  const auto when = words.say("dates.when", {{"mine", client::say_moment(model.me.zone, plan.at, words)},
                                             {"theirs", client::say_moment(model.partner.zone, plan.at, words)},
                                             {"partner", partner_of(model, words)},
                                             {"minutes", plan.minutes}});
  return above + ": " + continued(plan.what) + "\n  " + when;
}

Fields fields_of(const PlanView& plan, const char* state) {
  return Fields().text("state", state).text("what", plan.what).number("at_ms", plan.at.time_since_epoch().count()).number("minutes", plan.minutes);
}

int agree(Terminal& terminal) {
  const auto dates = terminal.session.model()->dates;
  if (!dates->theirs) return fail(terminal, terminal.say("cli.dates.nothing_proposed"));
  const client::TakeStep step{dates->round, client::StepKind::agree_plan, 0, {}, dates->theirs->step};
  const auto problem = terminal.session.attempt(step, [&](const Model& model) { return model.dates->agreed && model.dates->agreed->step == step.about; });
  if (!problem.empty()) return fail(terminal, problem);
  const auto model = terminal.session.model();
  return delivered(terminal, {}, plan_words(*model, terminal.session.words(), *model->dates->agreed, terminal.say("dates.agreed")));
}

int call_off(Terminal& terminal) {
  const auto dates = terminal.session.model()->dates;
  if (dates->round.empty()) return fail(terminal, terminal.say("cli.dates.none"));
  const auto problem = terminal.session.attempt(client::CloseRound{dates->round}, [&](const Model& model) { return model.dates->round != dates->round; });
  return problem.empty() ? delivered(terminal, {}, terminal.say("cli.dates.off")) : fail(terminal, problem);
}

std::string visit_words(const Model& model, const client::Words& words) {
  const auto& visit = *model.dates->visit;
  const int days = client::days_until(model.me.zone, now(), visit.at);
  auto out = days == 0 ? words.say("dates.today") : words.say("dates.days", {{"count", days}});
  out += "\n  " + when_words(model, words, visit.at);
  if (!visit.text.empty()) out += "\n  " + continued(visit.text);
  return out;
}

}  // namespace

int plan(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto typed_minutes = take_option(words, "--minutes");
  if (words.size() == 2 && words[1] == "agree") return agree(terminal);
  if (words.size() == 2 && words[1] == "off") return call_off(terminal);
  const auto minutes = typed_minutes.empty() ? std::optional(client::usual_date_minutes) : number_of(typed_minutes);
  const auto at = take_moment(terminal, words);
  const auto what = joined(words, 1);
  if (!minutes || !at || what.empty()) return fail(terminal, terminal.say("cli.dates.plan_usage")), 2;
  const auto before = terminal.session.model()->dates->mine;
  const auto problem = terminal.session.attempt(client::ProposeDate{what, *at, *minutes}, [&](const Model& model) {
    return model.dates->mine && (!before || model.dates->mine->step != before->step);
  });
  if (!problem.empty()) return fail(terminal, problem);
  const auto model = terminal.session.model();
  return delivered(terminal, {}, plan_words(*model, terminal.session.words(), *model->dates->mine, terminal.say("dates.mine", {{"partner", partner_of(*model, terminal.session.words())}})));
}

int surprise(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto at = take_moment(terminal, words);
  client::SendGift gift;
  gift.kind = client::GiftKind::surprise;
  gift.moment = client::GiftMoment::at;
  gift.at = at;
  gift.text = joined(words, 1);
  if (!at || gift.text.empty()) return fail(terminal, terminal.say("cli.dates.surprise_usage")), 2;
  const auto before = terminal.session.model()->dates->surprises.size();
  const auto problem = terminal.session.attempt(gift, [&](const Model& model) { return model.dates->surprises.size() > before; });
  if (!problem.empty()) return fail(terminal, problem);
  const auto model = terminal.session.model();
  return delivered(terminal, {}, terminal.say("dates.surprise_waits", {{"moment", client::say_moment(model->partner.zone, *at, terminal.session.words())},
                                                                      {"partner", partner_of(*model, terminal.session.words())}}));
}

int visit(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto known = terminal.session.model()->dates->visit;
  if (words.size() == 1) {
    const auto model = terminal.session.model();
    auto fields = Fields().flag("known", known.has_value());
    if (known) fields.number("at_ms", known->at.time_since_epoch().count()).text("text", known->text).flag("mine", known->mine);
    terminal.printer.event("visit", fields, known ? visit_words(*model, terminal.session.words()) : terminal.say("cli.dates.no_visit"));
    return 0;
  }
  if (words.size() == 2 && words[1] == "off") {
    if (!known || !known->mine) return fail(terminal, terminal.say("cli.dates.no_visit_of_mine"));
    const auto problem = terminal.session.attempt(client::RemoveItem{known->item}, [&](const Model& model) { return !model.dates->visit || model.dates->visit->item != known->item; });
    return problem.empty() ? delivered(terminal, {}, terminal.say("cli.dates.off")) : fail(terminal, problem);
  }
  const auto at = take_moment(terminal, words);
  if (!at) return fail(terminal, terminal.say("cli.dates.visit_usage")), 2;
  if (*at <= now()) return fail(terminal, terminal.say("dates.is_past"));
  client::PutItem put;
  put.list = client::SharedList::visit;
  if (known && known->mine) put.item = known->item;
  put.text = words.size() > 1 ? joined(words, 1) : terminal.say("dates.visit_default");
  put.at = at;
  const auto problem = terminal.session.attempt(put, [&](const Model& model) { return model.dates->visit && model.dates->visit->mine && model.dates->visit->at == *at; });
  if (!problem.empty()) return fail(terminal, problem);
  return delivered(terminal, {}, visit_words(*terminal.session.model(), terminal.session.words()));
}

int seven(Terminal& terminal, Words words) {
  const auto model = terminal.session.model();
  const auto more = words.size() > 1 ? number_of(words[1]) : std::optional(0);
  if (!more) return fail(terminal, terminal.say("cli.dates.seven_usage")), 2;
  const auto* challenge = client::challenge_of(*model->dates, client::local_time(model->me.zone, now()).day, static_cast<std::size_t>(*more));
  if (challenge == nullptr) return fail(terminal, terminal.say("cli.dates.no_challenge"));
  terminal.printer.event("challenge", Fields().text("id", challenge->id).text("text", challenge->text), challenge->text);
  return 0;
}

int calendar(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const bool replace = take_flag(words, "--replace");
  const auto model = terminal.session.model();
  const auto file = words.size() > 1 ? joined(words, 1) : model->exporting.folder + "/" + model->dates->calendar_file;
  const auto before = model->exporting.done;
  const auto problem = terminal.session.attempt(client::ExportCalendar{file, replace}, [&](const Model& now_is) { return now_is.exporting.done > before; });
  if (!problem.empty()) return fail(terminal, problem);
  const auto saved = terminal.session.model()->exporting.file;
  terminal.printer.event("calendar", Fields().text("file", saved), terminal.say("export.done", {{"file", saved}}));
  return 0;
}

int dates(Terminal& terminal, Words) {
  if (!may_read(terminal)) return 1;
  const auto model = terminal.session.model();
  const auto& dates = *model->dates;
  Fields fields;
  fields.flag("agreed", dates.agreed.has_value()).flag("proposed_by_me", dates.mine.has_value()).flag("proposed_to_me", dates.theirs.has_value());
  fields.flag("visit", dates.visit.has_value()).number("surprises", static_cast<long long>(dates.surprises.size()));
  terminal.printer.event("dates", fields, dates_page(*model, terminal.session.words()));
  if (terminal.printer.is_json())
    for (const auto& [plan, state] : {std::pair(&dates.agreed, "agreed"), {&dates.mine, "mine"}, {&dates.theirs, "theirs"}})
      if (*plan) terminal.printer.event("plan", fields_of(**plan, state), {});
  return 0;
}

std::string dates_page(const Model& model, const client::Words& words) {
  const auto& dates = *model.dates;
  std::string out;
  const auto add = [&out](const std::string& line) { out += (out.empty() ? "" : "\n") + line; };
  if (dates.visit && dates.visit->at > now()) add(visit_words(model, words));
  if (dates.agreed) add(plan_words(model, words, *dates.agreed, words.say(client::is_over(*dates.agreed, now()) ? "dates.over" : "dates.agreed")));
  const auto start = model.partner.name.empty() ? words.say("partner.start") : model.partner.name;
  if (dates.theirs) add(plan_words(model, words, *dates.theirs, words.say("dates.theirs", {{"partner", start}})) + "\n  " + words.say("cli.dates.agree"));
  if (dates.mine) add(plan_words(model, words, *dates.mine, words.say("dates.mine", {{"partner", partner_of(model, words)}})));
  if (!dates.agreed && !dates.mine && !dates.theirs) add(words.say("dates.none"));
  if (!dates.mutual.empty()) add(words.say("dates.mutual") + ":");
  for (const auto& idea : dates.mutual) add("  " + continued(idea.text));
  for (const auto& gift : dates.surprises)
    add(words.say("dates.surprise") + ": " + continued(gift->text) + "\n  " +
        words.say("dates.surprise_waits", {{"moment", gift->opens}, {"partner", partner_of(model, words)}}));
  add(words.say("cli.dates.commands"));
  return out;
}

}  // namespace twinlamp::cli
