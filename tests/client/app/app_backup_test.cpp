// A backup made by a real App and restored by another; a pause; and leaving, cut off at every moment.
#include <fstream>
#include <sstream>

#include "client/backup/backup_file.h"
#include "client/store/erase.h"
#include "client/store/keyring.h"
#include "client/store/leaving.h"
#include "client/store/restored.h"
#include "client/store/sqlite_storage.h"
#include "client/store/system_random.h"
#include "tests/client/app/app_fixture.h"
#include "tests/support/kill_at.h"
#include "tests/support/slow_disk.h"
#include "tests/support/spellings.h"

namespace twinlamp::client::test {
namespace {

const std::string passphrase = "four lamps on a quiet sill";

class AppBackupTest : public CoupleTest {
protected:
  std::string played() {
    const auto id = ask(noor_, "open-up.first-kitchen");
    noor_.send(SealAnswer{id, TextAnswer{"The sea, and you reading aloud"}, SealMode::apart});
    sam_.send(SealAnswer{id, TextAnswer{"My uncle's radio at dusk"}, SealMode::apart});
    for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
    EXPECT_TRUE(noor_.wait([](const Model& m) { return !m.keepsake->empty() && m.unsent == 0; }));
    return id;
  }
  void back_up(Person& who) {
    const auto before = who.model()->backup.done;
    who.send(BackUp{file_.string(), passphrase});
    ASSERT_TRUE(who.wait([&](const Model& m) { return m.backup.done != before; }));
  }
  // Its passphrase takes long: that is what it took here.
  std::chrono::steady_clock::duration make_dear_file(const PassphraseCost& dear) {
    SystemRandom random;
    const auto salt = random.bytes<16>();
    BackupSealer sealer(random.secret<32>(), dear, salt);
    auto bytes = sealer.head();
    const auto piece = sealer.seal(SecretBytes(backup_piece), true);
    bytes.insert(bytes.end(), piece.begin(), piece.end());
    EXPECT_TRUE(write_file(file_, bytes));
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(backup_master(dear, salt, passphrase));
    return std::chrono::steady_clock::now() - begun;
  }
  bool tells(Person& who, const std::string& part) {
    return who.wait([&](const Model&) { return who.has_notice(part); });
  }

  const std::filesystem::path file_ = folder_ / "all.twinlamp";
  Person again_{folder_ / "again", "again"};
};

TEST_F(AppBackupTest, BringsEverythingOntoAnotherLaptop) {
  pair_up();
  const auto id = played();
  const auto open = ask(noor_, "fears.silly-one");
  noor_.send(SaveDraft{open, TextAnswer{"half a tho"}});
  noor_.send(SetDisplayName{"Noor of the sea"});
  SetLook look;
  look.palette = SetLook::Palette::morning;
  noor_.send(look);
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.me.name == "Noor of the sea" && m.unsent == 0; }));
  EXPECT_EQ(noor_.model()->backup.last, "");
  back_up(noor_);
  EXPECT_NE(noor_.model()->backup.last, "");
  EXPECT_TRUE(noor_.has_notice("saved, read back and compared"));
  EXPECT_EQ(std::filesystem::status(file_).permissions() & std::filesystem::perms::all, std::filesystem::perms(0600));
  noor_.stop();

  ASSERT_EQ(again_.start(), "");
  again_.send(RestoreBackup{file_.string(), passphrase, "a lock of its own"});
  ASSERT_TRUE(again_.wait([](const Model& m) { return m.backup.restored == 1 && m.stage == Stage::paired; }));
  EXPECT_EQ(again_.model()->me.name, "Noor of the sea");
  EXPECT_EQ(again_.model()->partner.name, "Sam");
  EXPECT_EQ(again_.model()->settings.look.palette, SetLook::Palette::morning);
  EXPECT_TRUE(again_.model()->settings.has_passphrase);
  EXPECT_EQ(again_.model()->backup.last, "");
  EXPECT_TRUE(again_.wait_round(id, [](const RoundView& r) { return r.partners && r.partners->summary == "My uncle's radio at dusk"; }));
  EXPECT_TRUE(again_.wait_round(open, [](const RoundView& r) { return r.draft == Answer(TextAnswer{"half a tho"}); }));
  EXPECT_TRUE(again_.wait([](const Model& m) { return m.connection == Connection::online; }));
  again_.stop();
  ASSERT_EQ(again_.start(), "");
  EXPECT_EQ(again_.model()->stage, Stage::locked);
  again_.send(Unlock{"a lock of its own"});
  EXPECT_TRUE(again_.wait([](const Model& m) { return m.stage == Stage::paired; }));
  again_.stop();
  SystemRandom random;
  const auto key = Keyring(again_.home() / "key", random).unlock("a lock of its own");
  ASSERT_TRUE(key);
  const auto storage = SqliteStorage::open(again_.home() / "twinlamp.db", *key, random);
  ASSERT_TRUE(storage);
  EXPECT_FALSE(*was_restored(**storage)) << "the device has been told";
  EXPECT_TRUE((*storage)->value("repair")->has_value()) << "and has written it down";
}

TEST_F(AppBackupTest, SaysWhatIsWrongAndWritesNothing) {
  start_relay();
  set_up(noor_, "Noor");
  noor_.send(BackUp{file_.string(), passphrase});
  EXPECT_TRUE(tells(noor_, "nothing to back up before you are paired"));
  set_up(sam_, "Sam");
  exchange();
  confirm();
  noor_.send(BackUp{file_.string(), "eleven char"});
  EXPECT_TRUE(tells(noor_, "at least 12 characters"));
  noor_.send(BackUp{"all.twinlamp", passphrase});
  EXPECT_TRUE(tells(noor_, "whole path"));
  EXPECT_FALSE(std::filesystem::exists(file_));
  std::ofstream(file_) << "somebody's";
  noor_.send(BackUp{file_.string(), passphrase});
  EXPECT_TRUE(tells(noor_, "There is a file of that name already"));
  EXPECT_EQ(noor_.model()->backup.done, 0u);
  noor_.send(BackUp{file_.string(), passphrase, true});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.backup.done == 1; }));
}

TEST_F(AppBackupTest, RestoresNothingFromAWrongFileOrPassphraseAndOverNobody) {
  pair_up();
  back_up(noor_);
  ASSERT_EQ(again_.start(), "");
  const auto files = [&] { return std::distance(std::filesystem::directory_iterator(again_.home()), std::filesystem::directory_iterator()); };
  const auto before = files();
  again_.send(RestoreBackup{file_.string(), "another passphrase", ""});
  EXPECT_TRUE(tells(again_, "That passphrase does not open this backup"));
  again_.send(RestoreBackup{(folder_ / "none.twinlamp").string(), passphrase, ""});
  EXPECT_TRUE(tells(again_, "There is no such file"));
  again_.send(RestoreBackup{(again_.home() / "lock").string(), passphrase, ""});
  EXPECT_TRUE(tells(again_, "no backup of Twinlamp's"));
  EXPECT_EQ(again_.model()->stage, Stage::fresh);
  EXPECT_EQ(files(), before);
  sam_.send(RestoreBackup{file_.string(), passphrase, ""});
  EXPECT_TRUE(tells(sam_, "There is a profile here already"));
  EXPECT_EQ(sam_.model()->me.name, "Sam");
}

TEST_F(AppBackupTest, TakesThePlaceOfWhatIsHereOnceItIsAskedTo) {
  pair_up();
  const auto id = played();
  back_up(noor_);
  noor_.stop();
  ASSERT_EQ(again_.start(), "");
  again_.send(client::SetUp{"Somebody else", "", "a lock"});
  ASSERT_TRUE(again_.wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  again_.send(RestoreBackup{file_.string(), passphrase, "", true});
  ASSERT_TRUE(again_.wait([](const Model& m) { return m.backup.restored == 1 && m.stage == Stage::paired; }));
  EXPECT_EQ(again_.model()->me.name, "Noor");
  EXPECT_TRUE(again_.wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
  again_.stop();
  ASSERT_EQ(again_.start(), "");
  again_.send(Unlock{"a lock"});
  EXPECT_TRUE(again_.wait([](const Model& m) { return m.stage == Stage::paired; })) << "its lock stays";
}

TEST_F(AppBackupTest, ARestoreInPlaceLeavesOurRelaySwitchedOn) {
  noor_.host_with("/no/relay/here");
  pair_up();
  back_up(noor_);
  noor_.send(SetHosting{true, {}, {}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.home.is_on; }));
  noor_.send(RestoreBackup{file_.string(), passphrase, "", true});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.backup.restored == 1 && m.stage == Stage::paired; }));
  EXPECT_TRUE(noor_.model()->home.is_on);
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_TRUE(noor_.model()->home.is_on);
}

TEST_F(AppBackupTest, IsStoppedByTheLockAndLeavesNoFile) {
  pair_up("a lamp in the rain");
  noor_.send(BackUp{file_.string(), passphrase});
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
  EXPECT_FALSE(noor_.model()->backup.running);
  EXPECT_FALSE(std::filesystem::exists(file_));
  noor_.send(BackUp{file_.string(), passphrase});
  EXPECT_TRUE(tells(noor_, "Unlock this profile first"));
}

// A stick that takes minutes.
TEST_F(AppBackupTest, LockingAndHidingWaitForNoDiskThatABackupOrACopyIsOnItsWayTo) {
  pair_up("a lamp in the rain");
  const auto id = played();
  const auto stick = folder_ / "stick";
  std::filesystem::create_directory(stick);
  const std::pair<Intent, Intent> cases[] = {
      {BackUp{(stick / "all.twinlamp").string(), passphrase}, Lock{}},
      {ExportKeepsake{ExportKeepsake::Form::markdown, (stick / "copy.md").string(), {id}}, QuickHide{}}};
  for (const auto& [begins, ends] : cases) {
    twinlamp::test::SlowDisk slow(stick);
    noor_.send(begins);
    ASSERT_TRUE(slow.wait_held());
    noor_.send(ends);
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; })) << "while it is held";
    EXPECT_FALSE(noor_.model()->backup.running);
    slow.release();
    noor_.send(Unlock{"a lamp in the rain"});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired; }));
  }
  noor_.stop();  // waits for all of it
  EXPECT_TRUE(std::filesystem::is_empty(stick)) << "what was stopped never is";
}

TEST_F(AppBackupTest, LeavingWaitsForNoDiskThatABackupIsOnItsWayTo) {
  pair_up();
  const auto stick = folder_ / "stick";
  std::filesystem::create_directory(stick);
  twinlamp::test::SlowDisk slow(stick);
  noor_.send(BackUp{(stick / "all.twinlamp").string(), passphrase});
  ASSERT_TRUE(slow.wait_held());
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; })) << "while it is held";
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "key"));
  slow.release();
  noor_.stop();
  EXPECT_TRUE(std::filesystem::is_empty(stick));
}

// Of a file whose passphrase takes long: somebody has made it so.
TEST_F(AppBackupTest, LeavingWaitsForNoPassphraseOfAFileThatIsBeingRestored) {
  const auto takes = make_dear_file({12, 256u << 20});
  start_relay();
  set_up(noor_, "Noor");
  noor_.send(RestoreBackup{file_.string(), passphrase, "", true});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.backup.restoring; }));
  const auto left = std::chrono::steady_clock::now();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::fresh; }));
  EXPECT_LT(std::chrono::steady_clock::now() - left, takes / 2);
  noor_.stop();
  for (const auto& item : std::filesystem::directory_iterator(noor_.home())) EXPECT_EQ(item.path().filename(), "lock");
}

// What is restored is sealed under this profile's key, which a locked one has nowhere.
TEST_F(AppBackupTest, TheLockStopsWhatIsBeingRestored) {
  make_dear_file({4, 128u << 20});
  start_relay();
  set_up(noor_, "Noor", "a lamp in the rain");
  noor_.send(RestoreBackup{file_.string(), passphrase, "", true});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.backup.restoring; }));
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
  EXPECT_FALSE(noor_.model()->backup.restoring);
  noor_.send(Unlock{"a lamp in the rain"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired; }));
  EXPECT_TRUE(tells(noor_, "The restoring was stopped"));
  noor_.stop();  // waits for all of it
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "restoring"));
}

TEST_F(AppBackupTest, APauseIsOfThisDeviceAlone) {
  pair_up();
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.partner.lamp == LampState::here; }));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.tonight.has_value(); }));
  // What the partner sees of a lamp that is put out.
  noor_.send(SetLamp{false});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.partner.lamp != LampState::here; }));
  const auto out = sam_.model()->partner.lamp;
  noor_.send(SetLamp{true});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.partner.lamp == LampState::here; }));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.unsent == 0; }));
  noor_.told();

  noor_.send(SetPause{true});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.paused; }));
  EXPECT_FALSE(noor_.model()->tonight);
  EXPECT_FALSE(noor_.model()->small_thing);
  EXPECT_EQ(noor_.model()->me.lamp, LampState::unlit);
  ASSERT_TRUE(sam_.wait([&](const Model& m) { return m.partner.lamp == out; }));
  EXPECT_FALSE(sam_.model()->paused);
  EXPECT_TRUE(sam_.model()->tonight);
  // What comes keeps coming, and nobody is called.
  const auto id = ask(sam_, "open-up.first-kitchen");
  sam_.send(SealAnswer{id, TextAnswer{"My uncle's radio"}, SealMode::apart});
  ASSERT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::partner_sealed; }));
  EXPECT_TRUE(noor_.told().empty());
  // It lasts, and ends when they want it to, without a relay too.
  noor_.stop();
  relay_.reset();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_TRUE(noor_.model()->paused);
  noor_.send(SetPause{false});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.paused && m.me.lamp != LampState::unlit; }));
}

// The folder of one who is in the middle of everything, and the next start after a kill before each change of a file in turn: nothing is left, and
// the relay has no room of theirs.
TEST_F(AppBackupTest, LeavingThatIsKilledAtAnyMomentIsFinishedByTheNextStart) {
  pair_up("a lamp in the rain");
  const auto id = ask(noor_, "open-up.first-kitchen");
  noor_.send(SaveDraft{id, TextAnswer{"Only you know that I was afraid of the dark."}});
  noor_.send(SetLook{});
  std::filesystem::create_directory(noor_.home() / "decks");
  std::ofstream(noor_.home() / "decks" / "ours.toml") << "Only the two of us know this card.";
  noor_.stop();
  const auto kept = folder_ / "kept";
  std::filesystem::copy(noor_.home(), kept, std::filesystem::copy_options::recursive);
  SystemRandom random;
  const auto key = Keyring(kept / "key", random).unlock("a lamp in the rain");
  ASSERT_TRUE(key);
  std::ostringstream wrapped;
  wrapped << std::ifstream(kept / "key", std::ios::binary).rdbuf();
  ASSERT_GT(twinlamp::test::count_spellings(kept, wrapped.str()), 0u) << "the search finds what is there";
  const ProfilePlace place{"noor", noor_.home()};
  std::uint64_t moment = 1;
  bool was_locked_out = false;
  for (;; ++moment) {
    SCOPED_TRACE(testing::Message() << "killed at " << moment);
    std::filesystem::remove_all(noor_.home());
    std::filesystem::copy(kept, noor_.home(), std::filesystem::copy_options::recursive);
    const auto killed = twinlamp::test::run_and_kill_at(moment, [&] {
      const auto member = read_member_file(place.member());
      if (!write_member_file(leaving_file(place, **member), **member) || !erase_profile(place)) ::_exit(1);
    });
    if (killed == twinlamp::test::Killed::impossible) GTEST_SKIP() << "nobody may trace a process here";
    // The key goes before anything that it opens does.
    const bool is_all_there = std::filesystem::exists(place.database()) && std::filesystem::exists(place.look());
    EXPECT_TRUE(is_all_there || !std::filesystem::exists(place.key()));
    was_locked_out = was_locked_out || (is_all_there && !std::filesystem::exists(place.key()));
    if (leavings(place).empty()) continue;  // it had not begun: the pair is as it was
    ASSERT_EQ(noor_.start(), "");
    EXPECT_TRUE(noor_.model()->stage == Stage::ended || noor_.model()->stage == Stage::fresh);
    noor_.stop();
    for (const auto& item : std::filesystem::directory_iterator(noor_.home()))
      EXPECT_TRUE(item.path().filename() == "lock") << item.path();
    EXPECT_EQ(twinlamp::test::count_spellings(noor_.home(), wrapped.str()), 0u);
    EXPECT_EQ(twinlamp::test::count_spellings(noor_.home(), key->view()), 0u);
    if (killed == twinlamp::test::Killed::finished) break;
  }
  EXPECT_TRUE(was_locked_out);
  EXPECT_GT(moment, 15u);
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppBackupTest, LeavingDestroysWhatARestoreHadBegun) {
  pair_up();
  back_up(noor_);
  for (const auto* half : {"restoring", "restored"}) {
    std::filesystem::create_directory(noor_.home() / half);
    std::filesystem::copy(noor_.home() / "key", noor_.home() / half / "key");
  }
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  noor_.stop();
  for (const auto& item : std::filesystem::directory_iterator(noor_.home()))
    EXPECT_TRUE(item.path().filename() == "lock" || item.path().filename().string().starts_with("leaving-")) << item.path();
  EXPECT_TRUE(std::filesystem::exists(file_)) << "a backup is the person's own";
}

TEST_F(AppBackupTest, WhatIsRestoredAfterLeavingIsLeftNoMore) {
  pair_up();
  const auto id = played();
  back_up(noor_);
  const auto port = relay_->port();
  relay_.reset();
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended; }));
  EXPECT_EQ(noor_.left_rooms(), 1u);
  noor_.send(RestoreBackup{file_.string(), passphrase, ""});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.backup.restored == 1 && m.stage == Stage::paired; }));
  EXPECT_TRUE(noor_.has_notice("that is taken back"));
  EXPECT_EQ(noor_.left_rooms(), 0u);
  start_relay(port);
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.connection == Connection::online; }));
  for (int start = 0; start < 2; ++start) {
    noor_.stop();
    ASSERT_EQ(noor_.start(), "");
    EXPECT_EQ(noor_.model()->stage, Stage::paired);
    EXPECT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
    EXPECT_TRUE(noor_.wait([](const Model& m) { return m.connection == Connection::online; }));
  }
  EXPECT_EQ(sam_.model()->stage, Stage::paired);
}

TEST_F(AppBackupTest, NothingIsRestoredWhereAnErasureCouldNotRemoveEveryFile) {
  pair_up();
  back_up(noor_);
  std::filesystem::create_directories(again_.home() / "erasing");  // stands for one that nobody may remove
  ASSERT_EQ(again_.start(), "");
  ASSERT_TRUE(tells(again_, "Not every file"));
  again_.send(DismissNotice{again_.model()->notices.back().id});
  ASSERT_TRUE(again_.wait([](const Model& m) { return m.notices.empty(); }));
  again_.send(RestoreBackup{file_.string(), passphrase, ""});
  EXPECT_TRUE(tells(again_, "Not every file"));
  EXPECT_FALSE(again_.model()->backup.restoring);
}

TEST_F(AppBackupTest, OneThatWasNeverPairedLeavesAsWholly) {
  start_relay();
  set_up(noor_, "Noor");
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::fresh; }));
  noor_.stop();
  std::ofstream(noor_.home() / "erasing").close();  // as after its first step
  std::ofstream(noor_.home() / "twinlamp.db") << "sealed under a key that is gone";
  ASSERT_EQ(noor_.start(), "");
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "twinlamp.db"));
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "erasing"));
}

}  // namespace
}  // namespace twinlamp::client::test
