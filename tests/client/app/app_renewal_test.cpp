// A lost laptop, by the apps themselves: what comes to nothing changes nothing, and what is agreed on survives a full disk and a restart.
#include "tests/client/app/app_fixture.h"
#include "tests/support/full_disk.h"
#include "tests/support/unreadable_disk.h"

namespace twinlamp::client::test {
namespace {

using twinlamp::test::UnreadableDisk;
using Phase = RepairView::Phase;

class AppRenewalTest : public CoupleTest {
protected:
  AppRenewalTest() : fresh_(folder_ / "fresh", "default") {}

  void lose_sams_laptop() {
    pair_up();
    sam_.stop();
    set_up(fresh_, "Sam");
  }
  void exchange_anew() {
    noor_.send(RenewPartner{});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->renewal == Renewal::gives && m.pairing->may_show && !m.pairing->may_type; }));
    noor_.send(InvitePartner{});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
    fresh_.send(JoinPartner{noor_.model()->pairing->code});
    ASSERT_TRUE(noor_.wait(compares));
    ASSERT_TRUE(fresh_.wait([](const Model& m) { return compares(m) && m.pairing->renewal == Renewal::receives; }));
    EXPECT_EQ(noor_.model()->pairing->same_words, fresh_.model()->pairing->same_words);
  }
  bool has_history() {
    return fresh_.wait([](const Model& m) { return m.stage == Stage::paired && m.both_confirmed && m.repair.phase == Phase::none; });
  }
  // Nothing of the pair is shown, and nothing is begun in its place.
  void expect_closed_as_unreadable() {
    const std::string why = Words::built_in("en").say("fault.disk_unreadable");
    ASSERT_TRUE(noor_.wait([&](const Model& m) { return m.stage == Stage::locked && m.stage_problem == why; }))
        << noor_.model()->stage_problem;
    const auto model = noor_.model();
    EXPECT_FALSE(model->settings.has_passphrase);
    EXPECT_FALSE(model->pairing);
    EXPECT_EQ(model->partner.name, "");
    EXPECT_TRUE(model->keepsake->empty());
    EXPECT_TRUE(model->open_rounds.empty());
    EXPECT_EQ(model->connection, Connection::offline);
    EXPECT_TRUE(model->notices.empty()) << model->notices.front().text;
    noor_.send(AskCard{"open-up.first-kitchen"});
    noor_.send(InvitePartner{});
    noor_.send(ConfirmSameWords{true});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.notices.size() >= 3; }));
    noor_.send(Unlock{});
    EXPECT_TRUE(noor_.wait([](const Model& m) { return m.refused_unlocks == 1; }));
    EXPECT_EQ(noor_.model()->stage, Stage::locked);
  }
  static bool is_paired_as_ever(const Model& m) { return m.stage == Stage::paired && !m.pairing && m.connection == Connection::online; }

  Person fresh_;
};

TEST_F(AppRenewalTest, TheNewLaptopHasWhatWasOpenedAndTheTwoGoOn) {
  pair_up();
  const auto id = ask(noor_, "open-up.first-kitchen");
  for (auto* person : {&noor_, &sam_}) person->send(SealAnswer{id, TextAnswer{"Blue tiles, and my aunt who never sat down."}, SealMode::apart});
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.mine && r.partners; }));
  sam_.stop();
  set_up(fresh_, "Sam");
  exchange_anew();
  fresh_.send(ConfirmSameWords{true});
  ASSERT_TRUE(fresh_.wait([](const Model& m) { return m.stage == Stage::paired && m.repair.is_new && m.repair.phase == Phase::waits && !m.repair.text.empty(); }));
  noor_.send(ConfirmSameWords{true});
  ASSERT_TRUE(has_history());
  EXPECT_TRUE(fresh_.wait_round(id, [](const RoundView& r) { return r.mine && r.partners; }));
  EXPECT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice("has your whole history now"); }));
  EXPECT_FALSE(noor_.has_notice("set back")) << "a new laptop is nothing broken";
  fresh_.send(AskCard{"open-up.good-news"});
  EXPECT_TRUE(noor_.wait([](const Model& m) {
    return std::any_of(m.open_rounds.begin(), m.open_rounds.end(), [](const RoundRef& round) { return round->card.id == "open-up.good-news"; });
  }));
}

TEST_F(AppRenewalTest, WhatIsCancelledOrNotTheSameLeavesThePairAsItWas) {
  lose_sams_laptop();
  noor_.send(RenewPartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::pairing; }));
  noor_.send(JoinPartner{"417-amber-otter-window"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && !m.pairing->problem.empty(); })) << "who showed the code shows it again";
  noor_.send(CancelPairing{});
  ASSERT_TRUE(noor_.wait(is_paired_as_ever));
  exchange_anew();
  noor_.send(ConfirmSameWords{false});
  ASSERT_TRUE(noor_.wait(is_paired_as_ever));
  EXPECT_EQ(noor_.left_rooms(), 0u);
  ASSERT_EQ(sam_.start(), "");  // it was in the other coat
  EXPECT_TRUE(sam_.wait(is_paired_as_ever));
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.partner.lamp != LampState::away; })) << "and meets as ever";
}

TEST_F(AppRenewalTest, AFullDiskAgreesToNothingAndTheWordsStayToBeCompared) {
  lose_sams_laptop();
  exchange_anew();
  {
    const twinlamp::test::FullDisk full(4096);
    noor_.send(ConfirmSameWords{true});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.notices.empty(); }));
    EXPECT_TRUE(noor_.wait(compares));
  }
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return compares(m) && m.pairing->renewal == Renewal::gives; })) << "over a restart, too";
  noor_.send(ConfirmSameWords{true});
  fresh_.send(ConfirmSameWords{true});
  EXPECT_TRUE(has_history());
}

// The disk takes the renewal, and gives the pair back no more: it is agreed on, and goes on as soon as it can be read.
TEST_F(AppRenewalTest, APairThatCannotBeReadAfterTheRenewalIsClosedAndSaysSo) {
  lose_sams_laptop();
  exchange_anew();
  {
    const UnreadableDisk unreadable(noor_.home(), UnreadableDisk::From::next_commit);
    noor_.send(ConfirmSameWords{true});
    expect_closed_as_unreadable();
    EXPECT_GT(unreadable.refused(), 0u);
  }
  noor_.send(Unlock{});
  ASSERT_TRUE(
      noor_.wait([](const Model& m) { return m.stage == Stage::paired && m.stage_problem.empty() && !m.pairing; }));
  fresh_.send(ConfirmSameWords{true});
  EXPECT_TRUE(has_history());
}

// The disk neither takes the renewal nor gives the old pair back: nothing is agreed on, and the words stay to be
// compared.
TEST_F(AppRenewalTest, APairThatCannotBeReadWhereTheRenewalFailsIsClosedAndStaysWhatItWas) {
  lose_sams_laptop();
  exchange_anew();
  {
    const UnreadableDisk unreadable(noor_.home(), UnreadableDisk::From::now);
    noor_.send(ConfirmSameWords{true});
    expect_closed_as_unreadable();
    EXPECT_GT(unreadable.refused(), 0u);
  }
  noor_.send(Unlock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return compares(m) && m.pairing->renewal == Renewal::gives; }));
  noor_.send(ConfirmSameWords{true});
  fresh_.send(ConfirmSameWords{true});
  EXPECT_TRUE(has_history());
}

TEST_F(AppRenewalTest, LockingInTheMiddleKeepsThePairAndTheWords) {
  pair_up("a lamp in the rain");
  sam_.stop();
  set_up(fresh_, "Sam");
  noor_.send(RenewPartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::pairing; }));
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked && m.connection == Connection::online; }));
  noor_.send(Unlock{"a lamp in the rain"});
  ASSERT_TRUE(noor_.wait(is_paired_as_ever));
  exchange_anew();
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
  noor_.send(Unlock{"a lamp in the rain"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return compares(m) && m.pairing->renewal == Renewal::gives; }));
  noor_.send(ConfirmSameWords{true});
  fresh_.send(ConfirmSameWords{true});
  EXPECT_TRUE(has_history());
}

TEST_F(AppRenewalTest, TheLostLaptopIsShutOutHoweverLongTheRelayIsAway) {
  lose_sams_laptop();
  exchange_anew();
  const auto port = relay_->port();
  relay_.reset();
  noor_.send(ConfirmSameWords{true});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired; }));
  noor_.stop();
  EXPECT_EQ(noor_.left_rooms(), 1u);
  start_relay(port);
  ASSERT_EQ(noor_.start(), "");
  fresh_.send(ConfirmSameWords{true});
  EXPECT_TRUE(has_history());
  ASSERT_EQ(sam_.start(), "");
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_EQ(noor_.left_rooms(), 0u);
}

// A backup from before the new laptop.
TEST_F(AppRenewalTest, AnOlderBackupTakesNotThePlaceOfThePairThatGoesOnAndSaysElsewhereWhatHelps) {
  const std::string passphrase = "four lamps on a quiet sill";
  const auto file = (folder_ / "all.twinlamp").string();
  pair_up();
  noor_.send(BackUp{file, passphrase});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.backup.done == 1; }));
  sam_.stop();
  set_up(fresh_, "Sam");
  exchange_anew();
  noor_.send(ConfirmSameWords{true});
  fresh_.send(ConfirmSameWords{true});
  ASSERT_TRUE(has_history());
  noor_.send(RestoreBackup{file, passphrase, "", true});
  ASSERT_TRUE(noor_.wait([&](const Model& m) { return !m.backup.restoring && noor_.has_notice("from before you two went on with a new laptop"); }));
  EXPECT_EQ(noor_.model()->backup.restored, 0u);
  EXPECT_TRUE(noor_.wait(is_paired_as_ever));
  Person copy(folder_ / "copy", "copy");
  ASSERT_EQ(copy.start(), "");
  copy.send(RestoreBackup{file, passphrase, ""});
  ASSERT_TRUE(copy.wait([&](const Model&) { return copy.has_notice("ended by your own side"); }));
  EXPECT_EQ(copy.model()->stage, Stage::paired) << "nothing is deleted";
  EXPECT_FALSE(copy.has_notice("brings no word of that"));
}

TEST_F(AppRenewalTest, TwoThatBothHaveTheHistoryAreToldSo) {
  pair_up();
  for (auto* person : {&noor_, &sam_}) {
    person->send(RenewPartner{});
    ASSERT_TRUE(person->wait([](const Model& m) { return m.stage == Stage::pairing; }));
  }
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  sam_.send(JoinPartner{noor_.model()->pairing->code});
  for (auto* person : {&noor_, &sam_}) {
    ASSERT_TRUE(person->wait([](const Model& m) { return m.pairing && m.pairing->problem.find("neither is new") != std::string::npos; }));
    person->send(CancelPairing{});
    EXPECT_TRUE(person->wait(is_paired_as_ever));
  }
}

}  // namespace
}  // namespace twinlamp::client::test
