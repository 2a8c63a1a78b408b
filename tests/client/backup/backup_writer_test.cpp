#include "client/backup/backup_writer.h"

#include <sys/resource.h>

#include "tests/client/backup/some_profile.h"
#include "tests/support/full_disk.h"
#include "tests/support/kill_at.h"
#include "tests/support/sanitized.h"
#include "tests/support/spellings.h"

namespace twinlamp::client::test {
namespace {

std::map<std::string, std::string> values_in(const Path& file) {
  std::map<std::string, std::string> values;
  auto reader = open_backup(file);
  EXPECT_TRUE(reader);
  EXPECT_TRUE(reader->read([&](const BackupRecord& record) {
    if (const auto* value = std::get_if<BackupValue>(&record)) values[value->name] = to_string(value->bytes);
    return Result<void>();
  }));
  return values;
}

std::size_t entries_in(const Path& file) {
  std::size_t count = 0;
  auto reader = open_backup(file);
  EXPECT_TRUE(reader);
  EXPECT_TRUE(reader->read([&](const BackupRecord& record) {
    count += std::holds_alternative<StoredEntry>(record);
    return Result<void>();
  }));
  return count;
}

// The descriptor of the file that has no name yet.
int nameless_file(const Path& folder) {
  for (const auto& item : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code problem;
    const auto target = std::filesystem::read_symlink(item.path(), problem).string();
    if (target.starts_with((folder / "#").string()) || (target.starts_with(folder.string()) && target.ends_with("(deleted)")))
      return std::stoi(item.path().filename());
  }
  return -1;
}

std::size_t files_in(const Path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

class BackupWriterTest : public testing::Test {
protected:
  BackupWriterTest() { std::filesystem::create_directory(folder_ / "out"); }

  twinlamp::test::TempFolder folder_;
  Path out_ = folder_ / "out", file_ = out_ / "a.twinlamp";
  SomeProfile profile_{folder_ / "profile"};
};

TEST_F(BackupWriterTest, PutsEverythingInButWhatItLeavesOut) {
  profile_.write(300);  // a snapshot is due
  Transaction more;
  more.values["snapshot"] = to_secret(bytes_of("the fold"));
  more.values["restored"] = to_secret(bytes_of("12345678"));
  ASSERT_TRUE(profile_.storage().commit(more));
  ASSERT_TRUE(back_up(profile_, file_));
  const auto values = values_in(file_);
  for (const auto* name : {"pair", "settings", "private", "session", "draft/00112233445566778899aabbccddeeff"}) EXPECT_TRUE(values.contains(name)) << name;
  for (const auto* name : {"snapshot", "pairing", "last-backup", "restored", "store/check"}) EXPECT_FALSE(values.contains(name)) << name;
  EXPECT_EQ(values.at("draft/00112233445566778899aabbccddeeff"), "the value of draft/00112233445566778899aabbccddeeff");
  EXPECT_EQ(entries_in(file_), *profile_.storage().last_seq(0) + *profile_.storage().last_seq(1));
}

TEST_F(BackupWriterTest, WritesAFileForItsOwnerAloneInWhichNothingCanBeRead) {
  ASSERT_TRUE(back_up(profile_, file_));
  struct stat facts {};
  ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_EQ((static_cast<std::size_t>(facts.st_size) - backup_head_size) % sealed_piece, 0u);
  EXPECT_EQ(twinlamp::test::count_spellings(out_, std::string("The sea, and you reading aloud")), 0u);
  EXPECT_EQ(twinlamp::test::count_spellings(out_, std::string("the value of settings")), 0u);
  EXPECT_EQ(twinlamp::test::count_spellings(out_, profile_.key().view()), 0u);
  EXPECT_EQ(twinlamp::test::count_spellings(out_, profile_.record().self_key.view()), 0u);
  EXPECT_EQ(files_in(out_), 1u);
}

TEST_F(BackupWriterTest, IsOfOneMoment) {
  profile_.write(200);
  const auto before = *profile_.storage().last_seq(0) + *profile_.storage().last_seq(1);
  auto writer = begin_backup(profile_, file_);
  ASSERT_TRUE(writer);
  bool more = true;
  for (int step = 0; more; ++step) {
    if (step < 3) {
      Transaction later;
      later.values["settings"] = to_secret(bytes_of("later"));
      ASSERT_TRUE(profile_.storage().commit(later));
      profile_.write(1);
    }
    more = *writer->step();
  }
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(entries_in(file_), before);
  EXPECT_EQ(values_in(file_).at("settings"), "the value of settings");
  EXPECT_EQ(writer->permille(), 1000);
}

TEST_F(BackupWriterTest, EndsWhereALogIsCutMeanwhile) {
  profile_.write(200);
  auto writer = begin_backup(profile_, file_);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(*writer->step());
  Transaction cut;  // as the repair of a fork does it
  cut.cut = LogCut{0, 100};
  cut.values["snapshot"] = std::nullopt;
  cut.values[Device::session_key] = std::nullopt;
  ASSERT_TRUE(profile_.storage().commit(cut));
  profile_.write(150);
  auto stepped = writer->step();
  ASSERT_FALSE(stepped) << "its entries would be of two logs";
  EXPECT_EQ(stepped.error().code, ErrorCode::conflict);
  EXPECT_EQ(files_in(out_), 0u);
  ASSERT_TRUE(back_up(profile_, file_)) << "and the next one is of the one that is left";
  EXPECT_EQ(told_of(file_), "");
}

TEST_F(BackupWriterTest, NeverWritesOverAFileThatItWasNotToldToReplace) {
  ASSERT_TRUE(write_file(file_, bytes_of("somebody's")));
  auto refused = back_up(profile_, file_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(to_string(bytes_in(file_)), "somebody's");
  EXPECT_EQ(files_in(out_), 1u);
  ASSERT_TRUE(back_up(profile_, file_, true));
  EXPECT_EQ(told_of(file_), "");
  EXPECT_EQ(files_in(out_), 1u);
}

TEST_F(BackupWriterTest, ReplacesALinkAndNotWhatItLeadsTo) {
  ASSERT_TRUE(write_file(folder_ / "kept", bytes_of("somebody's")));
  std::filesystem::create_symlink(folder_ / "kept", file_);
  EXPECT_FALSE(back_up(profile_, file_));
  ASSERT_TRUE(back_up(profile_, file_, true));
  EXPECT_EQ(to_string(bytes_in(folder_ / "kept")), "somebody's");
  EXPECT_FALSE(std::filesystem::is_symlink(file_));
}

TEST_F(BackupWriterTest, LeavesNothingOnAFullDisk) {
  profile_.write(400);
  for (const rlim_t bytes : {rlim_t{50}, rlim_t{60'000}, rlim_t{100'000}}) {
    const twinlamp::test::FullDisk full(bytes);
    auto refused = back_up(profile_, file_);
    ASSERT_FALSE(refused) << bytes;
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  }
  EXPECT_EQ(files_in(out_), 0u);
  EXPECT_TRUE(back_up(profile_, file_));
}

// What was written is damaged on its way to the disk, one byte anywhere: it never gets its name.
TEST_F(BackupWriterTest, NeverNamesAFileThatDoesNotReadBackAsItWasWritten) {
  for (const off_t at : {off_t{3}, off_t{20}, off_t{100}, off_t{200}, off_t{backup_head_size + 40'000}, off_t{backup_head_size + sealed_piece - 1}}) {
    SCOPED_TRACE(at);
    auto writer = begin_backup(profile_, file_);
    ASSERT_TRUE(writer);
    while (*writer->step()) {
    }
    const int descriptor = nameless_file(out_);
    ASSERT_GE(descriptor, 0);
    char byte = 0;
    ASSERT_EQ(::pread(descriptor, &byte, 1, at), 1);
    byte = static_cast<char>(byte ^ 1);
    ASSERT_EQ(::pwrite(descriptor, &byte, 1, at), 1);
    auto finished = writer->finish();
    ASSERT_FALSE(finished);
    EXPECT_STREQ(finished.error().where, "What the disk gives back is not what was written to it. Save the backup on another disk.");
    EXPECT_FALSE(std::filesystem::exists(file_));
  }
}

TEST_F(BackupWriterTest, LeavesNothingWhenItIsStoppedBeforeItsEnd) {
  auto writer = begin_backup(profile_, file_);
  ASSERT_TRUE(writer);
  while (*writer->step()) {
  }
  auto stopped = writer->finish([] { return true; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
  EXPECT_EQ(files_in(out_), 0u);
}

// Killed before each change of a file in turn: under the name there is the old file, or the whole new one.
TEST_F(BackupWriterTest, LeavesNoHalfFileWheneverItIsKilled) {
  profile_.write(100);
  profile_.close();
  for (const bool replaces : {false, true}) {
    std::uint64_t moment = 1;
    for (;; ++moment) {
      SCOPED_TRACE(testing::Message() << (replaces ? "replacing, " : "") << "killed at " << moment);
      std::filesystem::remove_all(out_);
      std::filesystem::create_directory(out_);
      if (replaces) {
        ASSERT_TRUE(write_file(file_, bytes_of("the old one")));
      }
      const auto killed = twinlamp::test::run_and_kill_at(moment, [&] {
        profile_.open();
        if (!back_up(profile_, file_, replaces)) ::_exit(1);
      });
      if (killed == twinlamp::test::Killed::impossible) GTEST_SKIP() << "nobody may trace a process here";
      const bool is_there = std::filesystem::exists(file_);
      const bool is_old = replaces && is_there && to_string(bytes_in(file_)) == "the old one";
      EXPECT_TRUE(is_there || !replaces);
      EXPECT_TRUE(!is_there || is_old || told_of(file_).empty());
      EXPECT_TRUE(replaces || files_in(out_) == (is_there ? 1u : 0u));
      if (killed == twinlamp::test::Killed::finished) break;
    }
    EXPECT_GT(moment, 5u);
  }
}

TEST_F(BackupWriterTest, HoldsLittleHoweverLongTheTwoHaveWritten) {
  if (twinlamp::test::is_sanitized) GTEST_SKIP() << "a sanitizer keeps what was freed";
  Transaction large;
  std::uint64_t seq = *profile_.storage().last_seq(0), lamport = 100'000;
  EntryId prev{1};
  wire::Body body;
  body.mutable_gift()->set_text(std::string(4000, 'w'));
  for (int i = 0; i < 8000; ++i) {
    const auto entry = make_entry({0, 1, ++seq, prev, ++lamport, 0, {}}, body, profile_.record().self_key, profile_.random());
    prev = entry.id();
    large.entries.push_back({0, seq, lamport, entry.to_wire()});
    if (large.entries.size() == 500) {
      ASSERT_TRUE(profile_.storage().commit(large));
      large.entries.clear();
    }
  }
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  ASSERT_TRUE(back_up(profile_, file_));
  ::getrusage(RUSAGE_SELF, &after);
  EXPECT_GT(std::filesystem::file_size(file_), 32u << 20);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 6 << 10) << "KiB";
}

}  // namespace
}  // namespace twinlamp::client::test
