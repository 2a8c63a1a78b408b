#include "client/cli/command_words.h"

#include <algorithm>

#include "client/cli/describe.h"

namespace twinlamp::cli {

using client::Stage;

namespace {

bool holds(Terminal& terminal, bool condition) {
  if (!condition) terminal.printer.problem(status_words(*terminal.session.model(), terminal.session.words(), terminal.program));
  return condition;
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

}  // namespace twinlamp::cli
