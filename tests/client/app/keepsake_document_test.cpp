#include "client/app/keepsake_document.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

class KeepsakeDocument : public testing::Test {
protected:
  KeepsakeDocument() {
    auto round = std::make_shared<RoundView>();
    round->id = "r";
    round->mine = AnswerView{TextAnswer{"Bread"}, "Bread", "", {"And rain."}, false, "Bread, and\nits crust"};
    round->partners = AnswerView{ChoiceAnswer{1}, "the sea", "", {}, false, "the sea"};
    round->exchange = {{ExchangeView::Kind::say_back, true, "that the sea is home"}, {ExchangeView::Kind::confirmed, false, ""},
                       {ExchangeView::Kind::step, true, "Home is a smell.", StepKind::statement},
                       {ExchangeView::Kind::step, false, "Home is a smell.", StepKind::stand_behind}};
    StepView plan, agreed;
    plan.id = "p", plan.kind = StepKind::plan, plan.mine = true, plan.text = "The same soup.";
    agreed.kind = StepKind::agree_plan, agreed.about = "p";
    round->steps = {plan, agreed};
    round->dialogue.emplace().board = {{"s", "Home is a smell.", true, true, false, false}};
    round->dialogue->ended = DialogueEnding::difference;
    round_ = round;
  }
  static Keepsake::Line line(std::string id, std::string month, bool answered = true) {
    RoundSummary made;
    made.id = std::move(id), made.month = std::move(month), made.answered = answered;
    made.prompt = "Which smell is home?", made.practice_name = "Open up", made.date = "16 Nov 2026";
    return std::make_shared<const RoundSummary>(std::move(made));
  }
  ExportEntry entry(const RoundSummary& of, const Words& words = {}) const { return entry_of(of, find_, {"Noor", "Sam"}, words); }

  RoundRef round_;
  FindRound find_ = [this](const std::string& id) { return id == "r" ? round_ : nullptr; };
};

TEST_F(KeepsakeDocument, HasBothAnswersWholeAndAllThatWasSaidAboutThemWithNames) {
  const auto made = entry(*line("r", "November 2026"));
  EXPECT_EQ(made.question, "Which smell is home?");
  EXPECT_EQ(made.about, "Open up · 16 Nov 2026");
  std::string all;
  for (const auto& passage : made.passages) all += passage.who + " | " + passage.text + "\n";
  EXPECT_EQ(all,
            "Noor | Bread, and\nits crust\n"
            "Noor added | And rain.\n"
            "Sam | the sea\n"
            "Noor heard | that the sea is home\n"
            "Sam: yes, that is it | \n"
            "Noor put on the board | Home is a smell.\n"
            "Sam stands behind this too | Home is a smell.\n"
            "Noor proposed | The same soup.\n"
            "Sam agreed | The same soup.\n"
            "Both of you stand behind this | Home is a smell.\n"
            "How it ended | we see it differently, and understand why\n");
  EXPECT_EQ(made.passages[1].kind, Passage::Kind::addition);
}

TEST_F(KeepsakeDocument, SpeaksThePersonsLanguage) {
  const auto made = entry(*line("r", "noviembre de 2026"), Words::built_in("es"));
  EXPECT_EQ(made.passages[3].who, "Noor entendió");
}

TEST_F(KeepsakeDocument, SaysThatAnAnswerCouldNotBeOpened) {
  auto broken = std::make_shared<RoundView>(*round_);
  broken->partners->could_not_be_opened = true;
  round_ = broken;
  EXPECT_EQ(entry(*line("r", "")).passages[2].text, Words().say("export.not_opened"));
}

TEST_F(KeepsakeDocument, HasGiftsAsTheyWereGiven) {
  auto gift = std::make_shared<GiftView>();
  gift->kind = GiftKind::compliment, gift->mine = false, gift->did = "You rang at five.", gift->says = "You listen.", gift->thanked = true, gift->thanks = "Always.";
  auto with = std::make_shared<RoundSummary>(*line("g", "November 2026"));
  with->gift = gift;
  const auto made = entry(*with);
  EXPECT_EQ(made.question, "Sam gave this to Noor");
  ASSERT_EQ(made.passages.size(), 2u);
  EXPECT_EQ(made.passages[0].text, "You rang at five.\nYou listen.");
  EXPECT_EQ(made.passages[1].who + ": " + made.passages[1].text, "Noor said thank you: Always.");
  EXPECT_NE(searchable_text(*with, find_).find("You listen."), std::string::npos);
}

TEST_F(KeepsakeDocument, IsSearchedByEveryWordOfIt) {
  const auto text = searchable_text(*line("r", "November 2026"), find_);
  for (const auto* words : {"Which smell", "Open up", "16 Nov 2026", "November 2026", "its crust", "And rain.", "the sea", "that the sea is home", "Home is a smell."})
    EXPECT_NE(text.find(words), std::string::npos) << words;
}

TEST_F(KeepsakeDocument, GoesThroughTheMonthsInTheOrderOfTime) {
  const auto made = document_of({line("r", "November 2026"), line("x", "November 2026", false), line("r", "October 2026"), line("r", "May 2026")}, find_,
                                {"Noor", "Sam"}, 37, Words());
  EXPECT_EQ(made.title, "Noor and Sam");
  EXPECT_EQ(made.subtitle, "37 evenings together");
  EXPECT_EQ(made.language, "en");
  std::string months;
  for (const auto& chapter : made.chapters) months += chapter.name + " " + std::to_string(chapter.entries.size()) + " ";
  EXPECT_EQ(months, "May 2026 1 October 2026 1 November 2026 1 ") << "without what was closed unanswered";
}

}  // namespace
}  // namespace twinlamp::client::test
