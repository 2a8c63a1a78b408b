#include "client/cli/describe.h"

#include "client/cli/program_name.h"

#include "client/practices/dates.h"

#include <gtest/gtest.h>

#include "client/content/catalogue.h"

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
  EXPECT_EQ(status_words(paired(), client::Words(), false),
            "You are paired with Sam.\nYour lamp glows: here.\nSam's lamp burns full: sealed.\nEvenings together: 2.");
  EXPECT_EQ(status_words(paired(), client::Words::built_in("es"), false),
            "Hay enlace con Sam.\nTu lámpara brilla: hay alguien aquí.\nSam: su lámpara arde del todo: respuesta sellada.\nNoches en compañía: 2.");
}

TEST(Describe, SaysWhatIsLeftToReadAfterTheEnd) {
  client::Model model;
  model.stage = client::Stage::ended;
  EXPECT_NE(status_words(model, words_naming({"twinlamp-cli", "twinlamp-cli "}, client::Words()), false).find("twinlamp-cli history"), std::string::npos);
  model.left_here = true;
  EXPECT_EQ(status_words(model, words_naming({"twinlamp-cli", "twinlamp-cli "}, client::Words()), false), "You have left. Nothing of the pair is kept here.");
}

TEST(Describe, NamesTheProgramOutsideOfItAndNothingButTheCommandInside) {
  client::Model model;
  model.stage = client::Stage::unpaired;
  EXPECT_EQ(status_words(model, words_naming({"./twinlamp cli", "./twinlamp cli --profile sam "}, client::Words()), false), "You are not paired yet. One of you runs: ./twinlamp cli --profile sam pair invite");
  EXPECT_EQ(status_words(model, words_naming({}, client::Words()), true), "You are not paired yet. One of you runs: pair invite");
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

// Its question comes after it.
TEST(Describe, AsksNobodyHowADateWasBeforeItIsOver) {
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

client::CardView wish_list() {
  client::CardView card;
  card.kind = client::CardKind::wishes;
  card.prompt = "Eight ideas.";
  card.items = std::make_shared<const client::Items>(client::Items{{"ideas.a", "Cook the same soup", {}, {}, 0}});
  card.most = 1;
  return card;
}

TEST(Describe, SaysWithEveryWishListWhatAYesLearns) {
  for (const auto* language : {"en", "es"}) {
    const auto words = client::Words::built_in(language);
    client::RoundView round;
    round.card = wish_list();
    for (const auto& said : {words_of(round, paired(), words), question_words(wish_list(), words)}) {
      EXPECT_NE(said.find(words.say("wishes.learns")), std::string::npos) << said;
      EXPECT_NE(said.find(words.say("wishes.most", {{"count", 1}})), std::string::npos) << said;
    }
  }
}

// A yes always learns the other's answer, so no sentence may promise that nobody does.
TEST(Describe, PromisesNobodyThatAVoteStaysUnknown) {
  for (const auto* language : {"en", "es"}) {
    const auto words = client::Words::built_in(language);
    auto said = ask_hint(wish_list(), words) + kind_hint(wish_list(), words) + words.say("wishes.nothing");
    for (const auto* key : {"wish.about", "wishes.learns", "cli.answer.wishes", "cards.kind.wishes"}) said += words.say(key);
    said += words.say("desire.list_about", {{"drawn", 8}});
    const auto catalogue = client::Catalogue::built_in(language);
    for (const auto* card : {"dates.ideas", "desire.wish-list"}) said += catalogue.find(card)->prompt + catalogue.find(card)->why;
    for (const auto* promise : {"obody", "adie", "ever known", "se llega a saber"}) EXPECT_EQ(said.find(promise), std::string::npos) << promise << " in: " << said;
  }
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
  const auto said = status_words(model, words_naming({}, client::Words()), true);
  EXPECT_NE(said.find("Is that it?\n  Sam says back: flour"), std::string::npos) << said;
}

TEST(Describe, SaysWhyWhatWasDoneIsNotSentYet) {
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
