#include "client/cli/practice_desire.h"

#include <algorithm>

#include "client/cli/commands_pairing.h"
#include "client/cli/commands_rounds.h"
#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::PairReading;

constexpr int practice_number = 4;  // product.md's row

const std::string& reading_words(PairReading reading, const client::Words& words) {
  switch (reading) {
    case PairReading::both_high: return words.say("desire.reading.both_high");
    case PairReading::both_low: return words.say("desire.reading.both_low");
    case PairReading::one_low: return words.say("desire.reading.one_low");
    case PairReading::far_apart: return words.say("desire.reading.far_apart");
    case PairReading::between: break;
  }
  return words.say("desire.reading.between");
}

std::string state_words(const Model& model, const client::Words& words) {
  const auto& view = *model.desire;
  if (view.is_locked) return words.say("desire.locked");
  if (view.is_on) return words.say("cli.desire.is_on");
  return view.wanted ? words.say("desire.waiting") : words.say("desire.adults") + "\n" + words.say("desire.switch_about");
}

void add_wishes(std::string& out, const client::DesireView& view, bool both_want, const client::Words& words) {
  std::string lines;
  for (const auto& wish : view.in_common)
    if (wish.both_want == both_want) lines += "\n  " + wish.item.text;
  if (!lines.empty()) out += "\n" + words.say(both_want ? "wishes.both_want" : "wishes.both_enjoy") + lines;
}

client::RoundRef open_list(const Model& model) {
  const auto found = std::ranges::find_if(model.open_rounds, [](const auto& round) {
    return round->card.practice == practice_number && round->card.kind == client::CardKind::wishes;
  });
  return found == model.open_rounds.end() ? nullptr : *found;
}

Fields fields_of(const client::DesireView& view) {
  std::vector<std::string> want, enjoy;
  for (const auto& wish : view.in_common) (wish.both_want ? want : enjoy).push_back(wish.item.text);
  Fields fields;
  fields.flag("wanted", view.wanted).flag("on", view.is_on).flag("locked", view.is_locked).text("wish_card", view.wish_card);
  return fields.list("both_want", want).list("both_enjoy", enjoy);
}

int show_page(Terminal& terminal) {
  const auto model = terminal.session.model();
  terminal.printer.event("desire", fields_of(*model->desire), desire_page(*model, terminal.session.words()));
  return 0;
}

int switch_it(Terminal& terminal, bool on) {
  const bool was_there = terminal.session.model()->desire->is_on;
  const auto problem = terminal.session.attempt(client::SetDesire{on}, [&](const Model& m) { return m.desire->wanted == on; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("desire", Fields().flag("wanted", on),
                         on ? state_words(*terminal.session.model(), terminal.session.words()) : terminal.say("cli.desire.off") + (was_there ? "\n" + terminal.say("desire.off_lists") : std::string()));
  return 0;
}

int open_door(Terminal& terminal) {
  if (!terminal.session.model()->desire->is_locked) return terminal.printer.say(state_words(*terminal.session.model(), terminal.session.words())), 0;
  const auto passphrase = read_secret(terminal, terminal.say("desire.passphrase"));
  const auto problem = terminal.session.attempt(client::OpenDesire{passphrase}, [](const Model& m) { return !m.desire->is_locked || m.desire->was_wrong; });
  if (!problem.empty()) return fail(terminal, problem);
  if (terminal.session.model()->desire->is_locked) return fail(terminal, terminal.say("desire.wrong_passphrase"));
  return show_page(terminal);
}

int set_door(Terminal& terminal, bool wanted) {
  const bool had = terminal.session.model()->desire->has_lock;
  const auto current = had ? read_secret(terminal, terminal.say("desire.current")) : std::string();
  const auto next = wanted ? read_secret(terminal, terminal.say("desire.new")) : std::string();
  if (wanted && next.empty()) return fail(terminal, terminal.say("cli.lock.empty"));
  const auto before = terminal.session.model()->version;
  const auto problem = terminal.session.attempt(client::SetDesireLock{current, next}, [&](const Model& m) { return m.desire->has_lock == wanted && m.version > before; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("desire_lock", Fields().flag("set", wanted), terminal.say(wanted ? "cli.desire.locks" : "cli.desire.no_lock"));
  return 0;
}

}  // namespace

std::string desire_page(const Model& model, const client::Words& words) {
  const auto& view = *model.desire;
  if (!view.is_shown()) return state_words(model, words);
  std::string out = words.say("cli.desire.is_on");
  out += "\n" + words.say("desire.list_about", {{"drawn", view.wishes_drawn}}) + "\n" + words.say("wishes.learns");
  if (view.in_common.empty()) out += "\n" + words.say("desire.no_common");
  add_wishes(out, view, true, words);
  add_wishes(out, view, false, words);
  for (const auto& seen : view.check_ins)
    out += "\n" + words.say("cli.desire.check_in", {{"date", seen.date}, {"prompt", seen.prompt}}) + "\n  " + words.say("desire.you", {{"value", seen.mine}, {"steps", seen.steps}}) + "\n  " +
           words.say("desire.theirs", {{"partner", partner_at_start(model, words)}, {"value", seen.partners}, {"steps", seen.steps}}) + "\n  " + reading_words(seen.reading, words);
  const auto name = [&](std::string_view key, const std::string& card) {
    if (!card.empty()) out += "\n" + words.say(key, {{"card", card}});
  };
  name("cli.desire.ask_check_in", view.check_in_card);
  name("cli.desire.ask_talk", view.next_card);
  out += "\n" + words.say("cli.desire.to_switch_off") + " " + words.say("desire.off_about") + " " + words.say("desire.off_lists");
  return out;
}

int desire(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto verb = joined(words, 1);
  const auto model = terminal.session.model();
  if (verb.empty()) return show_page(terminal);
  if (verb == "on" || verb == "off") return switch_it(terminal, verb == "on");
  if (verb == "status") {
    terminal.printer.event("desire", fields_of(*model->desire), state_words(*model, terminal.session.words()));
    return 0;
  }
  if (verb == "open") return open_door(terminal);
  if (!model->desire->is_shown()) return fail(terminal, state_words(*model, terminal.session.words()));
  if (verb == "close") return terminal.session.send(client::CloseDesire{}), terminal.printer.say(terminal.say("cli.desire.closed")), 0;
  if (words[1] == "lock" && (words.size() == 2 || words[2] == "off")) return set_door(terminal, words.size() == 2);
  return fail(terminal, terminal.say("cli.desire.usage")), 2;
}

int wishes(Terminal& terminal, Words) {
  if (!is_paired(terminal)) return 1;
  const auto model = terminal.session.model();
  if (!model->desire->is_shown()) return fail(terminal, state_words(*model, terminal.session.words()));
  if (const auto open = open_list(*model)) {
    terminal.printer.event("round", cli::fields_of(*open, terminal.session.words()), words_of(*open, *model, terminal.session.words()));
    return 0;
  }
  return ask(terminal, {"ask", model->desire->wish_card});
}

}  // namespace twinlamp::cli
