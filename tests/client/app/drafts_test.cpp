#include "client/app/drafts.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

class DraftsTest : public testing::Test {
protected:
  void reopen() {
    storage_.reset();
    storage_ = *SqliteStorage::open(folder_ / "db", key_, random_);
    drafts_ = *Drafts::load(*storage_);
  }
  void flush() { ASSERT_TRUE(drafts_.flush(*storage_)); }
  void SetUp() override { reopen(); }

  twinlamp::test::TempFolder folder_;
  SeededRandom random_{2};
  Key key_ = random_.secret<32>();
  std::unique_ptr<SqliteStorage> storage_;
  Drafts drafts_;
  const RoundId round_{1, 2, 3}, other_{4};
};

TEST_F(DraftsTest, ComeBackAfterARestart) {
  const Answer text = TextAnswer{"half a tho"}, feeling = FeelingAnswer{"calm", "", 0, ""};
  ASSERT_TRUE(drafts_.set(round_, text));
  ASSERT_TRUE(drafts_.set(other_, feeling));
  drafts_.set_passed(other_, true);
  EXPECT_TRUE(drafts_.is_dirty());
  flush();
  EXPECT_FALSE(drafts_.is_dirty());
  reopen();
  ASSERT_NE(drafts_.find(round_), nullptr);
  EXPECT_EQ(*drafts_.find(round_), text);
  EXPECT_EQ(*drafts_.find(other_), feeling);
  EXPECT_TRUE(drafts_.has_passed(other_));
  EXPECT_FALSE(drafts_.has_passed(round_));
}

TEST_F(DraftsTest, AreGoneWhenRemoved) {
  ASSERT_TRUE(drafts_.set(round_, TextAnswer{"x"}));
  flush();
  drafts_.remove(round_);
  drafts_.set_passed(round_, false);
  EXPECT_EQ(drafts_.find(round_), nullptr);
  flush();
  reopen();
  EXPECT_EQ(drafts_.find(round_), nullptr);
}

TEST_F(DraftsTest, RefuseWhatIsLongerThanAnAnswerAndKeepWhatWasThere) {
  ASSERT_TRUE(drafts_.set(round_, TextAnswer{"x"}));
  EXPECT_FALSE(drafts_.set(round_, TextAnswer{std::string(100'000, 'y')}));
  EXPECT_EQ(*drafts_.find(round_), Answer(TextAnswer{"x"}));
}

TEST_F(DraftsTest, AreNotInTheWayWhenOneDoesNotParse) {
  Transaction bad;
  bad.values["draft/" + to_hex(round_)] = to_secret(bytes_of("\x63garbage"));
  bad.values["draft/zz"] = to_secret(bytes_of("x"));
  ASSERT_TRUE(storage_->commit(bad));
  reopen();
  EXPECT_EQ(drafts_.find(round_), nullptr);
}

}  // namespace
}  // namespace twinlamp::client::test
