#include "client/cli/commands_looking.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "client/cli/commands_host.h"
#include "client/cli/describe.h"
#include "client/cli/status_words.h"

namespace twinlamp::cli {

using client::Model;
using client::Stage;

namespace {

// Where our relay is on this laptop, the partner may never hear of it.
std::string leave_words(Terminal& terminal) {
  const auto model = terminal.session.model();
  if (model->stage == Stage::unpaired) return terminal.say("leave.erase_about") + " " + terminal.say("leave.erase_does") + " " + terminal.say("leave.erase_cannot");
  const auto& home = model->home;
  const bool is_relay = home.is_on && !home.is_elsewhere;
  auto text = terminal.say("cli.leave.about") + (model->leaves_untold ? " " + terminal.say("leave.untold") : std::string());
  if (is_relay) text += " " + terminal.say("leave.home");
  if (model->stage == Stage::locked && !is_relay) text += "\n" + terminal.say("leave.instead") + ":\n" + terminal.say("leave.instead_about", {{"folder", model->folder}});
  // A copy that was restored only to be tried is no pair of its own.
  if (waits_after_restore(*model)) text += "\n" + terminal.say("cli.leave.restored");
  return text;
}

// The command that does it.
std::string how_to(const Terminal& terminal, const client::SmallThing& small) {
  using Kind = client::SmallThing::Kind;
  switch (small.kind) {
    case Kind::check_in:
    case Kind::guess: return small.round.empty() ? terminal.say("cli.tonight.do_ask", {{"card", small.card}}) : terminal.say("cli.tonight.do_answer");
    case Kind::note: return terminal.say("cli.tonight.do_note");
    case Kind::ask: return terminal.say("cli.tonight.do_thing");
    case Kind::challenge: break;
  }
  return terminal.say("cli.tonight.do_seven");
}

}  // namespace

int status(Terminal& terminal, Words) {
  // A command that has just connected has not been given its mail yet, and has heard of no lamp; at the prompt one is told when it changes.
  const auto patience = terminal.session.patience();
  terminal.session.wait(is_mail_settled, std::min(patience, std::chrono::seconds(2)));
  if (!terminal.interactive) terminal.session.wait(is_lamp_known, std::min(patience, terminal.wait.value_or(std::chrono::seconds(1))));
  const auto model = terminal.session.model();
  terminal.printer.event("status", status_fields(*model), status_words(*model, terminal.session.words(), terminal.interactive));
  return 0;
}

int tonight(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  if (take_flag(words, "--next")) {
    const auto before = terminal.session.model()->tonight;
    const auto problem = terminal.session.attempt(client::NextSuggestion{}, [&](const Model& m) {
      return m.tonight && (!before || m.tonight->card.id != before->card.id);
    });
    if (!problem.empty()) return fail(terminal, problem);
  }
  const auto model = terminal.session.model();
  const auto& small = model->small_thing;
  if (!model->tonight) return fail(terminal, terminal.say("cli.tonight.none"));
  auto fields = fields_of(model->tonight->card);
  terminal.printer.event("tonight", fields.text("reason", model->tonight->reason).text("round", model->tonight->round),
                         terminal.say("cli.tonight.is", {{"card", words_of(model->tonight->card, terminal.session.words())}}) + "\n" + model->tonight->reason);
  if (small)
    terminal.printer.event("small", Fields().text("text", small->text).text("card", small->card),
                           terminal.say("cli.tonight.small", {{"thing", small->text}, {"do", how_to(terminal, *small)}}));
  return 0;
}

int card(Terminal& terminal, Words words) {
  const auto model = terminal.session.model();
  if (words.size() >= 3 && words[1] == "show") {
    for (const auto& view : *model->cards)
      if (view.id == words[2]) {
        terminal.printer.event("card", fields_of(view), words_of(view, terminal.session.words()));
        return 0;
      }
    return fail(terminal, terminal.say("cli.card.unknown", {{"card", words[2]}}));
  }
  if (words.size() < 2 || words[1] != "list") return fail(terminal, terminal.say("cli.card.usage")), 2;
  const auto wanted = joined(words, 2);
  bool any = false;
  for (const auto& view : *model->cards) {
    if (!wanted.empty() && !view.id.starts_with(wanted) && view.practice_name != wanted) continue;
    any = true;
    terminal.printer.event("card", fields_of(view), view.id + ": " + view.prompt);
  }
  return any ? 0 : fail(terminal, terminal.say("cli.card.no_practice", {{"practice", wanted}}));
}

int lamp(Terminal& terminal, Words words) {
  if (words.size() != 2 || (words[1] != "on" && words[1] != "off")) return fail(terminal, terminal.say("cli.lamp.usage")), 2;
  const bool lit = words[1] == "on";
  const auto problem = terminal.session.attempt(client::SetLamp{lit}, [&](const Model& m) { return m.settings.lamp_lit == lit; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("lamp", Fields().flag("lit", lit), terminal.say(lit ? "cli.lamp.on" : "cli.lamp.off"));
  return 0;
}

// Alone it tells where the repair stands.
int repair(Terminal& terminal, Words words) {
  const auto say = [&](std::string_view key) { return terminal.say(key); };
  if (!is_paired(terminal)) return 1;
  if (words.size() > 2 || (words.size() == 2 && words[1] != "go-on" && words[1] != "new-keys")) return fail(terminal, say("cli.repair.usage")), 2;
  const auto is_whole = [](const Model& m) { return m.repair.text.empty(); };
  const auto patience = std::exchange(terminal.wait, std::nullopt);
  const bool waited = words.size() == 1 && patience && wait_here(terminal, {is_whole, *patience}) != Waited::held;
  const auto model = terminal.session.model();
  if (words.size() == 1) {
    const auto text = model->repair.text.empty() ? say("cli.repair.nothing") : repair_words(*model, terminal.session.words());
    terminal.printer.event("repair", Fields().text("repair", model->repair.text).flag("asks", model->repair.asks()), text);
    return waited ? 1 : 0;
  }
  const bool goes_on = words[1] == "go-on";
  if (goes_on && !model->repair.asks()) return fail(terminal, waits_after_restore(*model) ? repair_words(*model, terminal.session.words()) : say("repair.no_question"));
  const auto problem = goes_on ? terminal.session.attempt(client::GoOnWithoutIt{}, [](const Model& m) { return !m.repair.asks(); })
                               : terminal.session.attempt(client::RenewKeys{}, [](const Model& m) { return !m.repair.text.empty(); });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("repair", Fields().text("done", words[1]), say(goes_on ? "cli.repair.goes_on" : "cli.repair.new_keys"));
  return 0;
}

int leave(Terminal& terminal, Words words) {
  const bool erases = terminal.session.model()->stage == Stage::unpaired;
  if (words.size() < 2 && terminal.interactive) {
    terminal.printer.say(leave_words(terminal));
    words.push_back(terminal.ask(terminal.say(erases ? "cli.leave.sure_erase" : "cli.leave.sure_here", {{"word", terminal.say("leave.word")}})));
    if (words[1].empty()) return 1;
  }
  if (words.size() < 2) {
    terminal.printer.say(leave_words(terminal) + "\n" + terminal.say("cli.leave.sure", {{"word", terminal.say("leave.word")}}));
    return 1;
  }
  const auto problem = terminal.session.attempt(client::Leave{words[1]}, [](const Model& m) { return m.stage == Stage::ended || m.stage == Stage::fresh; });
  if (!problem.empty()) return fail(terminal, problem);
  const bool waits = terminal.session.model()->home.waits_to_tell;
  terminal.printer.event("left", Fields().flag("waits", waits), terminal.say(erases ? "cli.leave.erased" : "cli.leave.done") + (waits ? "\n" + farewell_words(terminal) : std::string()));
  return 0;
}

}  // namespace twinlamp::cli
