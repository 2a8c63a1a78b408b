#include "client/cli/commands_keepsake.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "client/cli/describe.h"
#include "client/keepsake_lines.h"

namespace twinlamp::cli {
namespace {

using client::FeelingsSpan;
using client::Keepsake;
using client::Model;
using Day = std::chrono::sys_days;
using Form = client::ExportKeepsake::Form;

constexpr std::size_t days_shown = 14;

Day today(const Model& model) {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now() + std::chrono::minutes(model.me.utc_offset_minutes.value_or(0)));
}

// Takes out of the words what chooses lines: --search WORDS, --practice NAME, --this-day, --round ID. False: there is no such practice.
bool take_lines(Terminal& terminal, Words& words, const Model& model, std::vector<Keepsake::Line>& lines) {
  const auto search = take_option(words, "--search"), practice = take_option(words, "--practice"), round = take_option(words, "--round");
  client::KeepsakeChoice choice{0, {}, model.shows_apart};
  if (take_flag(words, "--this-day")) choice.memories_of = today(model);
  if (!practice.empty()) {
    const auto& all = *model.practices;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) {
      return each.slug == practice || each.name == practice || std::to_string(each.number) == practice;
    });
    if (found == all.end()) return fail(terminal, terminal.say("cli.practice.unknown", {{"name", practice}})), false;
    choice.practice = found->number;
  }
  const auto found = search.empty() ? model.keepsake : terminal.session.search(search);
  lines = client::chosen_lines(*found, choice);
  if (!round.empty()) std::erase_if(lines, [&](const auto& line) { return !line->id.starts_with(round); });
  return true;
}

std::string gift_words(const client::RoundSummary& line, const Model& model, const client::Words& words) {
  const auto& gift = *line.gift;
  std::string text = gift.text;
  for (const auto* part : {&gift.did, &gift.says, &gift.felt})
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  return words.say(gift.mine ? "cli.history.gift.mine" : "cli.history.gift.theirs", {{"partner", partner_at_start(model, words)}, {"text", continued(text)}});
}

std::string said_day(Day day, const client::Words& words) {
  const std::chrono::year_month_day date(day);
  return words.say("date.day", {{"day", unsigned(date.day())}, {"month", words.nth("date.months", unsigned(date.month()) - 1)}, {"year", int(date.year())}});
}

std::string said_point(const client::FeelingsPoint& point, FeelingsSpan span, const client::Words& words) {
  std::string all;
  for (const auto& word : point.words) all += (all.empty() ? "" : ", ") + word;
  if (span == FeelingsSpan::weeks) return words.say("checkin.day", {{"word", all}, {"strength", std::lround(point.strength)}});
  return words.say("cli.charts.week", {{"words", all}, {"strength", std::lround(point.strength)}});
}

struct Said {
  std::string mine, partners;
};

std::map<Day, Said> by_day(const Model& model, FeelingsSpan span, const client::Words& words) {
  std::map<Day, Said> days;
  const auto now = today(model);
  for (const auto& point : client::feelings_points(model.feelings_facts->mine, span, now)) days[point.day].mine = said_point(point, span, words);
  for (const auto& point : client::feelings_points(model.feelings_facts->partners, span, now)) days[point.day].partners = said_point(point, span, words);
  return days;
}

std::string feelings_line(const std::pair<const Day, Said>& day, const Model& model, FeelingsSpan span, const client::Words& words) {
  auto line = span == FeelingsSpan::months ? words.say("checkin.week_of", {{"day", said_day(day.first, words)}}) : said_day(day.first, words);
  line += ".";
  const auto add = [&](const std::string& who, const std::string& said) {
    if (!said.empty()) line += " " + who + ": " + said + ".";
  };
  add(words.say("said.you"), day.second.mine);
  add(model.partner.name.empty() ? words.say("partner.bare") : model.partner.name, day.second.partners);
  return line;
}

// Evenings by month, and how many they are by then: a count that only goes up.
void tell_evenings(Terminal& terminal, const Model& model) {
  const auto& words = terminal.session.words();
  std::map<std::chrono::year_month, int> months;
  for (const auto day : *model.evenings) {
    const std::chrono::year_month_day date(day);
    ++months[date.year() / date.month()];
  }
  int all = 0;
  for (const auto& [month, count] : months) {
    all += count;
    const auto name = words.say("date.month", {{"month", words.nth("date.month_names", unsigned(month.month()) - 1)}, {"year", int(month.year())}});
    terminal.printer.event("evenings", Fields().text("month", name).number("count", count).number("all", all),
                           words.say("cli.charts.evenings", {{"month", name}, {"count", count}, {"all", all}}));
  }
}

Form form_of(const std::string& name, const std::string& file) {
  const auto ends = [&](const char* ending) { return name.empty() && file.ends_with(ending); };
  if (name == "pdf" || ends(".pdf")) return Form::pdf;
  return name == "markdown" || name == "md" || ends(".md") ? Form::markdown : Form::html;
}

}  // namespace

int history(Terminal& terminal, Words words) {
  if (!may_read(terminal)) return 1;
  const auto model = terminal.session.model();
  std::vector<Keepsake::Line> lines;
  if (!take_lines(terminal, words, *model, lines)) return 1;
  const auto most = words.size() > 1 ? std::strtoul(words[1].c_str(), nullptr, 10) : 20ul;
  if (lines.empty()) terminal.printer.say(terminal.say(model->keepsake->empty() ? "cli.history.none" : "cli.history.not_found"));
  for (std::size_t i = 0; i < lines.size() && i < most; ++i) {
    const auto& line = *lines[i];
    if (line.gift) {
      Fields fields;
      fields.text("gift", line.id).text("practice", line.practice_name).flag("mine", line.gift->mine).text("text", line.prompt).text("date", line.date);
      terminal.printer.event("history", fields, line.date + ". " + gift_words(line, *model, terminal.session.words()) + "\n");
    } else if (const auto round = terminal.session.round(line.id)) {
      auto fields = fields_of(*round, terminal.session.words());
      terminal.printer.event("history", fields.text("date", line.date), line.date + ". " + words_of(*round, *model, terminal.session.words()) + "\n");
    }
  }
  return 0;
}

int charts(Terminal& terminal, Words words) {
  if (!may_read(terminal)) return 1;
  const auto model = terminal.session.model();
  const auto span = take_flag(words, "--weeks") ? FeelingsSpan::months : FeelingsSpan::weeks;
  const auto days = by_day(*model, span, terminal.session.words());
  if (model->evenings->empty() && days.empty()) return terminal.printer.say(terminal.say("keepsake.no_charts")), 0;
  tell_evenings(terminal, *model);
  for (const auto& day : days)
    terminal.printer.event("feelings", Fields().text("day", said_day(day.first, terminal.session.words())).text("mine", day.second.mine).text("partners", day.second.partners),
                           feelings_line(day, *model, span, terminal.session.words()));
  return 0;
}

int export_keepsake(Terminal& terminal, Words words) {
  if (!may_read(terminal)) return 1;
  const auto model = terminal.session.model();
  client::ExportKeepsake wanted;
  std::vector<Keepsake::Line> lines;
  const auto form = take_option(words, "--form");
  wanted.replace = take_flag(words, "--replace");
  if (!take_lines(terminal, words, *model, lines)) return 1;
  const bool is_form = form.empty() || form == "html" || form == "pdf" || form == "markdown" || form == "md";
  if (words.size() != 2 || !is_form) return fail(terminal, terminal.say("cli.export.usage")), 2;
  wanted.form = form_of(form, words[1]);
  wanted.file = words[1].starts_with("~/") ? words[1] : std::filesystem::absolute(words[1]).lexically_normal().string();
  for (const auto& line : lines) wanted.lines.push_back(line->id);
  const auto done = model->exporting.done;
  terminal.printer.say(terminal.say("keepsake.copy_plain"));
  const auto problem = terminal.session.attempt(wanted, [&](const Model& m) { return m.exporting.done != done; });
  if (!problem.empty()) return fail(terminal, problem);
  const auto file = terminal.session.model()->exporting.file;
  terminal.printer.event("exported", Fields().text("file", file).number("lines", static_cast<long long>(lines.size())), terminal.say("export.done", {{"file", file}}));
  return 0;
}

std::string feelings_page(const Model& model, const client::Words& words) {
  const auto& facts = *model.feelings_facts;
  std::string out;
  const bool is_done = !facts.last.empty() && facts.last_day == today(model);
  if (!facts.card.empty()) out = is_done ? words.say("checkin.done") + "." : words.say("cli.checkin.begin", {{"card", facts.card}});
  const auto days = by_day(model, FeelingsSpan::weeks, words);
  auto day = days.begin();
  if (days.size() > days_shown) std::advance(day, days.size() - days_shown);
  for (; day != days.end(); ++day) out += "\n" + feelings_line(*day, model, FeelingsSpan::weeks, words);
  if (is_done)
    for (const auto& offer : facts.offers) out += "\n" + words.say("cli.checkin.offer", {{"prompt", offer.prompt}, {"card", offer.card}});
  return out;
}

}  // namespace twinlamp::cli
