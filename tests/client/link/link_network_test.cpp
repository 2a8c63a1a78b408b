// The real Link against a real relay, over real TLS on loopback.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>

#include "tests/support/network.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;
using Reason = client::LinkDown::Reason;

class LinkTest : public testing::Test {
protected:
  void start_relay() {
    relay_.emplace(config_);
    config_.listener.port = relay_->port();  // the same again after a restart
  }
  // While the clients' loop runs: a relay says goodbye, and waits some seconds for theirs.
  void stop_relay() {
    std::atomic<bool> stopped = false;
    std::thread stopping([&] {
      relay_->stop();
      stopped = true;
    });
    run_until(loop_, [&] { return stopped.load(); });
    stopping.join();
    relay_.reset();
  }
  std::unique_ptr<LinkPeer> member(std::uint8_t slot) {
    auto peer = std::make_unique<LinkPeer>(loop_, 10u + slot);
    peer->link.login(keys_.login(slot));
    peer->link.connect(link_config(relay_->port(), relay_->relay_id()));
    return peer;
  }

  TempFolder folder_;
  relay::Config config_ = relaxed_config(folder_ / "relay");
  std::optional<RelayThread> relay_;
  client::Loop loop_;
  PairKeys keys_{1};
};

TEST_F(LinkTest, CarriesAPostFromOneToTheOther) {
  start_relay();
  auto noor = member(0), sam = member(1);
  ASSERT_TRUE(noor->until_logged_in() && sam->until_logged_in());
  EXPECT_TRUE(noor->link.send(post_frame(3, 64 * 1024)));
  const auto delivered = sam->next(wire::Frame::kDeliver);
  ASSERT_TRUE(delivered);
  EXPECT_EQ(delivered->deliver().body().size(), 64u * 1024);
  EXPECT_TRUE(noor->next(wire::Frame::kPosted));
}

TEST_F(LinkTest, LogsInByItselfAgainAfterTheRelayCameBack) {
  start_relay();
  auto noor = member(0);
  ASSERT_TRUE(noor->until_logged_in());
  stop_relay();
  ASSERT_TRUE(run_until(loop_, [&] { return !noor->downs.empty(); }));
  EXPECT_TRUE(noor->downs.front().retry_in);
  start_relay();
  ASSERT_TRUE(noor->until_logged_in());
  EXPECT_EQ(noor->logins, 2);
}

TEST_F(LinkTest, ResumesAfterWhatIsSafeHere) {
  start_relay();
  auto noor = member(0), sam = member(1);
  ASSERT_TRUE(noor->until_logged_in() && sam->until_logged_in());
  noor->link.send(post_frame(1, 100));
  noor->link.send(post_frame(2, 100));
  const auto first = sam->next(wire::Frame::kDeliver);
  ASSERT_TRUE(first && sam->next(wire::Frame::kDeliver));
  sam->resume = first->deliver().seq();
  stop_relay();
  sam->frames.clear();
  start_relay();
  ASSERT_TRUE(run_until(loop_, [&] { return sam->logins == 2; }));
  const auto next = sam->next(wire::Frame::kDeliver);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->deliver().seq(), first->deliver().seq() + 1);
}

TEST_F(LinkTest, DropsAConnectionWhoseOutboxIsFullAndComesBack) {
  start_relay();
  LinkPeer noor(loop_, 1);
  auto config = link_config(relay_->port(), relay_->relay_id());
  config.outbox_bytes = 200 * 1024;
  noor.link.login(keys_.login(0));
  noor.link.connect(config);
  ASSERT_TRUE(noor.until_logged_in());
  int taken = 0;
  while (noor.link.send(post_frame(static_cast<std::uint8_t>(taken), 60 * 1024))) ++taken;
  EXPECT_EQ(taken, 3);
  ASSERT_TRUE(noor.until_down());
  EXPECT_EQ(noor.downs.front().reason, Reason::outbox_full);
  EXPECT_TRUE(noor.until_logged_in());
}

TEST_F(LinkTest, StepsBackForANewerOneOfItsSlot) {
  start_relay();
  auto older = member(0);
  ASSERT_TRUE(older->until_logged_in());
  auto newer = member(0);
  ASSERT_TRUE(older->until_down());
  EXPECT_EQ(older->downs.front().reason, Reason::replaced);
  EXPECT_FALSE(older->downs.front().retry_in);
  EXPECT_TRUE(newer->until_logged_in());
}

TEST_F(LinkTest, ReportsARoomThatHasEndedAndDoesNotComeBack) {
  start_relay();
  auto noor = member(0);
  ASSERT_TRUE(noor->until_logged_in());
  wire::Frame frame;
  frame.mutable_room_erase()->set_farewell("sealed");
  noor->link.send(frame);
  ASSERT_TRUE(noor->until_down());
  auto sam = member(1);
  const auto erased = sam->next(wire::Frame::kRoomErased);
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->room_erased().farewell(), "sealed");
  ASSERT_TRUE(run_until(loop_, [&] { return !sam->downs.empty(); }));
  EXPECT_EQ(sam->downs.front().reason, Reason::room_ended);
  EXPECT_FALSE(sam->downs.front().retry_in);
}

TEST_F(LinkTest, LogsInOnTheConnectionThatItHas) {
  start_relay();
  LinkPeer noor(loop_, 1);
  noor.link.connect(link_config(relay_->port(), std::nullopt));
  ASSERT_TRUE(run_until(loop_, [&] { return noor.link.is_connected(); }));
  noor.link.login(keys_.login(0));
  ASSERT_TRUE(noor.until_logged_in());
  EXPECT_EQ(noor.relays.size(), 1u);
}

TEST_F(LinkTest, SaysThatNobodyAnswersAndRetries) {
  start_relay();
  const auto port = relay_->port();
  relay_.reset();
  LinkPeer noor(loop_, 1);
  noor.link.connect(link_config(port, std::nullopt));
  ASSERT_TRUE(run_until(loop_, [&] { return noor.downs.size() == 3; }));
  EXPECT_EQ(noor.downs.back().reason, Reason::unreachable);
}

TEST_F(LinkTest, SaysThatANameIsUnknown) {
  LinkPeer noor(loop_, 1);
  auto config = link_config(1, std::nullopt);
  config.host = "no-such-host.invalid";
  noor.link.connect(config);
  ASSERT_TRUE(noor.until_down());
  EXPECT_EQ(noor.downs.front().reason, Reason::unreachable);
}

TEST_F(LinkTest, RetriesAtOnceWhenPoked) {
  start_relay();
  const auto port = relay_->port();
  relay_.reset();
  LinkPeer noor(loop_, 1);
  auto config = link_config(port, std::nullopt);
  config.backoff = {1h, 1h, 1h};
  noor.link.connect(config);
  ASSERT_TRUE(noor.until_down());
  noor.link.poke();
  EXPECT_TRUE(noor.until_down());
}

TEST_F(LinkTest, NoticesAPeerThatHasGoneSilentWhenPoked) {
  start_relay();
  auto noor = member(0);
  ASSERT_TRUE(noor->until_logged_in());
  noor->link.poke();  // a relay that answers keeps its connection
  wire::Frame frame;
  frame.mutable_ping()->set_token(1);
  noor->link.send(frame);
  noor->link.send(post_frame(1, 10));
  ASSERT_TRUE(noor->next(wire::Frame::kPosted));
  EXPECT_TRUE(noor->link.is_logged_in());
  EXPECT_TRUE(noor->downs.empty());
}

TEST_F(LinkTest, GivesUpOnARelayThatTakesTheConnectionAndSaysNothing) {
  namespace ip = boost::asio::ip;
  ip::tcp::acceptor silent(loop_.context().io, {ip::address_v4::loopback(), 0});
  LinkPeer noor(loop_, 1);
  auto config = link_config(silent.local_endpoint().port(), std::nullopt);
  config.connect_timeout = 20ms;
  noor.link.connect(config);
  ASSERT_TRUE(noor.until_down());
  EXPECT_EQ(noor.downs.front().reason, Reason::unreachable);
  EXPECT_TRUE(noor.downs.front().retry_in);
}

TEST_F(LinkTest, WaitsAsLongAsABusyRelayAsks) {
  config_.listener.sockets_a_minute = 1;
  start_relay();
  auto first = member(0);
  ASSERT_TRUE(first->until_logged_in());
  auto second = member(1);
  ASSERT_TRUE(second->until_down());
  EXPECT_EQ(second->downs.front().reason, Reason::too_fast);
  ASSERT_TRUE(second->downs.front().retry_in);
  EXPECT_GE(*second->downs.front().retry_in, 60s);
}

TEST_F(LinkTest, CallsNobodyAfterClose) {
  start_relay();
  auto noor = member(0);
  ASSERT_TRUE(noor->until_logged_in());
  noor->link.close();
  EXPECT_FALSE(noor->link.send(post_frame(1, 10)));
  loop_.stop();
  loop_.run();
  relay_.reset();
  EXPECT_TRUE(noor->downs.empty());
}

TEST_F(LinkTest, EndsTheLoopOnceItIsClosed) {
  start_relay();
  auto noor = member(0);
  ASSERT_TRUE(noor->until_logged_in());
  noor->link.close();
  loop_.stop();
  loop_.run();  // returns: nothing holds it
  EXPECT_FALSE(noor->link.is_connected());
}

}  // namespace
}  // namespace twinlamp::test
