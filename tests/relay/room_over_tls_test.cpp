// Two clients in a room of a real relay, over real TLS on loopback.
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>

#include "tests/support/network.h"
#include "tests/support/tls_probe.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;

class RoomOverTlsTest : public testing::Test {
protected:
  void start() { relay_.emplace(config_); }
  std::unique_ptr<WirePeer> member(std::uint8_t slot, std::uint64_t resume_after = 0) {
    auto peer = std::make_unique<WirePeer>(loop_, relay_->port(), ++seed_);
    EXPECT_TRUE(peer->join(keys_, slot, resume_after));
    return peer;
  }
  // Posts 1 to count, in order.
  void expect_delivered(WirePeer& peer, int count) {
    for (int id = 1; id <= count; ++id) {
      const auto delivered = peer.next(wire::Frame::kDeliver);
      ASSERT_TRUE(delivered) << id;
      ASSERT_EQ(delivered->deliver().body()[0], 'a' + id % 26);
      wire::Frame ack;
      ack.mutable_ack()->set_seq(delivered->deliver().seq());
      peer.send(ack);
    }
  }

  TempFolder folder_;
  relay::Config config_ = relaxed_config(folder_ / "relay");
  std::optional<RelayThread> relay_;
  client::Loop loop_;
  PairKeys keys_{1};
  std::uint64_t seed_ = 0;
};

TEST_F(RoomOverTlsTest, DeliversAPostToThePartner) {
  start();
  auto noor = member(0), sam = member(1);
  noor->post(7, limits::envelope);
  const auto posted = noor->next(wire::Frame::kPosted);
  const auto delivered = sam->next(wire::Frame::kDeliver);
  ASSERT_TRUE(posted && delivered);
  EXPECT_EQ(posted->posted().client_id(), std::string(16, 7));
  EXPECT_EQ(delivered->deliver().seq(), posted->posted().seq());
  EXPECT_EQ(delivered->deliver().body(), post_frame(7, limits::envelope).post().body());
}

TEST_F(RoomOverTlsTest, KeepsAPostForAnAbsentPartner) {
  start();
  auto noor = member(0);
  noor->post(7);
  ASSERT_TRUE(noor->next(wire::Frame::kPosted));
  auto sam = member(1);
  EXPECT_TRUE(sam->next(wire::Frame::kDeliver));
}

TEST_F(RoomOverTlsTest, GivesARepeatedPostItsOldNumber) {
  start();
  auto noor = member(0);
  noor->post(7);
  const auto first = noor->next(wire::Frame::kPosted);
  noor->post(7);
  const auto second = noor->next(wire::Frame::kPosted);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->posted().seq(), second->posted().seq());
}

TEST_F(RoomOverTlsTest, ForwardsLiveFramesBothWays) {
  start();
  auto noor = member(0), sam = member(1);
  wire::Frame frame;
  frame.mutable_live()->set_body("blink");
  noor->send(frame);
  const auto there = sam->next(wire::Frame::kLive);
  ASSERT_TRUE(there);
  EXPECT_EQ(there->live().body(), "blink");
  sam->send(frame);
  EXPECT_TRUE(noor->next(wire::Frame::kLive));
}

TEST_F(RoomOverTlsTest, TellsWhenThePartnerComesAndGoes) {
  start();
  auto noor = member(0);
  auto sam = member(1);
  const auto came = noor->next(wire::Frame::kPresence);
  sam->drop();
  const auto went = noor->next(wire::Frame::kPresence);
  ASSERT_TRUE(came && went);
  EXPECT_TRUE(came->presence().online());
  EXPECT_FALSE(went->presence().online());
}

TEST_F(RoomOverTlsTest, LetsANewerSocketReplaceTheOlder) {
  start();
  auto older = member(0);
  auto newer = member(0);
  const auto told = older->next(wire::Frame::kError);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->error().code(), wire::Error::REPLACED);
  EXPECT_TRUE(older->ends());
  newer->post(1);
  EXPECT_TRUE(newer->next(wire::Frame::kPosted));
}

TEST_F(RoomOverTlsTest, ResumesAfterTheNumberThatIsSafe) {
  start();
  auto noor = member(0);
  for (std::uint8_t id = 1; id <= 3; ++id) noor->post(id);
  std::uint64_t second = 0;
  for (int i = 1; i <= 3; ++i) {
    const auto posted = noor->next(wire::Frame::kPosted);
    ASSERT_TRUE(posted);
    if (i == 2) second = posted->posted().seq();
  }
  auto sam = member(1, second);
  const auto delivered = sam->next(wire::Frame::kDeliver);
  ASSERT_TRUE(delivered);
  EXPECT_EQ(delivered->deliver().seq(), second + 1);
}

TEST_F(RoomOverTlsTest, AnswersAPing) {
  start();
  auto noor = member(0);
  wire::Frame frame;
  frame.mutable_ping()->set_token(99);
  noor->send(frame);
  const auto pong = noor->next(wire::Frame::kPong);
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->pong().token(), 99u);
}

TEST_F(RoomOverTlsTest, KeepsASilentMemberThatAnswersPingsAndGivesUpOneThatDoesNot) {
  config_.listener.connection.idle = 150ms;
  start();
  auto noor = member(0), sam = member(1);  // say nothing, but their loop runs
  client::Loop stuck;                      // is not run any more once its client has logged in: it answers nothing
  const PairKeys others(2);
  WirePeer partner(loop_, relay_->port(), 98), silent(stuck, relay_->port(), 99);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(silent.join(others, 1) || i > 0);
    ASSERT_TRUE(i > 0 || partner.join(others, 0));
    const auto gone = partner.next(wire::Frame::kPresence);
    ASSERT_TRUE(gone);
    if (!gone->presence().online()) break;
  }
  EXPECT_FALSE(noor->has_ended());
  EXPECT_FALSE(sam->has_ended());
  wire::Frame frame;
  frame.mutable_live()->set_body("still here");
  noor->send(frame);
  EXPECT_TRUE(sam->next(wire::Frame::kLive));
}

TEST_F(RoomOverTlsTest, KeepsAReaderToWhomMoreThanItsOutboxComesAtOnce) {
  start();
  auto noor = member(0), sam = member(1);
  wire::Frame frame;
  for (int i = 0; i < 70; ++i) {  // 1.1 MiB in a row; the outbox has 1 MiB
    frame.mutable_live()->set_body(std::string(16 * 1024, static_cast<char>('a' + i % 26)));
    noor->send(frame);
  }
  for (int i = 0; i < 70; ++i) {
    const auto came = sam->next(wire::Frame::kLive);
    ASSERT_TRUE(came) << i;
    ASSERT_EQ(came->live().body()[0], 'a' + i % 26);
  }
}

TEST_F(RoomOverTlsTest, TakesAndForwardsFramesOfEverySize) {
  start();
  auto noor = member(0), sam = member(1);
  wire::Frame frame;
  for (const std::size_t size : {1u, 100u, 118u, 119u, 120u, 125u, 126u, 500u, 512u, 513u, 1536u, 4096u, 17u * 1024}) {
    frame.mutable_live()->set_body(std::string(size, static_cast<char>('a' + size % 26)));
    noor->send(frame);
    const auto came = sam->next(wire::Frame::kLive);
    ASSERT_TRUE(came) << size;
    EXPECT_EQ(came->live().body(), frame.live().body());
    noor->post(static_cast<std::uint8_t>(size % 251), 3 * size);
    const auto delivered = sam->next(wire::Frame::kDeliver);
    ASSERT_TRUE(delivered) << size;
    EXPECT_EQ(delivered->deliver().body().size(), 3 * size);
  }
}

TEST_F(RoomOverTlsTest, JoinsTwoStrangersByANameplate) {
  start();
  WirePeer shows(loop_, relay_->port(), 1), types(loop_, relay_->port(), 2);
  ASSERT_TRUE(shows.greet());
  ASSERT_TRUE(types.greet());
  wire::Frame frame;
  frame.mutable_nameplate_allocate();
  shows.send(frame);
  const auto allocated = shows.next(wire::Frame::kNameplateAllocated);
  ASSERT_TRUE(allocated);
  frame.mutable_nameplate_claim()->set_nameplate(allocated->nameplate_allocated().nameplate());
  types.send(frame);
  ASSERT_TRUE(types.next(wire::Frame::kNameplateClaimed));
  ASSERT_TRUE(shows.next(wire::Frame::kNameplateClaimed));
  frame.mutable_nameplate_message()->set_body(std::string(900, 'm'));
  types.send(frame);
  const auto message = shows.next(wire::Frame::kNameplateMessage);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->nameplate_message().body().size(), 900u);
}

TEST_F(RoomOverTlsTest, BurnsANameplateWhoseConnectionIsLost) {
  start();
  WirePeer shows(loop_, relay_->port(), 1), types(loop_, relay_->port(), 2);
  ASSERT_TRUE(shows.greet());
  ASSERT_TRUE(types.greet());
  wire::Frame frame;
  frame.mutable_nameplate_allocate();
  shows.send(frame);
  const auto allocated = shows.next(wire::Frame::kNameplateAllocated);
  ASSERT_TRUE(allocated);
  frame.mutable_nameplate_claim()->set_nameplate(allocated->nameplate_allocated().nameplate());
  types.send(frame);
  ASSERT_TRUE(types.next(wire::Frame::kNameplateClaimed));
  shows.drop();
  const auto closed = types.next(wire::Frame::kNameplateClose);
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->nameplate_close().reason(), wire::NameplateClose::PARTNER_LOST);
}

TEST_F(RoomOverTlsTest, LogsInOnTheConnectionThatPaired) {
  start();
  WirePeer shows(loop_, relay_->port(), 1);
  ASSERT_TRUE(shows.greet());
  wire::Frame frame;
  frame.mutable_nameplate_allocate();
  shows.send(frame);
  ASSERT_TRUE(shows.next(wire::Frame::kNameplateAllocated));
  shows.login(keys_, 0);
  EXPECT_TRUE(shows.next(wire::Frame::kLoggedIn));
}

TEST_F(RoomOverTlsTest, SaysWhenAFullMailboxMayHavePlaceAgain) {
  config_.limits.room.mailbox_entries = 1;
  start();
  auto noor = member(0);
  noor->post(1);
  noor->post(2);
  const auto refused = noor->next(wire::Frame::kError);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->error().code(), wire::Error::MAILBOX_FULL);
  EXPECT_EQ(refused->error().client_id(), std::string(16, 2));
  EXPECT_GT(refused->error().retry_after(), 0u);
}

TEST_F(RoomOverTlsTest, SaysWhenFramesCameTooFast) {
  config_.limits.room.frames_per_second = 1;
  config_.limits.room.frames_burst = 3;
  start();
  auto noor = member(0);
  for (std::uint8_t id = 1; id <= 30; ++id) noor->post(id);
  const auto refused = noor->next(wire::Frame::kError);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->error().code(), wire::Error::TOO_FAST);
  EXPECT_GT(refused->error().retry_after(), 0u);
}

TEST_F(RoomOverTlsTest, DropsAReaderWhoseOutboxIsFullAndDeliversAllLater) {
  start();
  client::Loop stuck;  // not run any more once its client has logged in: it reads nothing
  auto sam = std::make_unique<WirePeer>(stuck, relay_->port(), 99);
  ASSERT_TRUE(sam->join(keys_, 1));
  auto noor = member(0);
  for (std::uint8_t id = 1; id <= 20; ++id) noor->post(id);
  wire::Frame live;
  live.mutable_live()->set_body(std::string(16 * 1024, 'l'));
  for (int i = 0; i < 2000; ++i) noor->send(live);  // 32 MiB: more than the kernel's buffers and the outbox hold
  const auto gone = noor->next(wire::Frame::kPresence);
  ASSERT_TRUE(gone);
  EXPECT_FALSE(gone->presence().online());
  wire::Frame ping;
  ping.mutable_ping()->set_token(7);
  noor->send(ping);
  ASSERT_TRUE(noor->next(wire::Frame::kPong));  // all of it has come: nothing floods who comes now
  auto again = member(1);
  expect_delivered(*again, 20);
}

TEST_F(RoomOverTlsTest, TellsItsMembersWhenItStopsAndKeepsWhatItAccepted) {
  start();
  auto noor = member(0);
  for (std::uint8_t id = 1; id <= 100; ++id) noor->post(id);
  ASSERT_TRUE(noor->next(wire::Frame::kPosted));  // the rest is on its way
  relay_->begin_stop();
  int accepted = 1;
  std::optional<wire::Error::Code> told;
  while (!noor->has_ended() || !noor->frames().empty()) {
    run_until(loop_, [&] { return noor->has_ended() || !noor->frames().empty(); });
    for (; !noor->frames().empty(); noor->frames().pop_front()) {
      if (noor->frames().front().has_posted()) ++accepted;
      if (noor->frames().front().has_error()) told = noor->frames().front().error().code();
    }
  }
  EXPECT_EQ(told, wire::Error::UNAVAILABLE);
  relay_.reset();
  start();
  auto sam = member(1);
  expect_delivered(*sam, accepted);
}

TEST_F(RoomOverTlsTest, TakesClientsFromATrustedProxyInPlainWithProxyV2) {
  config_.behind_proxy = true;
  config_.listener.proxies = {*relay::Network::parse("127.0.0.1")};
  start();
  std::string header("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\2\7\x7f\0\0\1\x30\x39\1\xbb", 28);
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  EXPECT_NE(talk_plain(relay_->port(), header + request).find("200 OK"), std::string::npos);
  EXPECT_EQ(talk_plain(relay_->port(), request), "");
}

TEST_F(RoomOverTlsTest, StopsThoughAProxyHasNotYetSaidForWhomItComes) {
  config_.behind_proxy = true;
  config_.listener.proxies = {*relay::Network::parse("127.0.0.1")};
  start();
  boost::asio::ip::tcp::socket silent(loop_.context().io);
  silent.connect({boost::asio::ip::address_v4::loopback(), relay_->port()});
  EXPECT_EQ(talk_plain(relay_->port(), "no proxy's header, 16 bytes and more"), "");  // taken after the silent one
  relay_.reset();                                                                     // returns
  boost::system::error_code error;
  char byte = 0;
  silent.read_some(boost::asio::buffer(&byte, 1), error);
  EXPECT_TRUE(error);
}

TEST_F(RoomOverTlsTest, TakesNobodyButItsProxies) {
  config_.behind_proxy = true;
  config_.listener.proxies = {*relay::Network::parse("192.0.2.0/24")};
  start();
  std::string header("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\2\7\x7f\0\0\1\x30\x39\1\xbb", 28);
  EXPECT_EQ(talk_plain(relay_->port(), header + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"), "");
}

}  // namespace
}  // namespace twinlamp::test
