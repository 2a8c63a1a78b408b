#include "client/app/left_rooms.h"

#include <gtest/gtest.h>

#include <fstream>

#include "client/link/relay_address.h"
#include "client/store/system_random.h"
#include "tests/support/network.h"
#include "tests/support/pair_records.h"

namespace twinlamp::client::test {
namespace {

using State = HomeRelayFacts::State;

class LeftRoomsTest : public testing::Test {
protected:
  LeftRoomsTest() { EXPECT_TRUE(make_private_folder(place_.folder)); }

  static constexpr const char* nowhere = "127.0.0.1:1";

  std::string here() const { return "127.0.0.1:" + std::to_string(relay_.port()); }
  MemberRecord member(std::uint64_t seed, std::uint8_t slot = 0) const {
    auto record = member_of(twinlamp::test::paired_records(seed)[slot]);
    record.relay_id = relay_.relay_id();
    record.relay_address = here();
    return record;
  }
  MemberRecord member_at(const std::string& address, std::uint64_t seed = 1) const {
    auto record = member(seed);
    record.relay_address = address;
    return record;
  }
  Result<void> leave(const MemberRecord& record) { return write_member_file(leaving_file(place_, record), record); }
  void somebody_begins() { std::ofstream(place_.key()) << "a key"; }

  LeftRooms& rooms() {
    const auto find_near = [this](const PublicKey& id) { return near_ && near_->relay_id == id ? &*near_ : nullptr; };
    if (!rooms_) rooms_.emplace(loop_, random_, place_, LeftRooms::Ways{given_, {}, find_near});
    return *rooms_;
  }
  void ours_is(State state) {
    near_.emplace();
    near_->state = state;
    near_->relay_id = relay_.relay_id();
    near_->port = relay_.port();
  }
  [[nodiscard]] bool until_none_is_left() {
    return twinlamp::test::run_until(loop_, [this] { return rooms().size() == 0; });
  }
  void run_for(std::chrono::milliseconds time) {
    bool is_over = false;
    const auto timer = loop_.post_after(time, [&] { is_over = true; });
    ASSERT_TRUE(twinlamp::test::run_until(loop_, [&] { return is_over; }));
  }

  twinlamp::test::TempFolder folder_;
  twinlamp::test::RelayThread relay_{twinlamp::test::relaxed_config(folder_ / "relay")};
  ProfilePlace place_{"one", folder_ / "one"};
  SystemRandom random_;
  Loop loop_;
  std::string given_;
  std::optional<HomeRelayFacts> near_;
  std::optional<LeftRooms> rooms_;
};

TEST_F(LeftRoomsTest, EachIsErasedAndItsPartnerHearsWhoLeft) {
  const auto partner = member(1, 1);
  twinlamp::test::LinkPeer sam(loop_, 2);
  sam.link.connect(client::link_config(partner, {}));
  sam.link.login(login_keys(partner));
  ASSERT_TRUE(sam.until_logged_in());
  for (const std::uint64_t seed : {1, 2}) ASSERT_TRUE(leave(member(seed)));
  EXPECT_EQ(rooms().size(), 2u);
  rooms().erase_all();
  EXPECT_TRUE(until_none_is_left());
  const auto heard = sam.next(wire::Frame::kRoomErased);
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->room_erased().farewell(), to_string(member(1).farewell));
}

TEST_F(LeftRoomsTest, IsAskedAtOurOwnRelayOnceThatRuns) {
  ASSERT_TRUE(leave(member_at(nowhere)));
  rooms().erase_all();
  ours_is(State::running);
  rooms().erase_all();
  EXPECT_TRUE(until_none_is_left());
}

TEST_F(LeftRoomsTest, IsNotAskedWhileOursIsStarting) {
  ASSERT_TRUE(leave(member(1)));
  ours_is(State::starting);
  rooms().erase_all();
  run_for(std::chrono::milliseconds(300));
  EXPECT_EQ(rooms().size(), 1u);
  ours_is(State::running);
  rooms().erase_all();
  EXPECT_TRUE(until_none_is_left());
}

TEST_F(LeftRoomsTest, AnAddressForThisStartIsOfThePairThatWasLeft) {
  given_ = here();
  ASSERT_TRUE(leave(member_at(nowhere)));
  rooms().erase_all();
  EXPECT_TRUE(until_none_is_left());
}

TEST_F(LeftRoomsTest, UnlessAnotherHasBegunSince) {
  given_ = nowhere;
  somebody_begins();
  ASSERT_TRUE(leave(member(1)));
  rooms().erase_all();
  EXPECT_TRUE(until_none_is_left());
}

TEST_F(LeftRoomsTest, OrItNamesTheRelay) {
  somebody_begins();
  given_ = Invitation{"127.0.0.1", relay_.port(), relay_.relay_id(), Binding::exporter, std::nullopt}.text();
  ASSERT_TRUE(leave(member_at(nowhere)));
  rooms().erase_all();
  EXPECT_TRUE(until_none_is_left());
}

TEST_F(LeftRoomsTest, WhereNobodyIsLeftToBeToldNothingStays) {
  ASSERT_TRUE(leave(member_at(nowhere, 1)));
  auto elsewhere = member_at(nowhere, 2);
  elsewhere.relay_id[0] ^= 1;
  ASSERT_TRUE(leave(elsewhere));
  rooms().erase_all();
  rooms().forget([this](const PublicKey& relay_id) { return relay_id == relay_.relay_id(); });
  EXPECT_EQ(rooms().size(), 1u);
  EXPECT_TRUE(std::filesystem::exists(leaving_file(place_, elsewhere)));
  rooms().forget([](const PublicKey&) { return true; });
  bool is_done = false;
  rooms().end(std::chrono::minutes(1), [&] { is_done = true; });
  EXPECT_TRUE(is_done);
}

// Its file could not be written.
TEST_F(LeftRoomsTest, OneWithoutAFileIsErasedAllTheSame) {
  const auto record = member(1);
  rooms().erase({leaving_file(place_, record), record});
  bool is_done = false;
  rooms().end(std::chrono::minutes(1), [&] { is_done = true; });
  EXPECT_FALSE(is_done);
  EXPECT_TRUE(twinlamp::test::run_until(loop_, [&] { return is_done; }));
  twinlamp::test::LinkPeer sam(loop_, 2);
  sam.link.connect(client::link_config(member(1, 1), {}));
  sam.link.login(login_keys(member(1, 1)));
  ASSERT_TRUE(sam.until_down());
  EXPECT_EQ(sam.downs.back().reason, LinkDown::Reason::room_ended);
}

TEST_F(LeftRoomsTest, WhatABackupHasTakenBackIsLetGoOf) {
  const auto record = member_at(nowhere);
  ASSERT_TRUE(leave(record));
  rooms().erase_all();
  ASSERT_TRUE(take_back_leaving(place_, record.member.public_key));
  rooms().let_go();
  bool is_done = false;
  rooms().end(std::chrono::minutes(1), [&] { is_done = true; });
  EXPECT_TRUE(is_done);
}

TEST_F(LeftRoomsTest, TheEndWaitsForAMomentAndNotLonger) {
  ASSERT_TRUE(leave(member_at(nowhere)));
  rooms().erase_all();
  int ends = 0;
  rooms().end(std::chrono::milliseconds(50), [&] { ++ends; });
  EXPECT_EQ(ends, 0);
  EXPECT_TRUE(twinlamp::test::run_until(loop_, [&] { return ends > 0; }));
  // And then nothing begins any more; the next start finds it.
  ours_is(State::running);
  rooms().erase_all();
  run_for(std::chrono::milliseconds(300));
  EXPECT_EQ(rooms().size(), 1u);
  EXPECT_EQ(ends, 1);
  rooms_.reset();
  rooms().erase_all();
  EXPECT_TRUE(until_none_is_left());
}

TEST_F(LeftRoomsTest, AfterItsEndNobodyIsAskedAndNothingIsCalled) {
  ASSERT_TRUE(leave(member(1)));
  rooms().erase_all();
  bool is_done = false;
  rooms().end(std::chrono::milliseconds(50), [&] { is_done = true; });
  rooms_.reset();
  run_for(std::chrono::milliseconds(300));
  EXPECT_FALSE(is_done);
  EXPECT_EQ(leavings(place_).size(), 1u);
}

TEST_F(LeftRoomsTest, ThePairThatIsHereIsSetAside) {
  EXPECT_FALSE(rooms().set_aside());
  ASSERT_TRUE(write_member_file(place_.member(), member(1)));
  const auto left = rooms().set_aside();
  ASSERT_TRUE(left);
  EXPECT_EQ(left->file, leaving_file(place_, member(1)));
  EXPECT_EQ(encode_member(left->record), encode_member(member(1)));
  EXPECT_EQ(rooms().size(), 1u);
  // Cut off behind that, its member file has gone already.
  ASSERT_TRUE(destroy_file(place_.member()));
  const auto again = rooms().set_aside();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->file, left->file);
}

// It is not settled yet in which of the two rooms it is.
TEST_F(LeftRoomsTest, APairThatWasAboutToGoOnElsewhereLeavesBothRooms) {
  ASSERT_TRUE(keep_old_room(place_, member(1)));
  ASSERT_TRUE(write_member_file(place_.member(), member(2)));
  EXPECT_EQ(rooms().size(), 0u);
  ASSERT_TRUE(rooms().set_aside());
  EXPECT_EQ(rooms().size(), 2u);
  EXPECT_FALSE(std::filesystem::exists(place_.old_member()));
}

}  // namespace
}  // namespace twinlamp::client::test
