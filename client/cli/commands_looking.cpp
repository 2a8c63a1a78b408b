#include "client/cli/commands_looking.h"

#include <algorithm>
#include <cstdlib>

#include "client/cli/describe.h"

namespace twinlamp::cli {

using client::Model;
using client::Stage;

int status(Terminal& terminal, Words) {
  terminal.session.wait([](const Model& m) { return m.unsent == 0 || m.connection != client::Connection::online; },
                        std::min(terminal.session.patience(), std::chrono::seconds(2)));
  const auto model = terminal.session.model();
  terminal.printer.event("status", status_fields(*model), status_words(*model, terminal.session.words(), terminal.program));
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
  if (small) terminal.printer.event("small", Fields().text("text", small->text).text("card", small->card), terminal.say("cli.tonight.small", {{"thing", small->text}}));
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

int leave(Terminal& terminal, Words words) {
  if (words.size() < 2 && terminal.interactive) {
    terminal.printer.say(terminal.say("cli.leave.about"));
    words.push_back(terminal.ask(terminal.say("cli.leave.sure_here", {{"word", terminal.say("leave.word")}})));
    if (words[1].empty()) return 1;
  }
  if (words.size() < 2) {
    terminal.printer.say(terminal.say("cli.leave.about") + "\n" + terminal.say("cli.leave.sure", {{"word", terminal.say("leave.word")}, {"program", terminal.program}}));
    return 1;
  }
  const auto problem = terminal.session.attempt(client::Leave{words[1]}, [](const Model& m) { return m.stage == Stage::ended || m.stage == Stage::fresh; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("left", Fields(), terminal.say("cli.leave.done"));
  return 0;
}

}  // namespace twinlamp::cli
