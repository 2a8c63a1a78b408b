#include "client/cli/news.h"

#include <algorithm>
#include <utility>

#include "client/cli/describe.h"
#include "client/cli/status_words.h"

namespace twinlamp::cli {
namespace {

using client::LampState;
using client::Model;
using client::RoundPhase;
using client::RoundView;

// What the partner has said, in their order: it only grows, while the order of both may change with what comes late.
std::vector<client::ExchangeView> said_by_partner(const RoundView& round) {
  std::vector<client::ExchangeView> said;
  for (const auto& each : round.exchange)
    if (!each.mine) said.push_back(each);
  return said;
}

std::size_t added_by_partner(const RoundView& round) { return round.partners ? round.partners->additions.size() : 0; }

// Where several are open, a line says which one it is about.
std::string about(const Terminal& terminal, const Model& model, const RoundView& round, const std::string& line) {
  if (model.open_rounds.size() < 2) return line;
  return terminal.say("cli.news", {{"round", brief_name(round, terminal.session.words())}, {"state", line}});
}

// The steps that are one's own, and were said when they were taken.
bool is_of(const std::string& own, RoundPhase before, RoundPhase now) {
  if (now == RoundPhase::receiving) return own == "reveal";
  if (now == RoundPhase::countdown) return own == "reveal";
  return now == RoundPhase::sealed || (now == RoundPhase::both_sealed && before != RoundPhase::sealed);
}

}  // namespace

void News::tell(Terminal& terminal, const Model& model, const std::string& own) {
  tell_people(terminal, model);
  for (const auto& round : model.open_rounds) tell_round(terminal, model, *round, own);
  tell_closed(terminal, model, own);
  tell_gifts(terminal, model, own);
  for (const auto& notice : model.notices)
    if (notice.id > notice_ && notice.id != terminal.session.told_notice())
      terminal.printer.event("notice", Fields().text("text", notice.text), notice.text);
  tell_connection(terminal, model, own);
  remember(model);
}

// A loss once, by what was its cause, and once that it is over. What changes while it is tried again by itself is no news.
void News::tell_connection(Terminal& terminal, const Model& model, const std::string& own) {
  const bool is_lost = model.connection == client::Connection::offline || model.connection == client::Connection::replaced;
  const bool is_change = model.connection_text != connection_ && !model.connection_text.empty();
  if (is_lost && is_change && (!has_told_loss_ || !model.retry_at)) {
    terminal.printer.say(model.connection_text);
    has_told_loss_ = true;
  }
  if (model.connection == client::Connection::online && std::exchange(has_told_loss_, false)) terminal.printer.say(terminal.say("cli.connected"));
  if (model.home.state == client::HomeView::State::running && home_ != model.home.state && own != "host")
    terminal.printer.say(home_words(model, terminal.session.words()));
}

void News::tell_gifts(Terminal& terminal, const Model& model, const std::string& own) {
  const auto& words = terminal.session.words();
  const auto fresh = model.gifts->fresh.size();
  if (fresh > fresh_) terminal.printer.event("gifts", Fields().number("fresh", static_cast<long long>(fresh)), words.say("cli.gifts.fresh", {{"count", fresh}}));
  const auto& dates = *model.dates;
  if (dates.theirs && dates.theirs->step != proposed_)
    terminal.printer.event("date_proposed", Fields().text("what", dates.theirs->what),
                           words.say("cli.dates.news", {{"partner", partner_at_start(model, words)}, {"what", continued(dates.theirs->what)}}));
  if (dates.agreed && !has_date_ && own != "plan")
    terminal.printer.event("date_agreed", Fields().text("what", dates.agreed->what), words.say("dates.agreed") + ": " + continued(dates.agreed->what));
}

void News::tell_people(Terminal& terminal, const Model& model) {
  if (model.stage != client::Stage::paired) return;
  const auto& words = terminal.session.words();
  if (model.both_confirmed && !both_confirmed_ && !std::exchange(terminal.has_said_paired, true))
    terminal.printer.event("paired", Fields().text("partner", model.partner.name).flag("both_confirmed", true),
                           terminal.say("cli.pair.done", {{"partner", partner_within(model, words)}}));
  if (model.partner.lamp == lamp_) return;
  // That a lamp burns, or has burned, is what the line about the round says.
  const bool is_of_a_round = model.partner.lamp == LampState::sealed || lamp_ == LampState::sealed;
  terminal.printer.event("lamp", Fields().text("partner", name_of(model.partner.lamp)),
                         is_of_a_round ? std::string()
                                       : terminal.say("cli.status.partners_lamp", {{"partner", partner_at_start(model, words)},
                                                                                   {"lamp", words_of(model.partner.lamp, words)}}));
}

void News::tell_round(Terminal& terminal, const Model& model, const RoundView& round, const std::string& own) {
  const auto& words = terminal.session.words();
  const auto found = rounds_.find(round.id);
  const bool is_new = found == rounds_.end();
  const Known known = is_new ? Known{} : found->second;
  if (is_new && !round.opened_by_me)
    terminal.printer.event("asked", fields_of(round, words),
                           terminal.say("cli.news_asked", {{"partner", partner_at_start(model, words)}, {"prompt", question_words(round.card, words)}}) + "\n" +
                               ask_hint(round.card, words));
  if (is_new || known.phase != round.phase) {
    std::string line;
    if (round.phase == RoundPhase::receiving)
      line = reveal_words(round, model, words);
    else if (round.phase == RoundPhase::countdown)
      line = terminal.say("cli.reveal.countdown");
    else if (round.phase != RoundPhase::writing)
      line = about(terminal, model, round, round.waiting_for);
    terminal.printer.event("round", fields_of(round, words), is_of(own, known.phase, round.phase) ? std::string() : line);
    if (round.phase == RoundPhase::receiving) return;  // all that was said is in there
  } else if (known.waiting_for != round.waiting_for && round.phase == RoundPhase::both_sealed && own != "relax") {
    terminal.printer.say(about(terminal, model, round, round.waiting_for));
  }
  tell_said(terminal, model, round, known);
  if (is_heard(round) && !known.is_heard) terminal.printer.say(about(terminal, model, round, terminal.say("cli.next.close")));
}

void News::tell_said(Terminal& terminal, const Model& model, const RoundView& round, const Known& known) {
  const auto& words = terminal.session.words();
  const auto said = said_by_partner(round);
  for (std::size_t i = known.said; i < said.size(); ++i) {
    terminal.printer.event("said", Fields().text("round", round.id).text("kind", name_of(said[i].kind)).text("text", said[i].text),
                           about(terminal, model, round, news_words(said[i], model, words)));
  }
  // One next step, whatever has come at once.
  const auto has = [&](client::ExchangeView::Kind kind) {
    return std::any_of(said.begin() + static_cast<std::ptrdiff_t>(std::min(known.said, said.size())), said.end(), [kind](const auto& each) { return each.kind == kind; });
  };
  if (has(client::ExchangeView::Kind::say_back) && round.may_confirm)
    terminal.printer.say(terminal.say("cli.next.confirm"));
  else if (has(client::ExchangeView::Kind::follow_up) && round.may_reply)
    terminal.printer.say(terminal.say("cli.next.reply"));
  else if (has(client::ExchangeView::Kind::not_quite) && round.may_say_back)
    terminal.printer.say(terminal.say("cli.next.say_back"));
  for (std::size_t i = known.added; i < added_by_partner(round); ++i) {
    const auto& text = round.partners->additions[i];
    terminal.printer.event("said", Fields().text("round", round.id).text("kind", "addition").text("text", text),
                           about(terminal, model, round, terminal.say("cli.says.adds", {{"partner", partner_at_start(model, words)}, {"text", continued(text)}})));
  }
}

void News::tell_closed(Terminal& terminal, const Model& model, const std::string& own) {
  const auto& words = terminal.session.words();
  for (const auto& [id, known] : rounds_) {
    const auto is_this = [&id = id](const client::RoundRef& round) { return round->id == id; };
    if (std::any_of(model.open_rounds.begin(), model.open_rounds.end(), is_this)) continue;
    const auto round = terminal.session.round(id);
    if (!round) continue;
    terminal.printer.event("round", fields_of(*round, words),
                           own == "close" ? std::string()
                                          : terminal.say("cli.news", {{"round", brief_name(*round, words)},
                                                                      {"state", terminal.say("cli.round.is", {{"phase", words_of(round->phase, words)}})}}));
  }
}

void News::remember(const Model& model) {
  lamp_ = model.partner.lamp;
  both_confirmed_ = model.both_confirmed;
  connection_ = model.connection_text;
  home_ = model.home.state;
  fresh_ = model.gifts->fresh.size();
  proposed_ = model.dates->theirs ? model.dates->theirs->step : std::string();
  has_date_ = model.dates->agreed.has_value();
  rounds_.clear();
  for (const auto& round : model.open_rounds)
    rounds_[round->id] = {round->phase, said_by_partner(*round).size(), added_by_partner(*round), round->waiting_for, is_heard(*round)};
  for (const auto& notice : model.notices) notice_ = std::max(notice_, notice.id);
}

}  // namespace twinlamp::cli
