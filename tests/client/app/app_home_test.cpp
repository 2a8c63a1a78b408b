// One of the two runs the relay on their own laptop.
#include <signal.h>

#include <fstream>

#include "client/app/relay_test.h"
#include "tests/client/app/app_fixture.h"

namespace twinlamp::client::test {
namespace {

bool runs(const Model& model) { return model.home.state == HomeView::State::running; }

class HomeCoupleTest : public CoupleTest {
protected:
  void SetUp() override { noor_.host_with(TWINLAMP_RELAY); }

  void set_up_host() {
    ASSERT_EQ(noor_.start(), "");
    client::SetUp begin{"Noor", {}, {}, true};
    noor_.send(begin);
    // Nobody but this machine is there in a test, whatever its networks are.
    noor_.send(SetHosting{true, "127.0.0.1", "127.0.0.1"});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired && runs(m) && m.home.name == "127.0.0.1"; }));
  }
  std::vector<std::string> relays() const {
    std::vector<std::string> found;
    for (const auto& each : std::filesystem::directory_iterator(noor_.home()))
      if (each.path().filename().string().starts_with("relay")) found.push_back(each.path().filename().string());
    return found;
  }
  void pair_at_home() {
    set_up_host();
    ASSERT_EQ(sam_.start(), "");
    sam_.send(client::SetUp{"Sam", {}, {}});
    noor_.send(InvitePartner{});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
    sam_.send(JoinPartner{noor_.model()->pairing->invitation});
    for (auto* person : {&noor_, &sam_})
      ASSERT_TRUE(person->wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::comparing_words; }));
    for (auto* person : {&noor_, &sam_}) person->send(ConfirmSameWords{true});
    for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.both_confirmed && m.connection == Connection::online; }));
  }
};

TEST_F(HomeCoupleTest, InvitesOverTheRelayOnThisLaptop) {
  set_up_host();
  const auto home = noor_.model()->home;
  const auto line = parse_invitation(home.line);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->host, "127.0.0.1");
  EXPECT_EQ(line->port, home.port);
  EXPECT_EQ(home.test_page, "https://127.0.0.1:" + std::to_string(home.port) + "/healthz");
  EXPECT_EQ(noor_.model()->settings.relay, home.shown);
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  const auto invitation = parse_invitation(noor_.model()->pairing->invitation);
  ASSERT_TRUE(invitation);
  EXPECT_EQ(invitation->relay_id, line->relay_id);
  EXPECT_EQ(invitation->host, "127.0.0.1");
}

TEST_F(HomeCoupleTest, InvitesAsSoonAsTheRelayRunsEvenIfAskedBefore) {
  noor_.host_from_the_start();
  ASSERT_EQ(noor_.start(), "");
  noor_.send(client::SetUp{"Noor", {}, {}});
  noor_.send(SetHosting{true, "lamp.example.org:7500", {}});
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  EXPECT_NE(noor_.model()->pairing->invitation.find("twinlamp://lamp.example.org:7500/"), std::string::npos);
}

TEST_F(HomeCoupleTest, BothComeBackAfterTheHostHasBeenAway) {
  pair_at_home();
  noor_.stop();
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.connection == Connection::offline; }));
  ASSERT_EQ(noor_.start(), "");
  for (auto* person : {&noor_, &sam_}) {
    person->send(RetryNow{});
    ASSERT_TRUE(person->wait([](const Model& m) { return m.connection == Connection::online; }));
  }
  EXPECT_TRUE(noor_.model()->home.is_on);
  EXPECT_FALSE(noor_.model()->home.is_elsewhere);
}

TEST_F(HomeCoupleTest, SaysWhenThisLaptopNoLongerHasTheAddressThatThePartnerKnows) {
  noor_.host_from_the_start();
  std::ofstream(noor_.home() / "look") << "host yes\nhost_address 192.168.250.77\n";
  ASSERT_EQ(noor_.start(), "");
  noor_.send(client::SetUp{"Noor", {}, {}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired && runs(m); }));
  if (noor_.model()->home.addresses.empty()) GTEST_SKIP() << "this machine is in no network";
  EXPECT_EQ(noor_.model()->home.gone, "192.168.250.77");
  // Telling another one settles it.
  noor_.send(SetHosting{true, "lamp.example.org", "lamp.example.org"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.home.gone.empty(); }));
  EXPECT_EQ(noor_.model()->home.shown, "lamp.example.org:" + std::to_string(noor_.model()->home.port));
}

TEST_F(HomeCoupleTest, TellsAPairThatTheLaptopHasMovedOnceItIsOpenedElsewhere) {
  pair_at_home();
  noor_.stop();
  std::ofstream(noor_.home() / "look") << "host yes\nhost_address 192.168.250.77\nnudge no\n";
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return runs(m); }));
  if (noor_.model()->home.addresses.empty()) GTEST_SKIP() << "this machine is in no network";
  EXPECT_TRUE(noor_.has_notice("looks for this relay at 192.168.250.77"));
  EXPECT_TRUE(noor_.has_notice(noor_.model()->home.shown));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.connection == Connection::online; }));
}

TEST_F(HomeCoupleTest, ThePartnerTakesTheNewAddressOfTheSameRelay) {
  pair_at_home();
  auto line = parse_invitation(noor_.model()->home.line);
  ASSERT_TRUE(line);
  line->host = "localhost";
  sam_.send(SetRelay{line->text()});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.settings.relay.starts_with("localhost:") && m.connection == Connection::online && m.caught_up; }));
}

TEST_F(HomeCoupleTest, APairMovesToTheLaptopsRelayOnceBothHaveBeenWarned) {
  start_relay();
  set_up(noor_, "Noor");
  set_up(sam_, "Sam");
  exchange();
  confirm();
  noor_.send(SetHosting{true, "127.0.0.1", "127.0.0.1"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return runs(m) && !m.home.line.empty(); }));
  EXPECT_TRUE(noor_.model()->home.is_elsewhere);
  const auto line = noor_.model()->home.line;
  for (auto* person : {&noor_, &sam_}) {
    person->send(SetRelay{line});
    ASSERT_TRUE(person->wait([&](const Model& m) { return m.settings.other_relay == line; }));
    EXPECT_TRUE(person->has_notice("another relay"));
    person->send(SetRelay{line, true});
    ASSERT_TRUE(person->wait([&](const Model& m) { return m.settings.other_relay.empty() && m.connection == Connection::online; }));
  }
  relay_.reset();
  EXPECT_FALSE(noor_.model()->home.is_elsewhere);
  // And over a restart of both.
  for (auto* person : {&noor_, &sam_}) person->stop();
  for (auto* person : {&noor_, &sam_}) ASSERT_EQ(person->start(), "");
  for (auto* person : {&noor_, &sam_}) {
    person->send(SetInFront{true});
    ASSERT_TRUE(person->wait([](const Model& m) { return m.connection == Connection::online && m.partner.lamp != LampState::away; }));
  }
}

TEST_F(HomeCoupleTest, LeavingTakesTheRelayAlong) {
  pair_at_home();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.left_here; }));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_FALSE(noor_.model()->home.is_on);
  EXPECT_TRUE(noor_.wait([](const Model& m) { return !m.home.waits_to_tell; }));  // while it is open
  noor_.stop();
  EXPECT_EQ(relays(), std::vector<std::string>());
}

TEST_F(HomeCoupleTest, WaitsWithItsRelayUntilThePartnerHasHeardOfTheLeaving) {
  pair_at_home();
  sam_.stop();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.left_here && m.home.waits_to_tell; }));
  noor_.stop();
  EXPECT_EQ(relays(), std::vector<std::string>{"relay"});
  EXPECT_EQ(noor_.left_rooms(), 0u);  // the room has ended: nothing of the pair is needed any more
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::fresh);
  EXPECT_TRUE(noor_.model()->home.waits_to_tell);
  EXPECT_FALSE(noor_.model()->home.is_on);
  ASSERT_EQ(sam_.start(), "");
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.home.waits_to_tell; }));
  noor_.stop();
  EXPECT_EQ(relays(), std::vector<std::string>());
}

// The one who is told has it behind a passphrase, and opens it when nobody is there any more to say it again.
TEST_F(HomeCoupleTest, APartnerWhoIsLockedHearsOfItAtTheNextUnlocking) {
  pair_at_home();
  sam_.send(SetPassphrase{"", "moss and fern"});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.settings.has_passphrase; }));
  sam_.stop();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.left_here && m.home.waits_to_tell; }));
  ASSERT_EQ(sam_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.home.waits_to_tell; }));
  noor_.stop();
  ASSERT_EQ(sam_.model()->stage, Stage::locked);
  sam_.stop();
  ASSERT_EQ(sam_.start(), "");
  sam_.send(Unlock{"moss and fern"});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_FALSE(std::filesystem::exists(sam_.home() / "farewell"));
}

TEST_F(HomeCoupleTest, NobodyIsWaitedForLongerThanNinetyDaysOrAgainstOnesWill) {
  pair_at_home();
  sam_.stop();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.left_here && m.home.waits_to_tell; }));
  noor_.stop();
  std::filesystem::copy(noor_.home() / "relay", folder_ / "kept", std::filesystem::copy_options::recursive);
  noor_.clock().pass(std::chrono::days(91));
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.home.waits_to_tell; }));
  noor_.stop();
  EXPECT_EQ(relays(), std::vector<std::string>());

  std::filesystem::copy(folder_ / "kept", noor_.home() / "relay", std::filesystem::copy_options::recursive);
  noor_.clock().pass(-std::chrono::days(91));
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.home.waits_to_tell; }));
  noor_.send(DoNotWait{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.home.waits_to_tell; }));
  noor_.stop();
  EXPECT_EQ(relays(), std::vector<std::string>());
}

// Whatever becomes of the app in between: the new pair's relay is another one.
TEST_F(HomeCoupleTest, WhoHostsAgainAfterLeavingHasANewRelayBesideTheOneThatStillWaits) {
  pair_at_home();
  const auto left = parse_invitation(noor_.model()->home.line);
  ASSERT_TRUE(left);
  sam_.stop();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.left_here && m.home.waits_to_tell; }));
  noor_.stop();
  noor_.host_from_the_start();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return runs(m); }));
  noor_.send(client::SetUp{"Noor", {}, {}});
  noor_.send(SetHosting{true, "127.0.0.1", "127.0.0.1"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired && !m.home.line.empty(); }));
  const auto line = parse_invitation(noor_.model()->home.line);
  ASSERT_TRUE(line);
  EXPECT_NE(line->relay_id, left->relay_id);
  EXPECT_NE(line->invite, left->invite);
  EXPECT_NE(line->port, left->port);
  EXPECT_TRUE(noor_.model()->home.waits_to_tell);
  ASSERT_EQ(sam_.start(), "");
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.home.waits_to_tell; }));
  // And it stays that one.
  noor_.stop();
  EXPECT_EQ(relays(), std::vector<std::string>{"relay-2"});
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return runs(m) && !m.home.line.empty(); }));
  EXPECT_EQ(parse_invitation(noor_.model()->home.line)->relay_id, line->relay_id);
}

// As a version before this one left it: no mark, and the app was killed.
TEST_F(HomeCoupleTest, ARelayThatIsNobodysAnyMoreIsNotTakenOver) {
  set_up_host();
  const auto old = parse_invitation(noor_.model()->home.line);
  ASSERT_TRUE(old);
  noor_.stop();
  for (const char* name : {"key", "look", "twinlamp.db", "twinlamp.db-wal", "twinlamp.db-shm"}) std::filesystem::remove(noor_.home() / name);
  noor_.host_from_the_start();
  ASSERT_EQ(noor_.start(), "");
  noor_.send(client::SetUp{"Noor", {}, {}});
  noor_.send(SetHosting{true, "127.0.0.1", "127.0.0.1"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired && runs(m) && !m.home.line.empty(); }));
  EXPECT_NE(parse_invitation(noor_.model()->home.line)->relay_id, old->relay_id);
  EXPECT_FALSE(noor_.model()->home.waits_to_tell);
  noor_.stop();
  EXPECT_EQ(relays().size(), 1u);
}

TEST_F(HomeCoupleTest, ALockedLaptopGoesOnCarrying) {
  pair_at_home();
  noor_.send(SetPassphrase{"", "moss and fern"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.settings.has_passphrase; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked && m.connection == Connection::online; }));
  sam_.send(RetryNow{});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.connection == Connection::online; }));
}

TEST_F(HomeCoupleTest, RefusesANameThatIsNone) {
  set_up_host();
  noor_.send(SetHosting{true, "two words", "two words"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_TRUE(noor_.has_notice("lamp.example.org:7417"));
  EXPECT_EQ(noor_.model()->home.name, "127.0.0.1");
}

TEST_F(CoupleTest, WithoutAnInstalledRelayTheSwitchSaysWhatToDo) {
  start_relay();
  noor_.host_with(folder_ / "none");
  set_up(noor_, "Noor");
  noor_.send(SetHosting{true, {}, {}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.home.state == HomeView::State::failed && !m.notices.empty(); }));
  EXPECT_TRUE(noor_.has_notice("The relay is not installed"));
  EXPECT_NE(noor_.model()->home.problem.find("Install the package twinlamp-relay"), std::string::npos);
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && !m.pairing->problem.empty(); }));
}

TEST_F(CoupleTest, ARelayIsTestedWithoutAProfile) {
  start_relay();
  const auto words = Words::built_in("en");
  const auto there = test_relay("127.0.0.1:" + std::to_string(relay_->port()), std::chrono::seconds(20), words);
  EXPECT_TRUE(there.is_relay) << there.problem;
  EXPECT_EQ(there.line, relay_line());
  auto other = parse_invitation(relay_line());
  other->relay_id[0] ^= 1;
  const auto wrong = test_relay(other->text(), std::chrono::seconds(20), words);
  EXPECT_FALSE(wrong.is_relay);
  EXPECT_NE(wrong.problem.find("not the relay that was expected"), std::string::npos) << wrong.problem;
  const auto gone = test_relay("127.0.0.1:1", std::chrono::seconds(20), words);
  EXPECT_FALSE(gone.is_relay);
  EXPECT_NE(gone.problem.find("nothing listens on port 1 there"), std::string::npos) << gone.problem;
  const auto nowhere = test_relay("nowhere.invalid:7417", std::chrono::seconds(20), words);
  EXPECT_NE(nowhere.problem.find("There is no machine called nowhere.invalid"), std::string::npos) << nowhere.problem;
  for (const auto* each : {&wrong, &gone, &nowhere}) EXPECT_EQ(each->problem.find("again by itself"), std::string::npos) << each->problem;
  EXPECT_FALSE(test_relay("no address", std::chrono::seconds(1), words).is_relay);
}

}  // namespace
}  // namespace twinlamp::client::test
