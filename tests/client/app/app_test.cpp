// Two Apps and a relay: from nothing to an answered round, and what must survive on the way.
#include "client/content/catalogue.h"
#include "client/content/words.h"
#include "client/app/settings.h"
#include "client/store/keyring.h"
#include "client/store/leaving.h"
#include "client/store/sqlite_storage.h"
#include "client/store/system_random.h"
#include "tests/client/app/app_fixture.h"
#include "tests/support/pair_records.h"

namespace twinlamp::client::test {
namespace {

const std::string kitchen = "open-up.first-kitchen";

class AppTest : public CoupleTest {};

// That it is one instant, on a machine that does much else meanwhile; app_speed_test holds it to one picture, alone.
constexpr std::chrono::milliseconds one_instant{500};

TEST_F(AppTest, BothShowTheSameWordsAndNames) {
  start_relay();
  set_up(noor_, "Noor");
  set_up(sam_, "Sam");
  exchange();
  EXPECT_EQ(noor_.model()->pairing->same_words, sam_.model()->pairing->same_words);
  EXPECT_EQ(noor_.model()->pairing->pattern, sam_.model()->pairing->pattern);
  EXPECT_EQ(noor_.model()->partner.name, "Sam");
  EXPECT_EQ(sam_.model()->partner.name, "Noor");
}

TEST_F(AppTest, TakesARoundFromTheCardToTheClose) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  noor_.send(SetInFront{true});
  sam_.send(SetInFront{true});

  noor_.send(SealAnswer{id, TextAnswer{"A blue table, and you humming."}, SealMode::together});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.partner.lamp == LampState::sealed; }));
  EXPECT_FALSE(sam_.round(id)->partners);
  EXPECT_EQ(sam_.round(id)->phase, RoundPhase::partner_sealed);

  sam_.send(SealAnswer{id, TextAnswer{"Tiles, and my uncle's radio."}, SealMode::together});
  for (auto* person : {&noor_, &sam_})
    ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::receiving; }));
  EXPECT_EQ(std::get<TextAnswer>(noor_.round(id)->partners->answer).text, "Tiles, and my uncle's radio.");
  EXPECT_EQ(std::get<TextAnswer>(sam_.round(id)->partners->answer).text, "A blue table, and you humming.");

  noor_.send(SayBack{id, "The radio was your uncle's."});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.may_confirm; }));
  sam_.send(Confirm{id, true, ""});
  sam_.send(React{id, "warm"});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.may_close && r.exchange.size() == 3; }));
  noor_.send(CloseRound{id});
  for (auto* person : {&noor_, &sam_})  // the keepsake has it from the reveal on
    ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::closed; }));
  ASSERT_EQ(sam_.model()->keepsake->size(), 1u);
  EXPECT_EQ(sam_.model()->keepsake->front().partners, "A blue table, and you humming.");
  EXPECT_EQ(sam_.round(id)->phase, RoundPhase::closed);
  EXPECT_EQ(sam_.model()->evenings_together, 1);
}

TEST_F(AppTest, BeginsALiveGameOnBothAtOneInstant) {
  pair_up();
  const auto id = ask(noor_, "play.pairs-first-things");
  noor_.send(SetInFront{true});
  sam_.send(SetInFront{true});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.may_write; }));
  noor_.send(ReadyToPlay{id});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return !r.steps.empty() && !r.steps.back().mine; }));
  ASSERT_TRUE(noor_.model()->game);
  EXPECT_FALSE(noor_.model()->game->begins_at) << "not alone";
  sam_.send(ReadyToPlay{id});
  for (auto* person : {&noor_, &sam_})
    ASSERT_TRUE(person->wait([](const Model& m) { return m.game && m.game->begins_at; }));
  // It may still move while it counts down.
  for (auto* person : {&noor_, &sam_})
    static_cast<void>(person->wait([](const Model& m) { return *m.game->begins_at <= std::chrono::steady_clock::now(); }, std::chrono::seconds(4)));
  // Both clocks are this machine's.
  const auto apart = std::chrono::abs(*noor_.model()->game->begins_at - *sam_.model()->game->begins_at);
  EXPECT_LT(apart, one_instant);
  noor_.send(PickSide{id, 0, Pick::left, *noor_.model()->game->begins_at + std::chrono::seconds(1)});
  noor_.send(PickSide{id, 1, Pick::left, *noor_.model()->game->begins_at + std::chrono::seconds(1)});  // not on show then
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.game && m.game->picks.picks[0] == Pick::left; }));
  EXPECT_EQ(noor_.model()->game->picks.picks[1], Pick::none);
}

TEST_F(AppTest, LeavingEndsAGameThatIsBeingPlayed) {
  pair_up();
  const auto id = ask(noor_, "play.pairs-first-things");
  for (auto* person : {&noor_, &sam_}) person->send(SetInFront{true});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.may_write; }));
  for (auto* person : {&noor_, &sam_}) person->send(ReadyToPlay{id});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.game && m.game->begins_at; }));
  const auto begins = *noor_.model()->game->begins_at;
  noor_.send(PickSide{id, 0, Pick::left, begins + std::chrono::seconds(1)});
  noor_.send(Leave{"leave"});
  noor_.send(PickSide{id, 0, Pick::right, begins + std::chrono::seconds(2)});  // was on its way
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  noor_.send(client::SetUp{"Noor", relay_line(), {}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  EXPECT_FALSE(noor_.model()->game);
}

TEST_F(AppTest, LeavesAGameThatHasNotBegun) {
  pair_up();
  const auto id = ask(noor_, "play.pairs-first-things");
  noor_.send(ReadyToPlay{id});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.game.has_value(); }));
  noor_.send(LeavePlay{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.game; }));
  noor_.send(ReadyToPlay{id});
  PairsAnswer picks;
  picks.picks.fill(Pick::right);
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.game.has_value(); }));
  noor_.send(SealAnswer{id, picks, SealMode::together});  // at one's own pace after all
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.game; }));
  EXPECT_TRUE(noor_.round(id)->mine);
}

TEST_F(AppTest, KeepsYourThingOnBothSidesAndTakesNoAdviceThatWasNotAskedFor) {
  pair_up();
  noor_.send(PutItem{SharedList::into, {}, "Knots", {}});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.things->partners.size() == 1; }));
  const auto thing = sam_.model()->things->partners[0];
  EXPECT_EQ(thing.text, "Knots");
  EXPECT_FALSE(thing.asks.empty());
  sam_.send(SayRemark{RemarkKind::reply, thing.id, "You should use a thicker rope."});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return !m.notices.empty(); })) << "no advice yet";
  sam_.send(SayRemark{RemarkKind::ask, thing.id, "Which one do you like best?"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.things->mine.empty() && m.things->mine[0].remarks.size() == 1; }));
  EXPECT_EQ(noor_.model()->things->mine[0].remarks[0].text, "Which one do you like best?");
  noor_.send(SayRemark{RemarkKind::ask, thing.id, ""});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.things->partners[0].wants_advice; }));
  sam_.send(SayRemark{RemarkKind::reply, thing.id, "A thicker rope."});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.things->mine[0].remarks.size() == 3; }));
  noor_.send(RemoveItem{thing.id});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.things->partners.empty(); }));
}

TEST_F(AppTest, ChangesItsLanguageWhileItRunsAndRemembersIt) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  const auto english = noor_.round(id)->card.prompt, waiting = noor_.round(id)->waiting_for;
  noor_.send(SealAnswer{id, TextAnswer{"Tiles."}, SealMode::together});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::sealed; }));

  auto look = noor_.model()->settings.look;
  look.language = "es";
  noor_.send(look);
  const auto spanish = Catalogue::built_in("es");
  const auto says_spanish = [&](const RoundView& round) { return round.card.prompt == spanish.find(kitchen)->prompt; };
  ASSERT_TRUE(noor_.wait_round(id, says_spanish));
  EXPECT_EQ(noor_.round(id)->waiting_for, Words::built_in("es").say("waiting.for_seal", {{"partner", "Sam"}}));
  EXPECT_NE(noor_.round(id)->waiting_for, waiting);
  EXPECT_EQ(noor_.round(id)->mine->summary, "Tiles.");
  EXPECT_EQ(noor_.model()->settings.language, "es");
  const auto of_desire = spanish.by_practice(4).size();  // which nobody has switched on
  EXPECT_EQ(noor_.model()->cards->size(), spanish.cards().size() - of_desire);
  noor_.send(AskCard{"no.such-card"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_EQ(noor_.model()->notices.back().text, Words::built_in("es").say("act.no_card"));
  EXPECT_EQ(sam_.round(id)->card.prompt, english) << "the partner's device speaks as it did";

  noor_.stop();
  ASSERT_EQ(noor_.start_in_its_own_language(), "");
  EXPECT_EQ(noor_.model()->settings.language, "es");
}

TEST_F(AppTest, CountsDownToOneInstantOnBothScreens) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  for (auto* person : {&noor_, &sam_}) person->send(SetInFront{true});
  noor_.send(SealAnswer{id, TextAnswer{"one"}, SealMode::together});
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::together});
  const auto at = moments_of_opening(id);
  EXPECT_LT(std::chrono::abs(at[0] - at[1]), one_instant);
}

TEST_F(AppTest, OpensApartWhenBothChoseThat) {
  pair_up();
  const auto id = ask(sam_, kitchen);
  noor_.send(SealAnswer{id, TextAnswer{"one"}, SealMode::apart});
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::apart});
  for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
}

TEST_F(AppTest, OpensWithoutTheOneWhoAllowedIt) {
  pair_up();
  const auto id = ask(sam_, kitchen);
  noor_.send(SealAnswer{id, TextAnswer{"read it when you like"}, SealMode::open});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::partner_sealed; }));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.unsent == 0; }));
  noor_.stop();
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::open});
  EXPECT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
}

TEST_F(AppTest, StaysClosedWhileOnlyOneIsThere) {
  pair_up();
  const auto id = ask(sam_, kitchen);
  noor_.send(SealAnswer{id, TextAnswer{"one"}, SealMode::together});
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::together});
  for (auto* person : {&noor_, &sam_})
    ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::both_sealed; }));
  EXPECT_EQ(noor_.round(id)->waiting_for, "Opens when you are both here.");
  noor_.send(RelaxRound{id});
  sam_.send(RelaxRound{id});
  for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
}

TEST_F(AppTest, SuggestsTheSameCardOnBothDevices) {
  pair_up();
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.tonight.has_value(); }));
  EXPECT_EQ(noor_.model()->tonight->card.id, sam_.model()->tonight->card.id);
  const auto first = noor_.model()->tonight->card.id;
  noor_.send(NextSuggestion{});
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([&](const Model& m) { return m.tonight->card.id != first; }));
  EXPECT_EQ(noor_.model()->tonight->card.id, sam_.model()->tonight->card.id);
}

TEST_F(AppTest, ComparesWordsStillAfterARestart) {
  start_relay();
  set_up(noor_, "Noor");
  set_up(sam_, "Sam");
  exchange();
  const auto words = noor_.model()->pairing->same_words;
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(compares(*noor_.model()));
  EXPECT_EQ(noor_.model()->pairing->same_words, words);
  confirm();
}

// A modified client could say the terminal's sentences in the place of a name.
TEST_F(AppTest, APartnersNameIsOneLine) {
  pair_up();
  noor_.stop();
  {
    SystemRandom random;
    const auto key = Keyring(noor_.home() / "key", random).unlock({});
    ASSERT_TRUE(key);
    auto storage = SqliteStorage::open(noor_.home() / "twinlamp.db", *key, random);
    ASSERT_TRUE(storage);
    auto settings = *parse_settings(**(*storage)->value(Settings::key));
    settings.display_name = "Noor\nThe pair has ended.";
    Transaction change;
    change.values[Settings::key] = encode_settings(settings);
    ASSERT_TRUE((*storage)->commit(change));
  }
  ASSERT_EQ(noor_.start(), "");
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.partner.name == "Noor The pair has ended."; }, std::chrono::seconds(5)));
}

TEST_F(AppTest, NamesAMistypedWordBeforeAnythingIsSent) {
  start_relay();
  set_up(sam_, "Sam");
  sam_.send(JoinPartner{"417-ambre-otter-window"});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.pairing && !m.pairing->problem.empty(); }));
  EXPECT_EQ(sam_.model()->pairing->step, PairingView::Step::asking_for_code);
  EXPECT_NE(sam_.model()->pairing->problem.find("Word 1"), std::string::npos) << sam_.model()->pairing->problem;
  EXPECT_EQ(sam_.model()->connection, Connection::offline);
}

TEST_F(AppTest, TellsBothThatAWrongWordUsedTheCodeUp) {
  start_relay();
  set_up(noor_, "Noor");
  set_up(sam_, "Sam");
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  auto code = noor_.model()->pairing->code;
  const auto number = code.substr(0, code.find('-'));
  const auto wrong = number + (code.ends_with("-amber-otter-window") ? "-otter-amber-window" : "-amber-otter-window");
  sam_.send(JoinPartner{wrong});
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::failed; }));
    EXPECT_NE(person->model()->pairing->problem.find("used up"), std::string::npos) << person->model()->pairing->problem;
    EXPECT_EQ(person->model()->stage, Stage::unpaired);
  }
}

TEST_F(AppTest, JoinsByAPastedInvitation) {
  start_relay();
  set_up(noor_, "Noor");
  ASSERT_EQ(sam_.start(), "");
  sam_.send(client::SetUp{"Sam", "", ""});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  sam_.send(JoinPartner{noor_.model()->pairing->invitation});
  ASSERT_TRUE(sam_.wait(compares));
  ASSERT_TRUE(noor_.wait(compares));
  confirm();
}

TEST_F(AppTest, MovesToTheRelayOfTheInvitationThatItJoined) {
  start_relay();
  set_up(noor_, "Noor");
  twinlamp::test::RelayThread other(twinlamp::test::relaxed_config(folder_ / "other relay"));
  ASSERT_EQ(sam_.start(), "");
  sam_.send(client::SetUp{"Sam", "127.0.0.1:" + std::to_string(other.port()), ""});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  sam_.send(JoinPartner{noor_.model()->pairing->invitation});
  ASSERT_TRUE(sam_.wait(compares));
  ASSERT_TRUE(noor_.wait(compares));
  confirm();
  sam_.stop();
  ASSERT_EQ(sam_.start(), "");
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.caught_up; }));
}

TEST_F(AppTest, KeepsADraftHereAndNowhereElse) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  noor_.send(SaveDraft{id, TextAnswer{"half a tho"}});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.may_seal; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.draft == Answer(TextAnswer{"half a tho"}); }));
  EXPECT_FALSE(sam_.round(id)->draft);
}

// What is sealed is read from the model, and whether a draft has come from the round: the one must not be ahead of the other.
TEST_F(AppTest, NoRoundIsAheadOfTheModel) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  const auto text_of = [](const RoundRef& round) { return round->draft ? std::get<TextAnswer>(*round->draft).text : std::string(); };
  for (int i = 0; i < 100; ++i) {
    const auto text = "the draft of " + std::to_string(i);
    noor_.send(SaveDraft{id, TextAnswer{text}});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (text_of(noor_.round(id)) != text && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    ASSERT_EQ(text_of(noor_.model()->open_rounds.front()), text);
  }
}

TEST_F(AppTest, PassStaysOnItsDevice) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  noor_.send(PassRound{id});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.passed; }));
  EXPECT_FALSE(sam_.round(id)->passed);
  EXPECT_EQ(sam_.round(id)->phase, RoundPhase::writing);
  sam_.send(CloseRound{id});
  for (auto* person : {&noor_, &sam_})
    EXPECT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::unanswered; }));
}

TEST_F(AppTest, IsAllThereAfterARestartOfBothAndOfTheRelay) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  noor_.send(SealAnswer{id, TextAnswer{"one"}, SealMode::apart});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.unsent == 0; }));
  noor_.stop();
  sam_.stop();
  restart_relay();
  ASSERT_EQ(sam_.start(), "");
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::partner_sealed; }));
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::apart});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.unsent == 0; }));
  ASSERT_EQ(noor_.start(), "");
  for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
}

TEST_F(AppTest, RefusesASecondInstanceOnOneProfile) {
  start_relay();
  set_up(noor_, "Noor");
  Person again(noor_.home(), "noor");
  EXPECT_NE(again.start().find("already open"), std::string::npos);
}

TEST_F(AppTest, ShowsNothingWhileLockedButThatSomethingIsReady) {
  pair_up("a lamp in the rain");
  const auto id = ask(noor_, kitchen);
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
  EXPECT_TRUE(noor_.model()->open_rounds.empty());
  EXPECT_EQ(noor_.round(id), nullptr);
  EXPECT_EQ(noor_.model()->partner.name, "");
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::apart});
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("Something is ready."); }));
  noor_.send(Unlock{"a lamp in the sun"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.stage_problem.empty(); }));
  EXPECT_EQ(noor_.model()->stage_problem, "That passphrase does not open this profile.");
  noor_.send(Unlock{"a lamp in the rain"});
  EXPECT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::partner_sealed; }));
}

TEST_F(AppTest, StartsLockedWhereThereIsAPassphrase) {
  pair_up("a lamp in the rain");
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::locked);
  noor_.send(Unlock{"a lamp in the rain"});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired && m.partner.name == "Sam"; }));
}

TEST_F(AppTest, ChangesAndRemovesThePassphrase) {
  start_relay();
  set_up(noor_, "Noor", "first");
  noor_.send(SetPassphrase{"wrong", "second"});
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("does not open"); }));
  noor_.send(SetPassphrase{"first", ""});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.settings.has_passphrase; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::unpaired);
}

TEST_F(AppTest, LeavingDestroysEverythingAndTellsThePartnerThatThePairHasEnded) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  noor_.send(SealAnswer{id, TextAnswer{"never opened"}, SealMode::together});
  noor_.send(Leave{"no"});
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("type the word"); }));
  EXPECT_EQ(noor_.model()->stage, Stage::paired);
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "key"));
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "twinlamp.db"));
  EXPECT_EQ(noor_.round(id), nullptr);
  EXPECT_TRUE(noor_.model()->left_here);
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_FALSE(sam_.model()->left_here) << "what was opened stays readable there";
  noor_.stop();
  EXPECT_EQ(noor_.left_rooms(), 0u);
}

TEST_F(AppTest, DeletesNothingOnTheRelaysWordAloneThatTheRoomHasEnded) {
  pair_up();
  noor_.stop();
  auto member = *client::read_member_file(noor_.home() / "member");
  ASSERT_TRUE(member);
  member->farewell.clear();  // what a relay could say without her
  ASSERT_TRUE(client::write_member_file(noor_.home() / "leaving", *member));
  ASSERT_TRUE(client::write_member_file(noor_.home() / "member", *member));
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(sam_.wait([this](const Model&) { return sam_.has_notice("brings no word of that from your partner"); }));
  EXPECT_EQ(sam_.model()->stage, Stage::paired);
  EXPECT_TRUE(std::filesystem::exists(sam_.home() / "member"));
  EXPECT_FALSE(sam_.has_notice("The pair has ended"));
}

TEST_F(AppTest, LeavesOfflineAtOnceAndErasesTheRoomLater) {
  pair_up();
  const auto port = relay_->port();
  relay_.reset();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "key"));
  EXPECT_EQ(noor_.left_rooms(), 1u);
  noor_.stop();
  start_relay(port);
  ASSERT_EQ(noor_.start(), "");
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }, std::chrono::seconds(60)));
}

TEST_F(AppTest, LeavesAtTheAddressThatTheRelayHasMovedTo) {
  pair_up("a lamp in the rain");
  relay_.reset();
  start_relay();  // its keys and rooms, at another port
  for (auto* person : {&noor_, &sam_}) {
    person->send(client::SetRelay{relay_line()});
    ASSERT_TRUE(person->wait([](const Model& m) { return m.caught_up; }));
  }
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked && m.connection == Connection::online; }))
      << "a locked one looks for what is ready at the new address too";
  noor_.send(Leave{"leave"});
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppTest, ANewBeginningIsSafeFromAnErasureThatStillWaits) {
  pair_up();
  relay_.reset();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  noor_.send(client::SetUp{"Noor again", "", ""});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  noor_.stop();
  ASSERT_EQ(noor_.left_rooms(), 1u);
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::unpaired);
  EXPECT_EQ(noor_.model()->me.name, "Noor again");
}

TEST_F(AppTest, EveryPairThatWasLeftIsToldHoweverManyRelaysWereAway) {
  pair_up();
  const auto port = relay_->port();
  relay_.reset();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  auto config = twinlamp::test::relaxed_config(folder_ / "another relay");
  std::optional<twinlamp::test::RelayThread> another(config);
  const auto line = Invitation{"127.0.0.1", another->port(), another->relay_id(), Binding::exporter, std::nullopt}.text();
  Person kim(folder_ / "kim", "kim");
  ASSERT_EQ(kim.start(), "");
  for (auto* person : {&noor_, &kim}) {
    person->send(client::SetUp{"Somebody", line, ""});
    ASSERT_TRUE(person->wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  }
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  kim.send(JoinPartner{noor_.model()->pairing->code});
  for (auto* person : {&noor_, &kim}) {
    ASSERT_TRUE(person->wait(compares));
    person->send(ConfirmSameWords{true});
  }
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.both_confirmed && m.unsent == 0; }));
  config.listener.port = another->port();
  another.reset();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_EQ(noor_.left_rooms(), 2u);
  noor_.stop();
  start_relay(port);
  another.emplace(config);
  ASSERT_EQ(noor_.start(), "");
  for (auto* person : {&sam_, &kim}) EXPECT_TRUE(person->wait([](const Model& m) { return m.stage == Stage::ended; }, std::chrono::seconds(60)));
  EXPECT_EQ(noor_.left_rooms(), 0u);
}

TEST_F(AppTest, ADamagedMemberFileDestroysNothingThoughAnEarlierPairWaitsToBeErased) {
  pair_up();
  noor_.stop();
  const auto earlier = client::member_of(twinlamp::test::paired_records(5)[0]);
  const ProfilePlace place{"noor", noor_.home()};
  ASSERT_TRUE(client::write_member_file(client::leaving_file(place, earlier), earlier));
  std::filesystem::resize_file(place.member(), 40);
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::paired) << "the pair's record has all that the file had";
  EXPECT_TRUE(std::filesystem::exists(place.key()));
  EXPECT_TRUE(*client::read_member_file(place.member()));
}

TEST_F(AppTest, NothingBeginsWhereAnErasureCouldNotRemoveEveryFile) {
  start_relay();
  std::filesystem::create_directories(noor_.home() / "erasing");  // stands for one that nobody may remove
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("Not every file"); }));
  noor_.send(DismissNotice{noor_.model()->notices.back().id});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.notices.empty(); }));
  noor_.send(client::SetUp{"Noor again", relay_line(), ""});
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("Not every file"); }));
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "key"));
  std::filesystem::remove(noor_.home() / "erasing");
  noor_.send(client::SetUp{"Noor again", relay_line(), ""});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->me.name, "Noor again");
}

TEST_F(AppTest, FinishesALeavingThatWasCutOff) {
  pair_up();
  noor_.stop();
  std::filesystem::copy(noor_.home() / "member", noor_.home() / "leaving");  // as after the first step of an older version
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::ended);
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "key"));
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppTest, ThrowsAwayWordsThatWereNotTheSame) {
  start_relay();
  set_up(noor_, "Noor");
  set_up(sam_, "Sam");
  exchange();
  noor_.send(ConfirmSameWords{false});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired && !m.pairing; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::unpaired);
}

TEST_F(AppTest, LocksByItselfOnlyWhereThereIsAPassphrase) {
  start_relay();
  set_up(noor_, "Noor");
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("no passphrase to lock with"); }));
  EXPECT_EQ(noor_.model()->stage, Stage::unpaired);
}

bool is_locked(const Model& m) { return m.stage == Stage::locked; }

TEST_F(AppTest, LocksAfterTheChosenMinutesWithoutAStir) {
  start_relay();
  set_up(noor_, "Noor", "a lamp in the rain");
  EXPECT_EQ(noor_.model()->settings.auto_lock_minutes, 15) << "unless something else is chosen";
  noor_.send(SetAutoLock{5});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.settings.auto_lock_minutes == 5; }));
  noor_.clock().pass(std::chrono::minutes(4));
  noor_.send(Stirred{});
  noor_.send(SetDisplayName{"Noor S."});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.me.name == "Noor S."; }));
  noor_.clock().pass(std::chrono::minutes(4));
  noor_.send(SetInFront{true});  // comes by itself: no stir
  noor_.send(SetWindow{{10, 10, 900, 700}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.settings.window.has_value(); }));
  EXPECT_EQ(noor_.model()->stage, Stage::unpaired);
  noor_.clock().pass(std::chrono::minutes(1));
  EXPECT_TRUE(noor_.wait(is_locked));
}

TEST_F(AppTest, LocksByItselfOnceTheLaptopHasSlept) {
  start_relay();
  set_up(noor_, "Noor", "a lamp in the rain");
  noor_.clock().sleep(std::chrono::minutes(1));
  EXPECT_TRUE(noor_.wait(is_locked));
}

TEST_F(AppTest, IsLockedByTheFirstKeyAfterASleepAndNotKeptOpenByIt) {
  start_relay();
  set_up(noor_, "Noor", "a lamp in the rain");
  noor_.send(SetAutoLock{60});
  noor_.clock().sleep(std::chrono::minutes(1));
  noor_.send(Stirred{});
  EXPECT_TRUE(noor_.wait(is_locked));
}

TEST_F(AppTest, HidesByLockingWhereThereIsAPassphrase) {
  pair_up("a lamp in the rain");
  noor_.send(QuickHide{});
  ASSERT_TRUE(noor_.wait(is_locked));
  EXPECT_FALSE(noor_.model()->hidden) << "the lock covers it";
}

TEST_F(AppTest, HidesUntilShownAgainWhereThereIsNoPassphraseAndIsNotThereMeanwhile) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  for (auto* person : {&noor_, &sam_}) person->send(SetInFront{true});
  noor_.send(QuickHide{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.hidden; }));
  noor_.send(SetInFront{true});
  noor_.send(SealAnswer{id, TextAnswer{"one"}, SealMode::together});
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::together});
  for (auto* person : {&noor_, &sam_})
    ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::both_sealed; }));
  noor_.send(SetDisplayName{"Noor S."});  // long after what would have begun the countdown
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.partner.name == "Noor S."; }));
  for (auto* person : {&noor_, &sam_}) EXPECT_EQ(person->round(id)->phase, RoundPhase::both_sealed);
  noor_.send(ShowAgain{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.hidden; }));
  for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
}

TEST_F(AppTest, RemembersWhatTheScreenIsToKnowEvenWhileItIsLocked) {
  start_relay();
  set_up(noor_, "Noor", "a lamp in the rain");
  EXPECT_FALSE(noor_.model()->settings.seen_introduction);
  const WindowPlace place{30, 40, 900, 700, true};
  noor_.send(SetWindow{place});
  noor_.send(SetWindow{{30, 40, 0, 700}});
  noor_.send(SeenIntroduction{});
  noor_.send(SetNotifications{false, true, 21 * 60, 9 * 60});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.settings.notifications.on; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  const auto settings = noor_.model()->settings;
  ASSERT_EQ(noor_.model()->stage, Stage::locked);
  EXPECT_EQ(settings.window, place);
  EXPECT_TRUE(settings.seen_introduction);
  EXPECT_FALSE(settings.notifications.on);
  EXPECT_TRUE(settings.notifications.quiet_hours);
  EXPECT_EQ(settings.notifications.quiet_from, 21 * 60);
  EXPECT_EQ(settings.notifications.quiet_until, 9 * 60);
}

TEST_F(AppTest, WritesNothingIntoAFolderThatWasLeft) {
  start_relay();
  set_up(noor_, "Noor");
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::fresh; }));
  noor_.send(SetWindow{{30, 40, 900, 700}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.settings.window.has_value(); }));
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "look"));
}

TEST_F(AppTest, ShowsThePartnersLocalTimeOverAChangeOfTheirClocksWithoutAWordFromThem) {
  const auto change = sam_.clock().now().wall + std::chrono::seconds(4);
  sam_.clock().live_in(std::chrono::minutes(60), {{change, std::chrono::minutes(90)}, {change + std::chrono::days(90), std::chrono::minutes(60)}});
  pair_up();
  sam_.stop();
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.partner.utc_offset_minutes == 90; }));
  EXPECT_GE(noor_.clock().now().wall, change);
  noor_.clock().pass(std::chrono::days(91));
  noor_.send(SetDisplayName{"Noor S."});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.partner.utc_offset_minutes == 60; }));
}

TEST_F(AppTest, SaysWhatOfMeLeavesThisDevice) {
  noor_.clock().live_in(std::chrono::minutes(330), {});
  sam_.clock().live_in(std::chrono::minutes(-60), {{sam_.clock().now().wall + std::chrono::days(30), std::chrono::minutes(0)}});
  start_relay();
  set_up(noor_, "Noor");
  EXPECT_EQ(noor_.model()->settings.sharing.relay_key, "") << "there is no pair yet";
  set_up(sam_, "Sam");
  exchange();
  confirm();
  const auto noor = noor_.model()->settings.sharing, sam = sam_.model()->settings.sharing;
  EXPECT_EQ(noor.name, "Noor");
  EXPECT_EQ(noor.relay, "127.0.0.1:" + std::to_string(relay_->port()));
  EXPECT_EQ(noor.relay_key, to_hex(relay_->relay_id()).substr(0, 16));
  EXPECT_TRUE(noor.lamp_lit);
  EXPECT_EQ(noor.utc_offset_minutes, 330);
  EXPECT_EQ(noor.clock_changes, 0);
  EXPECT_EQ(sam.utc_offset_minutes, -60);
  EXPECT_EQ(sam.clock_changes, 1);
  noor_.send(SetLamp{false});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return !m.settings.sharing.lamp_lit; }));
}

using Told = std::vector<std::string>;
const std::string ready = "show Something is ready.";

TEST_F(AppTest, TellsTheDesktopThatSomethingIsReadyAndNeverWhatOrWhose) {
  pair_up();
  noor_.send(SetInFront{true});
  EXPECT_EQ(sam_.told(), Told{}) << "pairing is no news to either";
  const auto id = ask(noor_, kitchen);
  EXPECT_EQ(sam_.told(), Told{ready});
  noor_.send(SealAnswer{id, TextAnswer{"A blue table."}, SealMode::apart});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::partner_sealed; }));
  EXPECT_EQ(sam_.told(), Told{}) << "it stands there already";
  sam_.send(SetInFront{true});
  sam_.send(SealAnswer{id, TextAnswer{"Tiles."}, SealMode::apart});
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
  EXPECT_EQ(sam_.told(), Told{"withdraw"});
  sam_.send(SetInFront{false});
  noor_.send(React{id, "I did not know that"});
  ASSERT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.exchange.size() == 1; }));
  EXPECT_EQ(sam_.told(), Told{ready});
  EXPECT_EQ(noor_.told(), Told{}) << "she has looked at it all the time";
  sam_.stop();
  EXPECT_EQ(sam_.told(), Told{"withdraw"});
}

TEST_F(AppTest, TellsTheDesktopWhenTheAnswersHaveOpened) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  noor_.send(SealAnswer{id, TextAnswer{"one"}, SealMode::apart});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.unsent == 0; }));
  EXPECT_EQ(noor_.told(), Told{});
  sam_.send(SealAnswer{id, TextAnswer{"two"}, SealMode::apart});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
  EXPECT_EQ(noor_.told(), Told{ready});
}

TEST_F(AppTest, TellsTheDesktopOnceWhileLockedHoweverOftenItConnects) {
  pair_up("a lamp in the rain");
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait(is_locked));
  sam_.send(AskCard{kitchen});
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("Something is ready."); }));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.unsent == 0; }));  // what devices say by themselves is on its way too
  EXPECT_EQ(noor_.told(), Told{ready});
  noor_.clock().pass(std::chrono::hours(1));
  noor_.send(DismissNotice{noor_.model()->notices.front().id});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.notices.empty(); }));
  restart_relay();
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("Something is ready."); }));
  EXPECT_EQ(noor_.told(), Told{});
}

TEST_F(AppTest, TellsNothingInQuietHoursAndThenWhatCameInThem) {
  pair_up();
  const auto wall = sam_.clock().now().wall;
  const auto local = std::chrono::floor<std::chrono::minutes>(wall) + sam_.clock().utc_offset(wall);
  const auto minute = static_cast<int>((local - std::chrono::floor<std::chrono::days>(local)).count());
  sam_.send(SetNotifications{true, true, (minute + 1380) % 1440, (minute + 60) % 1440, false});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.settings.notifications.quiet_hours; }));
  ask(noor_, kitchen);
  EXPECT_EQ(sam_.told(), Told{});
  sam_.clock().pass(std::chrono::hours(2));
  sam_.send(SetInFront{false});
  sam_.send(SetDisplayName{"Sam N."});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.me.name == "Sam N."; }));
  EXPECT_EQ(sam_.told(), Told{ready});
}

TEST_F(AppTest, TellsNothingWhenNotificationsAreOffOrEverythingIsHidden) {
  pair_up();
  sam_.send(SetNotifications{false});
  noor_.send(QuickHide{});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return !m.settings.notifications.on; }));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.hidden; }));
  ask(noor_, kitchen);
  ask(sam_, "open-up.good-news");
  EXPECT_EQ(sam_.told(), Told{});
  EXPECT_EQ(noor_.told(), Told{});
}

TEST_F(AppTest, SaysWhatIsWrongWithAnAnswerAndKeepsTheDraft) {
  pair_up();
  const auto id = ask(noor_, kitchen);
  noor_.send(SealAnswer{id, TextAnswer{"   "}, SealMode::together});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_TRUE(noor_.round(id)->may_write);
  noor_.send(SealAnswer{id, TextAnswer{std::string(30'000, 'w')}, SealMode::open});
  ASSERT_TRUE(noor_.wait([this](const Model&) { return noor_.has_notice("longer than can be sent"); }));
  EXPECT_EQ(std::get<TextAnswer>(*noor_.round(id)->draft).text.size(), 30'000u);
}

}  // namespace
}  // namespace twinlamp::client::test
