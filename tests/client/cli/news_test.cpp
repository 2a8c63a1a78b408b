// What the prompt tells of the partner, line by line.
#include "client/cli/news.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/client/cli/scripted_app.h"

namespace twinlamp::cli {
namespace {

using client::RoundPhase;
using Kind = client::ExchangeView::Kind;

class NewsTest : public testing::Test {
protected:
  NewsTest() {
    auto& model = app_.edit();
    model.stage = client::Stage::paired;
    model.both_confirmed = true;
    model.partner.name = "Sam";
    session_.bind(app_);
    round_.id = "r1";
    round_.card.prompt = "Take me into the first kitchen you remember. What is on the table?";
    round_.opened_by_me = true;
  }
  // The round as it is now; what was there before is no news any more.
  void begin() {
    show();
    news_.emplace(app_.edit());
  }
  void show() { app_.edit().open_rounds = {std::make_shared<client::RoundView>(round_)}; }
  std::string told(const std::string& own = {}) {
    show();
    return told_as_it_is(own);
  }
  std::string told_as_it_is(const std::string& own = {}) {
    testing::internal::CaptureStdout();
    news_->tell(terminal_, app_.edit(), own);
    return testing::internal::GetCapturedStdout();
  }
  void open() {
    round_.phase = RoundPhase::receiving;
    round_.mine = round_.partners = client::AnswerView{client::TextAnswer{"x"}, "x", "", {}, false};
    round_.waiting_for = "Say back what you heard, react, or ask.";
  }

  test::ScriptedApp app_;
  Session session_{std::chrono::seconds(0)};
  Printer printer_{false};
  Input input_{STDIN_FILENO};
  Terminal terminal_{session_, printer_, input_, true};
  client::RoundView round_;
  std::optional<News> news_;
};

TEST_F(NewsTest, SaysAtOnceWhatThePartnerSays) {
  open();
  begin();
  EXPECT_EQ(told(), "");
  round_.exchange.push_back({Kind::say_back, false, "that it was loud"});
  round_.may_confirm = true;
  EXPECT_EQ(told(), "Sam says back: that it was loud\nNext: confirm, or confirm --not-quite TEXT.\n");
  EXPECT_EQ(told(), "") << "each thing once";
  round_.exchange.push_back({Kind::confirmed, true, ""});
  EXPECT_EQ(told("confirm"), "") << "my own words are no news to me";
  for (const auto& [kind, line] : {std::pair{Kind::confirmed, "Sam says: yes, that is it. x\n"}, {Kind::not_quite, "Sam says: not quite. x\n"},
                                   {Kind::reaction, "Sam reacts: x\n"}, {Kind::follow_up, "Sam asks you: x\n"}, {Kind::reply, "Sam replies: x\n"}}) {
    round_.exchange.push_back({kind, false, "x"});
    EXPECT_EQ(told(), line);
  }
  round_.exchange.push_back({Kind::confirmed, false, ""});
  EXPECT_EQ(told(), "Sam says: yes, that is it.\n");
  round_.partners->additions.push_back("and bread");
  EXPECT_EQ(told(), "Sam adds: and bread\n");
  round_.exchange.push_back({Kind::confirmed, true, ""});
  round_.may_confirm = false;
  round_.may_close = true;
  EXPECT_EQ(told(), "Both of you were heard. Next: close.\n");
}

// What was said back is heard once its author's partner has said so.
TEST_F(NewsTest, NamesOneNextStepAndCallsNobodyHeardBeforeTheyAre) {
  open();
  begin();
  round_.exchange.push_back({Kind::say_back, false, "you would just knock"});
  round_.may_confirm = round_.may_close = true;
  EXPECT_EQ(told(), "Sam says back: you would just knock\nNext: confirm, or confirm --not-quite TEXT.\n");
  round_.exchange.push_back({Kind::follow_up, false, "And then?"});
  round_.may_reply = true;
  EXPECT_EQ(told(), "Sam asks you: And then?\nNext: reply TEXT.\n");
  round_.exchange.push_back({Kind::reply, true, "In."});
  round_.exchange.push_back({Kind::confirmed, true, ""});
  round_.may_reply = round_.may_confirm = false;
  EXPECT_EQ(told("confirm"), "Both of you were heard. Next: close.\n");
  round_.exchange.push_back({Kind::say_back, true, "that you came in"});
  EXPECT_EQ(told("say-back"), "");
  round_.exchange.push_back({Kind::confirmed, false, ""});
  EXPECT_EQ(told(), "Sam says: yes, that is it.\nBoth of you were heard. Next: close.\n");
}

TEST_F(NewsTest, TellsALossOnceByItsCauseAndThatItIsOver) {
  auto& model = app_.edit();
  model.connection = client::Connection::online;
  begin();
  const auto lose = [&](const char* text, bool is_retried) {
    model.connection = client::Connection::offline;
    model.connection_text = text;
    model.retry_at.reset();
    if (is_retried) model.retry_at = std::chrono::steady_clock::now();
    return told();
  };
  EXPECT_EQ(lose("The relay was stopped.", true), "The relay was stopped.\n");
  EXPECT_EQ(lose("The relay cannot be reached.", true), "") << "of the same loss";
  EXPECT_EQ(lose("It has another key.", false), "It has another key.\n") << "nothing is tried any more";
  model.connection = client::Connection::online;
  model.connection_text.clear();
  EXPECT_EQ(told(), "Connected to the relay again.\n");
  EXPECT_EQ(told(), "");
}

TEST_F(NewsTest, TellsThatOurRelayRuns) {
  begin();
  app_.edit().home.is_on = true;
  app_.edit().home.state = client::HomeView::State::running;
  app_.edit().home.shown = "192.168.1.21:7417";
  EXPECT_EQ(told("host"), "") << "the command has said it";
  begin();
  app_.edit().home.state = client::HomeView::State::starting;
  begin();
  app_.edit().home.state = client::HomeView::State::running;
  EXPECT_EQ(told(), "Our relay runs on this laptop. Your partner reaches it at 192.168.1.21:7417.\n");
}

TEST_F(NewsTest, FindsThePartnersNewWordsWhereverTheyStand) {
  open();
  round_.exchange = {{Kind::say_back, true, "mine"}};
  begin();
  round_.exchange.insert(round_.exchange.begin(), {Kind::reaction, false, "warm"});
  EXPECT_EQ(told(), "Sam reacts: warm\n");
}

TEST_F(NewsTest, SaysTheWholeQuestionWhenThePartnerAsksItAndOnlyThen) {
  news_.emplace(app_.edit());
  round_.opened_by_me = false;
  EXPECT_NE(told().find("Sam asks: " + round_.card.prompt + "\n"), std::string::npos);
  round_.phase = RoundPhase::partner_sealed;
  round_.waiting_for = "Sam has sealed. Both open together once you have sealed yours.";
  EXPECT_EQ(told(), round_.waiting_for + "\n");
  round_.phase = RoundPhase::both_sealed;
  EXPECT_EQ(told("seal"), "") << "the command has said so";
  round_.phase = RoundPhase::countdown;
  EXPECT_EQ(told(), "Both lamps burn. Three seconds.\n");
  open();
  const auto opened = told();
  EXPECT_EQ(opened.find("It is open: " + round_.card.prompt + "\nSam: x\nYou: x\n"), 0u) << opened;
}

TEST_F(NewsTest, SaysNothingOfWhatTheRevealCommandHasShown) {
  round_.phase = RoundPhase::both_sealed;
  begin();
  open();
  EXPECT_EQ(told("reveal"), "");
}

TEST_F(NewsTest, NamesTheRoundByItsFirstWordsWhereSeveralAreOpen) {
  open();
  begin();
  round_.exchange.push_back({Kind::reaction, false, "warm"});
  show();
  auto other = round_;
  other.id = "r2";
  other.exchange.clear();
  auto with_other = app_.edit().open_rounds;
  with_other.push_back(std::make_shared<client::RoundView>(other));
  app_.edit().open_rounds = with_other;
  EXPECT_EQ(told_as_it_is().find("“Take me into the first kitchen…”: Sam reacts: warm\n"), 0u);
}

TEST_F(NewsTest, SaysThatARoundWasClosed) {
  open();
  begin();
  round_.phase = RoundPhase::closed;
  app_.closed = {std::make_shared<client::RoundView>(round_)};
  app_.edit().open_rounds.clear();
  EXPECT_EQ(told_as_it_is(), "“Take me into the first kitchen…”: This round is closed.\n");
  EXPECT_EQ(told_as_it_is(), "");
}

TEST_F(NewsTest, SaysThatThePairIsConfirmedUnlessThatWasSaid) {
  app_.edit().both_confirmed = false;
  begin();
  app_.edit().both_confirmed = true;
  EXPECT_EQ(told(), "You are paired with Sam. Next: tonight\n");
  app_.edit().both_confirmed = false;
  begin();
  app_.edit().both_confirmed = true;
  EXPECT_EQ(told(), "");
}

TEST_F(NewsTest, RepeatsNoProblemThatACommandHasTold) {
  begin();
  app_.react = [](client::Model& model, const client::Intent&) { model.notices.push_back({7, client::Notice::Kind::problem, "No."}); };
  EXPECT_EQ(session_.attempt(client::NextSuggestion{}, [](const client::Model&) { return false; }), "No.");
  EXPECT_EQ(told(), "");
  app_.edit().notices.push_back({8, client::Notice::Kind::info, "Something else."});
  EXPECT_EQ(told(), "Something else.\n");
}

TEST_F(NewsTest, TellsThatSomethingHasComeAndNotWhat) {
  begin();
  client::GiftView gift;
  gift.id = "g", gift.text = "I love you";
  client::GiftsView gifts;
  gifts.jar = gifts.fresh = {std::make_shared<const client::GiftView>(gift)};
  app_.edit().gifts = std::make_shared<const client::GiftsView>(gifts);
  EXPECT_EQ(told(), "Something is here for you: `jar` shows it.\n");
  EXPECT_EQ(told(), "");
}

TEST_F(NewsTest, TellsWhatDateIsProposedAndThatItIsAgreed) {
  begin();
  client::DatesView dates;
  dates.theirs = client::PlanView{"s1", "a walk", {}, 60};
  app_.edit().dates = std::make_shared<const client::DatesView>(dates);
  EXPECT_EQ(told(), "Sam proposes a date: a walk. `dates` shows when.\n");
  EXPECT_EQ(told(), "");
  dates.agreed = dates.theirs, dates.theirs.reset();
  app_.edit().dates = std::make_shared<const client::DatesView>(dates);
  EXPECT_EQ(told("plan"), "") << "the command has said it";
}

}  // namespace
}  // namespace twinlamp::cli
