// A lost laptop, by the apps themselves: what comes to nothing changes nothing, and what is agreed on survives a full disk and a restart.
#include "client/backup/backup_file.h"
#include "client/link/relay_address.h"
#include "client/store/keyring.h"
#include "client/store/leaving.h"
#include "client/store/member_file.h"
#include "client/store/sqlite_storage.h"
#include "client/store/system_random.h"
#include "protocol/device/device.h"
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
  static void move(Person& who, const std::string& line) {
    who.send(SetRelay{line});
    ASSERT_TRUE(who.wait([&](const Model& m) { return m.settings.other_relay == line; }));
    who.send(SetRelay{line, true});
    ASSERT_TRUE(
        who.wait([](const Model& m) { return m.settings.other_relay.empty() && m.connection == Connection::online; }));
  }
  bool has_history(std::chrono::seconds most = std::chrono::seconds(90)) {
    return fresh_.wait(
        [](const Model& m) { return m.stage == Stage::paired && m.both_confirmed && m.repair.phase == Phase::none; },
        most);
  }
  void agree_on_it() {
    for (auto* person : {&noor_, &fresh_}) person->send(ConfirmSameWords{true});
    EXPECT_TRUE(has_history());
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

  const std::string full_disk = Words::built_in("en").say("storage.full"), not_agreed = Words::built_in("en").say("pairing.disk");
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

// More than a connection takes at once, in fewer entries than one answer to a HAVE has: cards of one's own, changed
// many times.
TEST_F(AppRenewalTest, AHistoryOfLargeEntriesArrivesToo) {
  lose_sams_laptop();
  noor_.stop();
  {
    SystemRandom random;
    const auto key = Keyring(noor_.home() / "key", random).unlock({});
    ASSERT_TRUE(key);
    const auto storage = SqliteStorage::open(noor_.home() / "twinlamp.db", *key, random);
    ASSERT_TRUE(storage);
    const auto record = PairRecord::parse(**(*storage)->value("pair"));
    ASSERT_TRUE(record);
    const Now now{MonoTime{}, std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())};
    const auto device = Device::open(*record, **storage, random, now);
    ASSERT_TRUE(device);
    for (int i = 0; i < 220; ++i) {
      ASSERT_TRUE((*device)->share_deck("ours", std::to_string(i) + std::string(30'000, '#'), false, now));
      while (const auto* transaction = (*device)->poll_transaction()) {
        ASSERT_TRUE((*storage)->commit(*transaction));
        (*device)->handle_committed(now);
      }
    }
  }
  ASSERT_EQ(noor_.start(), "");
  exchange_anew();
  fresh_.send(ConfirmSameWords{true});
  noor_.send(ConfirmSameWords{true});
  EXPECT_TRUE(has_history(std::chrono::seconds(120)));
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
  const auto member = *read_member_file(noor_.home() / "member");
  exchange_anew();
  {
    const twinlamp::test::FullDisk full(4096);
    noor_.send(ConfirmSameWords{true});
    ASSERT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice(not_agreed); }));
    EXPECT_TRUE(noor_.wait(compares));
    EXPECT_EQ(encode_member(**read_member_file(noor_.home() / "member")), encode_member(*member)) << "where a locked one logs in";
    EXPECT_FALSE(std::filesystem::exists(noor_.home() / "member-before"));
    EXPECT_EQ(noor_.left_rooms(), 0u);
  }
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return compares(m) && m.pairing->renewal == Renewal::gives; })) << "over a restart, too";
  agree_on_it();
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

TEST_F(AppRenewalTest, ADiskThatIsFullMeanwhileEndsNoPairing) {
  lose_sams_laptop();
  noor_.send(RenewPartner{});
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  {
    const twinlamp::test::FullDisk full(4096);
    noor_.send(AskCard{"open-up.first-kitchen"});
    ASSERT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice(full_disk); })) << "the journal of the pair that is here";
  }
  fresh_.send(JoinPartner{noor_.model()->pairing->code});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return compares(m) && m.notices.empty(); }));
  ASSERT_TRUE(fresh_.wait(compares));
  agree_on_it();
}

// Cut off behind the renewal, and never unlocked again: the room that the lost laptop is in goes as well as the new one.
TEST_F(AppRenewalTest, WhoLeavesWhileLockedLeavesTheOldRoomToo) {
  pair_up("a lamp in the rain");
  const auto old_room = leaving_file({"noor", noor_.home()}, **read_member_file(noor_.home() / "member"));
  sam_.stop();
  set_up(fresh_, "Sam");
  exchange_anew();
  const auto port = relay_->port();
  relay_.reset();
  noor_.send(ConfirmSameWords{true});
  ASSERT_TRUE(noor_.wait([&](const Model& m) { return m.stage == Stage::paired && std::filesystem::exists(old_room); }));
  noor_.stop();
  std::filesystem::rename(old_room, noor_.home() / "member-before");
  ASSERT_EQ(noor_.start(), "");
  ASSERT_EQ(noor_.model()->stage, Stage::locked);
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_EQ(noor_.left_rooms(), 2u);
  noor_.stop();
  start_relay(port);
  ASSERT_EQ(noor_.start(), "");
  noor_.stop();  // which waits for the rooms to be erased
  EXPECT_EQ(noor_.left_rooms(), 0u);
}

// Cut off before the commit: the pair is where it was, and a disk that is still full does not keep it from being opened.
TEST_F(AppRenewalTest, OneThatWasCutOffBeforeItsCommitOpensOnAFullDiskAsWhatItWas) {
  pair_up();
  const auto file = noor_.home() / "member", before = noor_.home() / "member-before";
  const auto member = *read_member_file(file);
  noor_.stop();
  std::filesystem::copy_file(file, before);
  auto of_the_new_room = *member;
  SystemRandom random;
  of_the_new_room.member = SigningKeys::generate(random);
  ASSERT_TRUE(write_member_file(file, of_the_new_room));
  {
    const twinlamp::test::FullDisk full(16);
    ASSERT_EQ(noor_.start(), "");
  }
  ASSERT_TRUE(noor_.wait(is_paired_as_ever));
  EXPECT_EQ(encode_member(**read_member_file(file)), encode_member(*member));
  EXPECT_FALSE(std::filesystem::exists(before));
  EXPECT_EQ(noor_.left_rooms(), 0u);
}

// The new laptop has confirmed already, and waits where the two were to go on.
TEST_F(AppRenewalTest, WhoLeavesWhileTheWordsAreComparedLeavesTheNewRoomToo) {
  lose_sams_laptop();
  exchange_anew();
  fresh_.send(ConfirmSameWords{true});
  ASSERT_TRUE(fresh_.wait([](const Model& m) { return m.stage == Stage::paired && m.connection == Connection::online; }));
  noor_.send(Leave{"leave"});
  EXPECT_TRUE(fresh_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  ASSERT_EQ(sam_.start(), "");
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  noor_.stop();
  EXPECT_EQ(noor_.left_rooms(), 0u);
}

// What the disk has not taken is not thrown away with the device that waits for it.
TEST_F(AppRenewalTest, NothingIsAgreedOnWhileTheDiskOwesSomething) {
  lose_sams_laptop();
  noor_.send(RenewPartner{});
  noor_.send(InvitePartner{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.pairing && m.pairing->step == PairingView::Step::showing_code; }));
  fresh_.send(JoinPartner{noor_.model()->pairing->code});
  ASSERT_TRUE(noor_.wait(compares));
  {
    const twinlamp::test::FullDisk full(4096);
    noor_.send(AskCard{"open-up.first-kitchen"});
    ASSERT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice(full_disk); }));
    noor_.send(ConfirmSameWords{true});
    ASSERT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice(not_agreed); }));
    EXPECT_TRUE(compares(*noor_.model()));
  }
  ASSERT_TRUE(noor_.wait([&](const Model&) { return !noor_.has_notice(full_disk); })) << "the disk has it now";
  agree_on_it();
  EXPECT_EQ(noor_.model()->open_rounds.size(), 1u) << "and it goes on, since nobody has sealed in it";
}

// The disk neither takes the renewal nor gives the old pair back: nothing is agreed on, and the words stay to be
// compared.
TEST_F(AppRenewalTest, APairThatCannotBeReadWhereTheRenewalFailsIsClosedAndStaysWhatItWas) {
  lose_sams_laptop();
  exchange_anew();
  {
    const UnreadableDisk unreadable(noor_.home(), UnreadableDisk::From::next_commit);
    {
      const twinlamp::test::FullDisk full(4096);
      noor_.send(ConfirmSameWords{true});
      ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
    }
    expect_closed_as_unreadable();
    EXPECT_GT(unreadable.refused(), 0u);
  }
  noor_.send(Unlock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return compares(m) && m.pairing->renewal == Renewal::gives; }));
  agree_on_it();
}

TEST_F(AppRenewalTest, APairThatCannotBeReadBeforeTheRenewalStaysOpenWithItsWords) {
  lose_sams_laptop();
  exchange_anew();
  {
    const UnreadableDisk unreadable(noor_.home(), UnreadableDisk::From::now);
    noor_.send(ConfirmSameWords{true});
    EXPECT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice("cannot be read from the disk just now"); }));
    EXPECT_TRUE(compares(*noor_.model()));
  }
  agree_on_it();
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
  agree_on_it();
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
  ASSERT_TRUE(copy.wait([&](const Model& m) { return copy.has_notice("ended by your own side") && m.connection == Connection::offline; }));
  EXPECT_EQ(copy.model()->stage, Stage::paired) << "nothing is deleted";
  EXPECT_FALSE(copy.has_notice("brings no word of that"));
}

// What is being put back was weighed against the pair as it was when that began: it would take the place of the one
// that goes on.
TEST_F(AppRenewalTest, NothingIsAgreedOnWhileABackupIsPutBack) {
  lose_sams_laptop();
  exchange_anew();
  SystemRandom random;
  const PassphraseCost dear{6, 256u << 20};  // so that it takes long
  auto head = BackupSealer(random.secret<32>(), dear, random.bytes<16>()).head();
  const auto file = folder_ / "all.twinlamp";
  ASSERT_TRUE(write_file(file, head));
  noor_.send(RestoreBackup{file.string(), "four lamps on a quiet sill", "", true});
  noor_.send(ConfirmSameWords{true});
  ASSERT_TRUE(noor_.wait(
      [&](const Model& m) { return m.stage == Stage::paired || noor_.has_notice("saved or restored already"); }));
  EXPECT_TRUE(noor_.model()->backup.restoring);
  EXPECT_TRUE(compares(*noor_.model()));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.backup.restoring; }));
  agree_on_it();
}

// Whoever holds the lost laptop can end the old room with it at any time. The two have begun to go on elsewhere.
TEST_F(AppRenewalTest, AFarewellOfTheLostLaptopHeardWhileLockedEndsNotWhatIsBeingAgreedOn) {
  pair_up("a lamp in the rain");
  sam_.stop();
  set_up(fresh_, "Sam");
  exchange_anew();
  noor_.send(Lock{});
  ASSERT_TRUE(
      noor_.wait([](const Model& m) { return m.stage == Stage::locked && m.connection == Connection::online; }));
  ASSERT_EQ(sam_.start(), "");
  sam_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.connection != Connection::online; }));
  ASSERT_TRUE(std::filesystem::exists(noor_.home() / "farewell"));
  noor_.send(Unlock{"a lamp in the rain"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return compares(m) && m.pairing->renewal == Renewal::gives; }));
  agree_on_it();
  EXPECT_EQ(noor_.model()->stage, Stage::paired);
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "farewell"));
}

// And where it comes to nothing the farewell counts as ever.
TEST_F(AppRenewalTest, AFarewellThatWaitedIsHeardWhenTheNewLaptopIsGivenUp) {
  pair_up("a lamp in the rain");
  sam_.stop();
  set_up(fresh_, "Sam");
  exchange_anew();
  noor_.send(Lock{});
  ASSERT_TRUE(
      noor_.wait([](const Model& m) { return m.stage == Stage::locked && m.connection == Connection::online; }));
  ASSERT_EQ(sam_.start(), "");
  sam_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.connection != Connection::online; }));
  relay_.reset();
  noor_.send(Unlock{"a lamp in the rain"});
  ASSERT_TRUE(noor_.wait(compares));
  noor_.send(ConfirmSameWords{false});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  noor_.send(Unlock{"a lamp in the rain"});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended && !m.pairing; }));
}

TEST_F(AppRenewalTest, AFullDiskLeavesThePairAtTheRelayThatItHasMovedTo) {
  pair_up();
  twinlamp::test::RelayThread other(twinlamp::test::relaxed_config(folder_ / "other"));
  const auto line = Invitation{"127.0.0.1", other.port(), other.relay_id(), Binding::exporter, std::nullopt}.text();
  for (auto* person : {&noor_, &sam_}) ASSERT_NO_FATAL_FAILURE(move(*person, line));
  sam_.stop();
  set_up(fresh_, "Sam");
  fresh_.send(SetRelay{line});
  exchange_anew();
  {
    const twinlamp::test::FullDisk full(4096);
    noor_.send(ConfirmSameWords{true});
    ASSERT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice(not_agreed); }));
  }
  noor_.send(CancelPairing{});
  EXPECT_TRUE(noor_.wait(is_paired_as_ever));
}

TEST_F(AppRenewalTest, AMoveToAnotherRelayThatWasCutOffIsFinishedByTheNextStart) {
  pair_up();
  twinlamp::test::RelayThread other(twinlamp::test::relaxed_config(folder_ / "other"));
  const auto line = Invitation{"127.0.0.1", other.port(), other.relay_id(), Binding::exporter, std::nullopt}.text();
  const auto file = noor_.home() / "member";
  std::filesystem::copy_file(file, folder_ / "member before");
  ASSERT_NO_FATAL_FAILURE(move(noor_, line));
  noor_.stop();
  std::filesystem::copy_file(folder_ / "member before", file,
                             std::filesystem::copy_options::overwrite_existing);  // it comes last
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.connection == Connection::online; }));
  const auto member = read_member_file(file);
  ASSERT_TRUE(member && *member);
  EXPECT_EQ((*member)->relay_id, other.relay_id()) << "where a locked one logs in";
  EXPECT_EQ((*member)->relay_address, parse_relay_address(line)->kept());
}

// A copy of one's own, from before the two went on: whenever it hears of it, it hears the same.
TEST_F(AppRenewalTest, AnOldCopyThatIsLockedWhenItHearsIsToldWhatHelpsToo) {
  const std::string passphrase = "four lamps on a quiet sill";
  const auto file = (folder_ / "all.twinlamp").string();
  pair_up();
  noor_.send(BackUp{file, passphrase});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.backup.done == 1; }));
  const auto port = relay_->port();
  sam_.stop();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  noor_.stop();  // which waits for the room to be erased
  relay_.reset();
  Person copy(folder_ / "copy", "copy");
  ASSERT_EQ(copy.start(), "");
  copy.send(RestoreBackup{file, passphrase, "a lock"});
  ASSERT_TRUE(copy.wait([](const Model& m) { return m.stage == Stage::paired; }));
  copy.send(Lock{});
  ASSERT_TRUE(copy.wait([](const Model& m) { return m.stage == Stage::locked; }));
  copy.stop();
  start_relay(port);
  ASSERT_EQ(copy.start(), "");
  ASSERT_TRUE(copy.wait([&](const Model&) { return std::filesystem::exists(copy.home() / "farewell"); }));
  relay_.reset();
  copy.send(Unlock{"a lock"});
  EXPECT_TRUE(copy.wait([&](const Model&) { return copy.has_notice("ended by your own side"); }));
  EXPECT_FALSE(copy.has_notice("brings no word of that"));
  EXPECT_FALSE(std::filesystem::exists(copy.home() / "farewell"));
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
