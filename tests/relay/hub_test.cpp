// The Hub over a store in memory and a clock that the test turns: no sockets.
#include "relay/hub.h"

#include <gtest/gtest.h>

#include "relay/store_memory.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;

struct FakeMember : relay::Member {
  void deliver(const wire::Frame& frame) override { frames.push_back(frame); }
  void dismiss() override { dismissed = true; }
  int count(wire::Frame::KindCase kind) const {
    return static_cast<int>(
        std::count_if(frames.begin(), frames.end(), [&](const auto& frame) { return frame.kind_case() == kind; }));
  }
  std::vector<wire::Frame> frames;
  bool dismissed = false;
};

class HubTest : public testing::Test {
protected:
  HubTest() { limits_.rooms.new_rooms_a_day = 1; }
  void start(std::uint64_t existing_rooms = 0) {
    hub_.emplace(limits_, existing_rooms, random_, store_, [this] { return Now{mono_, wall_}; });
  }
  // Everything that the store has to do, and what follows from it.
  void settle() {
    while (store_.has_waiting()) hub_->handle_results(store_.commit());
  }
  ConnectionId join(FakeMember& member, std::uint8_t room, std::uint8_t slot, AddressKey address = {}) {
    const auto id = hub_->add(member, address);
    hub_->handle_login(id, {RoomId{room}, slot, 0, {}});
    settle();
    return id;
  }
  wire::Frame post() {
    wire::Frame frame;
    frame.mutable_post()->set_client_id(std::string(16, 'p'));
    frame.mutable_post()->set_body("sealed");
    return frame;
  }

  SeededRandom random_{1};
  relay::MemoryStore store_;
  relay::HubLimits limits_;
  MonoTime mono_{};
  WallTime wall_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
  std::optional<relay::Hub> hub_;
};

TEST_F(HubTest, CarriesAPostBetweenTheMembersOfOneRoom) {
  start();
  FakeMember noor, sam, stranger;
  const auto id = join(noor, 1, 0);
  join(sam, 1, 1);
  join(stranger, 2, 1, AddressKey{9});
  hub_->handle_frame(id, post());
  settle();
  EXPECT_EQ(noor.count(wire::Frame::kPosted), 1);
  EXPECT_EQ(sam.count(wire::Frame::kDeliver), 1);
  EXPECT_EQ(stranger.count(wire::Frame::kDeliver), 0);
}

TEST_F(HubTest, SaysNothingOfAPostBeforeItsCommit) {
  start();
  FakeMember noor;
  const auto id = join(noor, 1, 0);
  hub_->handle_frame(id, post());
  EXPECT_EQ(noor.count(wire::Frame::kPosted), 0);
  EXPECT_FALSE(hub_->is_drained());
  settle();
  EXPECT_EQ(noor.count(wire::Frame::kPosted), 1);
  EXPECT_TRUE(hub_->is_drained());
}

TEST_F(HubTest, PutsARoomAwayWhenItsLastMemberHasLeft) {
  start();
  FakeMember noor, sam;
  const auto first = join(noor, 1, 0), second = join(sam, 1, 1);
  EXPECT_EQ(hub_->rooms(), 1u);
  hub_->remove(first);
  settle();
  EXPECT_EQ(hub_->rooms(), 1u);
  hub_->remove(second);
  settle();
  EXPECT_EQ(hub_->rooms(), 0u);
  EXPECT_EQ(hub_->members(), 0u);
}

TEST_F(HubTest, KeepsARoomUntilTheStoreHasAnswered) {
  start();
  FakeMember noor;
  const auto id = join(noor, 1, 0);
  hub_->handle_frame(id, post());
  hub_->remove(id);
  EXPECT_EQ(hub_->rooms(), 1u);
  settle();
  EXPECT_EQ(hub_->rooms(), 0u);
  FakeMember sam;
  join(sam, 1, 1);
  EXPECT_EQ(sam.count(wire::Frame::kDeliver), 1);
}

TEST_F(HubTest, CountsNewRoomsForTheirAddress) {
  start();
  FakeMember first, second, elsewhere;
  join(first, 1, 0, AddressKey{1});
  join(second, 2, 0, AddressKey{1});
  join(elsewhere, 3, 0, AddressKey{2});
  EXPECT_EQ(first.count(wire::Frame::kLoggedIn), 1);
  EXPECT_EQ(second.count(wire::Frame::kError), 1);
  EXPECT_TRUE(second.dismissed);
  EXPECT_EQ(elsewhere.count(wire::Frame::kLoggedIn), 1);
}

TEST_F(HubTest, LetsMembersIntoTheirOldRoomWhateverTheLimits) {
  limits_.rooms.total_rooms = 1;
  start();
  FakeMember first, again;
  const auto id = join(first, 1, 0, AddressKey{1});
  hub_->remove(id);
  settle();
  join(again, 1, 0, AddressKey{1});
  EXPECT_EQ(again.count(wire::Frame::kLoggedIn), 1);
}

TEST_F(HubTest, CountsTheRoomsAgainAfterHousekeeping) {
  limits_.rooms.total_rooms = 5;
  start(5);  // says the caller; the store knows better
  hub_->sweep();
  settle();
  EXPECT_TRUE(hub_->is_drained());
  FakeMember noor;
  join(noor, 1, 0);
  EXPECT_EQ(noor.count(wire::Frame::kLoggedIn), 1);
}

TEST_F(HubTest, TellsItsNextDeadlineAndKeepsIt) {
  start();
  int moved = 0;
  hub_->on_deadline([&] { ++moved; });
  FakeMember noor;
  const auto id = hub_->add(noor, {});
  wire::Frame frame;
  frame.mutable_nameplate_allocate();
  hub_->handle_nameplate(id, frame);
  EXPECT_GT(moved, 0);
  ASSERT_TRUE(hub_->next_deadline());
  mono_ = *hub_->next_deadline();
  hub_->handle_time();
  EXPECT_EQ(noor.count(wire::Frame::kNameplateClose), 1);
}

TEST_F(HubTest, IgnoresConnectionsThatAreGone) {
  start();
  FakeMember noor;
  const auto id = join(noor, 1, 0);
  hub_->remove(id);
  hub_->remove(id);
  hub_->handle_frame(id, post());
  hub_->handle_nameplate(id, post());
  settle();
  EXPECT_EQ(noor.count(wire::Frame::kPosted), 0);
}

TEST_F(HubTest, TellsEveryoneThatItStops) {
  start();
  FakeMember noor, stranger;
  join(noor, 1, 0);
  hub_->add(stranger, {});
  hub_->begin_stop();
  hub_->dismiss_all();
  for (const auto* member : {&noor, &stranger}) {
    ASSERT_FALSE(member->frames.empty());
    EXPECT_EQ(member->frames.back().error().code(), wire::Error::UNAVAILABLE);
    EXPECT_TRUE(member->dismissed);
  }
}

TEST_F(HubTest, AnswersUnavailableWhileTheStoreFails) {
  start();
  FakeMember noor;
  const auto id = join(noor, 1, 0);
  store_.make_unavailable(true);
  hub_->handle_frame(id, post());
  settle();
  ASSERT_EQ(noor.count(wire::Frame::kError), 1);
  EXPECT_EQ(noor.frames.back().error().code(), wire::Error::UNAVAILABLE);
  store_.make_unavailable(false);
  hub_->handle_frame(id, post());
  settle();
  EXPECT_EQ(noor.count(wire::Frame::kPosted), 1);
}

}  // namespace
}  // namespace twinlamp::test
