// 10,000 posts of 1 KiB by 200 pairs through the real relay process, which is killed with -9 in the middle and started
// again: every post arrives, in order, once. Prints what it measured.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>

#include "tests/support/network.h"
#include "tests/support/relay_process.h"
#include "tests/support/sanitized.h"

namespace twinlamp::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t pairs = twinlamp::test::is_sanitized ? 20 : 200;
constexpr std::uint32_t posts_each = 50;
constexpr std::size_t body_size = 1024;
constexpr std::size_t all_posts = pairs * posts_each;

Bytes body_of(std::uint32_t pair, std::uint32_t number) {
  ByteWriter out;
  out.u32(pair).u32(number).raw(Bytes(body_size - 8, static_cast<std::uint8_t>(number)));
  return out.take();
}

Bytes client_id_of(std::uint32_t pair, std::uint32_t number) {
  ByteWriter out;
  out.u64(pair).u64(number);
  return out.take();
}

// What both kinds of member share: one Link that comes back by itself.
class Member : public client::LinkListener {
public:
  Member(client::Loop& loop, std::uint64_t seed) : random_(seed), link_(loop, random_, *this) {}
  void start(const client::LinkConfig& config, const client::LoginKeys& keys) {
    link_.login(keys);
    link_.connect(config);
  }
  bool is_in() const { return link_.is_logged_in(); }
  void on_connected(const client::RelayFacts&) override {}
  void on_logged_in(const wire::LoggedIn&) override {}
  void on_down(const client::LinkDown&) override {}
  std::uint64_t resume_after() override { return 0; }

protected:
  SeededRandom random_;
  client::Link link_;
};

// Keeps every post until the relay has said that it is committed, and sends what is left again after each login.
class Sender : public Member {
public:
  Sender(client::Loop& loop, std::uint32_t pair, std::size_t& posted)
      : Member(loop, 1000 + pair), pair_(pair), posted_(posted) {
    for (std::uint32_t number = 0; number < posts_each; ++number) waiting_.insert(number);
  }
  void on_logged_in(const wire::LoggedIn&) override {
    for (const auto number : waiting_) link_.send(post(number));
  }
  void on_frame(const wire::Frame& frame) override {
    if (!frame.has_posted()) return;
    ByteReader id(bytes_of(frame.posted().client_id()));
    id.u64();
    posted_ += waiting_.erase(static_cast<std::uint32_t>(id.u64()));
  }

private:
  wire::Frame post(std::uint32_t number) const {
    wire::Frame frame;
    frame.mutable_post()->set_client_id(to_string(client_id_of(pair_, number)));
    frame.mutable_post()->set_body(to_string(body_of(pair_, number)));
    return frame;
  }
  std::uint32_t pair_;
  std::set<std::uint32_t> waiting_;
  std::size_t& posted_;
};

// The model behind it takes an envelope only if it is the next of its mailbox.
class Receiver : public Member {
public:
  Receiver(client::Loop& loop, std::uint32_t pair, std::size_t& received)
      : Member(loop, 2000 + pair), pair_(pair), received_(received) {}
  std::uint64_t resume_after() override { return last_; }
  void on_frame(const wire::Frame& frame) override {
    if (!frame.has_deliver()) return;
    EXPECT_EQ(frame.deliver().seq(), last_ + 1);
    ByteReader body(bytes_of(frame.deliver().body()));
    EXPECT_EQ(body.u32(), pair_);
    const auto number = body.u32();
    EXPECT_EQ(to_bytes(bytes_of(frame.deliver().body())), body_of(pair_, number));
    EXPECT_TRUE(seen_.insert(number).second) << "pair " << pair_ << ", post " << number << " came twice";
    last_ = frame.deliver().seq();
    ++received_;
    wire::Frame ack;
    ack.mutable_ack()->set_seq(last_);
    link_.send(ack);
  }
  std::size_t seen() const { return seen_.size(); }

private:
  std::uint32_t pair_;
  std::set<std::uint32_t> seen_;
  std::size_t& received_;
  std::uint64_t last_ = 0;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

TEST(RelayLoad, LosesAndRepeatsNothingOverAKillInTheMiddle) {
  const TempFolder folder;
  const std::vector<std::string> limits{"--limit", "sockets-a-minute=0", "--limit", "new-rooms-a-day=1000000",
                                        "--limit", "frames-burst=1000"};
  std::optional<RelayProcess> relay(std::in_place, TWINLAMP_RELAY, folder / "relay", limits);
  const auto port = relay->port();
  const auto idle = resident_kib(relay->pid());
  client::Loop loop;
  std::size_t posted = 0, received = 0;
  std::deque<Sender> senders;
  std::deque<Receiver> receivers;
  const auto config = link_config(port, relay->relay_id());
  const auto start = Clock::now();
  for (std::uint32_t pair = 0; pair < pairs; ++pair) {
    const PairKeys keys(pair + 1);
    senders.emplace_back(loop, pair, posted).start(config, keys.login(0));
    receivers.emplace_back(loop, pair, received).start(config, keys.login(1));
  }

  ASSERT_TRUE(run_until(loop, [&] { return posted >= all_posts / 2; }));
  const auto half = seconds_since(start);
  const auto busy = resident_kib(relay->pid());
  relay->kill_hard();
  const auto posted_before = posted;
  relay.emplace(TWINLAMP_RELAY, folder / "relay", limits, port);
  ASSERT_TRUE(run_until(loop, [&] { return posted == all_posts && received == all_posts; }))
      << posted << " posted, " << received << " received";
  const auto whole = seconds_since(start);

  for (const auto& receiver : receivers) EXPECT_EQ(receiver.seen(), posts_each);
  EXPECT_LT(posted_before, all_posts);  // else the kill came too late to mean anything
  std::printf(
      "%zu posts by %zu pairs: killed after %zu (%.1f s), all delivered once after %.1f s; relay %zu KiB idle, %zu KiB "
      "busy\n",
      all_posts, pairs, posted_before, half, whole, idle, busy);
}

// Not a promise, a figure: how long from nothing to logged in, on this machine.
TEST(RelayLoad, MeasuresALogin) {
  const TempFolder folder;
  const RelayProcess relay(TWINLAMP_RELAY, folder / "relay", {"--limit", "sockets-a-minute=0"});
  const PairKeys keys(1);
  std::vector<double> times;
  for (std::uint64_t round = 0; round < 21; ++round) {
    client::Loop loop;
    LinkPeer peer(loop, round);
    peer.link.login(keys.login(0));
    const auto start = Clock::now();
    peer.link.connect(link_config(relay.port(), relay.relay_id()));
    ASSERT_TRUE(peer.until_logged_in());
    times.push_back(seconds_since(start) * 1000);
  }
  std::sort(times.begin(), times.end());
  std::printf("login, loopback: median %.2f ms, slowest of %zu %.2f ms\n", times[times.size() / 2], times.size(),
              times.back());
}

}  // namespace
}  // namespace twinlamp::test
