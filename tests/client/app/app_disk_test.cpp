// What becomes of a person's words when the disk does not take them, and of what a cut left on it.
#include "client/store/keyring.h"
#include "client/store/sqlite_storage.h"
#include "client/store/system_random.h"
#include "tests/client/app/app_fixture.h"
#include "tests/support/full_disk.h"

namespace twinlamp::client::test {
namespace {

const Answer words = TextAnswer{"A blue table, and you humming."};

class AppDiskTest : public CoupleTest {
protected:
  // Noor seals while her disk takes nothing.
  std::string seal_in_vain() {
    pair_up_unlit();
    const auto id = ask(noor_, "open-up.first-kitchen");
    EXPECT_TRUE(noor_.wait([](const Model& m) { return m.unsent == 0; }));
    const twinlamp::test::FullDisk full(4096);
    noor_.send(SealAnswer{id, words, SealMode::apart});
    EXPECT_TRUE(noor_.wait([](const Model& m) { return m.unsaved && !m.notices.empty(); }));
    return id;
  }
};

TEST_F(AppDiskTest, ClosingTriesTheDiskOnceMore) {
  const auto id = seal_in_vain();
  noor_.stop();
  ASSERT_EQ(noor_.start(), "");
  EXPECT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return r.mine.has_value(); }));
}

// A copy of the files of a running App is what a kill leaves.
TEST_F(AppDiskTest, TheAnswerIsAlwaysSomewhereWhileTheDiskComesBack) {
  pair_up_unlit();
  const auto id = ask(noor_, "open-up.first-kitchen");
  noor_.send(SaveDraft{id, words});
  SystemRandom random;
  const auto key = Keyring(noor_.home() / "key", random).unlock({});
  ASSERT_TRUE(key);
  const auto copied = [&] {
    const auto copy = folder_ / "copy";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(noor_.home(), copy);
    return *SqliteStorage::open(copy / "twinlamp.db", *key, random);
  };
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (copied()->names("draft/")->empty()) ASSERT_LT(std::chrono::steady_clock::now(), until);
  const auto unsealed = *copied()->last_seq(0);
  {
    const twinlamp::test::FullDisk full(4096);
    noor_.send(SealAnswer{id, words, SealMode::apart});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.unsaved; }));
  }
  for (bool is_sealed = false; !is_sealed;) {
    ASSERT_LT(std::chrono::steady_clock::now(), until);
    const auto files = copied();
    is_sealed = *files->last_seq(0) > unsealed;
    EXPECT_TRUE(is_sealed || !files->names("draft/")->empty()) << "neither the draft nor the seal";
  }
}

TEST_F(AppDiskTest, AnAnswerSealedOnAFullDiskIsKeptAsADraftWhileItIsStillFull) {
  pair_up_unlit();
  const auto id = ask(noor_, "open-up.first-kitchen");
  noor_.send(SaveDraft{id, words});
  noor_.stop();  // the draft is on the disk
  ASSERT_EQ(noor_.start(), "");
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.caught_up && m.unsent == 0; }));
  {
    const twinlamp::test::FullDisk full(4096);
    noor_.send(SealAnswer{id, words, SealMode::apart});
    ASSERT_TRUE(noor_.wait([](const Model& m) { return m.unsaved; }));
    noor_.stop();
  }
  ASSERT_EQ(noor_.start(), "");
  EXPECT_TRUE(noor_.wait_round(id, [](const RoundView& r) { return !r.mine && r.draft == words; }));
}

TEST_F(AppDiskTest, ASealedAnswerGoesOutByItselfOnceTheDiskTakesIt) {
  const auto id = seal_in_vain();
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.unsaved; }));
  EXPECT_TRUE(sam_.wait_round(id, [](const RoundView& r) { return r.phase == RoundPhase::partner_sealed; }));
  noor_.stop();
  SystemRandom random;
  const auto key = Keyring(noor_.home() / "key", random).unlock({});
  ASSERT_TRUE(key);
  EXPECT_TRUE((*SqliteStorage::open(noor_.home() / "twinlamp.db", *key, random))->names("draft/")->empty()) << "the draft has done its work";
}

// Somebody takes the passphrase off, and the power goes before the new file is in its place: the old passphrase still counts.
TEST_F(AppDiskTest, AChangeOfThePassphraseThatWasCutOffLeavesNoBareKey) {
  start_relay();
  set_up(noor_, "Noor", "a lamp in the rain");
  noor_.stop();
  SystemRandom random;
  Keyring keyring(noor_.home() / "key", random, PassphraseCost::least());
  const auto key = keyring.unlock("a lamp in the rain");
  ASSERT_TRUE(key);
  ASSERT_FALSE(keyring.store(*key, "", [](WriteStep step) { return step == WriteStep::synced; }));
  ASSERT_EQ(noor_.start(), "");
  EXPECT_EQ(noor_.model()->stage, Stage::locked);
  EXPECT_FALSE(std::filesystem::exists(noor_.home() / "key.new"));
}

}  // namespace
}  // namespace twinlamp::client::test
