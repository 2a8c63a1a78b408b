// What a stranger can send that a client never does, as bytes of its own: it costs the relay nothing that lasts.
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "tests/support/network.h"
#include "tests/support/tls_probe.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;
namespace net = boost::asio;
using boost::system::error_code;

// PROXY version 2 for 127.0.0.1, then a client's upgrade.
const std::string arrival =
    std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\2\7\x7f\0\0\1\x30\x39\1\xbb", 28) +
    "GET /v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: twinlamp.v1\r\n\r\n";

// Masked with zeros.
std::string frame(int opcode, std::string_view payload) {
  std::string out{static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
  out.append(4, '\0');
  return out.append(payload);
}
const std::string garbage = frame(2, "\xff\xff\xff\xff\xff"), close = frame(8, "\x03\xe8"), ping = frame(9, std::string(125, 'p')),
                  unknown = frame(11, "?"), much = std::string("\x82\xff\0\0\0\0\1\0\0\0\0\0\0\0", 14);

class HostileFrames : public testing::Test {
protected:
  void start() {
    config_.behind_proxy = true;
    config_.listener.proxies = {*relay::Network::parse("127.0.0.1")};
    relay_.emplace(config_);
  }
  // What the relay answers to one who arrives.
  std::string answer_to(net::ip::tcp::socket& socket) {
    socket.connect({net::ip::address_v4::loopback(), relay_->port()});
    net::write(socket, net::buffer(arrival));
    std::string answer;
    error_code error;
    net::read_until(socket, net::dynamic_buffer(answer), "\r\n\r\n", error);
    return answer;
  }
  // With its WebSocket standing.
  net::ip::tcp::socket stranger() {
    net::ip::tcp::socket socket(io_);
    const auto answer = answer_to(socket);
    EXPECT_NE(answer.find(" 101 "), std::string::npos) << answer;
    return socket;
  }
  // What comes until the relay has closed.
  static std::size_t read_to_end(net::ip::tcp::socket& socket) {
    std::array<char, 4096> bytes;
    error_code error;
    std::size_t all = 0;
    while (!error) all += socket.read_some(net::buffer(bytes), error);
    return all;
  }

  // The next message of the relay's; none: it has closed.
  static wire::Frame next_frame(net::ip::tcp::socket& socket) {
    wire::Frame frame;
    error_code error;
    std::uint8_t head[4] = {};
    net::read(socket, net::buffer(head, 2), error);
    std::size_t size = head[1];
    if (size == 126) {
      net::read(socket, net::buffer(head + 2, 2), error);
      size = std::size_t{head[2]} << 8 | head[3];
    }
    std::string bytes(size, '\0');
    net::read(socket, net::buffer(bytes), error);
    if (!error && head[0] == 0x82) frame.ParseFromString(bytes);
    return frame;
  }
  static void log_in(net::ip::tcp::socket& socket, const PairKeys& keys) {
    LoginContext context;
    SeededRandom random(1);
    context.client_nonce = random.bytes<32>();
    wire::Frame hello, login;
    *hello.mutable_client_hello() = make_client_hello(context.client_nonce);
    net::write(socket, net::buffer(frame(2, hello.SerializeAsString())));
    ASSERT_TRUE(read_first_relay_hello(next_frame(socket).relay_hello(), context));
    *login.mutable_login() = make_login(context, keys.members, 0, keys.signers[0], 0, "");
    const auto text = login.SerializeAsString();
    std::string message{"\x82\xfe", 2};
    message += {static_cast<char>(text.size() >> 8), static_cast<char>(text.size() & 0xff)};
    net::write(socket, net::buffer(message.append(4, '\0').append(text)));
    ASSERT_TRUE(next_frame(socket).has_logged_in());
  }

  net::io_context io_;
  TempFolder folder_;
  relay::Config config_ = relaxed_config(folder_ / "relay");
  std::optional<RelayThread> relay_;
};

TEST_F(HostileFrames, LeaveNothingBehindHoweverTheyAreJoined) {
  config_.listener.max_connections = 4;
  start();
  const std::string all[] = {garbage, close, unknown, much};
  for (const auto& first : all) {
    for (const auto& second : all) {
      auto socket = stranger();
      net::write(socket, net::buffer(first + second));
      socket.shutdown(net::ip::tcp::socket::shutdown_send);
      read_to_end(socket);
    }
  }
  stranger();       // there is place
  relay_.reset();  // returns
}

TEST_F(HostileFrames, CutOneWhoPingsWithoutReading) {
  config_.listener.connection.idle = 30ms;  // it is not the number of pings that ends it
  start();
  auto socket = stranger();
  socket.set_option(net::socket_base::receive_buffer_size(4096));
  std::string many;
  for (int i = 0; i < 500; ++i) many += ping;
  error_code error;
  std::size_t sent = 0;
  while (!error && sent < 256u << 20) sent += net::write(socket, net::buffer(many), error);
  EXPECT_TRUE(error) << "it takes and answers for ever";
}

TEST_F(HostileFrames, CutOneWhoOnlyPings) {
  start();
  auto socket = stranger();
  std::string many;
  for (int i = 0; i < 2000; ++i) many += ping;
  error_code error;
  net::write(socket, net::buffer(many), error);
  EXPECT_LT(read_to_end(socket), 2000 * 127u);
}

TEST_F(HostileFrames, CutOneWhoseMessageNeverEnds) {
  config_.listener.connection.idle = 300ms;
  start();
  auto socket = stranger();
  // A byte at a time: a fragment, and no last one.
  std::string fragment("\x02\x81\0\0\0\0m", 7);
  net::steady_timer pace(io_);
  std::size_t fragments = 0;
  std::function<void(error_code)> send_one = [&](error_code error) {
    if (!error) net::write(socket, net::buffer(fragment), error);
    if (error) return;
    fragment[0] = 0;
    ++fragments;
    pace.expires_after(5ms);
    pace.async_wait(send_one);
  };
  send_one({});
  char byte = 0;
  bool has_ended = false;
  net::async_read(socket, net::buffer(&byte, 1), [&](error_code error, std::size_t) {
    has_ended = error.failed();
    io_.stop();
  });
  io_.run_for(30s);
  EXPECT_TRUE(has_ended) << "each byte keeps it alive";
  EXPECT_LT(fragments, 900u) << "it is not the message's size that ends it";
}

// No attack, only a bad line: some bytes of a long message come from one look for silence to the next, and that for longer than two.
TEST_F(HostileFrames, AreToldApartFromALongMessageOverASlowLine) {
  config_.listener.connection.idle = 6s;
  start();
  auto socket = stranger();
  const PairKeys keys(1);
  log_in(socket, keys);
  const auto post = post_frame(1, 60'000).SerializeAsString();
  std::string slow{"\x82\xfe", 2};
  slow += {static_cast<char>(post.size() >> 8), static_cast<char>(post.size() & 0xff)};
  slow.append(4, '\0').append(post);
  net::steady_timer pace(io_);
  std::size_t sent = 0;
  std::function<void(error_code)> send_some = [&](error_code error) {
    const auto size = std::min<std::size_t>(4096, slow.size() - sent);
    if (!error) net::write(socket, net::buffer(slow.data() + sent, size), error);
    sent += size;
    if (error || sent == slow.size()) return;
    pace.expires_after(400ms);
    pace.async_wait(send_some);
  };
  send_some({});
  io_.run();
  const auto answer = next_frame(socket);
  EXPECT_TRUE(answer.has_posted()) << answer.ShortDebugString();
}

TEST_F(HostileFrames, AnnounceNoHugeHello) {
  relay_.emplace(config_);
  const std::string hello("\x16\3\1\0\x50\1\1\xff\xb8\3\3", 11);  // 131,000 bytes are to come
  EXPECT_EQ(talk_plain(relay_->port(), hello).size(), 0u);           // closed long before the time for a login is over
}

TEST_F(HostileFrames, TakeTheOldestPlaceOfThoseWithoutALogin) {
  config_.listener.max_connections = 8;
  relay_.emplace(config_);
  client::Loop loop;
  const PairKeys keys(1);
  std::vector<std::unique_ptr<WirePeer>> silent;
  for (std::uint64_t i = 0; i < 12; ++i) {
    silent.push_back(std::make_unique<WirePeer>(loop, relay_->port(), 100 + i));
    ASSERT_TRUE(silent.back()->greet()) << i;
  }
  EXPECT_TRUE(silent.front()->ends());
  WirePeer noor(loop, relay_->port(), 1), sam(loop, relay_->port(), 2);
  EXPECT_TRUE(noor.join(keys, 0));
  EXPECT_TRUE(sam.join(keys, 1));
}

TEST_F(HostileFrames, GetNoMoreTimeByARefusedClaim) {
  config_.session.pre_login = config_.listener.connection.pre_login = 700ms;
  relay_.emplace(config_);
  client::Loop loop;
  WirePeer stranger(loop, relay_->port(), 1);
  ASSERT_TRUE(stranger.greet());
  wire::Frame claim;
  claim.mutable_nameplate_claim()->set_nameplate(123);
  stranger.send(claim);
  EXPECT_TRUE(stranger.next(wire::Frame::kError));
  EXPECT_TRUE(stranger.ends());
}

TEST_F(HostileFrames, HaveSoManyConnectionsAnAddressAndNoMore) {
  config_.listener.connections_an_address = 3;
  start();
  std::vector<net::ip::tcp::socket> here;
  for (int i = 0; i < 3; ++i) here.push_back(stranger());
  EXPECT_NE(talk_plain(relay_->port(), arrival).find(" 429 "), std::string::npos);
  here.pop_back();
  for (int tries = 0; tries < 500; ++tries) {  // until the relay has seen it go
    net::ip::tcp::socket socket(io_);
    if (answer_to(socket).find(" 101 ") != std::string::npos) return;
  }
  FAIL() << "its place was not given back";
}

// Somebody waits with a code while others knock: until the code has had its time, the place is kept.
TEST_F(HostileFrames, TakeNoPlaceFromOneWhoHoldsANumber) {
  config_.listener.max_connections = 8;
  relay_.emplace(config_);
  client::Loop loop;
  WirePeer noor(loop, relay_->port(), 1);
  ASSERT_TRUE(noor.greet());
  wire::Frame wish;
  wish.mutable_nameplate_allocate();
  noor.send(wish);
  const auto number = noor.next(wire::Frame::kNameplateAllocated);
  ASSERT_TRUE(number);
  std::vector<std::unique_ptr<WirePeer>> silent;
  for (std::uint64_t i = 0; i < 20; ++i) {
    silent.push_back(std::make_unique<WirePeer>(loop, relay_->port(), 100 + i));
    ASSERT_TRUE(silent.back()->greet()) << i;
  }
  EXPECT_TRUE(silent.front()->ends());
  WirePeer sam(loop, relay_->port(), 2);
  ASSERT_TRUE(sam.greet());
  wire::Frame claim;
  claim.mutable_nameplate_claim()->set_nameplate(number->nameplate_allocated().nameplate());
  sam.send(claim);
  EXPECT_TRUE(sam.next(wire::Frame::kNameplateClaimed));
  EXPECT_TRUE(noor.next(wire::Frame::kNameplateClaimed));
}

// Members have taken all places but one: whoever comes takes that of the oldest who has not said what for.
TEST_F(HostileFrames, GiveTheirPlaceToTheNewestWhereTheRelayIsFull) {
  config_.listener.max_connections = 5;
  relay_.emplace(config_);
  client::Loop loop;
  std::vector<std::unique_ptr<WirePeer>> members;
  for (std::uint64_t i = 0; i < 4; ++i) {
    members.push_back(std::make_unique<WirePeer>(loop, relay_->port(), 10 + i));
    ASSERT_TRUE(members.back()->join(PairKeys(10 + i / 2), i % 2));
  }
  WirePeer silent(loop, relay_->port(), 100);
  ASSERT_TRUE(silent.greet());
  WirePeer next(loop, relay_->port(), 101);
  EXPECT_TRUE(next.join(PairKeys(20), 0));
  EXPECT_TRUE(silent.ends());
  // And where all have: nobody's.
  WirePeer late(loop, relay_->port(), 102);
  EXPECT_FALSE(late.open());
  for (auto& member : members) EXPECT_FALSE(member->has_ended());
}

}  // namespace
}  // namespace twinlamp::test
