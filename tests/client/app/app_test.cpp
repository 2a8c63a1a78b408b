// Two Apps and a relay: from nothing to an answered round, and what must survive on the way.
#include "client/content/catalogue.h"
#include "client/content/words.h"
#include "client/app/settings.h"
#include "client/store/keyring.h"
#include "client/store/member_file.h"
#include "client/store/sqlite_storage.h"
#include "client/store/system_random.h"
#include "tests/client/app/app_fixture.h"

namespace twinlamp::client::test {
namespace {

const std::string kitchen = "open-up.first-kitchen";

class AppTest : public CoupleTest {};

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
  EXPECT_EQ(noor_.model()->cards->size(), spanish.cards().size());
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
  std::array<std::chrono::steady_clock::time_point, 2> at;
  std::size_t i = 0;
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::countdown && r.opens_at; }));
    EXPECT_FALSE(person->round(id)->partners);
    at[i++] = *person->round(id)->opens_at;
  }
  EXPECT_LT(std::chrono::abs(at[0] - at[1]), std::chrono::milliseconds(17));
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
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  noor_.stop();
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "leaving"));
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
  EXPECT_TRUE(std::filesystem::exists(noor_.home() / "leaving"));
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
  ASSERT_TRUE(std::filesystem::exists(noor_.home() / "leaving"));
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::unpaired);
  EXPECT_EQ(noor_.model()->me.name, "Noor again");
}

TEST_F(AppTest, FinishesALeavingThatWasCutOff) {
  pair_up();
  noor_.stop();
  std::filesystem::copy(noor_.home() / "member", noor_.home() / "leaving");  // as after the first step
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
