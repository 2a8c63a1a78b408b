// The real relay killed with -9 under load, again and again on one folder: what it said was kept is delivered, once, in order.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <set>

#include "tests/support/network.h"
#include "tests/support/relay_process.h"
#include "tests/support/sanitized.h"

namespace twinlamp::test {
namespace {

constexpr std::uint32_t kills = is_sanitized ? 8 : 50;
constexpr std::uint32_t couples = 4;
constexpr std::uint32_t posts = 60;  // by each pair in each life of the relay
constexpr std::uint32_t posts_in_all = kills * couples * posts;

class RelayKill : public testing::Test {
protected:
  struct Pair {
    explicit Pair(std::uint32_t number) : keys(100 + number) {}
    PairKeys keys;
    std::set<std::string> owed;       // the relay has said that it keeps them
    std::set<std::string> delivered;  // by their client ids
    std::uint64_t last = 0;
  };

  // On a port of its own each time: another program may have taken the last one meanwhile.
  void start() {
    relay_.emplace(TWINLAMP_RELAY, folder_ / "relay", limits_);
    port_ = relay_->port();
  }

  // All pairs post at once; the relay dies when so many posts are known to be kept.
  void post_and_kill(std::uint32_t life, std::size_t after) {
    std::vector<std::unique_ptr<WirePeer>> senders;
    for (auto& pair : pairs_) {
      senders.push_back(std::make_unique<WirePeer>(loop_, port_, ++seed_));
      ASSERT_TRUE(senders.back()->join(pair.keys, 0));
    }
    for (std::uint32_t number = 0; number < posts; ++number) {
      for (std::uint32_t pair = 0; pair < couples; ++pair) senders[pair]->send(post(life, pair, number));
    }
    std::size_t kept = 0;
    ASSERT_TRUE(run_until(loop_, [&] { return (kept += note_kept(senders)) >= after; }));
    relay_->send_signal(SIGKILL);
    EXPECT_EQ(relay_->wait(), 128 + SIGKILL);
    for (const auto& sender : senders) ASSERT_TRUE(sender->ends());
    note_kept(senders);  // said before it died
  }

  std::size_t note_kept(std::vector<std::unique_ptr<WirePeer>>& senders) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < senders.size(); ++i) {
      for (const auto& frame : senders[i]->frames()) {
        if (!frame.has_posted()) continue;
        pairs_[i].owed.insert(frame.posted().client_id());
        ++kept;
      }
      senders[i]->frames().clear();
    }
    return kept;
  }

  void read_all(Pair& pair) {
    WirePeer reader(loop_, port_, ++seed_);
    ASSERT_TRUE(reader.join(pair.keys, 1, pair.last));
    while (!pair.owed.empty()) {
      const auto frame = reader.next(wire::Frame::kDeliver);
      ASSERT_TRUE(frame) << pair.owed.size() << " posts that were kept are lost";
      ASSERT_EQ(frame->deliver().seq(), pair.last + 1);
      pair.last = frame->deliver().seq();
      const auto id = frame->deliver().body().substr(0, 16);
      ASSERT_TRUE(pair.delivered.insert(id).second) << "one came twice";
      pair.owed.erase(id);
      wire::Frame ack;
      ack.mutable_ack()->set_seq(pair.last);
      reader.send(ack);
    }
  }

  static wire::Frame post(std::uint32_t life, std::uint32_t pair, std::uint32_t number) {
    ByteWriter id;
    id.u32(life).u32(pair).u32(number).u32(0);
    const auto client_id = to_string(id.take());
    wire::Frame frame;
    frame.mutable_post()->set_client_id(client_id);
    frame.mutable_post()->set_body(client_id + std::string(1000, 'x'));
    return frame;
  }

  const TempFolder folder_;
  const std::vector<std::string> limits_{"--limit", "sockets-a-minute=0", "--limit", "new-rooms-a-day=1000",
                                         "--limit", "frames-burst=1000", "--limit", "first-week-kib=100000",
                                         "--limit", "mailbox-entries=100000"};
  client::Loop loop_;
  std::optional<RelayProcess> relay_;
  std::uint16_t port_ = 0;
  std::uint64_t seed_ = 0;
  std::vector<Pair> pairs_;
};

TEST_F(RelayKill, LosesNothingThatItSaidItKept) {
  for (std::uint32_t pair = 0; pair < couples; ++pair) pairs_.emplace_back(pair);
  start();
  SeededRandom chance(1);
  for (std::uint32_t life = 0; life < kills; ++life) {
    SCOPED_TRACE(testing::Message() << "life " << life);
    const auto after = 1 + chance.bytes<1>()[0] * (couples * posts - 1) / 256;
    ASSERT_NO_FATAL_FAILURE(post_and_kill(life, after));
    start();
    for (auto& pair : pairs_) ASSERT_NO_FATAL_FAILURE(read_all(pair));
  }
  std::size_t delivered = 0;
  for (const auto& pair : pairs_) delivered += pair.delivered.size();
  std::printf("%u kills, %zu of %u posts were kept, and each of them was delivered once\n", kills, delivered, posts_in_all);
  EXPECT_GE(delivered, kills);  // how many more than those that were waited for depends on the machine: a quick one keeps all
}

}  // namespace
}  // namespace twinlamp::test
