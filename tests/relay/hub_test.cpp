// The Hub over a store in memory and a clock that the test turns: no sockets.
#include "relay/hub.h"

#include <gtest/gtest.h>

#include "relay/store_memory.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;

struct FakeMember : relay::Member {
  void deliver(const wire::Frame& frame) override { frames.push_back(frame); }
  void forward(ByteView frame) override { forwarded.push_back(to_bytes(frame)); }
  void dismiss() override { dismissed = true; }
  int count(wire::Frame::KindCase kind) const {
    return static_cast<int>(
        std::count_if(frames.begin(), frames.end(), [&](const auto& frame) { return frame.kind_case() == kind; }));
  }
  std::vector<wire::Frame> frames;
  std::vector<Bytes> forwarded;
  bool dismissed = false;
};

class HubTest : public testing::Test {
protected:
  HubTest() { limits_.rooms.new_rooms_a_day = 1; }
  void start() {
    policy_.emplace(limits_.rooms);
    hub_.emplace(limits_, *policy_, random_, store_, [this] { return Now{mono_, wall_}; });
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

  Bytes live(std::size_t body) {
    wire::Frame frame;
    frame.mutable_live()->set_body(std::string(body, 'l'));
    return to_bytes(bytes_of(frame.SerializeAsString()));
  }

  SeededRandom random_{1};
  relay::MemoryStore store_;
  relay::HubLimits limits_;
  MonoTime mono_{};
  WallTime wall_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
  std::optional<relay::SharedPolicy> policy_;
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

TEST_F(HubTest, ForwardsALiveFrameAsItCame) {
  start();
  FakeMember noor, sam;
  const auto id = join(noor, 1, 0);
  join(sam, 1, 1);
  for (const std::size_t size : {1u, 300u, 17u * 1024}) {
    ASSERT_TRUE(hub_->handle_live(id, live(size))) << size;
    EXPECT_EQ(sam.forwarded.back(), live(size));
  }
  EXPECT_FALSE(sam.dismissed);
  EXPECT_TRUE(noor.forwarded.empty());
}

TEST_F(HubTest, LeavesWhatIsNoPlainLiveFrameToTheParser) {
  start();
  FakeMember noor;
  const auto id = join(noor, 1, 0);
  const auto posted = post().SerializeAsString();
  EXPECT_FALSE(hub_->handle_live(id, bytes_of(posted)));
  EXPECT_FALSE(hub_->handle_live(id, {}));
  EXPECT_FALSE(hub_->handle_live(hub_->add(noor, {}), live(5)));  // has not logged in
}

TEST_F(HubTest, EndsAMemberWhoseLiveFrameIsTooLong) {
  start();
  FakeMember noor, sam;
  const auto id = join(noor, 1, 0);
  join(sam, 1, 1);
  EXPECT_TRUE(hub_->handle_live(id, live(17 * 1024 + 1)));
  EXPECT_TRUE(noor.dismissed);
  EXPECT_TRUE(sam.forwarded.empty());
}

TEST_F(HubTest, RefusesLiveFramesThatComeTooFast) {
  limits_.room.frames_burst = 2;
  start();
  FakeMember noor, sam;
  const auto id = join(noor, 1, 0);
  join(sam, 1, 1);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(hub_->handle_live(id, live(5)));
  EXPECT_EQ(sam.forwarded.size(), 2u);
  EXPECT_EQ(noor.count(wire::Frame::kError), 1);
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

struct OneInvite : Invites {
  bool accepts(std::string_view token) override { return token == "fern" && held + used < 1; }
  void hold(std::string_view) override { ++held; }
  void release(std::string_view) override { --held; }
  void use(std::string_view) override { --held, ++used; }
  int held = 0, used = 0;
};

TEST_F(HubTest, SpendsAnInviteOnTheRoomThatIsMadeEvenForOneWhoHasGoneMeanwhile) {
  OneInvite invite;
  limits_.rooms.invites = &invite;
  start();
  FakeMember noor, other;
  const auto id = hub_->add(noor, {});
  hub_->handle_login(id, {RoomId{1}, 0, 0, "fern"});
  const auto second = hub_->add(other, {});
  hub_->handle_login(second, {RoomId{2}, 0, 0, "fern"});  // at the same moment
  hub_->remove(id);
  settle();
  EXPECT_EQ(invite.used, 1);
  EXPECT_EQ(invite.held, 0);
  EXPECT_EQ(other.count(wire::Frame::kLoggedIn), 0);
  EXPECT_EQ(other.count(wire::Frame::kError), 1);
}

TEST_F(HubTest, SpendsNoInviteOnARoomThatIsThere) {
  OneInvite invite;
  start();
  FakeMember noor, sam;
  join(noor, 1, 0);
  hub_->remove(1);
  settle();
  limits_.rooms.invites = &invite;
  start();
  const auto id = hub_->add(sam, {});
  hub_->handle_login(id, {RoomId{1}, 1, 0, "fern"});
  settle();
  EXPECT_EQ(sam.count(wire::Frame::kLoggedIn), 1);
  EXPECT_EQ(invite.used + invite.held, 0);
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

TEST_F(HubTest, CountsTheRoomsOfOneWhoHangsUpRightAfterEachLogin) {
  limits_.rooms.new_rooms_a_day = 10;
  start();
  const AddressKey stranger{1};
  for (std::uint8_t room = 1; room <= 11; ++room) {
    FakeMember gone;
    const auto id = hub_->add(gone, stranger);
    hub_->handle_login(id, {RoomId{room}, 0, 0, {}});
    hub_->remove(id);
    settle();
  }
  EXPECT_EQ(policy_->rooms(), 10u);
  FakeMember polite;
  join(polite, 12, 0, stranger);
  EXPECT_EQ(polite.count(wire::Frame::kLoggedIn), 0);
}

TEST_F(HubTest, CountsTheRoomsOfManyLoginsAtOnce) {
  limits_.rooms.new_rooms_a_day = 10;
  start();
  std::array<FakeMember, 20> members;
  for (std::uint8_t room = 0; room < members.size(); ++room) {
    hub_->handle_login(hub_->add(members[room], AddressKey{1}), {RoomId{1, room}, 0, 0, {}});
  }
  settle();
  EXPECT_EQ(policy_->rooms(), 10u);
}

TEST_F(HubTest, TakesALoginToARoomThatIsThereForNoNewOne) {
  start();
  FakeMember noor, sam, stranger;
  const auto id = join(noor, 1, 0, AddressKey{7});
  hub_->remove(id);
  settle();
  join(noor, 1, 0, AddressKey{1});
  join(sam, 1, 1, AddressKey{1});
  join(stranger, 2, 0, AddressKey{1});
  EXPECT_EQ(stranger.count(wire::Frame::kLoggedIn), 1);
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

// Room 1 was made before this relay started.
TEST_F(HubTest, CountsTheRoomsThatAreThereWhenItBegins) {
  limits_.rooms.total_rooms = 1;
  start();
  FakeMember noor, stranger;
  join(noor, 1, 0);
  start();
  hub_->begin();
  settle();
  EXPECT_TRUE(hub_->is_drained());
  join(stranger, 2, 0);
  EXPECT_EQ(stranger.count(wire::Frame::kError), 1);
}

TEST_F(HubTest, KeepsTheMinuteOfItsCalendarAndOfTheMachinesClock) {
  start();
  wall_ += 90s;
  hub_->keep_age(WallTime{} + 150s);
  const auto& kept = std::get<store::KeepAge>(store_.waiting().front().operation).age;
  EXPECT_EQ(kept.calendar, wall_.time_since_epoch() - 30s);
  EXPECT_EQ(kept.machine, 2min);
  settle();
  EXPECT_TRUE(hub_->is_drained());
}

TEST_F(HubTest, HasNoMoreWithTheStoreThanAllRoomsTogetherMay) {
  start();
  policy_->budget().take((64u << 20) - 10);
  FakeMember noor, sam;
  const auto id = join(noor, 1, 0, AddressKey{1}), other = join(sam, 2, 0, AddressKey{2});
  hub_->handle_frame(id, post());
  hub_->handle_frame(other, post());
  EXPECT_EQ(sam.frames.back().error().code(), wire::Error::UNAVAILABLE);
  settle();
  EXPECT_EQ(noor.count(wire::Frame::kPosted), 1);
  hub_->handle_frame(other, post());
  settle();
  EXPECT_EQ(sam.count(wire::Frame::kPosted), 1);
  EXPECT_EQ(policy_->budget().taken(), (64u << 20) - 10);
}

TEST_F(HubTest, CountsTheRoomsAgainAfterHousekeeping) {
  limits_.rooms.total_rooms = 1;
  start();
  FakeMember noor, stranger;
  const auto id = join(noor, 1, 0);
  wire::Frame erase;
  erase.mutable_room_erase();
  hub_->handle_frame(id, erase);
  settle();
  hub_->sweep();
  settle();
  join(stranger, 2, 0, AddressKey{9});
  EXPECT_EQ(stranger.count(wire::Frame::kLoggedIn), 1);
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
