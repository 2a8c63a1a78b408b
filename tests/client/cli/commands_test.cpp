// The commands against an app that says what the test wants.
#include "client/cli/commands.h"

#include <csignal>

#include "client/cli/command_words.h"
#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli {
namespace {

class Commands : public test::CommandTest {
protected:
  Commands() {
    auto& model = app_.edit();
    client::CardView card;
    card.id = "open-up.first-kitchen";
    card.prompt = "Take me into the first kitchen.";
    card.practice = 2;
    model.cards = std::make_shared<const std::vector<client::CardView>>(std::vector{card});
    have({
        {2, "open-up", "Open up", "A step at a time.", card.id}, {10, "heard", "Heard?", "Said back.", {}}});
  }
  // Asking opens a round here, which stays unsent.
  void go_offline() {
    app_.edit().connection = client::Connection::offline;
    app_.edit().connection_text = "The relay cannot be reached. Trying again by itself.";
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
  const std::string last = "Saved here; not sent yet. The relay cannot be reached. The next command sends it.\n";
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

class WaitingCommands : public Commands {
protected:
  WaitingCommands() {
    round_.id = "r1";
    round_.card = app_.edit().cards->front();
    round_.phase = client::RoundPhase::sealed;
    round_.waiting_for = "Waits for Sam to seal.";
    round_.mine = client::AnswerView{client::TextAnswer{"x"}, "x", "", {}, false};
    show();
  }
  void show() { app_.edit().open_rounds = {std::make_shared<const client::RoundView>(round_)}; }
  client::RoundView round_;
};

TEST_F(WaitingCommands, LeaveTheRevealByEnterAndSayHow) {
  const auto said = run({"reveal"}, "\nstatus\n");
  EXPECT_EQ(said.find("Waits for Sam to seal.\nEnter goes back to the prompt"), 0u) << said;
  EXPECT_NE(said.find("Back at the prompt."), std::string::npos) << said;
  EXPECT_EQ(code_, 1);
  std::string next;
  EXPECT_TRUE(input_->next(next));
  EXPECT_EQ(next, "status") << "what was typed behind it is not lost";
}

TEST_F(WaitingCommands, KeepWhatIsPipedInBehindTheReveal) {
  const auto said = run({"reveal", "--wait", "0"}, "say-back it\n");
  EXPECT_NE(said.find("Not open yet."), std::string::npos) << said;
  std::string next;
  EXPECT_TRUE(input_->next(next));
  EXPECT_EQ(next, "say-back it");
}

TEST_F(WaitingCommands, AreLeftByCtrlCFromTheFirstWordOnThatIsReadOfThem) {
  Printer printer(false);
  Terminal terminal{session_, printer, *input_, true};
  const auto never = [](const client::Model&) { return false; };
  EXPECT_EQ(wait_here(terminal, {never, std::chrono::minutes(1), Leaves::by_interrupt, [] { std::raise(SIGINT); }}), Waited::left);
}

TEST_F(WaitingCommands, SayNothingOfLeavingWhereNobodyReadsAlong) {
  EXPECT_EQ(run({"reveal", "--wait", "0"}, {}, false).find("Enter"), std::string::npos);
}

TEST_F(WaitingCommands, AskWhichChoiceAndTakeTheCommandForAnAnswer) {
  round_.phase = client::RoundPhase::writing;
  round_.mine.reset();
  round_.may_write = true;
  round_.card.kind = client::CardKind::choice;
  round_.card.options = {"the sea", "the hills"};
  show();
  app_.react = [this](client::Model&, const client::Intent& intent) {
    if (const auto* draft = std::get_if<client::SaveDraft>(&intent)) round_.draft = draft->answer, show();
  };
  const auto said = run({"answer"}, "answer 2\n");
  EXPECT_NE(said.find("  2. the hills\nWhich one? Type its number"), std::string::npos) << said;
  ASSERT_NE(last<client::SaveDraft>(), nullptr) << said;
  EXPECT_EQ(std::get<client::ChoiceAnswer>(last<client::SaveDraft>()->answer).index, 1);
}

class WritingCommands : public WaitingCommands {
protected:
  WritingCommands() {
    round_.phase = client::RoundPhase::writing;
    round_.mine.reset();
    round_.may_write = true;
    show();
    app_.react = [this](client::Model&, const client::Intent& intent) {
      if (const auto* draft = std::get_if<client::SaveDraft>(&intent)) have_draft(draft->answer, "(so far)");
    };
  }
  void have_draft(client::Answer answer, const std::string& words) {
    kept_.push_back(answer);
    round_.draft = std::move(answer);
    round_.draft_words = words;
    round_.may_seal = true;
    show();
  }
  void sort_three() {
    round_.card.kind = client::CardKind::sort;
    round_.card.items = std::make_shared<const client::Items>(client::Items{{"a", "Apples", {}, {}, 0}, {"b", "Bread", {}, {}, 0}, {"c", "Cheese", {}, {}, 0}});
    show();
  }
  std::vector<client::Answer> kept_;
};

TEST_F(WritingCommands, KeepEachLineAsItComesSinceATerminalMayClose) {
  run({"answer"}, "Flour\neverywhere.\n.\n");
  EXPECT_EQ(kept_, (std::vector<client::Answer>{client::TextAnswer{"Flour"}, client::TextAnswer{"Flour\neverywhere."}, client::TextAnswer{"Flour\neverywhere."}}));
  EXPECT_TRUE(last<client::SaveDraft>()->at_once);
}

TEST_F(WritingCommands, ShowTheDraftThatIsThereAndReplaceItByAWholeAnswerOnly) {
  have_draft(client::TextAnswer{"Flour\neverywhere."}, "Flour\neverywhere.");
  auto said = run({"answer"}, ".\n");
  EXPECT_NE(said.find("Your draft, on this device only: Flour\n  | everywhere.\nWhat you write now takes its place"), std::string::npos) << said;
  EXPECT_EQ(code_, 0);
  EXPECT_EQ(kept_.size(), 1u) << "nothing was written: it stays";
  run({"answer"}, "A blue\noilcloth.\n.\n");
  EXPECT_EQ(kept_.size(), 2u);
  EXPECT_EQ(kept_.back(), client::Answer(client::TextAnswer{"A blue\noilcloth."}));
  said = run({"ask", round_.card.id}, {}, false);
  EXPECT_NE(said.find("Your draft, on this device only: (so far)\n"), std::string::npos) << said;
}

TEST_F(WritingCommands, DoNotTakeHalfAChoiceForADraftThatCanBeSealed) {
  have_draft(client::TextAnswer{}, {});
  round_.may_seal = false;
  show();
  EXPECT_NE(run({"answer"}, ".\n").find("There is nothing to keep yet"), std::string::npos);
  EXPECT_EQ(code_, 1);
  run({"answer"}, "Flour\n.\n");
  EXPECT_EQ(kept_.size(), 3u) << "an empty draft is none: what is written is kept at once";
}

TEST_F(WritingCommands, KeepAListWithAllItsLinesAndSayThatTheyAreTooMany) {
  round_.card.kind = client::CardKind::list;
  round_.card.lines_least = 1;
  round_.card.lines_most = 2;
  show();
  const auto said = run({"answer"}, "one\ntwo\nthree\n.\n");
  EXPECT_EQ(code_, 1);
  const client::ListAnswer all{{"one", "two", "three"}, 0};
  EXPECT_EQ(kept_.back(), client::Answer(all)) << "no shorter one that could be sealed";
  EXPECT_NE(said.find("This card takes 1 to 2 lines"), std::string::npos) << said;
  EXPECT_NE(said.find("Your draft, on this device only: (so far)"), std::string::npos) << said;
}

TEST_F(WritingCommands, KeepHalfAGuessInWords) {
  round_.card.kind = client::CardKind::guess;
  show();
  run({"answer"}, "soup\n.\n");
  client::GuessAnswer half;
  half.mine_text = "soup";
  EXPECT_EQ(kept_.back(), client::Answer(half));
}

TEST_F(WritingCommands, GoOnWithASortWhereItWasLeft) {
  sort_three();
  EXPECT_NE(run({"answer"}, "1\n\n").find("2 of 3: Bread"), std::string::npos);
  const client::SortAnswer begun{{{"a", client::Pile::most}}, {}};
  EXPECT_EQ(kept_.back(), client::Answer(begun));
  const auto said = run({"answer"}, "3\n2\n1\n");
  EXPECT_EQ(said.find("1 of 3"), std::string::npos) << said;
  EXPECT_EQ(code_, 0) << said;
  const client::SortAnswer whole{{{"a", client::Pile::most}, {"b", client::Pile::least}, {"c", client::Pile::some}}, {"a"}};
  EXPECT_EQ(kept_.back(), client::Answer(whole));
}

TEST_F(Commands, NameTheProfileInTheCommandsThatTheyTell) {
  const auto name = program_name("/usr/bin/twinlamp-cli", {"--profile", "a", "--home", "/srv/a b"});
  EXPECT_EQ(name.called, "twinlamp-cli");
  EXPECT_EQ(name.before, "twinlamp-cli --profile a --home '/srv/a b' ");
  for (const auto& language : client::built_in_word_languages()) {
    const auto words = words_naming(name, client::Words::built_in(language));
    EXPECT_NE(words.say("cli.answer.draft").find("`" + name.before + "seal`"), std::string::npos) << language;
    for (const auto& key : words.keys())
      for (const auto& [form, text] : words.forms(key))
        for (const auto* place : {"{program}", "{called}"}) EXPECT_EQ(text.find(place), std::string::npos) << key;
  }
}

TEST_F(Commands, SayThatALampIsNotKnownWithoutAConnection) {
  EXPECT_NE(run({"status"}, {}, false).find("Sam's lamp is dark: away."), std::string::npos);
  app_.edit().connection = client::Connection::offline;
  app_.edit().connection_text = "The relay cannot be reached. Trying again by itself.";
  const auto once = run({"status"}, {}, false);
  EXPECT_NE(once.find("Sam's lamp: not known, there is no connection."), std::string::npos) << once;
  EXPECT_NE(once.find("The relay cannot be reached.\n"), std::string::npos) << once;
  EXPECT_EQ(once.find("Trying again"), std::string::npos) << "a command that ends tries nothing again";
  EXPECT_NE(run({"status"}).find("Trying again by itself."), std::string::npos);
}

TEST_F(Commands, SayTheCommandOfTheSmallThing) {
  client::Suggestion suggestion;
  suggestion.card = app_.edit().cards->front();
  app_.edit().tonight = suggestion;
  using Kind = client::SmallThing::Kind;
  for (const auto& [kind, command] : {std::pair{Kind::check_in, "ask feelings.today"}, {Kind::note, "appreciate WHAT"}, {Kind::ask, "thing"}, {Kind::challenge, "seven"}}) {
    app_.edit().small_thing = client::SmallThing{kind, "Something.", "feelings.today", {}, {}};
    const auto said = run({"tonight"}, {}, false);
    EXPECT_NE(said.find("Meanwhile: Something. (`twinlamp-cli " + std::string(command)), std::string::npos) << said;
  }
}

TEST_F(Commands, TakeTheCommandThatConfirmsForAYes) {
  app_.edit().stage = client::Stage::unpaired;
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (std::holds_alternative<client::InvitePartner>(intent)) {
      model.stage = client::Stage::pairing;
      model.pairing.emplace();
      model.pairing->step = client::PairingView::Step::comparing_words;
      model.pairing->same_words = {"one", "two", "three", "four"};
    }
    if (std::holds_alternative<client::ConfirmSameWords>(intent)) model.stage = client::Stage::paired;
  };
  const auto said = run({"pair", "invite"}, "tonight\npair confirm\n");
  EXPECT_NE(said.find("First the four words: yes if both of you see the same ones"), std::string::npos) << said;
  ASSERT_NE(last<client::ConfirmSameWords>(), nullptr);
  EXPECT_TRUE(last<client::ConfirmSameWords>()->same);
}

TEST_F(Commands, AskForThePassphraseThatIsTakenAwayOnce) {
  app_.edit().stage = client::Stage::locked;
  app_.edit().settings.has_passphrase = true;
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (std::holds_alternative<client::Unlock>(intent)) model.stage = client::Stage::paired;
    if (std::holds_alternative<client::SetPassphrase>(intent)) model.settings.has_passphrase = false;
  };
  const auto said = run({"unlock", "--remove"}, "four lamps\n");
  EXPECT_EQ(said, "Passphrase of this profile:\nThis profile opens without a passphrase now.\n");
  EXPECT_EQ(last<client::SetPassphrase>()->current, "four lamps");
  EXPECT_EQ(run({"unlock", "--remove"}), "This profile has no passphrase.\n");
}

TEST_F(Commands, WarnWhoLeavesACopyThatWasRestoredOnlyToBeTried) {
  EXPECT_EQ(run({"leave"}, {}, false).find("restored"), std::string::npos);
  app_.edit().repair.phase = client::RepairView::Phase::waits;
  const auto said = run({"leave"}, {}, false);
  EXPECT_NE(said.find("leaving here ends the pair there as well"), std::string::npos) << said;
  EXPECT_NE(said.find("twinlamp-cli leave leave"), std::string::npos) << said;
  EXPECT_NE(run({"leave", "--help"}).find("leave leave"), std::string::npos);
}

TEST_F(Commands, LeaveALockedProfileAndSayHowTheTwoCouldGoOn) {
  auto& model = app_.edit();
  model.stage = client::Stage::locked;
  model.settings.has_passphrase = true;
  model.folder = "/home/noor/.local/share/twinlamp/default";
  app_.react = [](client::Model& changed, const client::Intent& intent) {
    if (std::holds_alternative<client::Leave>(intent)) changed.stage = client::Stage::ended, changed.left_here = true;
  };
  EXPECT_TRUE(works_while_locked({"leave", "leave"}));
  EXPECT_FALSE(works_while_locked({"status"}));
  const auto said = run({"leave"}, {}, false);
  EXPECT_NE(said.find("move the folder /home/noor/.local/share/twinlamp/default"), std::string::npos) << said;
  EXPECT_NE(said.find("twinlamp-cli leave leave"), std::string::npos) << said;
  EXPECT_EQ(last<client::Leave>(), nullptr);
  EXPECT_EQ(run({"leave", "leave"}), "You have left. The pair has ended.\n");
}

TEST_F(Commands, SayThatALockedProfileWithADamagedMemberFileTellsNobody) {
  app_.edit().stage = client::Stage::locked;
  EXPECT_EQ(run({"leave"}, {}, false).find("Tell them yourself"), std::string::npos);
  app_.edit().leaves_untold = true;
  EXPECT_NE(run({"leave"}, {}, false).find("Tell them yourself"), std::string::npos);
}

TEST_F(Commands, EraseWhatIsHereWhereThereIsNoPair) {
  app_.edit().stage = client::Stage::unpaired;
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (std::holds_alternative<client::Leave>(intent)) model.stage = client::Stage::fresh;
  };
  const auto said = run({"leave"}, "leave\n");
  EXPECT_EQ(said.find("partner"), std::string::npos) << said;
  EXPECT_NE(said.find("Everything here is erased. `setup` begins anew."), std::string::npos) << said;
}

TEST_F(Commands, SayWhatAWaitingRepairNeeds) {
  app_.edit().repair = {client::RepairView::Phase::waits, 0, 0, false, "It waits until Sam is here."};
  const auto said = run({"status"}, {}, false);
  EXPECT_NE(said.find("It waits until Sam is here.\nFor that Twinlamp has to stay open here while Sam is there, too: twinlamp-cli repair --wait"), std::string::npos) << said;
  EXPECT_NE(run({"repair", "go-on"}, {}, false).find("only leaving and pairing anew helps"), std::string::npos);
  EXPECT_EQ(code_, 1);
  app_.edit().paused = true;
  EXPECT_NE(run({"repair"}, {}, false).find("The pause holds that up: twinlamp-cli resume"), std::string::npos);
  app_.edit().repair.is_new = true;
  EXPECT_EQ(run({"repair"}, {}, false).find("pairing anew"), std::string::npos) << "a new laptop has nothing to go on without";
}

class PlayCommands : public Commands {
protected:
  static client::RoundView pairs_round() {
    client::RoundView round;
    round.id = "r1";
    round.card.kind = client::CardKind::pairs;
    round.card.prompt = "This or that?";
    for (int i = 1; i <= 10; ++i) round.card.pairs.push_back({"left " + std::to_string(i), "right " + std::to_string(i)});
    round.may_write = true;
    return round;
  }
  static client::RoundView list_round() {
    client::RoundView round;
    round.id = "r1";
    round.card.kind = client::CardKind::list;
    round.card.marked = round.may_guess = true;
    round.phase = client::RoundPhase::receiving;
    round.mine = client::AnswerView{client::ListAnswer{{"I sang.", "I fly."}, 2}, "", "", {}, false, "1. I sang.\n2. I fly.\nMarked: number 2"};
    round.partners = client::AnswerView{client::ListAnswer{{"I swam.", "I ran."}, 0}, "", "", {}, false, "1. I swam.\n2. I ran."};
    return round;
  }
  void open(client::RoundView round) { app_.edit().open_rounds = {std::make_shared<const client::RoundView>(std::move(round))}; }
  void put_things() {
    client::ThingsView things;
    things.mine = {{"m1", client::SharedList::into, true, "Knots", {}, "", {}, false, {}, {}}};
    things.partners = {{"p1", client::SharedList::coming, false, "An exam", {}, "Tue 1 Dec, 9:00", {}, false, {"How did it begin?"}, {"Go on!"}}};
    app_.edit().things = std::make_shared<const client::ThingsView>(things);
  }
};

TEST_F(PlayCommands, GuessTheMarkedLineAndSayHowItWas) {
  open(list_round());
  app_.react = [](client::Model& model, const client::Intent& intent) {
    const auto* step = std::get_if<client::TakeStep>(&intent);
    if (step == nullptr) return;
    auto round = *model.open_rounds.front();
    round.steps.push_back({"s", step->kind, true, step->choice, "", "", "", {}});
    round.may_guess = false;
    std::get<client::ListAnswer>(round.partners->answer).mark = 1;
    model.open_rounds = {std::make_shared<const client::RoundView>(round)};
  };
  EXPECT_NE(run({"guess", "1"}).find("Guessed."), std::string::npos);
  ASSERT_NE(last<client::TakeStep>(), nullptr);
  EXPECT_EQ(last<client::TakeStep>()->choice, 1);
  EXPECT_EQ(code_, 0);
  run({"guess", "2"});
  EXPECT_EQ(code_, 1) << "one guess";
}

TEST_F(PlayCommands, PlayOnlyARoundOfPairs) {
  open(list_round());
  EXPECT_NE(run({"play"}).find("No round of this or that"), std::string::npos);
  EXPECT_EQ(code_, 1);
  EXPECT_EQ(last<client::ReadyToPlay>(), nullptr);
}

// The game lies in the past as this begins, so that nothing waits: each pair is named once, and none is picked any more.
TEST_F(PlayCommands, NameEachPairAndSayThatThePicksAreSealed) {
  open(pairs_round());
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (!std::holds_alternative<client::ReadyToPlay>(intent)) return;
    model.game = client::LiveGame{"r1", std::chrono::steady_clock::now() - std::chrono::seconds(31), {}, false};
    auto round = *model.open_rounds.front();
    round.mine = client::AnswerView{client::PairsAnswer{}, "", "", {}, false, ""};
    model.open_rounds = {std::make_shared<const client::RoundView>(round)};
  };
  const auto said = run({"play"});
  EXPECT_NE(said.find("1. left 1 (l), or right 1 (r)?"), std::string::npos) << said;
  EXPECT_NE(said.find("10. left 10 (l), or right 10 (r)?"), std::string::npos);
  EXPECT_NE(said.find("Your picks are sealed."), std::string::npos);
  EXPECT_EQ(last<client::PickSide>(), nullptr);
}

TEST_F(PlayCommands, GiveUpWhereTheOtherIsNotReady) {
  open(pairs_round());
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (std::holds_alternative<client::ReadyToPlay>(intent)) model.game = client::LiveGame{"r1", {}, {}, false};
  };
  EXPECT_NE(run({"play", "--wait", "0"}).find("It did not begin."), std::string::npos);
  EXPECT_NE(last<client::LeavePlay>(), nullptr);
}

TEST_F(PlayCommands, ListWhatBothAreInto) {
  put_things();
  const auto said = run({"thing"});
  EXPECT_NE(said.find("1. Yours: Knots (I am into)"), std::string::npos) << said;
  EXPECT_NE(said.find("2. Sam's: An exam (Tue 1 Dec, 9:00)"), std::string::npos) << said;
  EXPECT_NE(said.find("You might say: How did it begin?"), std::string::npos);
}

TEST_F(PlayCommands, PutAThingAndRefuseADayThatIsNone) {
  put_things();
  run({"thing", "coming", "A", "swim", "--at", "2026-12-04"});
  ASSERT_NE(last<client::PutItem>(), nullptr);
  EXPECT_EQ(last<client::PutItem>()->text, "A swim");
  EXPECT_TRUE(last<client::PutItem>()->at.has_value());
  run({"thing", "coming", "A", "swim", "--at", "soon"});
  EXPECT_EQ(code_, 2);
}

TEST_F(PlayCommands, AskAndCheerButAdviseOnlyWhereItWasAsked) {
  put_things();
  run({"thing", "ask", "2", "How", "is", "it?"});
  ASSERT_NE(last<client::SayRemark>(), nullptr);
  EXPECT_EQ(last<client::SayRemark>()->about, "p1");
  EXPECT_EQ(last<client::SayRemark>()->text, "How is it?");
  const auto count = app_.sent().size();
  EXPECT_NE(run({"thing", "reply", "2", "Sleep", "well."}).find("No advice was asked for."), std::string::npos);
  EXPECT_NE(run({"thing", "cheer", "1", "Hooray"}).find("That one is yours"), std::string::npos);
  EXPECT_NE(run({"thing", "advice", "2"}).find("one's own"), std::string::npos);
  EXPECT_EQ(app_.sent().size(), count) << "none of these was sent";
  run({"thing", "advice", "1"});
  EXPECT_EQ(last<client::SayRemark>()->about, "m1");
  EXPECT_EQ(last<client::SayRemark>()->kind, client::RemarkKind::ask);
}

}  // namespace
}  // namespace twinlamp::cli
