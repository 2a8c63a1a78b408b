// Leaving needs nothing that may be lost: neither the passphrase nor a profile that can be read.
#include <fstream>

#include "tests/client/app/app_fixture.h"

namespace twinlamp::client::test {
namespace {

class AppLeavingTest : public CoupleTest {
protected:
  // One bit of each byte is another.
  static void damage(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    ASSERT_FALSE(bytes.empty()) << file;
    for (auto& byte : bytes) byte = static_cast<char>(byte ^ 1);
    std::ofstream(file, std::ios::binary) << bytes;
  }
  void expect_nothing_left() {
    for (const auto* file : {"key", "member", "twinlamp.db", "look", "erasing"}) EXPECT_FALSE(std::filesystem::exists(noor_.home() / file)) << file;
  }
  // Told on the page where one unlocks: in words, and with nothing of the two on it.
  void expect_told(const std::string& key) {
    ASSERT_EQ(noor_.start(), "");
    const auto model = noor_.model();
    EXPECT_EQ(model->stage, Stage::locked);
    EXPECT_EQ(model->stage_problem, Words::built_in("en").say(key, {{"file", (noor_.home() / "key").string()}}));
    EXPECT_FALSE(model->settings.has_passphrase);
    EXPECT_EQ(model->partner.name, "");
    EXPECT_EQ(model->folder, noor_.home().string());
    noor_.send(Unlock{});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.refused_unlocks == 1; }));
    EXPECT_EQ(noor_.model()->stage_problem, model->stage_problem) << "tried again, it is the same";
  }
  void expect_leaves() {
    noor_.send(Leave{"leave"});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::ended && m.left_here; }));
    expect_nothing_left();
  }
};

TEST_F(AppLeavingTest, WhoHasForgottenThePassphraseLeavesAndThePartnerIsTold) {
  pair_up("a lamp in the rain");
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  ASSERT_EQ(noor_.model()->stage, Stage::locked);
  noor_.send(Unlock{"a lamp in the sun"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.stage_problem.empty(); }));
  expect_leaves();
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppLeavingTest, WhoNeverPairedBeginsAnew) {
  start_relay();
  set_up(noor_, "Noor");
  noor_.send(Leave{"leave"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::fresh; }));
  EXPECT_FALSE(noor_.model()->left_here);
  expect_nothing_left();
  noor_.send(client::SetUp{"Noor again", relay_line(), ""});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::unpaired && m.me.name == "Noor again"; }));
}

TEST_F(AppLeavingTest, AProfileWhoseKeyFileIsDamagedSaysSoAndCanBeLeft) {
  pair_up();
  noor_.stop();
  damage(noor_.home() / "key");
  expect_told("fault.key_damaged");
  expect_leaves();
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppLeavingTest, AProfileWhoseKeyFileIsGoneSaysSoAndCanBeLeft) {
  pair_up();
  noor_.stop();
  std::filesystem::remove(noor_.home() / "key");
  expect_told("fault.no_key_file");
  expect_leaves();
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppLeavingTest, AProfileWhoseDatabaseIsDamagedSaysSoAndCanBeLeft) {
  pair_up();
  noor_.stop();
  damage(noor_.home() / "twinlamp.db");
  expect_told("fault.database_damaged");
  expect_leaves();
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppLeavingTest, WhatIsPutBackOpensWithTheNextTry) {
  pair_up();
  noor_.stop();
  std::filesystem::copy(noor_.home() / "key", folder_ / "key");
  damage(noor_.home() / "key");
  expect_told("fault.key_damaged");
  std::filesystem::copy(folder_ / "key", noor_.home() / "key", std::filesystem::copy_options::overwrite_existing);
  noor_.send(Unlock{});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired && m.caught_up; }));
}

TEST_F(AppLeavingTest, ALockedKeyThatIsPutBackAsksForItsPassphrase) {
  pair_up("a lamp in the rain");
  noor_.stop();
  std::filesystem::copy(noor_.home() / "key", folder_ / "key");
  damage(noor_.home() / "key");
  expect_told("fault.key_damaged");
  std::filesystem::copy(folder_ / "key", noor_.home() / "key", std::filesystem::copy_options::overwrite_existing);
  noor_.send(Unlock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.settings.has_passphrase && m.stage_problem.empty(); }));
  EXPECT_EQ(noor_.model()->stage, Stage::locked);
  noor_.send(Unlock{"a lamp in the rain"});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired; }));
}

// The pair's record has all of it.
TEST_F(AppLeavingTest, ADamagedMemberFileIsWrittenAnewByTheNextOpening) {
  pair_up("a lamp in the rain");
  noor_.stop();
  damage(noor_.home() / "member");
  ASSERT_EQ(noor_.start(), "");
  ASSERT_EQ(noor_.model()->stage, Stage::locked);
  EXPECT_TRUE(noor_.model()->leaves_untold);
  noor_.send(Unlock{"a lamp in the rain"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired && m.caught_up; }));
  EXPECT_FALSE(noor_.model()->leaves_untold);
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
  expect_leaves();
  EXPECT_TRUE(sam_.wait([](const Model& m) { return m.stage == Stage::ended; }));
}

TEST_F(AppLeavingTest, ADamagedMemberFileOfALockedProfileKeepsNobodyHere) {
  pair_up("a lamp in the rain");
  noor_.stop();
  damage(noor_.home() / "member");
  ASSERT_EQ(noor_.start(), "");
  ASSERT_EQ(noor_.model()->stage, Stage::locked);
  expect_leaves();
  EXPECT_FALSE(noor_.model()->leaves_untold);
  noor_.stop();
  EXPECT_EQ(noor_.left_rooms(), 0u);
}

TEST_F(AppLeavingTest, ADamagedMemberFileWithoutItsKeySaysSoAndCanBeLeft) {
  pair_up();
  noor_.stop();
  damage(noor_.home() / "member");
  std::filesystem::remove(noor_.home() / "key");
  expect_told("fault.member_damaged");
  EXPECT_TRUE(noor_.model()->leaves_untold);
  expect_leaves();
}

// A key whose database is not there is no profile that nobody has set up.
TEST_F(AppLeavingTest, AProfileWithoutItsDatabaseIsNotBegunAnew) {
  pair_up();
  noor_.stop();
  const auto database = noor_.home() / "twinlamp.db";
  std::filesystem::rename(database, folder_ / "kept.db");
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::locked);
  noor_.send(client::SetUp{"Somebody", relay_line(), ""});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_FALSE(std::filesystem::exists(database));
  std::filesystem::rename(folder_ / "kept.db", database);
  noor_.send(Unlock{});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired; }));
}

// What waits there would take the place of whatever is begun or opened first.
class CutRestoring : public AppLeavingTest {
protected:
  // As a restoring that was cut off leaves it: Sam's, for nobody is to be two.
  void wait_to_be_put_in_place(const std::filesystem::path& home) {
    std::filesystem::create_directories(home / "restored");
    for (const auto* file : {"key", "member", "look", "twinlamp.db"})
      if (std::filesystem::exists(sam_.home() / file)) std::filesystem::copy_file(sam_.home() / file, home / "restored" / file);
  }
};

TEST_F(CutRestoring, ComesBeforeASecondTryToOpen) {
  pair_up();
  for (auto* person : {&noor_, &sam_}) person->stop();
  damage(noor_.home() / "key");
  ASSERT_EQ(noor_.start(), "");
  ASSERT_EQ(noor_.model()->stage, Stage::locked);
  wait_to_be_put_in_place(noor_.home());
  noor_.send(Unlock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::paired; }));
  EXPECT_EQ(noor_.model()->me.name, "Sam");
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "restored"));
}

TEST_F(CutRestoring, ComesBeforeWhatIsBegun) {
  pair_up();
  sam_.stop();
  Person fresh(folder_ / "fresh", "default");
  ASSERT_EQ(fresh.start(), "");
  wait_to_be_put_in_place(fresh.home());
  fresh.send(client::SetUp{"Somebody", relay_line(), ""});
  ASSERT_TRUE(fresh.wait([](const Model& m) { return m.stage == Stage::paired; }));
  EXPECT_EQ(fresh.model()->me.name, "Sam");
}

}  // namespace
}  // namespace twinlamp::client::test
