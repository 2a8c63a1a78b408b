#include "client/cli/describe.h"

#include <gtest/gtest.h>

namespace twinlamp::cli {
namespace {

client::Model paired() {
  client::Model model;
  model.stage = client::Stage::paired;
  model.me.name = "Noor";
  model.me.lamp = client::LampState::here;
  model.partner.name = "Sam";
  model.partner.lamp = client::LampState::sealed;
  model.both_confirmed = true;
  model.evenings_together = 2;
  return model;
}

TEST(Describe, SaysHowThingsStandInThePersonsLanguage) {
  EXPECT_EQ(status_words(paired(), client::Words(), "twinlamp-cli "),
            "You are paired with Sam.\nYour lamp glows: here.\nSam's lamp burns full: sealed.\nEvenings together: 2.");
  EXPECT_EQ(status_words(paired(), client::Words::built_in("es"), "twinlamp-cli "),
            "Hay enlace con Sam.\nTu lámpara brilla: hay alguien aquí.\nSam: su lámpara arde del todo: respuesta sellada.\nNoches en compañía: 2.");
}

TEST(Describe, SaysWhatIsLeftToReadAfterTheEnd) {
  client::Model model;
  model.stage = client::Stage::ended;
  EXPECT_NE(status_words(model, client::Words(), "twinlamp-cli ").find("twinlamp-cli history"), std::string::npos);
  model.left_here = true;
  EXPECT_EQ(status_words(model, client::Words(), "twinlamp-cli "), "You have left. Nothing of the pair is kept here.");
}

TEST(Describe, NamesTheProgramOutsideOfItAndNothingButTheCommandInside) {
  client::Model model;
  model.stage = client::Stage::unpaired;
  EXPECT_EQ(status_words(model, client::Words(), "./twinlamp cli "), "You are not paired yet. One of you runs: ./twinlamp cli pair invite");
  EXPECT_EQ(status_words(model, client::Words(), ""), "You are not paired yet. One of you runs: pair invite");
}

client::RoundView open_round() {
  client::RoundView round;
  round.id = "r";
  round.card.prompt = "Take me into the first kitchen you remember. What is on the table?";
  round.phase = client::RoundPhase::receiving;
  round.waiting_for = "Say back what you heard, react, or ask.";
  round.may_say_back = round.may_add = true;
  round.mine = client::AnswerView{client::TextAnswer{"Flour."}, "Flour.", "", {}, false};
  round.partners = client::AnswerView{client::TextAnswer{"A blue oilcloth,\nYou: never"}, "A blue oilcloth, You: never", "", {"Beans."}, false};
  return round;
}

TEST(Describe, PutsBothAnswersFirstAndMarksTheirFurtherLines) {
  EXPECT_EQ(reveal_words(open_round(), paired(), client::Words()),
            "It is open: Take me into the first kitchen you remember. What is on the table?\n"
            "Sam: A blue oilcloth,\n"
            "  | You: never\n"
            "Sam added: Beans.\n"
            "You: Flour.\n"
            "Say back what you heard, react, or ask.\n"
            "You can: say-back TEXT; add TEXT.");
}

TEST(Describe, NamesARoundByItsFirstWords) {
  auto round = open_round();
  EXPECT_EQ(brief_name(round, client::Words()), "“Take me into the first kitchen…”");
  round.card.prompt = "What is love?";
  EXPECT_EQ(brief_name(round, client::Words()), "“What is love?”");
  round.card.prompt = std::string(60, 'x');
  EXPECT_EQ(brief_name(round, client::Words()), "“" + std::string(60, 'x') + "”");
}

TEST(Describe, SaysOnceThatNobodyHasSealed) {
  client::RoundView round;
  round.card.prompt = "What is love?";
  round.waiting_for = "Neither of you has sealed yet.";
  const auto said = words_of(round, paired(), client::Words());
  EXPECT_EQ(said.find("sealed"), said.rfind("sealed")) << said;
}

TEST(Describe, TellsInTheStatusWhatAnOpenRoundWaitsForAndWhatWasSaidLast) {
  auto model = paired();
  auto round = open_round();
  round.waiting_for = "Sam said back what they heard. Is that it?";
  round.exchange.push_back({client::ExchangeView::Kind::say_back, false, "flour"});
  model.open_rounds.push_back(std::make_shared<client::RoundView>(round));
  const auto said = status_words(model, client::Words(), "");
  EXPECT_NE(said.find("Is that it?\n  Sam says back: flour"), std::string::npos) << said;
}

TEST(Describe, SaysWhyWhatWasDoneIsNotSentYet) {
  client::Model model;
  model.connection = client::Connection::offline;
  model.asked_to_wait = true;
  model.retry_at = std::chrono::steady_clock::now() + std::chrono::hours(2);
  EXPECT_EQ(unsent_words(model, client::Words(), false), "Saved here; not sent yet: the relay asks to wait 7200 s. The next command sends it.");
  model.asked_to_wait = false;
  EXPECT_EQ(unsent_words(model, client::Words(), true), "Saved here; not sent yet: the relay cannot be reached. It goes by itself.");
  model.retry_at.reset();
  model.connection_text = "This is not the relay that was expected.";
  EXPECT_EQ(unsent_words(model, client::Words(), false), "Saved here; not sent yet. This is not the relay that was expected.");
  model.connection = client::Connection::online;
  EXPECT_EQ(unsent_words(model, client::Words(), false), "Saved here; not sent yet: the relay has not taken it so far. The next command sends it.");
}

TEST(Describe, SaysTheSameFieldsToAScriptInEveryLanguage) {
  EXPECT_EQ(status_fields(paired()).json().find("burns"), std::string::npos);
  client::RoundView round;
  round.id = "r";
  round.phase = client::RoundPhase::sealed;
  EXPECT_EQ(fields_of(round, client::Words()).json(), fields_of(round, client::Words::built_in("es")).json());
}

TEST(Describe, NeverMixesTwoLanguages) {
  client::RoundView round;
  round.card.prompt = "…";
  round.phase = client::RoundPhase::receiving;
  round.passed = round.may_say_back = round.may_confirm = round.may_reply = round.may_close = true;
  round.mine = round.partners = client::AnswerView{client::TextAnswer{"…"}, "…", "", {"…"}, false};
  using Kind = client::ExchangeView::Kind;
  for (const auto kind : {Kind::say_back, Kind::confirmed, Kind::not_quite, Kind::reaction, Kind::follow_up, Kind::reply})
    for (const bool mine : {true, false}) round.exchange.push_back({kind, mine, "…"});
  const auto spanish = words_of(round, paired(), client::Words::built_in("es"));
  for (const auto* english : {"You ", "The ", " said", " heard", " wrote", "Next", "This", "asked", "added"})
    EXPECT_EQ(spanish.find(english), std::string::npos) << spanish;
}

}  // namespace
}  // namespace twinlamp::cli
