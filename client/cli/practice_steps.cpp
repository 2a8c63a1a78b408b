#include "client/cli/practice_steps.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "client/cli/commands_rounds.h"
#include "client/cli/describe.h"
#include "client/practices/step_words.h"
#include "client/practices/values_picture.h"

namespace twinlamp::cli {
namespace {

using client::CheckBack;
using client::DialogueEnding;
using client::Model;
using client::RoundView;
using client::StepKind;
using client::TakeStep;

// As they are typed, in the order of their numbers; the same in every language, as all commands are.
constexpr std::array<std::string_view, 4> helps{"comfort", "company", "ideas", "nothing"};
constexpr std::array<std::string_view, 7> questions{"clarify", "example", "assumption", "reason", "other-view", "consequence", "contradiction"};
constexpr std::array<std::string_view, 2> endings{"agree", "differ"};
constexpr std::array<std::string_view, 3> check_backs{"done", "half", "not-yet"};

// From 1; 0 where it is none of them.
template <std::size_t N>
int number_of(const std::array<std::string_view, N>& all, const std::string& typed) {
  const auto found = std::find(all.begin(), all.end(), typed);
  return found == all.end() ? 0 : static_cast<int>(found - all.begin()) + 1;
}

std::size_t my_steps(const RoundView& round) {
  return static_cast<std::size_t>(std::count_if(round.steps.begin(), round.steps.end(), [](const auto& step) { return step.mine; }));
}

int take(Terminal& terminal, const RoundView& round, TakeStep step) {
  step.round = round.id;
  const auto before = my_steps(round);
  const auto problem = terminal.session.attempt(step, [&](const Model&) {
    const auto after = terminal.session.round(round.id);
    return after && my_steps(*after) > before;
  });
  if (!problem.empty()) return fail(terminal, problem);
  const auto after = terminal.session.round(round.id);
  const auto waiting = after ? after->waiting_for : std::string();
  return delivered(terminal, waiting.empty() ? terminal.say("cli.step.done") : waiting);
}

// What follows the words of the command, or what is typed when asked for it.
std::string text_from(Terminal& terminal, const Words& words, std::size_t from) {
  auto text = joined(words, from);
  if (text.empty()) text = terminal.interactive ? terminal.ask(terminal.say("cli.your_words")) : terminal.input.rest(8192);
  return text;
}

int usage(Terminal& terminal, std::string_view key) { return fail(terminal, terminal.say(key)), 2; }

// --- a talk

client::RoundRef talk_round(Terminal& terminal, Words& words) {
  return find_round(terminal, words, [](const RoundView& round) { return round.dialogue && round.dialogue->ended == DialogueEnding::unsaid; });
}

// The board's line of this number, as practice_words() numbers them.
const client::StatementView* statement(const client::DialogueView& talk, const std::string& typed) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (error != std::errc() || end != typed.data() + typed.size() || number < 1 || number > talk.board.size()) return nullptr;
  return &talk.board[number - 1];
}

int ask_question(Terminal& terminal, const RoundView& round, const Words& words) {
  const int kind = words.size() > 2 ? number_of(questions, words[2]) : 0;
  if (kind == 0) return usage(terminal, "cli.talk.kinds");
  if (!round.dialogue->may_ask) return fail(terminal, terminal.say("cli.talk.no_question"));
  const auto text = text_from(terminal, words, 3);
  if (text.empty()) return usage(terminal, "cli.talk.usage");
  return take(terminal, round, {.round = {}, .kind = StepKind::question, .choice = kind, .text = text});
}

int answer_question(Terminal& terminal, const RoundView& round, const Words& words, bool leaves_open) {
  if (round.dialogue->to_answer.empty()) return fail(terminal, terminal.say("cli.talk.nothing_to_answer"));
  const auto text = leaves_open ? std::string() : text_from(terminal, words, 2);
  if (text.empty() && !leaves_open) return usage(terminal, "cli.talk.usage");
  return take(terminal, round, {.round = {}, .kind = StepKind::answer, .text = text, .about = round.dialogue->to_answer});
}

int on_board(Terminal& terminal, const RoundView& round, const Words& words, bool stands) {
  const auto* line = words.size() > 2 ? statement(*round.dialogue, words[2]) : nullptr;
  if (line == nullptr) return usage(terminal, "cli.talk.which_line");
  if (!(stands ? line->may_stand_behind : line->may_withdraw)) return fail(terminal, terminal.say("cli.talk.not_this_line"));
  return take(terminal, round, {.round = {}, .kind = stands ? StepKind::stand_behind : StepKind::withdraw, .about = line->id});
}

int put_on_board(Terminal& terminal, const RoundView& round, const Words& words) {
  const auto text = text_from(terminal, words, 2);
  if (text.empty()) return usage(terminal, "cli.talk.usage");
  return take(terminal, round, {.round = {}, .kind = StepKind::statement, .text = text});
}

int end_talk(Terminal& terminal, const RoundView& round, const Words& words) {
  const int ending = words.size() > 2 ? number_of(endings, words[2]) : 0;
  if (ending == 0) return usage(terminal, "cli.talk.usage");
  return take(terminal, round, {.round = {}, .kind = StepKind::ending, .choice = ending});
}

std::string board_words(const client::DialogueView& talk, const std::string& partner, const client::Words& words) {
  std::string out;
  for (std::size_t i = 0; i < talk.board.size(); ++i) {
    const auto& line = talk.board[i];
    const auto who = line.is_shared ? words.say("dialogue.both_stand_behind")
                     : line.mine    ? words.say("dialogue.you_put")
                                    : words.say("dialogue.partner_put", {{"partner", partner}});
    out += (out.empty() ? "" : "\n") + words.say("cli.talk.line", {{"number", i + 1}, {"who", who}, {"text", continued(line.text)}});
  }
  return out;
}

void add_line(std::string& out, const std::string& line) {
  if (!line.empty()) out += (out.empty() ? "" : "\n") + line;
}

std::string talk_words(const client::DialogueView& talk, const std::string& partner, const client::Words& words) {
  auto out = board_words(talk, partner, words);
  if (talk.ended != DialogueEnding::unsaid)
    add_line(out, words.say("cli.talk.ended", {{"ending", client::ending_name(talk.ended, words)}}));
  if (talk.invites_example) add_line(out, words.say("dialogue.invites_example", {{"partner", partner}}));
  if (!talk.to_answer.empty()) add_line(out, words.say("cli.talk.can_answer"));
  if (talk.may_ask) add_line(out, words.say("cli.talk.can_ask", {{"count", talk.questions_left}}));
  if (talk.may_end) add_line(out, words.say("cli.talk.can_end"));
  return out;
}

// --- values

std::string list_of(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : ", ") + each;
  return out;
}

std::string picture_words(const client::ValuesPicture& picture, const std::string& partner, const client::Words& words) {
  std::string out;
  const auto add = [&](const std::string& who, const std::vector<std::string>& values) {
    if (!values.empty()) add_line(out, words.say("cli.week.part", {{"who", who}, {"values", list_of(values)}}));
  };
  add(words.say("values_page.shared"), picture.shared);
  add(words.say("values_page.first_for_both"), picture.first_for_both);
  add(words.say("values_page.only_mine"), picture.mine);
  add(words.say("values_page.only_partners", {{"partner", partner}}), picture.partners);
  for (const auto& difference : picture.differences)
    add_line(out, words.say("cli.week.difference",
                            {{"value", difference.value},
                             {"who", difference.high_for_me ? words.say("values_page.difference_mine")
                                                            : words.say("values_page.difference_partners", {{"partner", partner}})}}));
  return out;
}

std::string week_words(const client::ValuesView& values, const std::string& partner, const client::Words& words) {
  std::string out;
  if (!values.action.empty()) return words.say("cli.week.agreed", {{"action", continued(values.action)}});
  if (!values.my_suggestion.empty()) add_line(out, words.say("cli.week.mine", {{"action", continued(values.my_suggestion)}}));
  if (values.may_agree)
    add_line(out, words.say("cli.week.partners", {{"partner", partner}, {"action", continued(values.partners_suggestion)}}));
  else if (values.may_suggest && values.my_suggestion.empty())
    add_line(out, words.say("cli.week.can_suggest"));
  return out;
}

std::string action_words(const client::ActionView& action, const std::string& partner, const client::Words& words) {
  auto out = words.say("cli.week.action", {{"date", action.agreed_on}, {"action", continued(action.action)}});
  if (action.mine != CheckBack::unsaid) add_line(out, "  " + words.say("values_page.mine", {{"choice", client::check_back_name(action.mine, words)}}));
  if (action.partners != CheckBack::unsaid)
    add_line(out, "  " + words.say("values_page.partners", {{"partner", partner}, {"choice", client::check_back_name(action.partners, words)}}));
  if (action.is_due) add_line(out, "  " + words.say("cli.week.can_check_back"));
  return out;
}

int check_back(Terminal& terminal, Words& words, int choice) {
  const auto model = terminal.session.model();
  const auto& actions = model->values->actions;
  auto action = std::find_if(actions.begin(), actions.end(), [](const auto& each) { return each.is_due; });
  if (action == actions.end()) action = actions.begin();
  if (action == actions.end()) return fail(terminal, terminal.say("cli.week.none"));
  const auto round = terminal.session.round(action->round);
  if (!round) return fail(terminal, terminal.say("cli.week.none"));
  return take(terminal, *round, {.round = {}, .kind = StepKind::check_back, .choice = choice, .text = joined(words, 2)});
}

std::string numbered_lines(const client::Words& words, std::string_view list, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) add_line(out, std::to_string(i + 1) + ". " + words.nth(list, i));
  return out;
}

}  // namespace

int help_wanted(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto round = find_round(terminal, words, [](const RoundView& each) { return each.fears && each.fears->may_say_what_helps; });
  if (!round) return 1;
  const int help = words.size() > 1 ? number_of(helps, words[1]) : 0;
  if (help == 0) return usage(terminal, "cli.help_wanted.usage");
  if (!round->fears || !round->fears->may_say_what_helps) return fail(terminal, terminal.say("cli.help_wanted.not_now"));
  return take(terminal, *round, {.round = {}, .kind = StepKind::help_wanted, .choice = help});
}

int give_help(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto round = find_round(terminal, words, [](const RoundView& each) { return each.fears && each.fears->may_help; });
  if (!round) return 1;
  if (!round->fears || !round->fears->may_help) return fail(terminal, terminal.say("cli.give_help.not_now"));
  const auto text = text_from(terminal, words, 1);
  if (text.empty()) return fail(terminal, terminal.say("cli.say_it", {{"command", words[0]}}));
  return take(terminal, *round, {.round = {}, .kind = StepKind::help_given, .text = text});
}

int talk(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto round = talk_round(terminal, words);
  if (!round) return 1;
  if (!round->dialogue) return fail(terminal, terminal.say("cli.talk.not_now"));
  const auto act = words.size() > 1 ? words[1] : std::string();
  if (act == "ask") return ask_question(terminal, *round, words);
  if (act == "answer" || act == "leave-open") return answer_question(terminal, *round, words, act == "leave-open");
  if (act == "put") return put_on_board(terminal, *round, words);
  if (act == "stand" || act == "take-back") return on_board(terminal, *round, words, act == "stand");
  if (act == "end") return end_talk(terminal, *round, words);
  return usage(terminal, "cli.talk.usage");
}

int week(Terminal& terminal, Words words) {
  if (!is_paired(terminal)) return 1;
  const auto act = words.size() > 1 ? words[1] : std::string();
  if (const int choice = number_of(check_backs, act)) return check_back(terminal, words, choice);
  if (act != "suggest" && act != "agree") return usage(terminal, "cli.week.usage");
  const bool agrees = act == "agree";
  const auto round = find_round(terminal, words, [&](const RoundView& each) { return each.values && (agrees ? each.values->may_agree : each.values->may_suggest); });
  if (!round) return 1;
  if (!round->values || !(agrees ? round->values->may_agree : round->values->may_suggest)) return fail(terminal, terminal.say("cli.week.not_now"));
  if (agrees) return take(terminal, *round, {.round = {}, .kind = StepKind::agree, .about = round->values->partners_suggestion_id});
  const auto text = text_from(terminal, words, 2);
  if (text.empty()) return usage(terminal, "cli.week.usage");
  return take(terminal, *round, {.round = {}, .kind = StepKind::action, .text = text});
}

std::string fears_page(const Model&, const client::Words& words) { return numbered_lines(words, "fears.steps", 4); }
std::string dialogue_page(const Model&, const client::Words& words) { return numbered_lines(words, "dialogue.steps", 4); }

std::string values_page(const Model& model, const client::Words& words) {
  std::string out;
  for (const auto& action : model.values->actions) add_line(out, action_words(action, partner_at_start(model, words), words));
  return out.empty() ? words.say("values_page.no_actions") : out;
}

std::string practice_words(const RoundView& round, const Model& model, const client::Words& words) {
  const auto& partner = partner_at_start(model, words);
  std::string out;
  if (round.fears && round.fears->may_help)
    add_line(out, words.say("cli.give_help.can", {{"partner", partner}, {"help", client::help_name(round.fears->partners.wanted, words)}}));
  if (round.fears && round.fears->may_say_what_helps) add_line(out, words.say("cli.help_wanted.can"));
  if (round.dialogue) add_line(out, talk_words(*round.dialogue, partner, words));
  if (round.values) {
    if (const auto picture = client::values_picture(round)) add_line(out, picture_words(*picture, partner, words));
    add_line(out, week_words(*round.values, partner, words));
  }
  return out;
}

}  // namespace twinlamp::cli
