#include "client/cli/status_words.h"

#include <gtest/gtest.h>

#include "client/cli/program_name.h"
#include "tests/client/cli/paired_models.h"

namespace twinlamp::cli {
namespace {

using test::open_round;
using test::paired;

TEST(StatusWords, SayHowThingsStandInThePersonsLanguage) {
  EXPECT_EQ(status_words(paired(), client::Words(), false),
            "You are paired with Sam.\nYour lamp glows: here.\nSam's lamp burns full: sealed.\nEvenings together: 2.");
  EXPECT_EQ(status_words(paired(), client::Words::built_in("es"), false),
            "Hay enlace con Sam.\nTu lámpara brilla: hay alguien aquí.\nSam: su lámpara arde del todo: respuesta sellada.\nNoches en compañía: 2.");
}

TEST(StatusWords, SayWhatIsLeftToReadAfterTheEnd) {
  client::Model model;
  model.stage = client::Stage::ended;
  EXPECT_NE(status_words(model, words_naming({"twinlamp-cli", "twinlamp-cli "}, client::Words()), false).find("twinlamp-cli history"), std::string::npos);
  model.left_here = true;
  EXPECT_EQ(status_words(model, words_naming({"twinlamp-cli", "twinlamp-cli "}, client::Words()), false), "You have left. Nothing of the pair is kept here.");
}

TEST(StatusWords, NameTheProgramOutsideOfItAndNothingButTheCommandInside) {
  client::Model model;
  model.stage = client::Stage::unpaired;
  EXPECT_EQ(status_words(model, words_naming({"./twinlamp cli", "./twinlamp cli --profile sam "}, client::Words()), false), "You are not paired yet. One of you runs: ./twinlamp cli --profile sam pair invite");
  EXPECT_EQ(status_words(model, words_naming({}, client::Words()), true), "You are not paired yet. One of you runs: pair invite");
}

// Its question comes after it.
TEST(StatusWords, AskNobodyHowADateWasBeforeItIsOver) {
  auto model = paired();
  auto round = std::make_shared<client::RoundView>(open_round());
  model.open_rounds = {round};
  auto dates = std::make_shared<client::DatesView>();
  dates->round = round->id = "d";
  model.dates = dates;
  const auto in = [](std::chrono::hours time) { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now() + time); };
  const auto status = [&] { return status_words(model, words_naming({}, client::Words()), true); };
  dates->agreed = client::PlanView{"step", "soup", in(std::chrono::hours(20)), 90};
  EXPECT_EQ(status().find(round->card.prompt), std::string::npos);
  dates->agreed = client::PlanView{"step", "soup", in(-std::chrono::hours(20)), 90};
  EXPECT_NE(status().find(round->card.prompt), std::string::npos);
}

TEST(StatusWords, TellWhatAnOpenRoundWaitsForAndWhatWasSaidLast) {
  auto model = paired();
  auto round = open_round();
  round.waiting_for = "Sam said back what they heard. Is that it?";
  round.exchange.push_back({client::ExchangeView::Kind::say_back, false, "flour"});
  model.open_rounds.push_back(std::make_shared<client::RoundView>(round));
  const auto said = status_words(model, words_naming({}, client::Words()), true);
  EXPECT_NE(said.find("Is that it?\n  Sam says back: flour"), std::string::npos) << said;
}

TEST(StatusWords, SayWhyWhatWasDoneIsNotSentYet) {
  client::Model model;
  model.connection = client::Connection::offline;
  model.asked_to_wait = true;
  model.retry_at = std::chrono::steady_clock::now() + std::chrono::hours(2);
  EXPECT_EQ(unsent_words(model, client::Words(), false), "Saved here; not sent yet: the relay asks to wait 7200 s. The next command sends it.");
  model.asked_to_wait = false;
  model.connection_text = "The relay cannot be reached. Trying again by itself.";
  EXPECT_EQ(unsent_words(model, client::Words(), true), "Saved here; not sent yet. The relay cannot be reached. It goes by itself.");
  model.retry_at.reset();
  model.connection_text = "This is not the relay that was expected.";
  EXPECT_EQ(unsent_words(model, client::Words(), false), "Saved here; not sent yet. This is not the relay that was expected.");
  model.connection = client::Connection::online;
  EXPECT_EQ(unsent_words(model, client::Words(), false), "Saved here; not sent yet: the relay has not taken it so far. The next command sends it.");
}

TEST(StatusWords, SayTheSameFieldsToAScriptInEveryLanguage) {
  EXPECT_EQ(status_fields(paired()).json().find("burns"), std::string::npos);
}

client::Model online() {
  auto model = paired();
  model.connection = client::Connection::online;
  model.caught_up = true;
  model.partner.lamp = client::LampState::away;
  return model;
}

TEST(StatusWords, AreKnownAtOnceWhereNothingIsUnderWay) {
  EXPECT_TRUE(is_mail_settled(online()));
  auto model = online();
  model.connection = client::Connection::offline;
  model.caught_up = false;
  model.unsent = 3;
  EXPECT_TRUE(is_mail_settled(model) && is_lamp_known(model)) << "offline nothing comes";
  EXPECT_TRUE(is_mail_settled(client::Model()) && is_lamp_known(client::Model()));
}

TEST(StatusWords, WaitForTheMailAndForWhatGoesOut) {
  auto model = online();
  model.caught_up = false;
  EXPECT_FALSE(is_mail_settled(model));
  model = online();
  model.unsent = 1;
  EXPECT_FALSE(is_mail_settled(model));
}

TEST(StatusWords, WaitForALampThatMayStillBeHeardOf) {
  auto model = online();
  EXPECT_FALSE(is_lamp_known(model)) << "whoever is connected or not";
  model.me.lamp = client::LampState::unlit;
  EXPECT_TRUE(is_lamp_known(model)) << "with the own lamp out nothing is heard";
  model.me.lamp = client::LampState::here;
  model.partner.lamp = client::LampState::here;
  EXPECT_TRUE(is_lamp_known(model));
}

}  // namespace
}  // namespace twinlamp::cli
