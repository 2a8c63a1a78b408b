#include "client/store/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/count_syncs.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

std::string content(const Path& file) {
  auto read = read_file(file, 1000);
  return read && *read ? to_string(**read) : "(none)";
}

TEST(Files, AreWrittenWholeAndForTheirOwnerOnly) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", bytes_of("one")));
  ASSERT_TRUE(write_file(folder / "a", bytes_of("two")));
  EXPECT_EQ(content(folder / "a"), "two");
  struct stat facts {};
  ASSERT_EQ(::stat((folder / "a").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST(Files, AreTheOldOrTheNewOneWhereverTheWorkStops) {
  for (const auto step : {WriteStep::created, WriteStep::written, WriteStep::synced, WriteStep::renamed, WriteStep::folder_synced, WriteStep::old_wiped}) {
    SCOPED_TRACE(static_cast<int>(step));
    twinlamp::test::TempFolder folder;
    ASSERT_TRUE(write_file(folder / "a", bytes_of("old")));
    static_cast<void>(write_file(folder / "a", bytes_of("new"), [step](WriteStep now) { return now == step; }));
    EXPECT_EQ(content(folder / "a"), step < WriteStep::renamed ? "old" : "new");
    ASSERT_TRUE(write_file(folder / "a", bytes_of("again")));
    EXPECT_EQ(content(folder / "a"), "again");
  }
}

TEST(Files, OverwriteTheOldContentOnTheDisk) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", bytes_of("secret")));
  const int old = ::open((folder / "a").c_str(), O_RDONLY);
  ASSERT_TRUE(write_file(folder / "a", bytes_of("new")));
  char found[6] = {1, 1, 1, 1, 1, 1};
  EXPECT_EQ(::read(old, found, 6), 6);
  EXPECT_EQ(std::string(found, 6), std::string(6, '\0'));
  ::close(old);
}

// A secret that did not fit is no less of one: under another name of the same file nothing of it is left.
TEST(Files, WhatTheDiskDidNotTakeWholeIsOverwritten) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", bytes_of("old")));
  ASSERT_TRUE(write_file(folder / "witness", {}));
  std::filesystem::create_hard_link(folder / "witness", folder / "a.new");
  const auto written = [&] {
    const twinlamp::test::FullDisk full(6);
    return write_file(folder / "a", bytes_of("secret words"));
  }();
  EXPECT_FALSE(written);
  EXPECT_EQ(content(folder / "a"), "old");
  EXPECT_EQ(content(folder / "witness"), std::string(6, '\0'));
  EXPECT_FALSE(std::filesystem::exists(folder / "a.new"));
}

// A copy for a person's own folder is not ours to wipe.
TEST(Files, ACopyTakesThePlaceOfALinkAndLeavesWhatItLedTo) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "thesis", bytes_of("a year's work")));
  std::filesystem::create_symlink(folder / "thesis", folder / "link");
  std::filesystem::create_hard_link(folder / "thesis", folder / "twin");
  ASSERT_TRUE(write_copy(folder / "link", bytes_of("copy")));
  ASSERT_TRUE(write_copy(folder / "twin", bytes_of("copy")));
  EXPECT_EQ(content(folder / "link"), "copy");
  EXPECT_EQ(content(folder / "twin"), "copy");
  EXPECT_FALSE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_EQ(content(folder / "thesis"), "a year's work");
}

TEST(Files, ACopyTouchesNoOtherNameAndIsForItsOwnerOnly) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a.new", bytes_of("kept by hand")));
  ASSERT_TRUE(write_copy(folder / "a", bytes_of("copy")));
  EXPECT_EQ(content(folder / "a.new"), "kept by hand");
  struct stat facts {};
  ASSERT_EQ(::stat((folder / "a").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 2);
}

TEST(Files, ACopyThatCannotBeMadeLeavesWhatWasThere) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(std::filesystem::create_directory(folder / "a"));
  EXPECT_FALSE(write_copy(folder / "a", bytes_of("copy")));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Files, AreOverwrittenBeforeTheyAreDestroyed) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", bytes_of("secret")));
  const int open_still = ::open((folder / "a").c_str(), O_RDONLY);
  ASSERT_TRUE(destroy_file(folder / "a"));
  EXPECT_FALSE(std::filesystem::exists(folder / "a"));
  char found[6] = {1, 1, 1, 1, 1, 1};
  EXPECT_EQ(::read(open_still, found, 6), 6);
  EXPECT_EQ(std::string(found, 6), std::string(6, '\0'));
  ::close(open_still);
  EXPECT_TRUE(destroy_file(folder / "a"));
}

// As somebody whom permissions bind.
class AsNobody {
public:
  explicit AsNobody(const Path& folder) {
    if (::geteuid() != 0) return;
    constexpr unsigned nobody = 65534;
    is_ = ::chown(folder.c_str(), nobody, nobody) == 0 && ::seteuid(nobody) == 0;
  }
  ~AsNobody() {
    if (!is_) return;
    EXPECT_EQ(::seteuid(0), 0);
  }

private:
  bool is_ = false;
};

TEST(Files, AreOverwrittenThoughTheyWereMadeReadOnly) {
  twinlamp::test::TempFolder folder;
  const AsNobody nobody(folder.path());
  for (const bool is_replaced : {false, true}) {
    const auto file = folder / (is_replaced ? "a" : "b");
    ASSERT_TRUE(write_file(file, bytes_of("secret")));
    const int old = ::open(file.c_str(), O_RDONLY);
    ASSERT_EQ(::chmod(file.c_str(), 0400), 0);
    ASSERT_TRUE(is_replaced ? write_file(file, bytes_of("new")) : destroy_file(file));
    char found[6] = {1, 1, 1, 1, 1, 1};
    EXPECT_EQ(::read(old, found, 6), 6);
    EXPECT_EQ(std::string(found, 6), std::string(6, '\0'));
    EXPECT_EQ(std::filesystem::exists(file), is_replaced);
    ::close(old);
  }
}

TEST(Files, OneThatCannotBeOverwrittenGoesAndIsTold) {
  twinlamp::test::TempFolder folder;
  // A file that is another's: the folder lets us take the name away, and nothing else.
  if (::geteuid() != 0) GTEST_SKIP() << "only root has another's files to try it with";
  ASSERT_TRUE(write_file(folder / "a", bytes_of("secret")));
  const AsNobody nobody(folder.path());
  const auto gone = destroy_file(folder / "a");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(std::filesystem::exists(folder / "a"));
}

TEST(Files, ALinkIsTakenAwayAndNotFollowed) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "thesis", bytes_of("a year's work")));
  std::filesystem::create_symlink(folder / "thesis", folder / "link");
  ASSERT_TRUE(destroy_file(folder / "link"));
  EXPECT_EQ(content(folder / "thesis"), "a year's work");
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::symlink_status(folder / "link")));
}

TEST(Files, LeaveNothingOfAWriteThatWasCutOffOnceTheyAreDestroyed) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", bytes_of("old")));
  ASSERT_FALSE(write_file(folder / "a", bytes_of("new"), [](WriteStep step) { return step == WriteStep::synced; }));
  ASSERT_FALSE(std::filesystem::is_empty(folder.path()));
  ASSERT_TRUE(destroy_file(folder / "a"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Files, AreOnTheDiskAndSoIsTheirNameOnceTheyAreWritten) {
  twinlamp::test::TempFolder folder;
  const auto before = twinlamp::test::syncs_so_far();
  ASSERT_TRUE(write_file(folder / "a", bytes_of("new")));
  EXPECT_EQ(twinlamp::test::syncs_so_far(), before + 2);  // the file and its folder; there was no older one to overwrite
}

TEST(Files, AreNotReadBeyondTheirBound) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", bytes_of("12345")));
  EXPECT_TRUE(read_file(folder / "a", 5));
  EXPECT_EQ(read_file(folder / "a", 4).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace twinlamp::client::test
