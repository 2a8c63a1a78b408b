#include "client/cli/commands_pairing.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "client/cli/command_words.h"
#include "client/cli/describe.h"
#include "client/cli/status_words.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::PairingView;
using client::Renewal;
using client::Stage;
using Step = client::PairingView::Step;

std::string option(const std::vector<std::string>& words, const std::string& name) {
  const auto at = std::find(words.begin(), words.end(), name);
  return at == words.end() || at + 1 == words.end() ? std::string() : *(at + 1);
}

bool has_step(const Model& model, Step step) { return model.pairing && model.pairing->step == step; }
bool has_failed(const Model& model) { return has_step(model, Step::failed) || (model.pairing && !model.pairing->problem.empty()); }

// The ways of typing yes, or no, in this language.
bool is_typed(Terminal& terminal, std::string_view key, const std::string& line) {
  constexpr std::size_t ways = 3;
  for (std::size_t i = 0; i < ways; ++i)
    if (line == terminal.session.words().nth(key, i)) return true;
  return false;
}

int say_what_follows(Terminal& terminal, Renewal renewal);

int confirm_words(Terminal& terminal, bool same) {
  const auto renewal = terminal.session.model()->pairing ? terminal.session.model()->pairing->renewal : Renewal::none;
  const auto problem = terminal.session.attempt(client::ConfirmSameWords{same}, [&](const Model& m) {
    return m.stage == Stage::paired || has_step(m, Step::waiting_for_partner) || m.stage == Stage::unpaired || has_step(m, Step::failed);
  });
  if (!problem.empty()) return fail(terminal, problem);
  if (!same) {
    terminal.printer.event("pairing_ended", Fields(), terminal.say("cli.pair.ended"));
    return 1;
  }
  if (renewal != Renewal::none) return say_what_follows(terminal, renewal);
  const auto have_both = [](const Model& m) { return m.both_confirmed && m.unsent == 0; };
  const auto partner = [&] { return terminal.session.model()->partner.name; };
  bool both = terminal.session.wait(have_both, std::chrono::seconds(1));
  if (!both) {
    // At once: the other one may take their time. At the prompt the news come by themselves.
    terminal.printer.say(terminal.say("cli.pair.confirmed", {{"partner", partner()}}));
    both = !terminal.interactive && terminal.session.wait(have_both, terminal.wait.value_or(terminal.session.patience()));
  }
  terminal.has_said_paired = both;
  terminal.printer.event("paired", Fields().text("partner", partner()).flag("both_confirmed", both),
                         both ? terminal.say("cli.pair.done", {{"partner", partner()}}) : std::string());
  return 0;
}

// Of a renewal: what comes of it needs both of them here, not only the words.
int say_what_follows(Terminal& terminal, Renewal renewal) {
  const auto partner = terminal.session.model()->partner.name;
  const auto key = renewal == Renewal::gives ? "cli.renew.given" : "cli.renew.received";
  terminal.printer.event(renewal == Renewal::gives ? "history_given" : "history_comes", Fields().text("partner", partner),
                         terminal.say(key, {{"partner", partner}}));
  return 0;
}

// From the moment both devices have found each other: shows the four words and asks.
int compare_words(Terminal& terminal) {
  const auto model = terminal.session.model();
  const auto& words = model->pairing->same_words;
  const std::vector<std::string> list(words.begin(), words.end());
  terminal.printer.event("same_words", Fields().list("words", list).text("partner", model->partner.name),
                         terminal.say("cli.pair.compare") + "\n  " + words[0] + " " + words[1] + " " + words[2] + " " + words[3]);
  if (model->pairing->renewal != Renewal::none)
    terminal.printer.say(terminal.say(model->pairing->renewal == Renewal::gives ? "cli.renew.gives" : "cli.renew.receives", {{"partner", model->partner.name}}));
  terminal.printer.say(terminal.say("cli.pair.same", {{"yes", terminal.say("cli.yes")}, {"no", terminal.say("cli.no")}}));
  std::string line;
  while (terminal.read(line)) {
    // The command that confirms is a yes, too.
    if (line == "yes" || line == "y" || line == "pair confirm" || line == "confirm" || is_typed(terminal, "cli.yes_typed", line)) return confirm_words(terminal, true);
    if (line == "no" || line == "n" || is_typed(terminal, "cli.no_typed", line)) return confirm_words(terminal, false);
    terminal.printer.say(terminal.say("cli.pair.yes_or_no", {{"yes", terminal.say("cli.yes")}, {"no", terminal.say("cli.no")}}));
  }
  terminal.printer.say(terminal.say("cli.pair.not_confirmed"));
  return 0;
}

int wait_for_partner(Terminal& terminal, const std::function<void()>& begins = [] {}) {
  const auto holds = [](const Model& m) { return has_step(m, Step::comparing_words) || has_step(m, Step::failed) || m.stage == Stage::paired; };
  const auto waited = wait_here(terminal, {holds, terminal.wait.value_or(std::chrono::minutes(11)), Leaves::by_interrupt, begins});
  if (waited == Waited::left) {
    terminal.session.send(client::CancelPairing{});
    return fail(terminal, terminal.say("cli.pair.given_up"));
  }
  const bool met = waited == Waited::held;
  const auto model = terminal.session.model();
  if (!met || !has_step(*model, Step::comparing_words))
    return fail(terminal, model->pairing && !model->pairing->problem.empty() ? model->pairing->problem : terminal.say("cli.pair.nobody"));
  return compare_words(terminal);
}

int invite(Terminal& terminal) {
  const auto problem = terminal.session.attempt(client::InvitePartner{}, [](const Model& m) { return has_step(m, Step::showing_code) || has_step(m, Step::comparing_words) || has_failed(m); });
  const auto model = terminal.session.model();
  if (has_step(*model, Step::comparing_words)) return compare_words(terminal);
  if (!problem.empty() || !has_step(*model, Step::showing_code))
    return fail(terminal, model->pairing && !model->pairing->problem.empty() ? model->pairing->problem : problem);
  return wait_for_partner(terminal, [&] {
    terminal.printer.event("code", Fields().text("code", model->pairing->code).text("invitation", model->pairing->invitation),
                           terminal.say("cli.pair.invite", {{"code", model->pairing->code}, {"invitation", model->pairing->invitation}}));
  });
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

std::string code_of(Terminal& terminal, const std::vector<std::string>& words) {
  std::string code;
  for (std::size_t i = 2; i < words.size(); ++i) code += (i > 2 ? " " : "") + words[i];
  if (code.empty() && terminal.interactive) code = terminal.ask(terminal.say("cli.pair.ask_code"));
  return code;
}

// The partner's laptop is lost. Who showed the code when the two began shows it now; whatever comes to nothing leaves the pair as it was.
int renew(Terminal& terminal, const std::vector<std::string>& words) {
  if (terminal.session.model()->stage == Stage::paired) {
    const auto problem = terminal.session.attempt(client::RenewPartner{}, [](const Model& m) { return m.stage == Stage::pairing; });
    if (!problem.empty()) return fail(terminal, problem);
  }
  const auto model = terminal.session.model();
  if (model->stage != Stage::pairing || !model->pairing || model->pairing->renewal != Renewal::gives)
    return fail(terminal, status_words(*model, terminal.session.words(), terminal.interactive));
  int outcome = 0;
  if (model->pairing->may_show) {
    terminal.printer.say(terminal.say("cli.renew.shows", {{"partner", model->partner.name}}));
    outcome = invite(terminal);
  } else {
    terminal.printer.say(terminal.say("cli.renew.types", {{"partner", model->partner.name}}));
    const auto code = code_of(terminal, words);
    outcome = code.empty() ? fail(terminal, terminal.say("cli.renew.no_code")) : join(terminal, code);
  }
  if (terminal.session.model()->stage == Stage::pairing && !has_step(*terminal.session.model(), Step::comparing_words))
    static_cast<void>(terminal.session.attempt(client::CancelPairing{}, [](const Model& m) { return m.stage == Stage::paired; }));
  return outcome;
}

// On a profile that is set up: changes what is named, and says what can be.
int change_setup(Terminal& terminal, const std::vector<std::string>& words) {
  const auto name = option(words, "--name"), relay = option(words, "--relay");
  if (name.empty() && relay.empty()) {
    const auto model = terminal.session.model();
    return fail(terminal, terminal.say("cli.setup.already", {{"name", model->me.name}, {"relay", model->settings.relay}}));
  }
  if (!relay.empty()) {
    const auto before = terminal.session.model()->settings.relay;
    const auto version = terminal.session.model()->version;
    const bool is_same = !before.empty() && relay.find(before) != std::string::npos;  // but for its key
    const bool moves = std::find(words.begin(), words.end(), "--move") != words.end();
    const auto problem = terminal.session.attempt(
        client::SetRelay{relay, moves}, [&](const Model& m) { return is_same ? m.version != version : m.settings.relay != before; });
    if (!problem.empty() && terminal.session.model()->settings.other_relay == relay)
      return fail(terminal, problem + "\n" + terminal.say("cli.setup.move"));
    if (!problem.empty()) return fail(terminal, problem);
    const auto now = terminal.session.model()->settings.relay;
    terminal.printer.event("relay", Fields().text("relay", now), terminal.say("cli.setup.relay", {{"relay", now}}));
  }
  if (!name.empty()) {
    const auto problem = terminal.session.attempt(client::SetDisplayName{name}, [&name](const Model& m) { return m.me.name == name; });
    if (!problem.empty()) return fail(terminal, problem);
    terminal.printer.event("name", Fields().text("name", name), terminal.say("cli.setup.name", {{"name", name}}));
  }
  return 0;
}

}  // namespace

std::string read_secret(Terminal& terminal, const std::string& prompt) {
  terminal.printer.say(prompt);
  terminal.printer.prompt();
  termios shown{};
  const bool hides = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0;
  if (hides) {
    auto hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string line;
  const bool typed = terminal.input.next(line);
  if (hides) tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  terminal.printer.typed(typed && !hides);  // hidden, the line break was not shown either
  return line;
}

int setup(Terminal& terminal, std::vector<std::string> words) {
  if (const auto stage = terminal.session.model()->stage; stage == Stage::ended)
    return fail(terminal, status_words(*terminal.session.model(), terminal.session.words(), terminal.interactive));
  else if (stage != Stage::fresh)
    return change_setup(terminal, words);
  client::SetUp intent;
  intent.display_name = option(words, "--name");
  intent.relay = option(words, "--relay");
  if (intent.display_name.empty() && terminal.interactive) {
    intent.display_name = terminal.ask(terminal.say("cli.setup.ask_name"));
    if (intent.display_name.empty()) return 1;
    if (intent.relay.empty()) intent.relay = terminal.ask(terminal.say("cli.setup.ask_relay"));
  }
  if (intent.display_name.empty()) return fail(terminal, terminal.say("cli.setup.no_name")), 2;
  if (std::find(words.begin(), words.end(), "--lock") != words.end()) {
    intent.passphrase = read_secret(terminal, terminal.say("cli.lock.choose"));
    if (intent.passphrase.empty()) return fail(terminal, terminal.say("cli.lock.empty"));
    if (isatty(STDIN_FILENO) && read_secret(terminal, terminal.say("cli.lock.again")) != intent.passphrase)
      return fail(terminal, terminal.say("cli.lock.differ"));
  }
  const auto problem = terminal.session.attempt(intent, [](const Model& m) { return m.stage == Stage::unpaired; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("set_up", Fields().text("name", intent.display_name), terminal.say("cli.setup.done", {{"name", intent.display_name}}));
  return 0;
}

int pair(Terminal& terminal, std::vector<std::string> words) {
  const auto model = terminal.session.model();
  const auto verb = words.size() > 1 ? words[1] : std::string();
  if (verb == "new-laptop") return renew(terminal, words);
  if (verb == "confirm" && (has_step(*model, Step::comparing_words) || model->stage == Stage::pairing)) return confirm_words(terminal, true);
  if (model->stage == Stage::paired && verb == "confirm") {
    terminal.printer.say(terminal.say("cli.pair.already") + " " + status_words(*model, terminal.session.words(), terminal.interactive));
    return 0;
  }
  if (verb == "confirm" && model->stage == Stage::unpaired) return fail(terminal, terminal.say("cli.pair.nothing_to_confirm"));
  if (model->stage != Stage::unpaired && model->stage != Stage::pairing)
    return fail(terminal, status_words(*model, terminal.session.words(), terminal.interactive));
  if (verb == "invite") return invite(terminal);
  if (verb == "join") {
    const auto code = code_of(terminal, words);
    if (code.empty()) return fail(terminal, terminal.say("cli.pair.no_code")), 2;
    return join(terminal, code);
  }
  return fail(terminal, terminal.say("cli.pair.usage")), 2;
}

bool unlock(Terminal& terminal, const std::string& passphrase_file, std::string* keep) {
  const auto before = terminal.session.model();
  if (before->stage != Stage::locked) return true;
  std::string passphrase;
  if (!before->settings.has_passphrase) {
    // The disk did not give it back; it is tried again.
  } else if (!passphrase_file.empty()) {
    std::ifstream file(passphrase_file);
    if (!std::getline(file, passphrase)) {
      terminal.printer.problem(terminal.say("cli.lock.no_file", {{"file", passphrase_file}}));
      return false;
    }
  } else {
    passphrase = read_secret(terminal, terminal.say("cli.lock.ask"));
  }
  terminal.session.send(client::Unlock{passphrase});
  if (keep != nullptr) *keep = passphrase;
  terminal.session.wait(
      [&](const Model& m) { return m.stage != Stage::locked || m.refused_unlocks != before->refused_unlocks; },
      std::chrono::seconds(30));
  const auto model = terminal.session.model();
  if (model->stage != Stage::locked) return true;
  const auto why = model->stage_problem.empty() ? terminal.say("fault.wrong_passphrase") : model->stage_problem;
  terminal.printer.problem(model->settings.has_passphrase ? why : why + "\n" + terminal.say("cli.lock.closed"));
  return false;
}

int lock(Terminal& terminal, std::vector<std::string>) {
  if (terminal.session.model()->settings.has_passphrase) {
    if (!terminal.interactive) {
      terminal.printer.say(terminal.say("cli.lock.always"));
      return 0;
    }
    terminal.session.send(client::Lock{});
    terminal.session.wait([](const Model& m) { return m.stage == Stage::locked; });
    terminal.printer.event("locked", Fields(), terminal.say("cli.lock.locked"));
    return 0;
  }
  const auto passphrase = read_secret(terminal, terminal.say("cli.lock.choose"));
  if (passphrase.empty()) return fail(terminal, terminal.say("cli.lock.empty"));
  if (terminal.input.is_terminal() && read_secret(terminal, terminal.say("cli.lock.again")) != passphrase)
    return fail(terminal, terminal.say("cli.lock.differ"));
  const auto problem = terminal.session.attempt(client::SetPassphrase{"", passphrase}, [](const Model& m) { return m.settings.has_passphrase; });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("locked", Fields(), terminal.say("cli.lock.set"));
  return 0;
}

int unlock_command(Terminal& terminal, std::vector<std::string> words) {
  auto current = std::exchange(terminal.unlocked_by, {});
  if (terminal.session.model()->stage == Stage::locked && !unlock(terminal, "", &current)) return 1;
  if (std::find(words.begin(), words.end(), "--remove") != words.end()) {
    if (!terminal.session.model()->settings.has_passphrase) return fail(terminal, terminal.say("cli.lock.none"));
    if (current.empty()) current = read_secret(terminal, terminal.say("cli.lock.remove"));
    const auto problem = terminal.session.attempt(client::SetPassphrase{current, ""}, [](const Model& m) { return !m.settings.has_passphrase; });
    if (!problem.empty()) return fail(terminal, problem);
    terminal.printer.event("unlocked", Fields(), terminal.say("cli.lock.removed"));
    return 0;
  }
  terminal.printer.event("unlocked", Fields(), terminal.say("cli.lock.open"));
  return 0;
}

}  // namespace twinlamp::cli
