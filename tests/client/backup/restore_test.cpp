#include "client/backup/restore.h"

#include <fstream>

#include "client/store/leaving.h"
#include "client/store/restored.h"
#include "tests/client/backup/some_profile.h"
#include "tests/support/full_disk.h"
#include "tests/support/kill_at.h"

namespace twinlamp::client::test {
namespace {

// All that lies in a folder, by its name below it.
std::map<std::string, Bytes> all_of(const Path& folder) {
  std::map<std::string, Bytes> files;
  for (const auto& item : std::filesystem::recursive_directory_iterator(folder))
    files[std::filesystem::relative(item.path(), folder).string()] = item.is_regular_file() ? bytes_in(item.path()) : Bytes();
  return files;
}

class RestoreTest : public testing::Test {
protected:
  RestoreTest() {
    EXPECT_TRUE(back_up(profile_, file_));
    EXPECT_TRUE(make_private_folder(place_.folder));
  }

  RestoreWish wish() const { return {new_key_, "", PassphraseCost::least()}; }
  Result<void> build(const ProfilePlace& place, const RestoreWish& wish, const RestoreChecks& checks = {}) {
    auto reader = open_backup(file_);
    if (!reader) return reader.error();
    return build_restored(*reader, place, wish, checks, random_);
  }
  void restore(const ProfilePlace& place, const RestoreWish& wished) {
    ASSERT_TRUE(build(place, wished));
    ASSERT_TRUE(take_restored(place));
    ASSERT_TRUE(finish_restoring(place));
  }
  std::unique_ptr<SqliteStorage> open(const ProfilePlace& place, const Key& key) { return *SqliteStorage::open(place.database(), key, random_); }
  // A backup of these records, in order.
  void write_backup(const std::vector<BackupRecord>& records) {
    const auto salt = random_.bytes<16>();
    BackupSealer sealer(*backup_master(cheap, salt, passphrase), cheap, salt);
    SecretBytes all;
    for (const auto& record : records) append_record(all, record);
    all.resize((all.size() / backup_piece + 1) * backup_piece);
    auto bytes = sealer.head();
    for (std::size_t at = 0; at < all.size(); at += backup_piece) {
      const auto sealed = sealer.seal(ByteView(all).subspan(at, backup_piece), at + backup_piece == all.size());
      bytes.insert(bytes.end(), sealed.begin(), sealed.end());
    }
    ASSERT_TRUE(write_file(file_, bytes));
  }
  void put(const Bytes& bytes) const {
    std::ofstream(file_, std::ios::binary | std::ios::trunc).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  std::vector<BackupRecord> records() {
    std::vector<BackupRecord> all;
    auto reader = open_backup(file_);
    EXPECT_TRUE(reader->read([&](BackupRecord record) {
      all.push_back(std::move(record));
      return Result<void>();
    }));
    return all;
  }

  twinlamp::test::TempFolder folder_;
  SeededRandom random_{99};
  SomeProfile profile_{folder_ / "profile"};
  Path file_ = folder_ / "a.twinlamp";
  ProfilePlace place_{"fresh", folder_ / "fresh"};
  Key new_key_ = random_.secret<32>();
};

TEST_F(RestoreTest, MakesAProfileThatHoldsAllThatTheOtherHeld) {
  restore(place_, wish());
  const auto storage = open(place_, new_key_);
  EXPECT_EQ(content_of(*storage), content_of(profile_.storage()));
  EXPECT_TRUE(*was_restored(*storage));
  EXPECT_FALSE(*was_restored(profile_.storage()));
  EXPECT_FALSE(*last_backup(*storage));
  const auto device = Device::open(profile_.record(), *storage, random_, some_time());
  ASSERT_TRUE(device);
  EXPECT_EQ((*device)->state().gifts.size(), 12u);
  const auto member = read_member_file(place_.member());
  ASSERT_TRUE(member && *member);
  EXPECT_EQ((*member)->relay_address, "lamp.example.org:7417") << "where the relay is now";
  EXPECT_EQ(to_string(bytes_in(place_.look())), "palette evening\n");
  EXPECT_EQ(to_string(bytes_in(place_.decks() / "ours.toml")), "[[card]]\nprompt = \"Ours\"\n");
  EXPECT_FALSE(std::filesystem::exists(place_.folder / "restoring"));
  EXPECT_FALSE(std::filesystem::exists(place_.folder / "restored"));
  Keyring keyring(place_.key(), random_, PassphraseCost::least());
  EXPECT_FALSE(*keyring.has_passphrase());
  EXPECT_EQ(*keyring.unlock(""), new_key_);
}

TEST_F(RestoreTest, LocksTheNewProfileWithAPassphraseOfItsOwn) {
  auto locked = wish();
  locked.passphrase = "another one";
  restore(place_, locked);
  Keyring keyring(place_.key(), random_, PassphraseCost::least());
  EXPECT_TRUE(*keyring.has_passphrase());
  EXPECT_FALSE(keyring.unlock(passphrase)) << "the backup's opens the backup, not the profile";
  EXPECT_EQ(*keyring.unlock("another one"), new_key_);
}

TEST_F(RestoreTest, TakesThePlaceOfAPairAndKeepsItsLock) {
  SomeProfile other(folder_ / "other", 21, 3);
  ASSERT_TRUE(Keyring(other.place().key(), random_, PassphraseCost::least()).store(other.key(), "a lock"));
  ASSERT_TRUE(make_private_folder(other.place().decks()));
  ASSERT_TRUE(write_file(other.place().decks() / "old.toml", bytes_of("old")));
  other.close();
  const auto key_file = bytes_in(other.place().key());
  restore(other.place(), {other.key(), std::nullopt, PassphraseCost::least()});
  EXPECT_EQ(bytes_in(other.place().key()), key_file);
  EXPECT_EQ(content_of(*open(other.place(), other.key())), content_of(profile_.storage()));
  EXPECT_FALSE(std::filesystem::exists(other.place().decks() / "old.toml"));
}

TEST_F(RestoreTest, LeavesNoCardsOfThePairWhosePlaceItTakesThoughItHasNoneItself) {
  SomeProfile other(folder_ / "other", 21, 3);
  ASSERT_TRUE(Keyring(other.place().key(), random_, PassphraseCost::least()).store(other.key(), ""));
  ASSERT_TRUE(make_private_folder(other.place().decks()));
  ASSERT_TRUE(write_file(other.place().decks() / "for-kim.toml", bytes_of("Kim")));
  auto all = records();
  std::erase_if(all, [](const BackupRecord& record) { return std::holds_alternative<BackupDeck>(record); });
  std::get<BackupEnd>(all.back()).decks = 0;
  write_backup(all);
  other.close();
  restore(other.place(), {other.key(), std::nullopt, PassphraseCost::least()});
  EXPECT_FALSE(std::filesystem::exists(other.place().decks() / "for-kim.toml"));
}

TEST_F(RestoreTest, IntoAnEmptyProfileLeavesTheCardsThatSomebodyHasPutThere) {
  auto all = records();
  std::erase_if(all, [](const BackupRecord& record) { return std::holds_alternative<BackupDeck>(record); });
  std::get<BackupEnd>(all.back()).decks = 0;
  write_backup(all);
  ASSERT_TRUE(make_private_folder(place_.decks()));
  ASSERT_TRUE(write_file(place_.decks() / "mine.toml", bytes_of("mine")));
  restore(place_, wish());
  EXPECT_TRUE(std::filesystem::exists(place_.decks() / "mine.toml"));
}

TEST_F(RestoreTest, OfAPairThatHasEndedLogsInNowhere) {
  SomeProfile other(folder_ / "other", 21, 3);
  other.close();
  Transaction ended;
  ended.values["ended"] = to_secret(bytes_of("1"));
  ASSERT_TRUE(profile_.storage().commit(ended));
  ASSERT_TRUE(back_up(profile_, file_, true));
  restore(other.place(), wish());
  EXPECT_FALSE(std::filesystem::exists(other.place().member()));
}

TEST_F(RestoreTest, TouchesNothingWhenTheFileIsDamagedAnywhere) {
  const auto whole = bytes_in(file_);
  ASSERT_TRUE(write_file(place_.look(), bytes_of("before")));
  const auto before = all_of(place_.folder);
  for (std::size_t at = 0; at < whole.size(); at += 4999) {
    auto bytes = whole;
    bytes[at] ^= 1;
    put(bytes);
    EXPECT_FALSE(build(place_, wish())) << at;
    EXPECT_EQ(all_of(place_.folder), before) << at;
  }
  for (const std::size_t size : {std::size_t{10}, backup_head_size, whole.size() - 1, whole.size() + 1}) {
    auto bytes = whole;
    bytes.resize(size);
    put(bytes);
    EXPECT_FALSE(build(place_, wish())) << size;
    EXPECT_EQ(all_of(place_.folder), before) << size;
  }
}

TEST_F(RestoreTest, RefusesAJournalThatDoesNotHoldTogether) {
  const auto all = records();
  const auto told = [&](std::vector<BackupRecord> changed, std::uint64_t entries) {
    std::get<BackupEnd>(changed.back()).entries = entries;
    write_backup(changed);
    auto built = build(place_, wish());
    EXPECT_EQ(std::filesystem::exists(place_.folder / "restoring"), static_cast<bool>(built));
    return built ? std::string() : std::string(built.error().where);
  };
  const auto count = std::get<BackupEnd>(all.back()).entries;
  EXPECT_EQ(told(all, count), "");
  ASSERT_TRUE(finish_restoring(place_));
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (std::holds_alternative<StoredEntry>(all[i])) places.push_back(i);
  for (const auto place : {places.front(), places[places.size() / 2]}) {
    auto changed = all;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(place));
    EXPECT_EQ(told(changed, count - 1), "The journal in this backup does not hold together. Use another copy of it.");
  }
}

// An unconfirmed pairing would let a restored profile ask to confirm words that whoever made the file has chosen; a snapshot tells of entries that are not there.
TEST_F(RestoreTest, RefusesABackupThatHoldsWhatNoBackupHolds) {
  for (const auto* name : {"pairing", "snapshot", "last-backup", "restored", "store/anything"}) {
    ASSERT_TRUE(back_up(profile_, file_, true));
    auto all = records();
    all.insert(all.begin() + 1, BackupValue{name, to_secret(bytes_of("anything"))});
    ++std::get<BackupEnd>(all.back()).values;
    write_backup(all);
    EXPECT_STREQ(build(place_, wish()).error().where, "What is in this backup is not as Twinlamp writes it.") << name;
    EXPECT_TRUE(all_of(place_.folder).empty()) << name;
  }
}

TEST_F(RestoreTest, RefusesABackupWithoutAPairAndOneThatTheAppDoesNotTake) {
  auto all = records();
  std::erase_if(all, [](const BackupRecord& record) {
    const auto* value = std::get_if<BackupValue>(&record);
    return value && value->name == "pair";
  });
  --std::get<BackupEnd>(all.back()).values;
  write_backup(all);
  EXPECT_STREQ(build(place_, wish()).error().where, "There is no pair in this backup.");
  ASSERT_TRUE(back_up(profile_, file_, true));
  RestoreChecks checks;
  checks.accepts = [](const SqliteStorage&, const BackupAbout&) { return Result<void>(Error{ErrorCode::malformed, "not this one"}); };
  EXPECT_STREQ(build(place_, wish(), checks).error().where, "not this one");
  EXPECT_TRUE(all_of(place_.folder).empty());
}

TEST_F(RestoreTest, LeavesNothingWhenItIsStoppedOrTheDiskIsFull) {
  RestoreChecks checks;
  for (const int most : {0, 400, 600}) {
    checks.progress = [most](int permille) { return permille <= most; };
    EXPECT_EQ(build(place_, wish(), checks).error().code, ErrorCode::cancelled) << most;
    EXPECT_TRUE(all_of(place_.folder).empty());
  }
  for (const rlim_t bytes : {rlim_t{100}, rlim_t{8'000}, rlim_t{30'000}}) {
    {
      const twinlamp::test::FullDisk full(bytes);
      EXPECT_FALSE(build(place_, wish())) << bytes;
    }
    EXPECT_TRUE(all_of(place_.folder).empty());
  }
}

// Killed before each change of a file in turn, in place of another pair: after the next start there is the old profile, whole, or the new one.
TEST_F(RestoreTest, LeavesTheOldProfileOrTheNewOneWheneverItIsKilled) {
  SomeProfile other(folder_ / "other", 21, 3);
  const auto old_content = content_of(other.storage(), true), new_content = content_of(profile_.storage());
  other.close();
  profile_.close();
  const auto old_key = other.key();
  const auto kept = folder_ / "kept";
  std::filesystem::copy(other.place().folder, kept, std::filesystem::copy_options::recursive);
  std::uint64_t moment = 1;
  int old_ones = 0, new_ones = 0;
  for (;; ++moment) {
    SCOPED_TRACE(testing::Message() << "killed at " << moment);
    std::filesystem::remove_all(other.place().folder);
    std::filesystem::copy(kept, other.place().folder, std::filesystem::copy_options::recursive);
    const auto killed = twinlamp::test::run_and_kill_at(moment, [&] {
      if (!build(other.place(), wish()) || !take_restored(other.place()) || !finish_restoring(other.place())) ::_exit(1);
    });
    if (killed == twinlamp::test::Killed::impossible) GTEST_SKIP() << "nobody may trace a process here";
    ASSERT_TRUE(finish_restoring(other.place()));
    const auto key = Keyring(other.place().key(), random_, PassphraseCost::least()).unlock("");
    ASSERT_TRUE(key);
    const bool is_old = *key == old_key;
    ++(is_old ? old_ones : new_ones);
    auto storage = SqliteStorage::open(other.place().database(), *key, random_);
    ASSERT_TRUE(storage) << storage.error().where;
    EXPECT_EQ(content_of(**storage, is_old), is_old ? old_content : new_content);
    const auto member = read_member_file(other.place().member());
    ASSERT_TRUE(member && *member);
    EXPECT_EQ((*member)->member.public_key == profile_.record().member.public_key, !is_old);
    EXPECT_FALSE(std::filesystem::exists(other.place().folder / "restoring"));
    EXPECT_FALSE(std::filesystem::exists(other.place().folder / "restored"));
    if (killed == twinlamp::test::Killed::finished) break;
  }
  EXPECT_GT(old_ones, 10);
  EXPECT_GT(new_ones, 10);
}

// Killed likewise, where the very pair was left and its room waits to be erased: after the next start it is still left, or it is here and not left.
TEST_F(RestoreTest, APairThatWasLeftIsLeftOrHereWheneverItIsKilled) {
  const auto record = member_of(profile_.record());
  profile_.close();
  int left_ones = 0, restored_ones = 0;
  for (std::uint64_t moment = 1;; ++moment) {
    SCOPED_TRACE(testing::Message() << "killed at " << moment);
    std::filesystem::remove_all(place_.folder);
    ASSERT_TRUE(make_private_folder(place_.folder));
    ASSERT_TRUE(write_member_file(leaving_file(place_, record), record));
    const auto killed = twinlamp::test::run_and_kill_at(moment, [&] {
      if (!build(place_, wish()) || !take_restored(place_) || !finish_restoring(place_)) ::_exit(1);
    });
    if (killed == twinlamp::test::Killed::impossible) GTEST_SKIP() << "nobody may trace a process here";
    tidy_leavings(place_);
    ASSERT_TRUE(finish_restoring(place_));
    EXPECT_FALSE(was_leaving_cut_off(place_));
    const bool is_here = std::filesystem::exists(place_.key());
    EXPECT_EQ(leavings(place_).size(), is_here ? 0u : 1u);
    EXPECT_EQ(std::filesystem::exists(place_.database()), is_here);
    ++(is_here ? restored_ones : left_ones);
    if (killed == twinlamp::test::Killed::finished) break;
  }
  EXPECT_GT(left_ones, 10);
  EXPECT_GT(restored_ones, 10);
}

}  // namespace
}  // namespace twinlamp::client::test
