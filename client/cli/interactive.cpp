#include "client/cli/interactive.h"

#include <map>
#include <sstream>

#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

constexpr std::chrono::milliseconds patience{200};  // with the keyboard, until there may be news

std::vector<std::string> split(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// What a person at the prompt has been told, so that only news is said.
class News {
public:
  explicit News(const client::Model& model) { remember(model); }

  void tell(Terminal& terminal, const client::Model& model) {
    if (model.partner.lamp != lamp_ && model.stage == client::Stage::paired)
      terminal.printer.event("lamp", Fields().text("partner", name_of(model.partner.lamp)),
                             terminal.say("cli.status.partners_lamp", {{"partner", model.partner.name.empty() ? terminal.say("partner.start") : model.partner.name},
                                                              {"lamp", words_of(model.partner.lamp, terminal.session.words())}}));
    for (const auto& round : model.open_rounds) {
      const auto known = phases_.find(round->id);
      if (known != phases_.end() && known->second == round->phase) continue;
      if (round->phase == client::RoundPhase::receiving)
        terminal.printer.event("round", fields_of(*round, terminal.session.words()), terminal.say("cli.now_open") + "\n" + words_of(*round, model, terminal.session.words()));
      else
        terminal.printer.event("round", fields_of(*round, terminal.session.words()),
                               terminal.say("cli.news", {{"prompt", round->card.prompt}, {"phase", words_of(round->phase, terminal.session.words())}}));
    }
    for (const auto& notice : model.notices)
      if (notice.id > notice_) terminal.printer.event("notice", Fields().text("text", notice.text), notice.text);
    if (model.connection_text != connection_ && !model.connection_text.empty()) terminal.printer.say(model.connection_text);
    remember(model);
  }

private:
  void remember(const client::Model& model) {
    lamp_ = model.partner.lamp;
    connection_ = model.connection_text;
    phases_.clear();
    for (const auto& round : model.open_rounds) phases_[round->id] = round->phase;
    for (const auto& notice : model.notices) notice_ = std::max(notice_, notice.id);
  }

  client::LampState lamp_ = client::LampState::away;
  std::map<std::string, client::RoundPhase> phases_;
  std::uint64_t notice_ = 0;
  std::string connection_;
};

}  // namespace

int run_interactive(Terminal& terminal) {
  terminal.printer.event("status", status_fields(*terminal.session.model()), status_words(*terminal.session.model(), terminal.session.words()));
  terminal.printer.say(terminal.say("cli.prompt"));
  terminal.session.send(client::SetInFront{true});
  News news(*terminal.session.model());
  std::string line;
  for (;;) {
    news.tell(terminal, *terminal.session.model());
    if (!terminal.input.waits(patience)) continue;
    if (!terminal.input.next(line)) break;
    const auto words = split(line);
    if (words.empty()) continue;
    if (words[0] == "quit" || words[0] == "exit") break;
    if (terminal.session.model()->stage == client::Stage::locked && words[0] != "unlock" && words[0] != "help") {
      terminal.printer.say(terminal.say("cli.locked"));
      continue;
    }
    run_command(terminal, words);
  }
  return 0;
}

}  // namespace twinlamp::cli
