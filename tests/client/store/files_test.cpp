#include "client/store/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/count_syncs.h"
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
