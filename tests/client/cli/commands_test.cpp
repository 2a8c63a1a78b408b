// The commands against an app that says what the test wants.
#include "client/cli/commands.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/client/cli/scripted_app.h"

namespace twinlamp::cli {
namespace {

class Commands : public testing::Test {
protected:
  Commands() {
    auto& model = app_.edit();
    model.stage = client::Stage::paired;
    model.both_confirmed = model.caught_up = true;
    model.connection = client::Connection::online;
    model.partner.name = "Sam";
    client::CardView card;
    card.id = "open-up.first-kitchen";
    card.prompt = "Take me into the first kitchen.";
    card.practice = 2;
    model.cards = std::make_shared<const std::vector<client::CardView>>(std::vector{card});
    model.practices = std::make_shared<const std::vector<client::PracticeView>>(std::vector<client::PracticeView>{
        {2, "open-up", "Open up", "A step at a time.", card.id}, {10, "heard", "Heard?", "Said back.", {}}});
    model.feelings = std::make_shared<const std::vector<client::FeelingFamily>>();
    model.keepsake = std::make_shared<const client::Keepsake>();
    session_.bind(app_);
    EXPECT_EQ(pipe(ends_), 0);
    input_.emplace(ends_[0]);
  }
  ~Commands() override {
    for (const int end : ends_) ::close(end);
  }

  // Runs it, with these lines typed; what it says, problems after the rest.
  std::string run(const std::vector<std::string>& words, const std::string& typed = {}, bool interactive = true) {
    EXPECT_EQ(write(ends_[1], typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
    Printer printer(json_);
    Terminal terminal{session_, printer, *input_, interactive, interactive ? "" : "twinlamp-cli "};
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    code_ = run_command(terminal, words);
    const auto said = testing::internal::GetCapturedStdout();
    return said + testing::internal::GetCapturedStderr();
  }
  // Asking opens a round here, which stays unsent.
  void go_offline() {
    app_.edit().connection = client::Connection::offline;
    app_.edit().caught_up = false;
    app_.edit().retry_at = std::chrono::steady_clock::now() + std::chrono::hours(1);
    app_.react = [](client::Model& model, const client::Intent& intent) {
      const auto* ask = std::get_if<client::AskCard>(&intent);
      if (ask == nullptr) return;
      client::RoundView round;
      round.id = "r1";
      round.card = model.cards->front();
      model.open_rounds = {std::make_shared<client::RoundView>(round)};
      model.unsent = 1;
    };
  }

  test::ScriptedApp app_;
  Session session_{std::chrono::seconds(0)};
  int ends_[2] = {-1, -1};
  std::optional<Input> input_;
  bool json_ = false;
  int code_ = -1;
};

TEST_F(Commands, ListsThePracticesAndShowsThePageOfOne) {
  EXPECT_EQ(run({"practices"}), "2. Open up (open-up): A step at a time.\n10. Heard? (heard): Said back.\n");
  client::RoundView round;
  round.id = "r1";
  round.card = app_.edit().cards->front();
  round.waiting_for = "Say back what you heard.";
  round.phase = client::RoundPhase::receiving;
  app_.edit().open_rounds = {std::make_shared<client::RoundView>(round)};
  for (const std::string name : {"open-up", "2", "Open up"})
    EXPECT_EQ(run({"practice", name}),
              "Open up\nA step at a time.\nOpen: Take me into the first kitchen. Say back what you heard.\n"
              "A good one to begin with: Take me into the first kitchen. `ask open-up.first-kitchen` opens it.\n"
              "`card list open-up` has all of its cards.\n");
  EXPECT_EQ(run({"practice", "heard"}), "Heard?\nSaid back.\nOpen: Take me into the first kitchen. Say back what you heard.\n");
}

TEST_F(Commands, SaysWhichPracticesThereAreWhereOneIsNot) {
  EXPECT_NE(run({"practice", "tennis"}).find("no practice \"tennis\""), std::string::npos);
  EXPECT_EQ(code_, 1);
  run({"practice"});
  EXPECT_EQ(code_, 2);
}

TEST_F(Commands, ClaimsNothingThatWasNotSent) {
  go_offline();
  const auto said = run({"ask", "open-up.first-kitchen"}, {}, false);
  EXPECT_EQ(said.find("for both of you"), std::string::npos) << said;
  const std::string last = "Saved here; not sent yet: the relay cannot be reached. The next command sends it.\n";
  ASSERT_GE(said.size(), last.size());
  EXPECT_EQ(said.substr(said.size() - last.size()), last);
  app_.edit().asked_to_wait = true;
  EXPECT_NE(run({"ask", "open-up.first-kitchen"}, {}, false).find("the relay asks to wait 3600 s. The next command"), std::string::npos);
  EXPECT_NE(run({"ask", "open-up.first-kitchen"}).find("It goes by itself."), std::string::npos);
}

TEST_F(Commands, TellAScriptWhatWasNotSent) {
  go_offline();
  app_.edit().asked_to_wait = true;
  json_ = true;
  const auto said = run({"ask", "open-up.first-kitchen"}, {}, false);
  EXPECT_NE(said.find(R"("sent":false,"why":"asked_to_wait","retry_in":3600)"), std::string::npos) << said;
}

TEST_F(Commands, SayOnceThatACardIsUnknownAndWhereTheCardsAre) {
  EXPECT_EQ(run({"ask", "nonsense"}), "There is no card \"nonsense\". `card list` names them all.\n");
  EXPECT_TRUE(app_.sent().empty());
}

TEST_F(Commands, RefuseUnknownWordsAndFlagsWithTwo) {
  for (const auto& words : {std::vector<std::string>{"bogus"}, {"status", "--bogus"}, {"say-back", "--bogus", "x"}, {"seal", "--mode"},
                            {"close", "--wait", "soon"}, {"pass", "--wait", "3"}}) {
    EXPECT_NE(run(words, {}, false), "") << words[0];
    EXPECT_EQ(code_, 2) << words[0];
  }
  EXPECT_TRUE(app_.sent().empty());
}

TEST_F(Commands, TakeDashesInWhatOneSays) {
  run({"reply", "I", "wrote", "--bogus", "in", "it"}, {}, false);
  EXPECT_EQ(code_, 1) << "no round is open, and that is all that is wrong";
}

TEST_F(Commands, HelpWithOneCommand) {
  for (const auto& words : {std::vector<std::string>{"ask", "--help"}, {"help", "ask"}, {"ask", "-h"}}) {
    const auto said = run(words, {}, false);
    EXPECT_EQ(code_, 0);
    EXPECT_EQ(said.find("  ask [CARD]"), 0u) << said;
    EXPECT_EQ(said.find("pair invite"), std::string::npos);
  }
  EXPECT_NE(run({"follow-up", "--help"}).find("follow-up QUESTION"), std::string::npos);
  EXPECT_NE(run({"seal", "--help"}).find("as soon as theirs is sealed"), std::string::npos) << "all of its lines";
}

TEST_F(Commands, HelpWithEveryCommandInEveryLanguage) {
  for (const auto& language : client::built_in_word_languages()) {
    const auto words = client::Words::built_in(language);
    for (const auto* command : {"setup", "pair", "status", "tonight", "card", "ask", "answer", "seal", "reveal", "say-back", "react", "follow-up",
                                "reply", "add", "confirm", "relax", "pass", "close", "history", "lamp", "lock", "unlock", "leave"})
      EXPECT_LT(help_text(words, command).size(), help_text(words).size() / 2) << language << ": " << command;
  }
}

TEST_F(Commands, TakeTheAnswersToWhatTheyAskAtThePrompt) {
  app_.edit() = client::Model();
  app_.react = [](client::Model& model, const client::Intent&) { model.stage = client::Stage::unpaired; };
  run({"setup"}, "Noor\n127.0.0.1:7417\n");
  ASSERT_EQ(app_.sent().size(), 1u);
  const auto& intent = std::get<client::SetUp>(app_.sent()[0]);
  EXPECT_EQ(intent.display_name, "Noor");
  EXPECT_EQ(intent.relay, "127.0.0.1:7417");
}

TEST_F(Commands, TakeWhatIsToBeSaidAtThePrompt) {
  client::RoundView round;
  round.id = "r1";
  round.phase = client::RoundPhase::receiving;
  round.may_say_back = true;
  app_.edit().open_rounds = {std::make_shared<client::RoundView>(round)};
  app_.react = [round](client::Model& model, const client::Intent&) mutable {
    round.exchange.push_back({client::ExchangeView::Kind::say_back, true, "x"});
    model.open_rounds = {std::make_shared<client::RoundView>(round)};
  };
  run({"say-back"}, "that it was loud\n");
  EXPECT_EQ(code_, 0);
  EXPECT_EQ(std::get<client::SayBack>(app_.sent().at(0)).text, "that it was loud");
}

TEST_F(Commands, SayAllThatFollowsNotQuite) {
  client::RoundView round;
  round.id = "r1";
  round.phase = client::RoundPhase::receiving;
  round.may_confirm = true;
  app_.edit().open_rounds = {std::make_shared<client::RoundView>(round)};
  run({"confirm", "--not-quite", "it", "was", "quiet", "--round", "1"});
  const auto& intent = std::get<client::Confirm>(app_.sent().at(0));
  EXPECT_EQ(intent.clarification, "it was quiet");
  EXPECT_FALSE(intent.yes);
}

TEST_F(Commands, ChangeTheRelayOfAProfileThatIsSetUp) {
  app_.edit().stage = client::Stage::unpaired;
  app_.edit().settings.relay = "wrong.example.org:7417";
  app_.react = [](client::Model& model, const client::Intent& intent) { model.settings.relay = std::get<client::SetRelay>(intent).relay; };
  EXPECT_EQ(run({"setup", "--relay", "right.example.org:7417"}, {}, false), "The relay is now right.example.org:7417.\n");
  EXPECT_EQ(code_, 0);
}

TEST_F(Commands, SayHowToChangeAProfileThatIsSetUp) {
  app_.edit().stage = client::Stage::unpaired;
  const auto said = run({"setup"}, {}, false);
  for (const auto* way : {"twinlamp-cli setup --name", "twinlamp-cli setup --relay", "twinlamp-cli lock", "twinlamp-cli unlock --remove"})
    EXPECT_NE(said.find(way), std::string::npos) << said;
  EXPECT_EQ(code_, 1);
  EXPECT_TRUE(app_.sent().empty());
}

TEST_F(Commands, SayThatThereIsNothingToConfirmBeforeThePairing) {
  app_.edit().stage = client::Stage::unpaired;
  EXPECT_EQ(run({"pair", "confirm"}).find("There is nothing to compare yet."), 0u);
  EXPECT_EQ(code_, 1);
}

}  // namespace
}  // namespace twinlamp::cli
