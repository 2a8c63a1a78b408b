#include "tests/ui/support/practice_models.h"

namespace twinlamp::ui::test {
using namespace client;
namespace {

RoundView heard_round(int practice, const std::string& name, const std::string& prompt) {
  auto round = text_round(RoundPhase::receiving);
  round.card.practice = practice, round.card.practice_name = name, round.card.prompt = prompt;
  round.may_say_back = round.may_close = false;
  return round;
}

RoundView fear() {
  return heard_round(3, "Fears", "Which good thing in your life do you not dare to lean on with your full weight?");
}

RoundView talk() {
  auto round = heard_round(8, "Dialogue", "What is it that we call home?");
  auto& its = round.dialogue.emplace();
  its.questions_left = 4;
  its.may_ask = its.may_state = its.may_end = true;
  return round;
}

ExchangeView told(StepKind step, bool mine, const std::string& text, int choice = 0) {
  return {ExchangeView::Kind::step, mine, text, step, choice};
}

}  // namespace

RoundView fear_to_say() {
  auto round = fear();
  round.fears.emplace();
  round.fears->mine.is_heard = round.fears->may_say_what_helps = true;
  round.waiting_for = "You were heard. What would help you?";
  return round;
}

RoundView fear_to_help() {
  auto round = fear();
  round.fears.emplace();
  round.fears->partners = {true, Help::company, {}};
  round.fears->may_help = true;
  round.exchange = {{ExchangeView::Kind::say_back, true, "That my calls hold more than you show."},
                    {ExchangeView::Kind::confirmed, false, ""},
                    told(StepKind::help_wanted, false, "", int(Help::company))};
  round.waiting_for = "Sam has said what would help.";
  return round;
}

RoundView talk_begun() {
  auto round = talk();
  round.dialogue->invites_example = true;
  round.waiting_for = "Ask, or say where you have come to.";
  return round;
}

RoundView talk_asked() {
  auto round = talk();
  auto& its = *round.dialogue;
  its.turns = {{"q1", QuestionKind::example, true, "When was it like that for you?",
                "On the boat, the spring before last.", true},
               {"q2", QuestionKind::assumption, false, "Does a home have to be one place?", "", false}};
  its.to_answer = "q2";
  its.questions_left = 3;
  its.board = {{"s1", "A home is where nobody asks why you came.", true, true, false, false},
               {"s2", "It can be left without being lost.", false, false, true, false},
               {"s3", "It needs a kitchen.", true, false, false, true}};
  its.partners = DialogueEnding::difference;
  round.exchange = {told(StepKind::question, true, its.turns[0].question, int(QuestionKind::example)),
                    told(StepKind::answer, false, its.turns[0].answer),
                    told(StepKind::statement, true, its.board[0].text),
                    told(StepKind::stand_behind, false, its.board[0].text),
                    told(StepKind::question, false, its.turns[1].question, int(QuestionKind::assumption))};
  round.waiting_for = "Sam asked you a question.";
  return round;
}

RoundView talk_ended() {
  auto round = talk_asked();
  auto& its = *round.dialogue;
  its.to_answer.clear();
  its.may_ask = its.may_state = its.may_end = false;
  for (auto& line : its.board) line.may_stand_behind = line.may_withdraw = false;
  its.mine = its.partners = its.ended = DialogueEnding::difference;
  round.may_close = true;
  round.waiting_for = "Both of you were heard.";
  return round;
}

RoundView values_sorted() {
  auto round = round_of(CardKind::sort, RoundPhase::receiving);
  round.card.practice = 7, round.card.practice_name = "Values", round.card.depth = 2;
  round.may_say_back = false, round.may_react = true;
  auto& its = round.values.emplace();
  its.may_suggest = true;
  return round;
}

RoundView values_in_common() {
  auto round = values_sorted();
  auto& theirs = std::get<SortAnswer>(round.partners->answer);
  theirs = std::get<SortAnswer>(round.mine->answer);
  theirs.piles["values.loyalty"] = Pile::some;
  theirs.piles["values.family"] = Pile::most;
  theirs.ranked = {"values.curiosity", "values.family", "values.honesty"};
  return round;
}

RoundView values_suggested() {
  auto round = values_sorted();
  round.values->partners_suggestion = "Call your grandmother together on Sunday, and let her talk.";
  round.values->partners_suggestion_id = "s";
  round.values->may_agree = true;
  return round;
}

Model values_due() {
  auto round = values_sorted();
  auto& its = *round.values;
  its.may_suggest = false;
  its.may_check_back = true;
  its.action = "Call your grandmother together on Sunday, and let her talk.";
  its.partners = CheckBack::half;
  auto model = with_round(round);
  ActionView due{"r", its.action, round.card.prompt, "16 Nov 2026", true, CheckBack::unsaid, CheckBack::half};
  ActionView done{"other",
                  "Give away one thing each that somebody else needs more.",
                  "",
                  "2 Nov 2026",
                  false,
                  CheckBack::done,
                  CheckBack::not_yet};
  model.values = std::make_shared<const ValuesFacts>(ValuesFacts{{due, done}});
  return model;
}

std::vector<Scene> practice_scenes() {
  const Route in_round{Route::To::round, "r"};
  const auto page = [](int number) { return Route{.to = Route::To::practice, .practice = number}; };
  return {{"fears-say", with_round(fear_to_say()), in_round},
          {"fears-help", with_round(fear_to_help()), in_round},
          {"fears-page", paired(), page(3)},
          {"dialogue-begun", with_round(talk_begun()), in_round},
          {"dialogue-asked", with_round(talk_asked()), in_round},
          {"dialogue-ended", with_round(talk_ended()), in_round},
          {"dialogue-names", with_long_names(with_round(talk_asked())), in_round},
          {"dialogue-page", paired(), page(8)},
          {"values-sorted", with_round(values_sorted()), in_round},
          {"values-in-common", with_round(values_in_common()), in_round},
          {"values-suggested", with_round(values_suggested()), in_round},
          {"values-due", values_due(), in_round},
          {"values-page", values_due(), page(7)},
          {"values-page-empty", paired(), page(7)}};
}

}  // namespace twinlamp::ui::test
