#include "client/cli/command_words.h"

#include <algorithm>

#include "client/cli/describe.h"

namespace twinlamp::cli {

using client::Model;
using client::Stage;

namespace {

bool holds(Terminal& terminal, bool condition) {
  if (!condition) terminal.printer.problem(status_words(*terminal.session.model(), terminal.session.words(), terminal.program));
  return condition;
}

// Nothing more comes of waiting: it is there, or this will not be tried again; and at the prompt nobody waits for a relay that is not there.
bool is_settled(const Model& model, bool interactive) {
  if (model.unsent == 0 || model.stage != Stage::paired || model.connection == client::Connection::replaced) return true;
  return model.connection == client::Connection::offline && (interactive || !model.retry_at);
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
