#include "client/cli/describe.h"

#include <gtest/gtest.h>

#include "client/content/catalogue.h"
#include "tests/client/cli/paired_models.h"

namespace twinlamp::cli {
namespace {

using test::open_round;
using test::paired;

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

TEST(Describe, SaysTheSameFieldsToAScriptInEveryLanguage) {
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
