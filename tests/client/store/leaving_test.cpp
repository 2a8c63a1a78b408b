#include "client/store/leaving.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/pair_records.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

class LeavingTest : public testing::Test {
protected:
  static MemberRecord pair(std::uint64_t seed) { return member_of(twinlamp::test::paired_records(seed)[0]); }
  void leave(const MemberRecord& record) { ASSERT_TRUE(write_member_file(leaving_file(place_, record), record)); }
  void write(const Path& file, const std::string& text) { std::ofstream(file) << text; }
  std::vector<std::string> members() {
    std::vector<std::string> all;
    for (const auto& each : leavings(place_)) all.push_back(to_hex(each.record.member.public_key));
    std::sort(all.begin(), all.end());
    return all;
  }

  twinlamp::test::TempFolder folder_;
  ProfilePlace place_{"one", folder_ / "one"};
  void SetUp() override { ASSERT_TRUE(make_private_folder(place_.folder)); }
};

TEST_F(LeavingTest, OneRoomDoesNotTakeThePlaceOfAnother) {
  const auto first = pair(1), second = pair(2);
  leave(first);
  leave(second);
  leave(second);
  std::vector<std::string> both{to_hex(first.member.public_key), to_hex(second.member.public_key)};
  std::sort(both.begin(), both.end());
  EXPECT_EQ(members(), both);
}

TEST_F(LeavingTest, AnOlderVersionsFileIsTakenUpAndWhatWasCutOffGoes) {
  const auto older = pair(1), second = pair(2);
  ASSERT_TRUE(write_member_file(place_.folder / "leaving", older));
  write(place_.folder / "leaving.new", "half");
  write(Path(leaving_file(place_, second)) += ".new", "half");
  write(place_.folder / "leaving-soon", "of nobody's");
  tidy_leavings(place_);
  const auto all = leavings(place_);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].file, leaving_file(place_, older));
  EXPECT_EQ(encode_member(all[0].record), encode_member(older));
  EXPECT_FALSE(std::filesystem::exists(place_.folder / "leaving"));
  EXPECT_FALSE(std::filesystem::exists(place_.folder / "leaving.new"));
  EXPECT_FALSE(std::filesystem::exists(Path(leaving_file(place_, second)) += ".new"));
}

TEST_F(LeavingTest, TheRoomBeforeANewLaptopsWaitsToBeErasedOnceThePairIsInTheOther) {
  ASSERT_TRUE(keep_old_room(place_, pair(1)));
  EXPECT_TRUE(members().empty()) << "the pair may be in it";
  EXPECT_FALSE(was_leaving_cut_off(place_));
  ASSERT_TRUE(settle_old_room(place_, pair(2).member.public_key));
  EXPECT_EQ(members(), std::vector{to_hex(pair(1).member.public_key)});
  ASSERT_TRUE(settle_old_room(place_, pair(2).member.public_key)) << "nothing is left of it";
  EXPECT_EQ(members().size(), 1u);
}

TEST_F(LeavingTest, ARoomThatThePairNeverLeftIsItsOwnAgain) {
  ASSERT_TRUE(keep_old_room(place_, pair(1)));
  ASSERT_TRUE(write_member_file(place_.member(), pair(2)));  // as far as it came
  ASSERT_TRUE(settle_old_room(place_, pair(1).member.public_key));
  EXPECT_TRUE(members().empty());
  EXPECT_FALSE(std::filesystem::exists(place_.old_member()));
  EXPECT_EQ(encode_member(**read_member_file(place_.member())), encode_member(pair(1)));
}

TEST_F(LeavingTest, WasCutOffWhereThePairThatIsHereIsSetAside) {
  EXPECT_FALSE(was_leaving_cut_off(place_));
  write(place_.key(), "a key");
  ASSERT_TRUE(write_member_file(place_.member(), pair(2)));
  EXPECT_FALSE(was_leaving_cut_off(place_));
  leave(pair(1));
  EXPECT_FALSE(was_leaving_cut_off(place_)) << "another pair has begun since";
  leave(pair(2));
  EXPECT_TRUE(was_leaving_cut_off(place_));
}

TEST_F(LeavingTest, ADamagedMemberFileIsNoSignOfALeavingWhileTheKeyIsHere) {
  leave(pair(1));
  write(place_.member(), "damaged");
  write(place_.key(), "a key");
  EXPECT_FALSE(was_leaving_cut_off(place_));
  std::filesystem::remove(place_.key());
  EXPECT_TRUE(was_leaving_cut_off(place_)) << "the key goes first, then the member file is overwritten";
}

TEST_F(LeavingTest, WasCutOffWhereAnErasureHasBegun) {
  write(place_.erasing(), "");
  EXPECT_TRUE(was_leaving_cut_off(place_));
}

TEST_F(LeavingTest, TakesBackTheOneThatIsRestoredAndNoOther) {
  leave(pair(1));
  leave(pair(2));
  ASSERT_TRUE(take_back_leaving(place_, pair(2).member.public_key));
  const auto all = leavings(place_);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].record.member.public_key, pair(1).member.public_key);
}

}  // namespace
}  // namespace twinlamp::client::test
