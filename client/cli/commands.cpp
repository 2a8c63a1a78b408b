#include "client/cli/commands.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "client/cli/answers.h"
#include "client/cli/commands_pairing.h"
#include "client/cli/describe.h"

namespace twinlamp::cli {
namespace {

using client::Model;
using client::RoundPhase;
using client::RoundRef;
using client::Stage;
using Words = std::vector<std::string>;

std::string joined(const Words& words, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < words.size(); ++i) out += (i > from ? " " : "") + words[i];
  return out;
}

// Takes `name` and the word after it out of the words. Empty when it is not there.
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

bool holds(Terminal& terminal, bool condition) {
  if (!condition) terminal.printer.problem(status_words(*terminal.session.model(), terminal.session.words(), terminal.program));
  return condition;
}

bool is_paired(Terminal& terminal) { return holds(terminal, terminal.session.model()->stage == Stage::paired); }

// What was opened stays readable after the partner has left.
bool may_read(Terminal& terminal) {
  const auto model = terminal.session.model();
  return holds(terminal, model->stage == Stage::paired || (model->stage == Stage::ended && !model->left_here));
}

// --round R names a round: its number in `status`, or the beginning of its id. Otherwise the only open one, or the one that can take the act.
RoundRef find_round(Terminal& terminal, Words& words, const std::function<bool(const client::RoundView&)>& fits) {
  const auto name = take_option(words, "--round");
  const auto model = terminal.session.model();
  if (!name.empty()) {
    if (auto exact = terminal.session.round(name)) return exact;
    for (std::size_t i = 0; i < model->open_rounds.size(); ++i)
      if (std::to_string(i + 1) == name || model->open_rounds[i]->id.starts_with(name)) return model->open_rounds[i];
    terminal.printer.problem(terminal.say("cli.no_round", {{"name", name}}));
    return nullptr;
  }
  for (const auto& round : model->open_rounds)
    if (fits(*round)) return round;
  if (!model->open_rounds.empty()) return model->open_rounds.front();
  terminal.printer.problem(terminal.say("cli.none_open"));
  return nullptr;
}

void show(Terminal& terminal, const std::string& id) {
  if (const auto round = terminal.session.round(id))
    terminal.printer.event("round", fields_of(*round, terminal.session.words()), words_of(*round, *terminal.session.model(), terminal.session.words()));
}

// Nothing more comes of waiting: it is there, or this will not be tried again; and at the prompt nobody waits for a relay that is not there.
bool is_settled(const Model& model, bool interactive) {
  if (model.unsent == 0 || model.stage != Stage::paired || model.connection == client::Connection::replaced) return true;
  return model.connection == client::Connection::offline && (interactive || !model.retry_at);
}

// What was done is on this disk; waits a while for the relay to have it, and says how it stands. `said` holds only once it has it, `kept`
// in any case.
int delivered(Terminal& terminal, const std::string& said, const std::string& kept = {}) {
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

using May = bool client::RoundView::*;

struct Act {
  May may;
  const char* not_now;  // the key of what to say
  std::function<client::Intent(const std::string& round, const std::string& text)> intent;
  std::function<bool(const client::RoundView& before, const client::RoundView& after)> done;
  const char* said;
  bool takes_text;
};

bool more_said(const client::RoundView& before, const client::RoundView& after) { return after.exchange.size() > before.exchange.size(); }

int run_act(Terminal& terminal, Words words, const Act& act) {
  if (!is_paired(terminal)) return 1;
  const auto round = find_round(terminal, words, [&](const client::RoundView& r) { return r.*act.may; });
  if (!round) return 1;
  if (!((*round).*act.may)) return fail(terminal, terminal.say(act.not_now));
  std::string text = joined(words, 1);
  if (act.takes_text && text.empty()) text = terminal.interactive ? terminal.ask(terminal.say("cli.your_words")) : terminal.input.rest(8192);
  if (act.takes_text && text.empty()) return fail(terminal, terminal.say("cli.say_it", {{"command", words[0]}}));
  const auto problem = terminal.session.attempt(act.intent(round->id, text), [&](const Model&) {
    const auto after = terminal.session.round(round->id);
    return after && act.done(*round, *after);
  });
  if (!problem.empty()) return fail(terminal, problem);
  return delivered(terminal, terminal.say(act.said));
}

// --- looking

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
  if (!model->tonight) return fail(terminal, terminal.say("cli.tonight.none"));
  auto fields = fields_of(model->tonight->card);
  terminal.printer.event("tonight", fields.text("reason", model->tonight->reason).text("round", model->tonight->round),
                         terminal.say("cli.tonight.is", {{"card", words_of(model->tonight->card, terminal.session.words())}}) + "\n" + model->tonight->reason);
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

int history(Terminal& terminal, Words words) {
  if (!may_read(terminal)) return 1;
  const auto model = terminal.session.model();
  const auto most = words.size() > 1 ? std::strtoul(words[1].c_str(), nullptr, 10) : 20ul;
  if (model->keepsake->empty()) terminal.printer.say(terminal.say("cli.history.none"));
  for (std::size_t i = 0; i < model->keepsake->size() && i < most; ++i) {
    const auto& line = (*model->keepsake)[i];
    if (const auto round = terminal.session.round(line.id)) {
      auto fields = fields_of(*round, terminal.session.words());
      terminal.printer.event("history", fields.text("date", line.date), line.date + ". " + words_of(*round, *model, terminal.session.words()) + "\n");
    }
  }
  return 0;
}

// --- a round

int ask(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto model = terminal.session.model();
  std::string id = joined(words, 1);
  if (id.empty() || id == "tonight") {
    if (!model->tonight) return fail(terminal, terminal.say("cli.tonight.none"));
    id = model->tonight->card.id;
  }
  const auto& cards = *model->cards;
  if (std::none_of(cards.begin(), cards.end(), [&id](const client::CardView& view) { return view.id == id; }) &&
      std::none_of(model->open_rounds.begin(), model->open_rounds.end(), [&id](const RoundRef& round) { return round->card.id == id; }))
    return fail(terminal, terminal.say("cli.card.unknown", {{"card", id}}));
  RoundRef opened;
  const auto problem = terminal.session.attempt(client::AskCard{id}, [&](const Model& m) {
    for (const auto& round : m.open_rounds)
      if (round->card.id == id) opened = round;
    return opened != nullptr;
  });
  if (!problem.empty()) return fail(terminal, problem);
  show(terminal, opened->id);
  terminal.printer.say(ask_hint(opened->card, terminal.session.words()));
  return delivered(terminal, terminal.say("cli.ask.done"));
}

int write_answer(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto round = find_round(terminal, words, [](const client::RoundView& r) { return r.may_write; });
  if (!round) return 1;
  if (!round->may_write) return fail(terminal, terminal.say("cli.answer.sealed"));
  std::string typed = joined(words, 1);
  if (typed.empty() && terminal.interactive) {
    terminal.printer.say(kind_hint(round->card, terminal.session.words()));
    for (std::string line; terminal.read(line) && line != ".";) {
      terminal.session.send(client::Writing{round->id});
      typed += (typed.empty() ? "" : "\n") + line;
      if (round->card.kind != client::CardKind::text) break;
    }
  } else if (typed.empty()) {
    typed = terminal.input.rest(client::answer_limits::text);
  }
  auto read = read_answer(round->card, *terminal.session.model()->feelings, typed, terminal.session.words());
  if (!read.problem.empty()) return fail(terminal, read.problem);
  const auto problem = terminal.session.attempt(client::SaveDraft{round->id, read.answer}, [&](const Model&) {
    const auto after = terminal.session.round(round->id);
    return after && after->draft == read.answer;
  });
  if (!problem.empty()) return fail(terminal, problem);
  terminal.printer.event("draft", Fields().text("round", round->id),
                         terminal.say("cli.answer.draft"));
  return 0;
}

int seal(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto mode_name = take_option(words, "--mode");
  static const std::map<std::string, client::SealMode> modes{
      {"", client::SealMode::together}, {"together", client::SealMode::together}, {"apart", client::SealMode::apart}, {"open", client::SealMode::open}};
  const auto mode = modes.find(mode_name);
  if (mode == modes.end()) return fail(terminal, terminal.say("cli.seal.mode")), 2;
  const auto round = find_round(terminal, words, [](const client::RoundView& r) { return r.may_seal; });
  if (!round) return 1;
  if (!round->may_write) return fail(terminal, terminal.say("cli.seal.already"));
  if (!round->may_seal) return fail(terminal, terminal.say("cli.seal.nothing"));
  const auto problem = terminal.session.attempt(client::SealAnswer{round->id, *round->draft, mode->second}, [&](const Model&) {
    const auto after = terminal.session.round(round->id);
    return after && after->mine.has_value();
  });
  if (!problem.empty()) return fail(terminal, problem);
  const int code = delivered(terminal, {}, terminal.say("cli.seal.done"));
  const auto after = terminal.session.round(round->id);
  if (after && terminal.session.model()->unsent == 0) terminal.printer.say(after->waiting_for);
  return code;
}

int reveal(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto round = find_round(terminal, words, [](const client::RoundView& r) { return r.mine.has_value(); });
  if (!round) return 1;
  if (!round->mine) return fail(terminal, terminal.say("cli.reveal.not_sealed"));
  terminal.session.send(client::SetInFront{true});
  terminal.printer.say(round->waiting_for);
  bool counted = false;
  const auto opened = [&](const Model&) {
    const auto now = terminal.session.round(round->id);
    if (now && now->phase == RoundPhase::countdown && !counted) {
      counted = true;
      terminal.printer.event("countdown", Fields().text("round", round->id), terminal.say("cli.reveal.countdown"));
    }
    return now && (now->phase == RoundPhase::receiving || now->phase == RoundPhase::closed || now->phase == RoundPhase::unanswered);
  };
  if (!terminal.session.wait(opened, std::exchange(terminal.wait, std::nullopt).value_or(std::chrono::minutes(10)))) {
    const auto now = terminal.session.round(round->id);
    return fail(terminal, terminal.say("cli.reveal.not_yet") + " " + (now ? now->waiting_for : std::string()));
  }
  if (const auto now = terminal.session.round(round->id))
    terminal.printer.event("round", fields_of(*now, terminal.session.words()), reveal_words(*now, *terminal.session.model(), terminal.session.words()));
  return delivered(terminal, {});
}

int confirm(Terminal& terminal, Words words) {
  // All that follows is what is said, quoted or not.
  std::string clarification;
  if (const auto at = std::find(words.begin(), words.end(), "--not-quite"); at != words.end()) {
    Words said(at + 1, words.end());
    words.erase(at, words.end());
    if (const auto round = take_option(said, "--round"); !round.empty()) words.insert(words.end(), {"--round", round});
    clarification = joined(said, 0);
  }
  return run_act(terminal, words,
                 {&client::RoundView::may_confirm, "cli.confirm.not_now",
                  [&](const std::string& round, const std::string& text) -> client::Intent {
                    return client::Confirm{round, clarification.empty(), clarification.empty() ? text : clarification};
                  },
                  more_said, clarification.empty() ? "cli.confirm.done" : "cli.confirm.clarified", false});
}

int pass(Terminal& terminal, Words words) {
  return run_act(terminal, words,
                 {&client::RoundView::may_pass, "cli.pass.not_now",
                  [](const std::string& round, const std::string&) -> client::Intent { return client::PassRound{round}; },
                  [](const client::RoundView&, const client::RoundView& after) { return after.passed; },
                  "cli.pass.done", false});
}

int close(Terminal& terminal, Words words) {
  return run_act(terminal, words,
                 {&client::RoundView::may_close, "cli.close.not_now",
                  [](const std::string& round, const std::string&) -> client::Intent { return client::CloseRound{round}; },
                  [](const client::RoundView&, const client::RoundView& after) {
                    return after.phase == RoundPhase::closed || after.phase == RoundPhase::unanswered;
                  },
                  "cli.close.done", false});
}

Act words_act(May may, const char* not_now, const char* said, std::function<client::Intent(const std::string&, const std::string&)> intent) {
  return {may, not_now, std::move(intent), more_said, said, true};
}

int say_back(Terminal& terminal, Words words) {
  return run_act(terminal, words, words_act(&client::RoundView::may_say_back, "cli.say_back.not_now", "cli.said.done",
                                            [](const std::string& r, const std::string& t) -> client::Intent { return client::SayBack{r, t}; }));
}
int react(Terminal& terminal, Words words) {
  return run_act(terminal, words, words_act(&client::RoundView::may_react, "cli.react.not_now", "cli.said.done",
                                            [](const std::string& r, const std::string& t) -> client::Intent { return client::React{r, t}; }));
}
int follow_up(Terminal& terminal, Words words) {
  return run_act(terminal, words, words_act(&client::RoundView::may_follow_up, "cli.follow_up.not_now", "cli.follow_up.done",
                                            [](const std::string& r, const std::string& t) -> client::Intent { return client::FollowUp{r, t}; }));
}
int reply(Terminal& terminal, Words words) {
  return run_act(terminal, words, words_act(&client::RoundView::may_reply, "cli.reply.not_now", "cli.reply.done",
                                            [](const std::string& r, const std::string& t) -> client::Intent { return client::Reply{r, t}; }));
}
int add(Terminal& terminal, Words words) {
  auto act = words_act(&client::RoundView::may_add, "cli.add.not_now", "cli.add.done",
                       [](const std::string& r, const std::string& t) -> client::Intent { return client::Add{r, t}; });
  act.done = [](const client::RoundView& before, const client::RoundView& after) {
    return before.mine && after.mine && after.mine->additions.size() > before.mine->additions.size();
  };
  return run_act(terminal, words, act);
}
int relax(Terminal& terminal, Words words) {
  return run_act(terminal, words,
                 {&client::RoundView::may_relax, "cli.relax.not_now",
                  [](const std::string& round, const std::string&) -> client::Intent { return client::RelaxRound{round}; },
                  [](const client::RoundView&, const client::RoundView& after) { return after.relaxed_by_me; },
                  "cli.relax.done", false});
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

// A one-shot command acts on what the partner has sent by now; where the relay cannot be reached it goes on without.
void catch_up(Terminal& terminal) {
  std::uint64_t tries = 0;
  bool was_connecting = false;
  terminal.session.wait([&](const Model& model) {
    const bool is_connecting = model.connection == client::Connection::connecting;
    if (was_connecting && !is_connecting && model.connection != client::Connection::online) ++tries;
    was_connecting = is_connecting;
    return model.stage != Stage::paired || model.caught_up || tries > 0 || model.connection == client::Connection::replaced;
  });
}

struct Command {
  int (*run)(Terminal&, Words);
  bool takes_text = false;                  // free words, which may begin with dashes themselves
  std::vector<std::string_view> valued{};   // flags with a value
  std::vector<std::string_view> flags{};    // and without
};

const std::map<std::string, Command>& commands() {
  static const std::vector<std::string_view> sends{"--round", "--wait"};
  static const std::map<std::string, Command> all{
      {"setup", {setup, false, {"--name", "--relay"}, {"--lock"}}},
      {"pair", {pair}},
      {"lock", {lock}},
      {"unlock", {unlock_command, false, {}, {"--remove"}}},
      {"status", {status}},
      {"tonight", {tonight, false, {"--wait"}, {"--next"}}},
      {"card", {card}},
      {"history", {history}},
      {"ask", {ask, false, {"--wait"}}},
      {"answer", {write_answer, true, {"--round"}}},
      {"seal", {seal, false, {"--round", "--wait", "--mode"}}},
      {"reveal", {reveal, false, sends}},
      {"say-back", {say_back, true, sends}},
      {"confirm", {confirm, true, {"--round", "--wait", "--not-quite"}}},
      {"react", {react, true, sends}},
      {"follow-up", {follow_up, true, sends}},
      {"reply", {reply, true, sends}},
      {"add", {add, true, sends}},
      {"relax", {relax, false, sends}},
      {"pass", {pass, false, {"--round"}}},
      {"close", {close, false, sends}},
      {"lamp", {lamp}},
      {"leave", {leave}}};
  return all;
}

bool is_flag(const std::string& word) {
  return word.size() > 3 && word.starts_with("--") &&
         std::all_of(word.begin() + 2, word.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// What is wrong with the flags; empty = nothing. Free words are looked at only up to where they begin.
std::string wrong_flag(const Terminal& terminal, const Command& command, const Words& words) {
  const auto has = [](const auto& list, const std::string& word) { return std::find(list.begin(), list.end(), word) != list.end(); };
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (has(command.valued, words[i])) {
      if (++i == words.size()) return terminal.say("cli.flag_without_value", {{"command", words[0]}, {"flag", words[i - 1]}});
    } else if (is_flag(words[i]) && !has(command.flags, words[i])) {
      return terminal.say("cli.no_flag", {{"command", words[0]}, {"flag", words[i]}, {"program", terminal.program}});
    } else if (command.takes_text) {
      break;
    }
  }
  return {};
}

// Takes --wait out of the words. False: it is no number of seconds.
bool take_wait(Terminal& terminal, const Command& command, Words& words) {
  constexpr long most = 24 * 3600;
  terminal.wait.reset();
  if (std::find(command.valued.begin(), command.valued.end(), "--wait") == command.valued.end()) return true;
  const auto typed = take_option(words, "--wait");
  if (typed.empty()) return true;
  char* end = nullptr;
  const long seconds = std::strtol(typed.c_str(), &end, 10);
  if (*end != '\0' || seconds < 0 || seconds > most) return false;
  terminal.wait = std::chrono::seconds(seconds);
  return true;
}

}  // namespace

bool Terminal::read(std::string& line) {
  printer.prompt();
  const bool typed = input.next(line);
  printer.typed(typed);
  return typed;
}

std::string Terminal::ask(const std::string& question) {
  std::string line;
  printer.say(question);
  return read(line) ? line : std::string();
}

int run_command(Terminal& terminal, const std::vector<std::string>& words) {
  if (words.empty()) return 0;
  if (asks_for_help(words)) return help(terminal.printer, terminal.session.words(), words), 0;
  const auto found = commands().find(words[0]);
  if (found == commands().end()) {
    terminal.printer.problem(terminal.say("cli.no_command", {{"command", words[0]}, {"program", terminal.program}}));
    return 2;
  }
  if (const auto wrong = wrong_flag(terminal, found->second, words); !wrong.empty()) {
    terminal.printer.problem(wrong);
    return 2;
  }
  auto rest = words;
  if (!take_wait(terminal, found->second, rest)) {
    terminal.printer.problem(terminal.say("cli.wait_seconds"));
    return 2;
  }
  if (!terminal.interactive) catch_up(terminal);
  return found->second.run(terminal, std::move(rest));
}

std::string help_text(const client::Words& words) { return words.lines("cli.help"); }

std::string help_text(const client::Words& words, const std::string& command) {
  const auto all = help_text(words);
  std::string found;
  bool goes_on = false;  // a line that is indented further belongs to the one before
  for (std::size_t at = 0; at < all.size();) {
    const auto end = std::min(all.find('\n', at), all.size());
    const auto line = all.substr(at, end - at);
    const auto indent = line.find_first_not_of(' ');
    const auto padded = line + " ";
    const bool begins = indent == 2 && (padded.starts_with("  " + command + " ") || padded.starts_with("  " + command + ",") ||
                                        padded.find(", " + command + " ") != std::string::npos || padded.find(";  " + command + " ") != std::string::npos);
    goes_on = begins || (goes_on && indent != std::string::npos && indent > 2);
    if (goes_on) found += (found.empty() ? "" : "\n") + line;
    at = end + 1;
  }
  return found.empty() ? all : found;
}

bool asks_for_help(const std::vector<std::string>& words) {
  return !words.empty() && (words[0] == "help" || (words.size() > 1 && (words[1] == "--help" || words[1] == "-h")));
}

void help(Printer& printer, const client::Words& words, const std::vector<std::string>& command) {
  const auto name = command[0] != "help" ? command[0] : command.size() > 1 ? command[1] : std::string();
  const auto text = name.empty() ? help_text(words) : help_text(words, name);
  printer.event("help", Fields().text("text", text), text);
}

}  // namespace twinlamp::cli
