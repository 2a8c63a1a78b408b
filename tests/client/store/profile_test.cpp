#include "client/store/profile.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

std::string folder_of(const std::string& name, const Path& home = {}) {
  auto place = find_profile(name, home);
  const auto* found = std::get_if<ProfilePlace>(&place);
  return found != nullptr ? found->folder.string() : "";
}

TEST(Profile, NamesHaveLettersDigitsAndDashes) {
  for (const auto* good : {"default", "Noor", "a-b_9"}) EXPECT_TRUE(is_profile_name(good)) << good;
  for (const auto* bad : {"", ".", "..", "a/b", "a b", "é", "0123456789012345678901234567890123"}) EXPECT_FALSE(is_profile_name(bad)) << bad;
}

TEST(Profile, LivesInTheDataFolderOrWhereItIsTold) {
  ::setenv("XDG_DATA_HOME", "/data", 1);
  EXPECT_EQ(folder_of("noor"), "/data/twinlamp/noor");
  ::setenv("XDG_DATA_HOME", "relative", 1);
  ::setenv("HOME", "/home/noor", 1);
  EXPECT_EQ(folder_of("noor"), "/home/noor/.local/share/twinlamp/noor");
  ::unsetenv("XDG_DATA_HOME");
  EXPECT_EQ(folder_of("noor"), "/home/noor/.local/share/twinlamp/noor");
  EXPECT_EQ(folder_of("noor", "/elsewhere"), "/elsewhere");
  EXPECT_EQ(folder_of("../noor"), "");
}

TEST(ProfileLock, BelongsToOneAtATimeAndIsFreeAfterwards) {
  twinlamp::test::TempFolder folder;
  const ProfilePlace place{"noor", folder / "noor"};
  {
    auto first = ProfileLock::take(place);
    ASSERT_TRUE(std::holds_alternative<ProfileLock>(first));
    auto second = ProfileLock::take(place);
    ASSERT_TRUE(std::holds_alternative<std::string>(second));
    EXPECT_NE(std::get<std::string>(second).find("already open on the profile \"noor\""), std::string::npos);
  }
  EXPECT_TRUE(std::holds_alternative<ProfileLock>(ProfileLock::take(place)));
  struct stat facts {};
  ASSERT_EQ(::stat(place.folder.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST(ProfileLock, IsFreeWhenItsHolderWasKilled) {
  twinlamp::test::TempFolder folder;
  const ProfilePlace place{"noor", folder / "noor"};
  const auto child = ::fork();
  if (child == 0) {
    auto held = ProfileLock::take(place);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(std::holds_alternative<ProfileLock>(ProfileLock::take(place)));
}

TEST(ProfileLock, SaysWhenTheFolderCannotBeMade) {
  twinlamp::test::TempFolder folder;
  ASSERT_TRUE(write_file(folder / "file", bytes_of("x")));
  auto refused = ProfileLock::take({"noor", folder.path() / "file" / "noor"});
  ASSERT_TRUE(std::holds_alternative<std::string>(refused));
  EXPECT_NE(std::get<std::string>(refused).find("cannot be made"), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::client::test
