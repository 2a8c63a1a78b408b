#include "client/cli/practice_play.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "client/cli/describe.h"
#include "client/practices/play.h"
#include "client/practices/zone.h"

namespace twinlamp::cli {
namespace {

using client::Game;
using client::Model;
using client::RemarkKind;
using client::ThingView;
using std::chrono::steady_clock;

const std::string& name_of(Game game, const client::Words& words) {
  switch (game) {
    case Game::guess_me: return words.say("play.guess_me");
    case Game::this_or_that: return words.say("play.this_or_that");
    case Game::truths_and_wish: return words.say("play.truths_and_wish");
    case Game::really_mine: break;
  }
  return words.say("play.really_mine");
}

// --- Your thing

// Numbered as the commands take them: one's own first, then the partner's.
std::vector<const ThingView*> numbered(const Model& model) {
  std::vector<const ThingView*> out;
  for (const auto* list : {&model.things->mine, &model.things->partners})
    for (const auto& each : *list) out.push_back(&each);
  return out;
}

std::string remark_words(const client::RemarkView& remark, const ThingView& about, const std::string& partner, const client::Words& words) {
  const auto say = [&](std::string_view mine, std::string_view theirs) { return remark.mine ? words.say(mine) : words.say(theirs, {{"partner", partner}}); };
  const bool by_owner = remark.mine == about.mine;
  std::string who;
  switch (remark.kind) {
    case RemarkKind::cheer: who = say("thing.cheered.mine", "thing.cheered.theirs"); break;
    case RemarkKind::ask:
      who = by_owner ? say("thing.wanted_advice.mine", "thing.wanted_advice.theirs") : say("thing.asked.mine", "thing.asked.theirs");
      break;
    default: who = by_owner ? say("thing.answered.mine", "thing.answered.theirs") : say("thing.advised.mine", "thing.advised.theirs");
  }
  return remark.text.empty() ? who : words.say("cli.thing.remark", {{"who", who}, {"text", continued(remark.text)}});
}

std::string thing_words(std::size_t number, const ThingView& view, const Model& model, const client::Words& words) {
  const auto& partner = partner_at_start(model, words);
  const auto owner = view.mine ? words.say("thing.mine") : words.say("thing.theirs", {{"partner", partner}});
  const auto when = view.when.empty() ? words.say(view.list == client::SharedList::coming ? "thing.coming" : "thing.into") : view.when;
  auto out = words.say("cli.thing.line", {{"number", number}, {"owner", owner}, {"text", view.text}, {"when", when}});
  for (const auto& remark : view.remarks) out += "\n  " + remark_words(remark, view, partner, words);
  for (const auto* prompts : {&view.asks, &view.cheers})
    if (!prompts->empty()) out += "\n  " + words.say("cli.thing.prompt", {{"prompt", prompts->front()}});
  return out;
}

std::string all_things(const Model& model, const client::Words& words) {
  std::string out;
  const auto all = numbered(model);
  for (std::size_t i = 0; i < all.size(); ++i) out += (i == 0 ? "" : "\n") + thing_words(i + 1, *all[i], model, words);
  return out.empty() ? words.say("cli.thing.none") : out;
}

int put_thing(Terminal& terminal, Words words, client::SharedList list) {
  std::optional<client::Moment> at;
  if (const auto typed = take_option(words, "--at"); !typed.empty()) {
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    at = client::read_moment(typed, terminal.session.model()->me.zone, now, 12 * 60);
    if (!at) return fail(terminal, terminal.say("thing.when_problem")), 2;
  }
  const auto text = joined(words, 2);
  if (text.empty()) return fail(terminal, terminal.say("cli.thing.usage")), 2;
  const auto before = terminal.session.model()->things->mine.size();
  const auto problem = terminal.session.attempt(client::PutItem{list, {}, text, at}, [&](const Model& m) { return m.things->mine.size() > before; });
  if (!problem.empty()) return fail(terminal, problem);
  return terminal.printer.event("thing", Fields().text("text", text), terminal.say("cli.thing.put")), 0;
}

int say_of_thing(Terminal& terminal, const Words& words, RemarkKind kind) {
  const auto all = numbered(*terminal.session.model());
  std::size_t number = 0;
  if (words.size() > 2) std::from_chars(words[2].data(), words[2].data() + words[2].size(), number);
  if (number < 1 || number > all.size()) return fail(terminal, terminal.say("cli.thing.which")), 2;
  const auto& about = *all[number - 1];
  const bool wants_advice = words[1] == "advice", is_own = about.mine;
  const auto text = wants_advice ? std::string() : joined(words, 3);
  if (!wants_advice && text.empty()) return fail(terminal, terminal.say("cli.thing.usage")), 2;
  if (is_own && !wants_advice && kind != RemarkKind::reply) return fail(terminal, terminal.say("cli.thing.own"));
  if (!is_own && wants_advice) return fail(terminal, terminal.say("cli.thing.not_own"));
  if (!is_own && kind == RemarkKind::reply && !about.wants_advice) return fail(terminal, terminal.say("cli.thing.no_advice"));
  const auto problem = terminal.session.attempt(client::SayRemark{kind, about.id, text}, [&, id = about.id, before = about.remarks.size()](const Model& m) {
    const auto now = numbered(m);
    return std::ranges::any_of(now, [&](const ThingView* each) { return each->id == id && each->remarks.size() > before; });
  });
  if (!problem.empty()) return fail(terminal, problem);
  return terminal.printer.event("thing", Fields().text("text", text), terminal.say("cli.thing.said")), 0;
}

int remove_thing(Terminal& terminal, const Words& words) {
  const auto things = terminal.session.model()->things;
  const auto& mine = things->mine;
  std::size_t number = 0;
  if (words.size() > 2) std::from_chars(words[2].data(), words[2].data() + words[2].size(), number);
  if (number < 1 || number > mine.size()) return fail(terminal, terminal.say("cli.thing.which_own")), 2;
  const auto before = mine.size();
  const auto problem = terminal.session.attempt(client::RemoveItem{mine[number - 1].id}, [&](const Model& m) { return m.things->mine.size() < before; });
  if (!problem.empty()) return fail(terminal, problem);
  return terminal.printer.event("thing", Fields().number("removed", static_cast<long long>(number)), terminal.say("cli.thing.removed")), 0;
}

// --- this or that

client::RoundRef game_round(Terminal& terminal, Words& words) {
  const auto name = take_option(words, "--round");
  const auto model = terminal.session.model();
  for (std::size_t i = 0; i < model->open_rounds.size(); ++i) {
    const auto& round = model->open_rounds[i];
    const bool is_named = name.empty() || std::to_string(i + 1) == name || round->id.starts_with(name);
    if (is_named && round->card.kind == client::CardKind::pairs && round->may_write) return round;
  }
  return nullptr;
}

void sleep_until(Terminal& terminal, steady_clock::time_point at) {
  for (auto now = steady_clock::now(); now < at; now = steady_clock::now())
    terminal.session.wait_for_change(terminal.session.model()->version, std::chrono::ceil<std::chrono::milliseconds>(at - now));
}

// Each pair while it is shown; the last line that was typed for it counts.
void play_pairs(Terminal& terminal, const client::RoundView& round, steady_clock::time_point begins_at) {
  std::string line;
  for (std::size_t place = 0; place < round.card.pairs.size(); ++place) {
    const auto from = begins_at + client::pair_time * static_cast<int>(place), until = from + client::pair_time;
    sleep_until(terminal, from);
    const auto& pair = round.card.pairs[place];
    terminal.printer.event("pair", Fields().number("place", static_cast<long long>(place + 1)).text("left", pair.left).text("right", pair.right),
                           terminal.say("cli.play.pair", {{"number", place + 1}, {"left", pair.left}, {"right", pair.right}}));
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now());
    if (left.count() <= 0 || !terminal.input.waits(left) || !terminal.read(line) || line.empty()) continue;
    const auto pick = line[0] == 'l' || line[0] == 'L' ? client::Pick::left : line[0] == 'r' || line[0] == 'R' ? client::Pick::right : client::Pick::none;
    if (pick != client::Pick::none) terminal.session.send(client::PickSide{round.id, place, pick, steady_clock::now()});
  }
}

}  // namespace

std::string play_page(const Model& model, const client::Words& words) {
  std::string out;
  for (const auto& offer : *model.games)
    out += words.say("cli.play.game", {{"game", name_of(offer.game, words)}, {"prompt", offer.prompt}, {"card", offer.card}}) + "\n";
  return out + words.say("thing.title") + "\n" + all_things(model, words);
}

int play(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto round = game_round(terminal, words);
  if (!round) return fail(terminal, terminal.say("cli.play.none"));
  const auto is_ours = [&](const Model& model) { return model.game && model.game->round == round->id; };
  const auto problem = terminal.session.attempt(client::ReadyToPlay{round->id}, is_ours);
  if (!problem.empty()) return fail(terminal, problem);
  terminal.session.send(client::SetInFront{true});
  terminal.printer.event("ready", Fields().text("round", round->id), terminal.say("cli.play.ready", {{"partner", partner_within(*terminal.session.model(), terminal.session.words())}}));
  const auto begins = [&](const Model& model) { return !is_ours(model) || model.game->begins_at.has_value(); };
  if (!terminal.session.wait(begins, std::exchange(terminal.wait, std::nullopt).value_or(std::chrono::minutes(10)))) {
    terminal.session.send(client::LeavePlay{});
    return fail(terminal, terminal.say("cli.play.nobody"));
  }
  const auto model = terminal.session.model();
  if (!is_ours(*model)) return fail(terminal, terminal.say("cli.play.none"));
  const auto begins_at = *model->game->begins_at;
  play_pairs(terminal, *round, begins_at);
  sleep_until(terminal, client::end_of_game(begins_at));
  const auto is_sealed = [&](const Model&) {
    const auto now = terminal.session.round(round->id);
    return now && now->mine.has_value();
  };
  if (!terminal.session.wait(is_sealed)) return fail(terminal, terminal.say("cli.play.not_sealed"));
  const auto now = terminal.session.round(round->id);
  terminal.printer.event("done", Fields().text("round", round->id), terminal.say("cli.play.sealed") + "\n" + now->waiting_for);
  return 0;
}

int thing(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto verb = words.size() > 1 ? words[1] : std::string();
  if (verb.empty()) {
    terminal.printer.event("things", Fields().number("count", static_cast<long long>(numbered(*terminal.session.model()).size())),
                           all_things(*terminal.session.model(), terminal.session.words()));
    return 0;
  }
  if (verb == "add") return put_thing(terminal, std::move(words), client::SharedList::into);
  if (verb == "coming") return put_thing(terminal, std::move(words), client::SharedList::coming);
  if (verb == "ask") return say_of_thing(terminal, words, RemarkKind::ask);
  if (verb == "cheer") return say_of_thing(terminal, words, RemarkKind::cheer);
  if (verb == "reply") return say_of_thing(terminal, words, RemarkKind::reply);
  if (verb == "advice") return say_of_thing(terminal, words, RemarkKind::ask);
  if (verb == "remove") return remove_thing(terminal, words);
  return fail(terminal, terminal.say("cli.thing.usage")), 2;
}

}  // namespace twinlamp::cli
