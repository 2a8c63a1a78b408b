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
  EXPECT_EQ(status_words(paired(), client::Words()),
            "You are paired with Sam.\nYour lamp glows: here.\nSam's lamp burns full: sealed.\nEvenings together: 2.");
  EXPECT_EQ(status_words(paired(), client::Words::built_in("es")),
            "Hay enlace con Sam.\nTu lámpara brilla: hay alguien aquí.\nSam: su lámpara arde del todo: respuesta sellada.\nNoches en compañía: 2.");
}

TEST(Describe, SaysWhatIsLeftToReadAfterTheEnd) {
  client::Model model;
  model.stage = client::Stage::ended;
  EXPECT_NE(status_words(model, client::Words()).find("twinlamp-cli history"), std::string::npos);
  model.left_here = true;
  EXPECT_EQ(status_words(model, client::Words()), "You have left. Nothing of the pair is kept here.");
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
