#include "client/cli/command_words.h"

#include <algorithm>

#include "client/cli/describe.h"
#include "client/cli/interrupt.h"
#include "client/cli/status_words.h"

namespace twinlamp::cli {

using client::Model;
using client::Stage;

namespace {

bool holds(Terminal& terminal, bool condition) {
  if (!condition) terminal.printer.problem(status_words(*terminal.session.model(), terminal.session.words(), terminal.interactive));
  return condition;
}

// Nothing more comes of waiting: it is there, or this will not be tried again; and at the prompt nobody waits for a relay that is not there.
bool is_settled(const Model& model, bool interactive) {
  if (model.unsent == 0 || model.stage != Stage::paired || model.connection == client::Connection::replaced) return true;
  return model.connection == client::Connection::offline && (interactive || !model.retry_at);
}

constexpr std::chrono::milliseconds glance{200};  // between two looks at the keyboard

// Whether the person has left, by the keyboard. An empty line is only for that, and is taken.
bool is_left(Terminal& terminal, Leaves leaves) {
  if (leaves == Leaves::by_interrupt) return false;
  switch (terminal.input.look_ahead()) {
    case Input::Ahead::nothing: return false;
    case Input::Ahead::something:
    case Input::Ahead::end: return terminal.input.is_terminal();
    case Input::Ahead::empty_line: break;
  }
  std::string line;
  return terminal.input.next(line);
}

}  // namespace

std::string joined(const Words& words, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < words.size(); ++i) out += (i > from ? " " : "") + words[i];
  return out;
}

std::string take_option(Words& words, const std::string& name) {
  const auto at = std::find(words.begin(), words.end(), name);
  if (at == words.end() || at + 1 == words.end()) return {};
  auto value = *(at + 1);
  words.erase(at, at + 2);
  return value;
}

bool take_flag(Words& words, const std::string& name) {
  const auto at = std::find(words.begin(), words.end(), name);
  if (at == words.end()) return false;
  words.erase(at);
  return true;
}

int fail(Terminal& terminal, const std::string& problem) {
  terminal.printer.problem(problem);
  return 1;
}

bool is_paired(Terminal& terminal) { return holds(terminal, terminal.session.model()->stage == Stage::paired); }

bool may_read(Terminal& terminal) {
  const auto model = terminal.session.model();
  return holds(terminal, model->stage == Stage::paired || (model->stage == Stage::ended && !model->left_here));
}

Waited wait_here(Terminal& terminal, const Waiting& waiting) {
  if (!terminal.interactive) {
    waiting.begins();
    return terminal.session.wait(waiting.holds, waiting.patience) ? Waited::held : Waited::late;
  }
  const Interrupt interrupt;
  waiting.begins();
  const auto until = std::chrono::steady_clock::now() + waiting.patience;
  for (;;) {
    const auto seen = terminal.session.model()->version;
    if (terminal.session.wait(waiting.holds, std::chrono::seconds(0))) return Waited::held;
    if (interrupt.was_pressed()) return terminal.printer.interrupted(), Waited::left;
    if (is_left(terminal, waiting.leaves)) return Waited::left;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return Waited::late;
    terminal.session.wait_for_change(seen, std::min(left, glance));
  }
}

int delivered(Terminal& terminal, const std::string& said, const std::string& kept) {
  terminal.session.wait([&](const Model& model) { return is_settled(model, terminal.interactive); },
                        terminal.wait.value_or(terminal.session.patience()));
  const auto model = terminal.session.model();
  const bool sent = model->unsent == 0 || model->stage != Stage::paired;
  auto fields = Fields().text("what", kept.empty() ? said : kept).flag("sent", sent);
  std::string words = kept;
  const auto add = [&words](const std::string& line) { words += (words.empty() || line.empty() ? "" : "\n") + line; };
  if (sent) {
    add(said);
  } else {
    add(unsent_words(*model, terminal.session.words(), terminal.interactive));
    fields.text("why", model->asked_to_wait ? "asked_to_wait" : model->connection == client::Connection::online ? "slow" : "unreachable");
    if (const auto wait = retry_in(*model)) fields.number("retry_in", wait->count());
  }
  terminal.printer.event("done", fields, words);
  return 0;
}

}  // namespace twinlamp::cli
