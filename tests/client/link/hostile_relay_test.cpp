// The Link against a relay that says what no relay should. The fake one stands on the same loop: the relay's own
// listener, and a script.
#include <gtest/gtest.h>

#include "relay/identity.h"
#include "relay/listener.h"
#include "relay/system_random.h"
#include "relay/tls.h"
#include "tests/support/network.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;
using Reason = client::LinkDown::Reason;

class HostileRelayTest : public testing::Test {
protected:
  // Called for each frame that came: true = let it be answered as an honest relay would.
  using Script = std::function<bool(const wire::Frame&, relay::Transport&)>;

  struct Handler : relay::TransportHandler {
    Handler(HostileRelayTest& fixture, relay::Transport& from, relay::Peer peer) : test(fixture), transport(from) {
      context.relay_id = test.keys_.public_key;
      context.channel_binding = std::move(peer.channel_binding);
      transport.set_read_limit(limits::frame);
      transport.set_deadline({});
    }
    void handle_frame(ByteView bytes) override {
      wire::Frame frame;
      ASSERT_TRUE(frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
      if (test.script_ && !test.script_(frame, transport)) return;
      wire::Frame answer;
      if (frame.has_client_hello()) {
        context.client_nonce = *read_client_hello(frame.client_hello());
        context.relay_nonce = test.random_.bytes<32>();
        *answer.mutable_relay_hello() = make_relay_hello(context, test.keys_);
        if (test.flipped_) return say_flipped(transport, answer, *test.flipped_);
      } else if (frame.has_login()) {
        answer.mutable_logged_in();
      } else {
        return;
      }
      say(transport, answer);
    }
    void handle_closed() override {}
    HostileRelayTest& test;
    relay::Transport& transport;
    LoginContext context;
  };

  static void say(relay::Transport& transport, const wire::Frame& frame) {
    const auto text = frame.SerializeAsString();
    transport.send(bytes_of(text));
  }
  static void say_flipped(relay::Transport& transport, const wire::Frame& frame, std::size_t at) {
    auto text = frame.SerializeAsString();
    ASSERT_LT(at + 2, text.size());
    text[at + 2] = static_cast<char>(text[at + 2] ^ 1);
    transport.send(bytes_of(text));
  }
  void connect(Script script) {
    script_ = std::move(script);
    listener_.start();
    peer_.link.login(pair_.login(0));
    peer_.link.connect(link_config(listener_.port(), keys_.public_key));
  }
  Reason reason_of_end() { return peer_.until_down() ? peer_.downs.front().reason : Reason::unreachable; }

  static relay::ListenerConfig listener_config() {
    relay::ListenerConfig config;
    config.host = "127.0.0.1";
    config.sockets_a_minute = 0;
    return config;
  }

  TempFolder folder_;
  relay::SystemRandom random_;
  SigningKeys keys_ = SigningKeys::generate(random_);
  PairKeys pair_{1};
  std::unique_ptr<boost::asio::ssl::context> tls_ = relay::make_tls(relay::load_or_make_certificate(folder_.path()));
  Script script_;
  std::optional<std::size_t> flipped_;  // byte of the relay's hello, behind the frame's tag and length
  client::Loop loop_;
  relay::Counters counters_;
  relay::Turn turn_{loop_.context().io};
  relay::Guests guests_{0};
  relay::Crowd crowd_{turn_, listener_config().connection};
  relay::Listener listener_{turn_, crowd_, guests_, listener_config(), tls_.get(), random_, counters_,
                            [this] { return crowd_.size(); },
                            [this](relay::Transport& transport, relay::Peer peer) {
                              return std::make_unique<Handler>(*this, transport, std::move(peer));
                            }};
  LinkPeer peer_{loop_, 1};
};

TEST_F(HostileRelayTest, IsFineWithAnHonestOne) {
  connect(nullptr);
  EXPECT_TRUE(peer_.until_logged_in());
}

TEST_F(HostileRelayTest, EndsOnBytesThatAreNoFrame) {
  connect([](const wire::Frame&, relay::Transport& transport) {
    transport.send(Bytes{0xff, 0xff, 0xff});
    return false;
  });
  EXPECT_EQ(reason_of_end(), Reason::broke_protocol);
}

TEST_F(HostileRelayTest, EndsOnAFrameOfARoomBeforeTheLogin) {
  connect([](const wire::Frame& frame, relay::Transport& transport) {
    wire::Frame deliver;
    deliver.mutable_deliver()->set_seq(1);
    if (frame.has_login()) say(transport, deliver);
    return frame.has_client_hello();
  });
  EXPECT_EQ(reason_of_end(), Reason::broke_protocol);
  EXPECT_TRUE(peer_.frames.empty());
}

TEST_F(HostileRelayTest, EndsOnALoginThatItDidNotAskFor) {
  connect([](const wire::Frame&, relay::Transport& transport) {
    wire::Frame frame;
    frame.mutable_logged_in();
    say(transport, frame);
    return false;
  });
  EXPECT_EQ(reason_of_end(), Reason::broke_protocol);
  EXPECT_EQ(peer_.logins, 0);
}

TEST_F(HostileRelayTest, EndsOnASecondHello) {
  connect([](const wire::Frame& frame, relay::Transport& transport) {
    wire::Frame hello;
    hello.mutable_relay_hello()->set_binding(1);
    if (frame.has_login()) say(transport, hello);
    return frame.has_client_hello();
  });
  EXPECT_EQ(reason_of_end(), Reason::broke_protocol);
}

TEST_F(HostileRelayTest, EndsOnAHelloWithAFlippedBit) {
  listener_.start();
  for (const std::optional<std::size_t> at : {std::optional<std::size_t>(), {0}, {31}, {40}, {70}, {100}, {128}}) {
    SCOPED_TRACE(at ? std::to_string(*at) : "none");
    flipped_ = at;
    LinkPeer peer(loop_, at.value_or(1));
    peer.link.login(pair_.login(0));
    peer.link.connect(link_config(listener_.port(), keys_.public_key));
    if (!at) {
      ASSERT_TRUE(peer.until_logged_in());  // else what follows says nothing
      continue;
    }
    ASSERT_TRUE(peer.until_down());
    EXPECT_TRUE(peer.relays.empty());
    EXPECT_EQ(peer.logins, 0);
  }
}

TEST_F(HostileRelayTest, EndsOnAHelloForAnotherConnection) {
  connect([&](const wire::Frame& frame, relay::Transport& transport) {
    LoginContext context;
    context.relay_id = keys_.public_key;
    context.client_nonce = *read_client_hello(frame.client_hello());
    context.channel_binding = Bytes(32, 0);
    wire::Frame hello;
    *hello.mutable_relay_hello() = make_relay_hello(context, keys_);
    say(transport, hello);
    return false;
  });
  ASSERT_TRUE(peer_.until_down());
  EXPECT_TRUE(peer_.relays.empty());
}

TEST_F(HostileRelayTest, EndsOnAFrameAboveOneKibBeforeTheLogin) {
  connect([](const wire::Frame&, relay::Transport& transport) {
    transport.send(Bytes(limits::frame_before_login + 1, 0));
    return false;
  });
  EXPECT_EQ(reason_of_end(), Reason::lost);
  EXPECT_TRUE(peer_.frames.empty());
}

TEST_F(HostileRelayTest, EndsOnAFrameAbove66KibAfterTheLogin) {
  connect([](const wire::Frame& frame, relay::Transport& transport) {
    if (frame.has_post()) transport.send(Bytes(limits::frame + 1, 0));
    return true;
  });
  ASSERT_TRUE(peer_.until_logged_in());
  peer_.link.send(post_frame(1, 10));
  EXPECT_EQ(reason_of_end(), Reason::lost);
  EXPECT_TRUE(peer_.frames.empty());
}

TEST_F(HostileRelayTest, IgnoresAFrameOfALaterVersion) {
  connect([](const wire::Frame& frame, relay::Transport& transport) {
    if (frame.has_post()) transport.send(Bytes{0xfa, 0x3f, 0x00});  // field 1023, empty
    if (frame.has_post()) say(transport, post_frame(1, 1));
    return true;
  });
  ASSERT_TRUE(peer_.until_logged_in());
  peer_.link.send(post_frame(1, 10));
  EXPECT_TRUE(peer_.next(wire::Frame::kPost));
  EXPECT_TRUE(peer_.downs.empty());
}

TEST_F(HostileRelayTest, CannotSendUsAwayForLongerThanAnHour) {
  connect([](const wire::Frame& frame, relay::Transport& transport) {
    wire::Frame error;
    error.mutable_error()->set_code(wire::Error::UNAVAILABLE);
    error.mutable_error()->set_retry_after(4'000'000'000);
    if (frame.has_login()) say(transport, error);
    return frame.has_client_hello();
  });
  EXPECT_EQ(reason_of_end(), Reason::relay_unavailable);
  ASSERT_TRUE(peer_.downs.front().retry_in);
  EXPECT_LE(*peer_.downs.front().retry_in, 1h + 1s);
}

// A Pong that nobody asked for is no answer to it.
TEST_F(HostileRelayTest, IsGivenUpWhenItAnswersALoginWithAPong) {
  script_ = [](const wire::Frame& frame, relay::Transport& transport) {
    wire::Frame pong;
    pong.mutable_pong()->set_token(1);
    if (frame.has_login()) say(transport, pong);
    return frame.has_client_hello();
  };
  listener_.start();
  auto config = link_config(listener_.port(), keys_.public_key);
  config.connect_timeout = 200ms;
  peer_.link.login(pair_.login(0));
  peer_.link.connect(config);
  EXPECT_EQ(reason_of_end(), Reason::lost);
}

TEST_F(HostileRelayTest, IsGivenUpWhenItDoesNotAnswerALogin) {
  script_ = [](const wire::Frame& frame, relay::Transport&) { return frame.has_client_hello(); };
  listener_.start();
  auto config = link_config(listener_.port(), keys_.public_key);
  config.connect_timeout = 200ms;
  peer_.link.login(pair_.login(0));
  peer_.link.connect(config);
  EXPECT_EQ(reason_of_end(), Reason::lost);
}

}  // namespace
}  // namespace twinlamp::test
