#include "client/cli/commands_rounds.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <utility>

#include "client/cli/answers.h"
#include "client/cli/describe.h"
#include "client/cli/status_words.h"

namespace twinlamp::cli {

using client::Model;
using client::RoundPhase;
using client::RoundRef;
using client::Stage;

client::RoundRef find_round(Terminal& terminal, Words& words, const std::function<bool(const client::RoundView&)>& fits) {
  const auto name = take_option(words, "--round");
  const auto model = terminal.session.model();
  if (!name.empty()) {
    if (auto exact = terminal.session.round(name)) return exact;
    for (std::size_t i = 0; i < model->open_rounds.size(); ++i)
      if (std::to_string(i + 1) == name || model->open_rounds[i]->id.starts_with(name)) return model->open_rounds[i];
    terminal.printer.problem(terminal.say("cli.no_round", {{"name", name}}));
    return nullptr;
  }
  // A date that is still to come asks for nothing by itself.
  auto rounds = model->open_rounds;
  std::stable_partition(rounds.begin(), rounds.end(), [&](const RoundRef& round) { return !is_ahead(*model, *round); });
  for (const auto& round : rounds)
    if (fits(*round)) return round;
  if (!rounds.empty()) return rounds.front();
  terminal.printer.problem(terminal.say("cli.none_open"));
  return nullptr;
}

namespace {

void show(Terminal& terminal, const std::string& id) {
  const auto round = terminal.session.round(id);
  if (!round) return;
  auto fields = fields_of(*round, terminal.session.words());
  if (!round->draft_words.empty()) fields.text("draft", round->draft_words);  // only to who asks for it, and with no news of the round
  terminal.printer.event("round", fields, words_of(*round, *terminal.session.model(), terminal.session.words()));
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

Act words_act(May may, const char* not_now, const char* said, std::function<client::Intent(const std::string&, const std::string&)> intent) {
  return {may, not_now, std::move(intent), more_said, said, true};
}

}  // namespace

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

namespace {

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\n") == std::string::npos; }

// What is written so far, on the disk when this returns: a terminal may close. What is wrong with it is said once it is whole.
void keep(Terminal& terminal, const std::string& id, client::Answer answer) {
  const auto is_kept = [&](const Model&) {
    const auto after = terminal.session.round(id);
    return !after || after->draft == answer;
  };
  static_cast<void>(terminal.session.attempt(client::SaveDraft{id, answer, true}, is_kept));
}

// A sort, asked one by one, from where it was left; what comes of it is typed as read_answer() takes it. Empty: the input has ended, or it was left.
std::string sorted_one_by_one(Terminal& terminal, const client::RoundView& round) {
  static const std::map<std::string, client::Pile> piles{{"1", client::Pile::most}, {"2", client::Pile::some}, {"3", client::Pile::least}};
  static const std::map<client::Pile, std::string> names{{client::Pile::most, "most"}, {client::Pile::some, "some"}, {client::Pile::least, "least"}};
  const auto& items = *round.card.items;
  const auto* begun = round.draft ? std::get_if<client::SortAnswer>(&*round.draft) : nullptr;
  const bool goes_on = begun != nullptr && begun->piles.size() < items.size();
  client::SortAnswer sorted;
  std::map<std::string, std::string> named;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = items[i];
    const auto number = std::to_string(i + 1);
    const auto before = goes_on ? begun->piles.find(item.id) : std::map<std::string, client::Pile>::const_iterator();
    if (goes_on && before != begun->piles.end()) {
      sorted.piles.insert(*before);
    } else {
      const auto question = terminal.say("cli.sort.each", {{"number", number}, {"count", items.size()}, {"item", item.text}, {"about", item.about}});
      auto typed = terminal.ask(question);
      while (!typed.empty() && typed != "." && !piles.contains(typed)) typed = terminal.ask(terminal.say("cli.sort.again"));
      if (typed.empty() || typed == ".") return {};
      sorted.piles.emplace(item.id, piles.at(typed));
      if (goes_on || !round.draft) keep(terminal, round.id, sorted);
    }
    named[names.at(sorted.piles.at(item.id))] += " " + number;
  }
  std::string out;
  for (const auto& [pile, numbers] : named) out += (out.empty() ? "" : " | ") + pile + numbers;
  if (!named.contains("most")) return out;
  const auto top = terminal.ask(terminal.say("cli.sort.top", {{"numbers", named["most"].substr(1)}}));
  return top.empty() ? out : out + " | top " + top;
}

// A person's answer at the prompt: as many lines as its kind takes. Each line is kept as it comes; not over a draft that is there already, which
// only a whole answer replaces.
std::string typed_answer(Terminal& terminal, const client::RoundView& round) {
  using client::CardKind;
  const auto& card = round.card;
  const auto& words = terminal.session.words();
  const bool has_draft = !is_blank(round.draft_words);
  if (has_draft) terminal.printer.say(draft_line(round, words) + "\n" + words.say("cli.answer.replaces"));
  if (card.kind == CardKind::sort && card.items) return sorted_one_by_one(terminal, round);
  const bool takes_lines = card.kind == CardKind::text || card.kind == CardKind::list || (card.kind == CardKind::guess && card.options.empty());
  if (!takes_lines) terminal.printer.say(question_words(card, words));
  terminal.printer.say(kind_hint(card, words));
  std::string typed;
  for (std::string line; terminal.read(line) && line != ".";) {
    terminal.session.send(client::Writing{round.id});
    typed += (typed.empty() ? "" : "\n") + line;
    if (!takes_lines) break;
    if (!has_draft && !is_blank(typed)) keep(terminal, round.id, read_answer(card, *terminal.session.model()->feelings, typed, words).answer);
  }
  // As it is typed where nothing was asked.
  if (constexpr std::string_view command = "answer "; !takes_lines && typed.starts_with(command)) typed.erase(0, command.size());
  return typed;
}

// What is wrong with it; and what there is of it all the same.
int refuse(Terminal& terminal, const std::string& id, const std::string& problem) {
  terminal.printer.problem(problem);
  if (const auto round = terminal.session.round(id); terminal.interactive && round && !is_blank(round->draft_words))
    terminal.printer.say(draft_line(*round, terminal.session.words()));
  return 1;
}

}  // namespace

int write_answer(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto round = find_round(terminal, words, [](const client::RoundView& r) { return r.may_write; });
  if (!round) return 1;
  if (!round->may_write) return fail(terminal, terminal.say("cli.answer.sealed"));
  std::string typed = joined(words, 1);
  if (typed.empty() && terminal.interactive) {
    typed = typed_answer(terminal, *round);
    if (typed.empty() && round->may_seal) return terminal.printer.say(terminal.say("cli.answer.draft")), 0;
  } else if (typed.empty()) {
    typed = terminal.input.rest(client::answer_limits::text);
  }
  auto read = read_answer(round->card, *terminal.session.model()->feelings, typed, terminal.session.words());
  if (!read.problem.empty()) return refuse(terminal, round->id, read.problem);
  const auto problem = terminal.session.attempt(client::SaveDraft{round->id, read.answer, true}, [&](const Model&) {
    const auto after = terminal.session.round(round->id);
    return after && after->draft == read.answer;
  });
  if (!problem.empty()) return refuse(terminal, round->id, problem);
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
  const bool is_open = round->phase == RoundPhase::receiving || round->phase == RoundPhase::closed || round->phase == RoundPhase::unanswered;
  const auto begins = [&] {
    terminal.printer.say(round->waiting_for);
    if (terminal.interactive && !is_open) terminal.printer.say(terminal.say("cli.reveal.can_leave"));
  };
  bool counted = false;
  const auto opened = [&](const Model&) {
    const auto now = terminal.session.round(round->id);
    if (now && now->phase == RoundPhase::countdown && !counted) {
      counted = true;
      terminal.printer.event("countdown", Fields().text("round", round->id), terminal.say("cli.reveal.countdown"));
    }
    return now && (now->phase == RoundPhase::receiving || now->phase == RoundPhase::closed || now->phase == RoundPhase::unanswered);
  };
  const auto patience = std::exchange(terminal.wait, std::nullopt).value_or(std::chrono::minutes(10));
  const auto waited = wait_here(terminal, {.holds = opened, .patience = patience, .begins = begins});
  if (waited == Waited::left) return terminal.printer.say(terminal.say("cli.reveal.left")), 1;
  if (waited == Waited::late) {
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
int guess(Terminal& terminal, Words words) {
  const auto takes = [](const client::StepView& step) { return step.kind == client::StepKind::guess && step.mine; };
  return run_act(terminal, words,
                 {&client::RoundView::may_guess, "cli.guess.not_now",
                  [](const std::string& round, const std::string& text) -> client::Intent {
                    int number = 0;
                    std::from_chars(text.data(), text.data() + text.size(), number);  // what is no number is refused as number 0
                    return client::TakeStep{.round = round, .kind = client::StepKind::guess, .choice = number};
                  },
                  [takes](const client::RoundView&, const client::RoundView& after) { return std::ranges::any_of(after.steps, takes); },
                  "cli.guess.done", true});
}
int relax(Terminal& terminal, Words words) {
  return run_act(terminal, words,
                 {&client::RoundView::may_relax, "cli.relax.not_now",
                  [](const std::string& round, const std::string&) -> client::Intent { return client::RelaxRound{round}; },
                  [](const client::RoundView&, const client::RoundView& after) { return after.relaxed_by_me; },
                  "cli.relax.done", false});
}

}  // namespace twinlamp::cli
