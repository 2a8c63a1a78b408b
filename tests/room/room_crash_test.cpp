// Two members who post, fetch, vanish and come back, over a relay that is killed before or behind any commit and whose store
// is unavailable at times. In the end each has received every post of the other exactly once, and their latches are open.
#include <gtest/gtest.h>

#include <set>

#include "tests/room/room_harness.h"

namespace twinlamp::test {
namespace {

// A device as the relay's contract asks it to be: sends again what was not Posted, keeps its cursor, acknowledges.
class SimpleMember {
public:
  SimpleMember(RoomHarness& relay, std::uint8_t slot) : relay_(relay), slot_(slot) {}

  void connect() {
    connection_ = ++next_connection;
    logged_in_ = false;
    relay_.begin_join(connection_, slot_, cursor_);
  }
  void vanish() {
    relay_.room->handle_leave(connection_, relay_.now);
    relay_.drain();
    connection_ = 0;
  }
  void lose_relay() { connection_ = 0; }
  void write() {
    outbox_.insert(++written_);
    if (logged_in_) send(written_);
  }
  void put(const TestLatch& latch) {
    latches_.insert_or_assign(latch.id, latch);
    if (logged_in_) relay_.begin(connection_, latch.put(slot_));
  }
  // Takes what has come, up to `count` frames.
  void take(std::size_t count) {
    for (; connection_ != 0 && count > 0 && relay_.has_more(connection_); --count) take_one(relay_.next(connection_));
  }
  void repeat() {
    if (connection_ == 0) connect();
    if (!logged_in_) return;
    for (const auto number : std::set<std::uint32_t>(outbox_)) send(number);
    for (const auto& [id, latch] : std::map<std::string, TestLatch>(latches_)) relay_.begin(connection_, latch.put(slot_));
  }

  std::uint32_t written() const { return written_; }
  bool has_sent_all() const { return outbox_.empty(); }
  const std::multiset<std::string>& received() const { return received_; }
  const std::set<std::string>& released() const { return released_; }

private:
  void take_one(const wire::Frame& frame) {
    if (frame.has_logged_in()) {
      logged_in_ = true;
      repeat();
    }
    if (frame.has_posted()) outbox_.erase(static_cast<std::uint8_t>(frame.posted().client_id()[0]));
    if (frame.has_deliver()) take_delivery(frame.deliver());
    if (frame.has_latch_state() && frame.latch_state().status() == wire::LatchState::RELEASED) {
      released_.insert(frame.latch_state().latch_id());
      latches_.erase(frame.latch_state().latch_id());
    }
    if (frame.has_error() && relay_.is_closed(connection_)) connection_ = 0;
  }
  void take_delivery(const wire::Deliver& deliver) {
    EXPECT_GT(deliver.seq(), cursor_) << "delivered again after it was kept on this connection or resumed after";
    cursor_ = deliver.seq();
    received_.insert(deliver.body());
    relay_.begin(connection_, ack(cursor_));
  }
  void send(std::uint32_t number) {
    relay_.begin(connection_, post(static_cast<std::uint8_t>(number), std::to_string(slot_) + "/" + std::to_string(number)));
  }

  static inline ConnectionId next_connection = 0;
  RoomHarness& relay_;
  std::uint8_t slot_;
  ConnectionId connection_ = 0;
  bool logged_in_ = false;
  std::uint32_t written_ = 0;
  std::set<std::uint32_t> outbox_;
  std::map<std::string, TestLatch> latches_;
  std::uint64_t cursor_ = 0;
  std::multiset<std::string> received_;
  std::set<std::string> released_;
};

class Schedule {
public:
  explicit Schedule(std::uint64_t seed) : random_(seed), relay_(limits()), members_{{{relay_, 0}, {relay_, 1}}} {}

  void run() {
    for (int step = 0; step < 250; ++step) {
      relay_.advance(20ms);
      one_step(members_[random_.below(2)], random_.below(24));
    }
    relay_.store.make_unavailable(false);
    for (int rest = 0; rest < 40; ++rest) {
      for (auto& member : members_) member.repeat();
      relay_.later(5s);
      for (auto& member : members_) member.take(1000);
    }
  }
  void expect_everything_once() {
    for (std::size_t slot = 0; slot < 2; ++slot) {
      const auto& sender = members_[1 - slot];
      EXPECT_TRUE(sender.has_sent_all());
      std::multiset<std::string> expected;
      for (std::uint32_t i = 1; i <= sender.written(); ++i) expected.insert(std::to_string(1 - slot) + "/" + std::to_string(i));
      EXPECT_EQ(members_[slot].received(), expected);
      EXPECT_EQ(members_[slot].released().size(), latches_);
    }
  }

private:
  static RoomLimits limits() {
    RoomLimits limits;
    limits.window_entries = 3;
    limits.frames_burst = 100'000;
    return limits;
  }
  void one_step(SimpleMember& member, std::uint64_t dice) {
    if (dice < 4 && member.written() < 120) member.write();
    if (dice == 4) member.vanish();
    if (dice == 5 || dice == 6) member.connect();
    if (dice == 7) kill(random_.below(2) == 0);
    if (dice == 8) relay_.store.make_unavailable(random_.below(3) == 0, random_.below(2) == 0);
    if (dice == 9) both_put();
    if (dice == 10) relay_.room->handle_time(relay_.now);
    if (dice > 10 && dice < 18) answer(1 + random_.below(4));
    if (dice >= 18) member.take(1 + random_.below(5));
  }
  void answer(std::size_t count) {
    relay_.drain();
    for (auto& result : relay_.store.commit(count)) relay_.room->handle_result(std::move(result), relay_.now);
    relay_.drain();
  }
  void kill(bool behind_the_commit) {
    relay_.drain();
    if (behind_the_commit) (void)relay_.store.commit(1 + random_.below(5));
    relay_.restart();
    for (auto& member : members_) member.lose_relay();
  }
  void both_put() {
    const TestLatch latch(1000 + latches_++);
    for (auto& member : members_) member.put(latch);
  }

  SeededRandom random_;
  RoomHarness relay_;
  std::array<SimpleMember, 2> members_;
  std::size_t latches_ = 0;
};

TEST(RoomCrash, LosesNothingAndDoublesNothingHoweverOftenTheRelayDies) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Schedule schedule(seed);
    schedule.run();
    schedule.expect_everything_once();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace twinlamp::test
