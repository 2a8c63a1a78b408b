#include "client/store/keyring.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

class KeyringTest : public testing::Test {
protected:
  bool opens(std::string_view passphrase) {
    auto unlocked = keyring_.unlock(passphrase);
    return unlocked && *unlocked == key_;
  }
  SecretBytes bytes() { return **read_file(file_, 1000); }

  twinlamp::test::TempFolder folder_;
  Path file_ = folder_ / "key";
  SeededRandom random_{5};
  Key key_ = random_.secret<32>();
  Keyring keyring_{file_, random_, PassphraseCost::least()};
};

TEST_F(KeyringTest, SaysThatThereIsNoKeyYet) {
  EXPECT_FALSE(keyring_.exists());
  EXPECT_EQ(keyring_.unlock("").error().code, ErrorCode::not_found);
}

TEST_F(KeyringTest, KeepsTheKeyAsItIsWithoutAPassphrase) {
  ASSERT_TRUE(keyring_.store(key_, ""));
  EXPECT_FALSE(*keyring_.has_passphrase());
  EXPECT_TRUE(opens(""));
}

TEST_F(KeyringTest, OpensWithItsPassphraseOnly) {
  ASSERT_TRUE(keyring_.store(key_, "a lamp in the rain"));
  EXPECT_TRUE(*keyring_.has_passphrase());
  EXPECT_TRUE(opens("a lamp in the rain"));
  for (const auto* wrong : {"", "a lamp in the Rain", "a lamp in the rain "})
    EXPECT_EQ(keyring_.unlock(wrong).error().code, ErrorCode::unauthentic) << wrong;
}

TEST_F(KeyringTest, HoldsNothingOfTheKeyWhenItIsWrapped) {
  ASSERT_TRUE(keyring_.store(key_, "a lamp in the rain"));
  const auto file = bytes();
  EXPECT_EQ(std::search(file.begin(), file.end(), key_.view().begin(), key_.view().begin() + 8), file.end());
}

TEST_F(KeyringTest, ChangesAndRemovesThePassphrase) {
  ASSERT_TRUE(keyring_.store(key_, "one"));
  ASSERT_TRUE(keyring_.store(key_, "two"));
  EXPECT_FALSE(opens("one"));
  EXPECT_TRUE(opens("two"));
  ASSERT_TRUE(keyring_.store(key_, ""));
  EXPECT_TRUE(opens(""));
}

TEST_F(KeyringTest, OpensWithTheOldOrTheNewPassphraseWhereverAChangeIsCutOff) {
  for (const auto step : {WriteStep::created, WriteStep::written, WriteStep::synced, WriteStep::renamed, WriteStep::folder_synced, WriteStep::old_wiped}) {
    SCOPED_TRACE(static_cast<int>(step));
    ASSERT_TRUE(keyring_.store(key_, "old"));
    static_cast<void>(keyring_.store(key_, "new", [step](WriteStep now) { return now == step; }));
    EXPECT_NE(opens("old"), opens("new"));
    EXPECT_EQ(opens("new"), step >= WriteStep::renamed);
  }
}

TEST_F(KeyringTest, RefusesEveryTruncationAndEveryFlippedByte) {
  for (const auto* passphrase : {"", "one"}) {
    ASSERT_TRUE(keyring_.store(key_, passphrase));
    const auto good = bytes();
    for (std::size_t size = 0; size < good.size(); ++size) {
      ASSERT_TRUE(write_file(file_, ByteView(good).first(size)));
      EXPECT_FALSE(keyring_.unlock(passphrase)) << size;
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
      // A flipped cost would only make the check dear; a flipped byte of the plain key is found by the database.
      const bool is_cost = *passphrase != 0 && at >= 14 && at < 26, is_plain_key = *passphrase == 0 && at >= 14;
      if (is_cost || is_plain_key) continue;
      auto bad = good;
      bad[at] ^= 1;
      ASSERT_TRUE(write_file(file_, bad));
      EXPECT_FALSE(opens(passphrase)) << at;
    }
  }
}

TEST_F(KeyringTest, ATryAtAPassphraseCosts128MebibytesInThreePasses) {
  const auto content = Keyring(file_, random_).content(key_, "a lamp in the rain");
  ASSERT_TRUE(content);
  ByteReader reader(*content);
  static_cast<void>(reader.raw(std::string_view("twinlamp key").size() + 2));
  EXPECT_EQ(reader.u32(), 3u);
  EXPECT_EQ(reader.u64(), 128u << 20);
}

TEST_F(KeyringTest, RefusesACostBeyondItsBounds) {
  ASSERT_TRUE(keyring_.store(key_, "one"));
  auto greedy = bytes();
  greedy[18] = 0x7f;  // the memory's highest byte
  ASSERT_TRUE(write_file(file_, greedy));
  EXPECT_EQ(keyring_.unlock("one").error().code, ErrorCode::malformed);
}

TEST_F(KeyringTest, RefusesAPassphraseThatIsTooLong) {
  EXPECT_EQ(keyring_.store(key_, std::string(1025, 'a')).error().code, ErrorCode::too_large);
  EXPECT_FALSE(keyring_.exists());
}

}  // namespace
}  // namespace twinlamp::client::test
