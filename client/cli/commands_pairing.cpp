#include "client/cli/commands_pairing.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::PairingView;
using client::Stage;
using Step = client::PairingView::Step;

int fail(Terminal& terminal, const std::string& problem) {
  terminal.printer.problem(problem);
  return 1;
}

// A line of standard input; what is typed is not shown where that is possible.
std::string read_secret(Terminal& terminal, const std::string& prompt) {
  terminal.printer.say(prompt);
  termios shown{};
  const bool hides = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0;
  if (hides) {
    auto hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string line;
  std::getline(std::cin, line);
  if (hides) tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  return line;
}

std::string option(const std::vector<std::string>& words, const std::string& name) {
  const auto at = std::find(words.begin(), words.end(), name);
  return at == words.end() || at + 1 == words.end() ? std::string() : *(at + 1);
}

bool has_step(const Model& model, Step step) { return model.pairing && model.pairing->step == step; }
bool has_failed(const Model& model) { return has_step(model, Step::failed) || (model.pairing && !model.pairing->problem.empty()); }

int confirm_words(Terminal& terminal, bool same) {
  const auto problem = terminal.session.attempt(client::ConfirmSameWords{same}, [&](const Model& m) {
    return m.stage == Stage::paired || has_step(m, Step::waiting_for_partner) || m.stage == Stage::unpaired || has_step(m, Step::failed);
  });
  if (!problem.empty()) return fail(terminal, problem);
  if (!same) {
    terminal.printer.event("pairing_ended", Fields(), "Nothing was paired. Someone may have been in between, or a word was misread. Begin again with a new code.");
    return 1;
  }
  const bool both = terminal.session.wait([](const Model& m) { return m.both_confirmed && m.unsent == 0; });
  const auto partner = terminal.session.model()->partner.name;
  terminal.printer.event("paired", Fields().text("partner", partner).flag("both_confirmed", both),
                         both ? "You are paired with " + partner + "." : "Confirmed. You are paired as soon as " + partner + " has confirmed too.");
  return 0;
}

// From the moment both devices have found each other: shows the four words and asks.
int compare_words(Terminal& terminal) {
  const auto model = terminal.session.model();
  const auto& words = model->pairing->same_words;
  const std::vector<std::string> list(words.begin(), words.end());
  terminal.printer.event("same_words", Fields().list("words", list).text("partner", model->partner.name),
                         "Both of your screens must now show the same four words. Compare them by voice:\n  " + words[0] + " " + words[1] + " " +
                             words[2] + " " + words[3]);
  terminal.printer.say("Are they the same on both sides? yes or no:");
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line == "yes" || line == "y") return confirm_words(terminal, true);
    if (line == "no" || line == "n") return confirm_words(terminal, false);
    terminal.printer.say("Type yes or no:");
  }
  terminal.printer.say("Not confirmed yet. When you have compared them: pair confirm");
  return 0;
}

int wait_for_partner(Terminal& terminal) {
  const bool met = terminal.session.wait(
      [](const Model& m) { return has_step(m, Step::comparing_words) || has_step(m, Step::failed) || m.stage == Stage::paired; }, std::chrono::minutes(11));
  const auto model = terminal.session.model();
  if (!met || !has_step(*model, Step::comparing_words))
    return fail(terminal, model->pairing && !model->pairing->problem.empty() ? model->pairing->problem : "Nobody came. The code is used up; begin again.");
  return compare_words(terminal);
}

int invite(Terminal& terminal) {
  const auto problem = terminal.session.attempt(client::InvitePartner{}, [](const Model& m) { return has_step(m, Step::showing_code) || has_step(m, Step::comparing_words) || has_failed(m); });
  const auto model = terminal.session.model();
  if (has_step(*model, Step::comparing_words)) return compare_words(terminal);
  if (!problem.empty() || !has_step(*model, Step::showing_code))
    return fail(terminal, model->pairing && !model->pairing->problem.empty() ? model->pairing->problem : problem);
  terminal.printer.event("code", Fields().text("code", model->pairing->code).text("invitation", model->pairing->invitation),
                         "Say this to your partner on the phone:\n  " + model->pairing->code + "\nThey type: pair join " + model->pairing->code +
                             "\nOr send them this line: " + model->pairing->invitation + "\nWaiting for them. The code works once, for ten minutes.");
  return wait_for_partner(terminal);
}

int join(Terminal& terminal, const std::string& code) {
  const auto problem = terminal.session.attempt(client::JoinPartner{code}, [](const Model& m) {
    return m.pairing && (m.pairing->step != Step::asking_for_code || !m.pairing->problem.empty());
  });
  const auto model = terminal.session.model();
  if (!problem.empty() || has_failed(*model))
    return fail(terminal, model->pairing && !model->pairing->problem.empty() ? model->pairing->problem : problem);
  return wait_for_partner(terminal);
}

}  // namespace

int setup(Terminal& terminal, std::vector<std::string> words) {
  if (terminal.session.model()->stage != Stage::fresh) return fail(terminal, "This profile is set up already. `status` says how things stand.");
  client::SetUp intent;
  intent.display_name = option(words, "--name");
  intent.relay = option(words, "--relay");
  if (intent.display_name.empty()) return fail(terminal, "What does your partner call you? setup --name NAME [--relay LINE] [--lock]"), 2;
  if (std::find(words.begin(), words.end(), "--lock") != words.end()) {
    intent.passphrase = read_secret(terminal, "Choose a passphrase. There is no way to get it back, so choose one you will remember:");
    if (intent.passphrase.empty()) return fail(terminal, "An empty passphrase locks nothing.");
    if (isatty(STDIN_FILENO) && read_secret(terminal, "Once more:") != intent.passphrase)
      return fail(terminal, "The two were not the same. Nothing was set up.");
  }
  const auto problem = terminal.session.attempt(intent, [](const Model& m) { return m.stage == Stage::unpaired; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("set_up", Fields().text("name", intent.display_name), "Hello " + intent.display_name + ". Next: pair invite, or pair join CODE.");
  return 0;
}

int pair(Terminal& terminal, std::vector<std::string> words) {
  const auto model = terminal.session.model();
  const auto verb = words.size() > 1 ? words[1] : std::string();
  if (verb == "confirm" && (has_step(*model, Step::comparing_words) || model->stage == Stage::pairing)) return confirm_words(terminal, true);
  if (model->stage == Stage::paired && verb == "confirm") {
    terminal.printer.say("Confirmed already. " + status_words(*model));
    return 0;
  }
  if (model->stage != Stage::unpaired && model->stage != Stage::pairing) return fail(terminal, status_words(*model));
  if (verb == "invite") return invite(terminal);
  if (verb == "join") {
    std::string code;
    for (std::size_t i = 2; i < words.size(); ++i) code += (i > 2 ? " " : "") + words[i];
    if (code.empty()) return fail(terminal, "Type the code that your partner said: pair join 417-amber-otter-window"), 2;
    return join(terminal, code);
  }
  return fail(terminal, "`pair invite`, `pair join CODE` or `pair confirm`."), 2;
}

bool unlock(Terminal& terminal, const std::string& passphrase_file) {
  if (terminal.session.model()->stage != Stage::locked) return true;
  std::string passphrase;
  if (!passphrase_file.empty()) {
    std::ifstream file(passphrase_file);
    if (!std::getline(file, passphrase)) {
      terminal.printer.problem("The passphrase file " + passphrase_file + " cannot be read.");
      return false;
    }
  } else {
    passphrase = read_secret(terminal, "Passphrase of this profile:");
  }
  terminal.session.send(client::Unlock{passphrase});
  terminal.session.wait([](const Model& m) { return m.stage != Stage::locked || !m.stage_problem.empty(); }, std::chrono::seconds(30));
  const auto model = terminal.session.model();
  if (model->stage != Stage::locked) return true;
  terminal.printer.problem(model->stage_problem.empty() ? "That passphrase does not open this profile." : model->stage_problem);
  return false;
}

int lock(Terminal& terminal, std::vector<std::string>) {
  if (terminal.session.model()->settings.has_passphrase) {
    if (!terminal.interactive) {
      terminal.printer.say("Locked: this profile asks for its passphrase whenever it is opened.");
      return 0;
    }
    terminal.session.send(client::Lock{});
    terminal.session.wait([](const Model& m) { return m.stage == Stage::locked; });
    terminal.printer.event("locked", Fields(), "Locked.");
    return 0;
  }
  const auto passphrase = read_secret(terminal, "Choose a passphrase. There is no way to get it back, so choose one you will remember:");
  if (passphrase.empty()) return fail(terminal, "An empty passphrase locks nothing.");
  const auto problem = terminal.session.attempt(client::SetPassphrase{"", passphrase}, [](const Model& m) { return m.settings.has_passphrase; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("locked", Fields(), "From now on this profile opens with that passphrase only.");
  return 0;
}

int unlock_command(Terminal& terminal, std::vector<std::string> words) {
  if (terminal.session.model()->stage == Stage::locked && !unlock(terminal, "")) return 1;
  if (std::find(words.begin(), words.end(), "--remove") != words.end()) {
    const auto current = read_secret(terminal, "The passphrase that is to be taken away:");
    const auto problem = terminal.session.attempt(client::SetPassphrase{current, ""}, [](const Model& m) { return !m.settings.has_passphrase; });
    if (!problem.empty()) return fail(terminal, problem);
    terminal.printer.event("unlocked", Fields(), "This profile opens without a passphrase now.");
    return 0;
  }
  terminal.printer.event("unlocked", Fields(), "Open.");
  return 0;
}

}  // namespace twinlamp::cli
