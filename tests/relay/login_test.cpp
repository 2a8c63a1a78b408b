// The door of the relay, over real TLS on loopback: who gets in, and who is turned away how.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "tests/support/network.h"
#include "tests/support/tls_probe.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;
using Reason = client::LinkDown::Reason;

constexpr std::string_view upgrade =
    "GET /v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

class LoginTest : public testing::Test {
protected:
  void start() { relay_.emplace(config_); }
  wire::Error::Code error_to(WirePeer& peer) {
    const auto frame = peer.next(wire::Frame::kError);
    return frame ? frame->error().code() : wire::Error::UNSPECIFIED;
  }

  TempFolder folder_;
  relay::Config config_ = relaxed_config(folder_ / "relay");
  std::optional<RelayThread> relay_;
  client::Loop loop_;
  PairKeys keys_{1};
};

TEST_F(LoginTest, LetsInAMemberThatProvesItself) {
  start();
  WirePeer peer(loop_, relay_->port());
  EXPECT_TRUE(peer.join(keys_, 0));
}

TEST_F(LoginTest, ProvesTheRelayToTheClient) {
  start();
  LinkPeer peer(loop_, 1);
  peer.link.connect(link_config(relay_->port(), relay_->relay_id()));
  ASSERT_TRUE(run_until(loop_, [&] { return !peer.relays.empty(); }));
  EXPECT_EQ(peer.relays.front().relay_id, relay_->relay_id());
}

TEST_F(LoginTest, RefusesAMembersWrongSignature) {
  start();
  WirePeer peer(loop_, relay_->port());
  ASSERT_TRUE(peer.greet());
  auto forged = keys_;
  std::swap(forged.signers[0], forged.signers[1]);
  peer.login(forged, 0);
  EXPECT_EQ(error_to(peer), wire::Error::UNAUTHENTIC);
  EXPECT_TRUE(peer.ends());
}

TEST_F(LoginTest, RefusesALoginThatWasSignedForAnotherConnection) {
  start();
  WirePeer first(loop_, relay_->port(), 1), second(loop_, relay_->port(), 2);
  ASSERT_TRUE(first.greet());
  ASSERT_TRUE(second.greet());
  second.context() = first.context();
  second.login(keys_, 0);
  EXPECT_EQ(error_to(second), wire::Error::UNAUTHENTIC);
}

TEST_F(LoginTest, IsRefusedByAClientThatExpectsAnotherRelay) {
  start();
  LinkPeer peer(loop_, 1);
  peer.link.connect(link_config(relay_->port(), PublicKey{1, 2, 3}));
  ASSERT_TRUE(peer.until_down());
  EXPECT_EQ(peer.downs.front().reason, Reason::wrong_relay);
  EXPECT_TRUE(peer.relays.empty());
}

TEST_F(LoginTest, IsRefusedByAClientPairedInTheOtherBindingMode) {
  start();
  relay_.reset();  // it has made its certificate
  config_.behind_proxy = true;
  config_.certificate = folder_ / "relay/tls.crt";
  config_.certificate_key = folder_ / "relay/tls.key";
  start();
  LinkPeer peer(loop_, 1);
  peer.link.connect(link_config(relay_->port(), relay_->relay_id()));
  ASSERT_TRUE(peer.until_down());
  EXPECT_EQ(peer.downs.front().reason, Reason::wrong_binding);
}

TEST_F(LoginTest, GivesAManInTheMiddleAwayToTheClient) {
  start();
  const ManInTheMiddle thief(relay_->port(), folder_ / "relay/tls.crt", folder_ / "relay/tls.key");
  LinkPeer peer(loop_, 1);
  peer.link.connect(link_config(thief.port(), relay_->relay_id()));
  ASSERT_TRUE(peer.until_down());
  EXPECT_EQ(peer.downs.front().reason, Reason::wrong_relay);
  peer.link.close();
  loop_.stop();
  loop_.run();  // until its socket has closed, so that the thief ends
}

TEST_F(LoginTest, RefusesALoginThatCameThroughAManInTheMiddle) {
  start();
  const ManInTheMiddle thief(relay_->port(), folder_ / "relay/tls.crt", folder_ / "relay/tls.key");
  WirePeer peer(loop_, thief.port());
  ASSERT_FALSE(peer.greet());  // a careful client stops here; this one goes on
  peer.context().relay_id = relay_->relay_id();
  peer.login(keys_, 0);
  EXPECT_EQ(error_to(peer), wire::Error::UNAUTHENTIC);
}

TEST_F(LoginTest, ChecksTheCertificateAndHostNameWhereAProxyEndsTls) {
  start();
  for (const auto* authority : {"", "relay/tls.crt"}) {  // nobody vouches for it; somebody does, and it names another host
    LinkPeer peer(loop_, 1);
    auto config = link_config(relay_->port(), relay_->relay_id());
    config.binding = Binding::none;
    if (*authority != 0) config.ca_file = folder_ / authority;
    peer.link.connect(config);
    ASSERT_TRUE(peer.until_down());
    EXPECT_EQ(peer.downs.front().reason, Reason::tls_failed) << authority;
  }
}

TEST_F(LoginTest, AnswersHealthAndNothingElseToBrowsers) {
  start();
  EXPECT_NE(talk_tls(relay_->port(), get("/healthz")).find("200 OK"), std::string::npos);
  EXPECT_NE(talk_tls(relay_->port(), get("/healthz")).find("\r\n\r\nok\n"), std::string::npos);
  EXPECT_NE(talk_tls(relay_->port(), get("/")).find(" 404 "), std::string::npos);
  EXPECT_NE(talk_tls(relay_->port(), get("/v1")).find(" 426 "), std::string::npos);
  EXPECT_NE(talk_tls(relay_->port(), "POST /v1 HTTP/1.1\r\nHost: x\r\n\r\n").find(" 405 "), std::string::npos);
}

TEST_F(LoginTest, RefusesAnyOrigin) {
  start();
  const std::string known = std::string(upgrade) + "Sec-WebSocket-Protocol: twinlamp.v1\r\n";
  EXPECT_NE(talk_tls(relay_->port(), known + "Origin: https://example.org\r\n\r\n").find(" 403 "), std::string::npos);
  EXPECT_NE(talk_tls(relay_->port(), known + "Origin: null\r\n\r\n").find(" 403 "), std::string::npos);
}

TEST_F(LoginTest, RefusesAnotherSubprotocol) {
  start();
  EXPECT_NE(talk_tls(relay_->port(), std::string(upgrade) + "\r\n").find(" 400 "), std::string::npos);
}

TEST_F(LoginTest, SpeaksNoOlderTlsThan13) {
  start();
  EXPECT_EQ(talk_tls(relay_->port(), get("/healthz"), TLS1_2_VERSION), "");
  EXPECT_NE(talk_tls(relay_->port(), get("/healthz"), TLS1_3_VERSION), "");
}

TEST_F(LoginTest, ClosesOnGarbageInsteadOfTlsOrHttp) {
  start();
  EXPECT_EQ(talk_plain(relay_->port(), "GET / HTTP/1.1\r\n\r\n").find("HTTP"), std::string::npos);
  EXPECT_EQ(talk_tls(relay_->port(), std::string("\0\xff garbage\r\n\r\n", 14)), "");
  EXPECT_EQ(talk_tls(relay_->port(), "GET /v1 HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"), "");
}

TEST_F(LoginTest, AnswersAFrameThatDoesNotParseAndCloses) {
  start();
  WirePeer peer(loop_, relay_->port());
  ASSERT_TRUE(peer.greet());
  peer.send_raw({0xff, 0xff, 0xff});
  EXPECT_EQ(error_to(peer), wire::Error::MALFORMED);
  EXPECT_TRUE(peer.ends());
}

TEST_F(LoginTest, TakesNoFrameOfARoomBeforeALogin) {
  start();
  WirePeer peer(loop_, relay_->port());
  ASSERT_TRUE(peer.greet());
  peer.post(1);
  EXPECT_EQ(error_to(peer), wire::Error::MALFORMED);
  EXPECT_TRUE(peer.ends());
}

TEST_F(LoginTest, TakesNothingBeforeAHello) {
  start();
  WirePeer peer(loop_, relay_->port());
  ASSERT_TRUE(peer.open());
  peer.login(keys_, 0);
  EXPECT_EQ(error_to(peer), wire::Error::MALFORMED);
}

TEST_F(LoginTest, SaysWhichVersionItSpeaks) {
  start();
  WirePeer peer(loop_, relay_->port());
  ASSERT_TRUE(peer.open());
  wire::Frame frame;
  frame.mutable_client_hello()->set_version(2);
  frame.mutable_client_hello()->set_nonce(std::string(32, 'n'));
  peer.send(frame);
  EXPECT_EQ(error_to(peer), wire::Error::UNSUPPORTED);
  EXPECT_TRUE(peer.ends());
}

TEST_F(LoginTest, ClosesOnAFrameAboveOneKibBeforeLogin) {
  start();
  WirePeer within(loop_, relay_->port()), beyond(loop_, relay_->port());
  ASSERT_TRUE(within.greet());
  within.send_raw(Bytes(1024, 0xff));
  EXPECT_EQ(error_to(within), wire::Error::MALFORMED);  // read, and answered
  ASSERT_TRUE(beyond.greet());
  beyond.send_raw(Bytes(1025, 0xff));
  EXPECT_FALSE(beyond.next(wire::Frame::kError));  // not even read
}

TEST_F(LoginTest, ClosesOnAFrameAbove66KibAfterLogin) {
  start();
  WirePeer peer(loop_, relay_->port());
  ASSERT_TRUE(peer.join(keys_, 0));
  peer.send_raw(Bytes(limits::frame + 1, 0xff));
  EXPECT_FALSE(peer.next(wire::Frame::kError));
  EXPECT_TRUE(peer.has_ended());
}

TEST_F(LoginTest, ClosesOnOneThatDoesNotLogInInTime) {
  config_.session.pre_login = 20ms;
  start();
  WirePeer peer(loop_, relay_->port());
  ASSERT_TRUE(peer.greet());
  EXPECT_TRUE(peer.ends());
}

TEST_F(LoginTest, ClosesOnOneThatNeverFinishesItsHandshake) {
  config_.listener.connection.pre_login = 20ms;
  start();
  EXPECT_EQ(talk_plain(relay_->port(), ""), "");  // returns because the relay closes
}

TEST_F(LoginTest, SendsAnAddressAwayThatConnectsTooOften) {
  config_.listener.sockets_a_minute = 2;
  start();
  const auto known = std::string(upgrade) + "Sec-WebSocket-Protocol: twinlamp.v1\r\n\r\n";
  WirePeer first(loop_, relay_->port(), 1), second(loop_, relay_->port(), 2);
  EXPECT_TRUE(first.greet());
  EXPECT_TRUE(second.greet());
  const auto third = talk_tls(relay_->port(), known);
  EXPECT_NE(third.find(" 429 "), std::string::npos);
  EXPECT_NE(third.find("Retry-After: 60"), std::string::npos);
  EXPECT_NE(talk_tls(relay_->port(), get("/healthz")).find("200 OK"), std::string::npos);
  EXPECT_EQ(talk_tls(relay_->port(), known), "");  // at twice the limit: cut
}

TEST_F(LoginTest, AsksForTheOperatorsTokenForANewRoom) {
  config_.limits.rooms.invite_token = "moss";
  start();
  LinkPeer without(loop_, 1), with(loop_, 2);
  without.link.login(keys_.login(0));
  without.link.connect(link_config(relay_->port(), relay_->relay_id()));
  ASSERT_TRUE(without.until_down());
  EXPECT_EQ(without.downs.front().reason, Reason::login_refused);
  without.link.close();
  auto login = keys_.login(0);
  login.invite_token = "moss";
  with.link.login(login);
  with.link.connect(link_config(relay_->port(), relay_->relay_id()));
  EXPECT_TRUE(with.until_logged_in());
}

TEST_F(LoginTest, KeepsItsIdentityOverARestart) {
  start();
  const auto before = relay_->relay_id();
  relay_.reset();
  start();
  EXPECT_EQ(relay_->relay_id(), before);
}

}  // namespace
}  // namespace twinlamp::test
