#include "relay/introduction.h"

#include <gtest/gtest.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace twinlamp::test {
namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using Tcp = net::ip::tcp;
using Outcome = relay::Introduction::Outcome;

const std::string line = "PROXY TCP4 192.0.2.7 127.0.0.1 56324 443\r\n";
const std::string version_two("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\2\7\x7f\0\0\1\x30\x39\1\xbb", 28);

class IntroductionTest : public testing::Test {
protected:
  IntroductionTest() { connect(); }
  void connect() {
    Tcp::acceptor acceptor(io_, {net::ip::address_v4::loopback(), 0});
    proxy_ = Tcp::socket(io_);
    proxy_.connect(acceptor.local_endpoint());
    relay::TcpSocket socket(io_.get_executor());
    acceptor.accept(socket);
    introduction_ = std::make_shared<relay::Introduction>(io_, std::move(socket));
    outcome_.reset();
  }
  void start(std::chrono::milliseconds at_most = 60s) {
    introduction_->start(at_most, [this](Outcome outcome, std::optional<net::ip::address> source) {
      outcome_ = outcome;
      source_ = source;
    });
  }
  void say(std::string_view text) { net::write(proxy_, net::buffer(text)); }
  void run() {
    while (!outcome_) io_.run_one();
  }
  std::string rest(std::size_t size) {
    auto socket = introduction_->take_socket();
    std::string text(size, '\0');
    socket.non_blocking(false);
    net::read(socket, net::buffer(text));
    return text;
  }

  net::io_context io_;
  Tcp::socket proxy_{io_};
  std::shared_ptr<relay::Introduction> introduction_;
  std::optional<Outcome> outcome_;
  std::optional<net::ip::address> source_;
};

TEST_F(IntroductionTest, LearnsTheSourceAndLeavesTheClientsBytes) {
  for (const auto& header : {line, version_two}) {
    connect();
    start();
    say(header + "client");
    run();
    EXPECT_EQ(*outcome_, Outcome::introduced);
    ASSERT_TRUE(source_);
    EXPECT_EQ(source_->to_string(), "192.0.2.7");
    EXPECT_EQ(rest(6), "client");
  }
}

TEST_F(IntroductionTest, WaitsForALineThatComesByteByByte) {
  start();
  for (const char c : line) {
    say({&c, 1});
    io_.poll();
  }
  say("x");
  run();
  EXPECT_EQ(*outcome_, Outcome::introduced);
  EXPECT_EQ(rest(1), "x");
}

TEST_F(IntroductionTest, KnowsTheProxyItselfByItsLocalHeader) {
  auto local = version_two;
  local[12] = 0x20;
  start();
  say(local);
  run();
  EXPECT_EQ(*outcome_, Outcome::introduced);
  EXPECT_FALSE(source_);
}

TEST_F(IntroductionTest, RefusesAClientThatComesWithoutAHeader) {
  start();
  say("GET /v1 HTTP/1.1\r\nHost: x\r\n\r\n");
  run();
  EXPECT_EQ(*outcome_, Outcome::malformed);
}

TEST_F(IntroductionTest, RefusesALineThatHasNoEnd) {
  start();
  say("PROXY TCP4 " + std::string(200, '1'));
  run();
  EXPECT_EQ(*outcome_, Outcome::malformed);
}

TEST_F(IntroductionTest, GivesUpOneThatSaysNothingMore) {
  start(10ms);
  say("PRO");
  run();
  EXPECT_EQ(*outcome_, Outcome::gone);
}

TEST_F(IntroductionTest, GivesUpOneThatLeaves) {
  start();
  say("PROXY TCP4");
  proxy_.close();
  run();
  EXPECT_EQ(*outcome_, Outcome::gone);
}

}  // namespace
}  // namespace twinlamp::test
