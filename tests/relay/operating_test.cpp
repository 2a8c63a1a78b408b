// What an operator sees and changes of a relay that runs: its figures, its certificate, the proxies in front of it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/resource.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <regex>

#include "relay/certificate.h"
#include "relay/page_server.h"
#include "tests/support/network.h"
#include "tests/support/relay_process.h"
#include "tests/support/sanitized.h"
#include "tests/support/tls_probe.h"

namespace twinlamp::test {
namespace {

namespace net = boost::asio;
namespace fs = std::filesystem;
const std::string program = TWINLAMP_RELAY;

// With no subprotocol, so that a connection that is let in is answered 400 and ends.
std::string request(const std::string& header = "") {
  return "GET /v1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" +
         header + "\r\n";
}

std::string page(const fs::path& data, const std::string& path) {
  net::io_context io;
  net::local::stream_protocol::socket socket(io);
  socket.connect(net::local::stream_protocol::endpoint((data / "control.sock").string()));
  net::write(socket, net::buffer("GET " + path + " HTTP/1.1\r\n\r\n"));
  std::string text;
  boost::system::error_code end;
  net::read(socket, net::dynamic_buffer(text), end);
  return text;
}

Bytes certificate_shown_on(std::uint16_t port) {
  net::io_context io;
  net::ssl::context tls(net::ssl::context::tls_client);
  net::ssl::stream<net::ip::tcp::socket> stream(io, tls);
  stream.lowest_layer().connect({net::ip::address_v4::loopback(), port});
  stream.handshake(net::ssl::stream_base::client);
  X509* shown = SSL_get1_peer_certificate(stream.native_handle());
  unsigned char* der = nullptr;
  const int size = i2d_X509(shown, &der);
  Bytes bytes(der, der + std::max(size, 0));
  OPENSSL_free(der);
  X509_free(shown);
  return bytes;
}

// As an authority's may be; the relay's own is for P-256.
void make_rsa_certificate(const fs::path& folder) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key.get());
  X509_sign(made.get(), key.get(), EVP_sha256());
  const auto write = [&](const char* name, auto&& text) {
    BIO* file = BIO_new_file((folder / name).c_str(), "w");
    text(file);
    BIO_free(file);
  };
  write("tls.crt", [&](BIO* file) { PEM_write_bio_X509(file, made.get()); });
  write("tls.key",
        [&](BIO* file) { PEM_write_bio_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

class OperatingTest : public testing::Test {
protected:
  void start() { relay_.emplace(config_); }
  void use_proxy(relay::ProxyKind kind) {
    config_.listener.proxies.push_back(*relay::Network::parse("127.0.0.1"));
    config_.listener.proxy_kind = kind;
    config_.behind_proxy = true;
    config_.listener.sockets_a_minute = 1;
  }
  std::string ask(const std::string& bytes) { return talk_plain(relay_->port(), bytes); }

  // Another identity's certificate, in place of the one that is used: the certificate, then the key.
  void make_certificates() {
    for (const char* name : {"used", "other"}) {
      fs::create_directory(folder_ / name);
      relay::load_or_make_certificate(folder_ / name);
    }
  }
  std::vector<std::string> certificate_flags() const {
    return {"--cert",  (folder_ / "used/tls.crt").string(),
            "--key",   (folder_ / "used/tls.key").string(),
            "--limit", "sockets-a-minute=0"};
  }
  void replace(const char* file, const char* from = "other") const {
    fs::copy_file(folder_ / from / file, folder_ / "used" / (std::string(file) + ".new"));
    fs::rename(folder_ / "used" / (std::string(file) + ".new"), folder_ / "used" / file);
  }
  bool shows_another_than(const Bytes& before, std::uint16_t port) {
    return run_until(loop_, [&] { return certificate_shown_on(port) != before; });
  }

  TempFolder folder_;
  relay::Config config_ = relaxed_config(folder_ / "relay");
  std::optional<RelayThread> relay_;
  client::Loop loop_;
  PairKeys keys_{1};
};

TEST_F(OperatingTest, CountsEachClientOfAProxyByItself) {
  use_proxy(relay::ProxyKind::ends_tls);
  start();
  EXPECT_NE(ask("PROXY TCP4 192.0.2.1 127.0.0.1 1 2\r\n" + request()).find(" 400 "), std::string::npos);
  EXPECT_NE(ask("PROXY TCP4 192.0.2.1 127.0.0.1 1 2\r\n" + request()).find(" 429 "), std::string::npos);
  EXPECT_NE(ask("PROXY TCP4 192.0.2.2 127.0.0.1 1 2\r\n" + request()).find(" 400 "), std::string::npos);
  EXPECT_EQ(ask(request()), "");
}

TEST_F(OperatingTest, TakesTheClientOfAnHttpProxyFromItsHeader) {
  use_proxy(relay::ProxyKind::http);
  start();
  EXPECT_NE(ask(request("X-Forwarded-For: 192.0.2.1\r\n")).find("Only the subprotocol"), std::string::npos);
  EXPECT_NE(ask(request("X-Forwarded-For: 192.0.2.1\r\n")).find(" 429 "), std::string::npos);
  EXPECT_NE(ask(request("X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n")).find("Only the subprotocol"), std::string::npos);
  // However often: it is the one who comes too fast, and not the proxy that is set up badly.
  for (int i = 0; i < 3; ++i)
    EXPECT_NE(ask(request("X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-For: 192.0.2.1\r\n")).find(" 429 "), std::string::npos);
  EXPECT_NE(ask(request()).find("names nobody"), std::string::npos);
  EXPECT_NE(ask("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").find("200 OK"), std::string::npos);
}

TEST_F(OperatingTest, TakesConnectionsFromItsProxyOnly) {
  use_proxy(relay::ProxyKind::http);
  config_.listener.proxies = {*relay::Network::parse("192.0.2.0/24")};
  start();
  EXPECT_EQ(ask(request("X-Forwarded-For: 192.0.2.1\r\n")), "");
}

TEST_F(OperatingTest, TellsTotalsAndNothingOfASingleRoom) {
  start();
  WirePeer noor(loop_, relay_->port(), 1), sam(loop_, relay_->port(), 2);
  ASSERT_TRUE(noor.join(keys_, 0));
  ASSERT_TRUE(sam.join(keys_, 1));
  noor.post(1);
  ASSERT_TRUE(noor.next(wire::Frame::kPosted));
  const auto text = page(config_.data, "/metrics");
  for (const char* line :
       {"\ntwinlamp_members 2\n", "\ntwinlamp_rooms 1\n", "\ntwinlamp_rooms_here 1\n",
        "\ntwinlamp_frames_total{kind=\"post\"} 1\n", "\ntwinlamp_logins_total{outcome=\"ok\"} 2\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
  const auto room = room_id_of(keys_.members.key_0, keys_.members.key_1);
  EXPECT_EQ(text.find(to_hex(room)), std::string::npos);
  EXPECT_EQ(text.find(to_base64url(room)), std::string::npos);
  EXPECT_EQ(text.find("127.0.0.1"), std::string::npos);
  std::istringstream lines(text.substr(text.find("\r\n\r\n") + 4));
  const std::regex allowed(
      R"re([a-z_]+(\{(reason|outcome|kind|version)="[a-z0-9_.]+"\})? [0-9.]+|# (HELP|TYPE) [a-z_]+ .*)re");
  for (std::string line; std::getline(lines, line);) EXPECT_TRUE(std::regex_match(line, allowed)) << line;
}

TEST_F(OperatingTest, TellsItsInvitationOnItsOwnSocketOnly) {
  start();
  EXPECT_NE(page(config_.data, "/status").find("# invitation twinlamp://127.0.0.1:"), std::string::npos);
  EXPECT_NE(page(config_.data, "/").find("404 Not Found"), std::string::npos);
  EXPECT_EQ(fs::status(config_.data / "control.sock").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OperatingTest, ServesFiguresOnAPortOfItsOwn) {
  net::io_context io;
  net::ip::tcp::acceptor free_port(io, {net::ip::address_v4::loopback(), 0});
  const auto port = free_port.local_endpoint().port();
  free_port.close();
  config_.metrics = relay::MetricsPlace{"127.0.0.1", port};
  start();
  EXPECT_NE(talk_plain(port, "GET /metrics HTTP/1.1\r\n\r\n").find("twinlamp_rooms 0"), std::string::npos);
  EXPECT_NE(talk_plain(port, "GET /status HTTP/1.1\r\n\r\n").find("404"), std::string::npos);
  EXPECT_NE(talk_plain(port, "POST /metrics HTTP/1.1\r\n\r\n").find("405"), std::string::npos);
  EXPECT_EQ(talk_plain(port, std::string(5000, 'x')), "");
}

// What opens a file finds none free while this is there.
class NoDescriptors {
public:
  NoDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::open("/dev/null", O_RDONLY);
    ::close(next);
    const rlimit none{static_cast<rlim_t>(next), before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_{};
};

TEST_F(OperatingTest, AnswersAgainAfterDescriptorsHadRunOut) {
  if (is_sanitized) GTEST_SKIP() << "a sanitizer takes a descriptor to look whether memory is readable";
  net::io_context io, visitors;
  const net::local::stream_protocol::endpoint place((folder_ / "pages").string());
  const auto pages = relay::serve_pages(io, place, [](const std::string&) { return std::string("here"); });
  net::local::stream_protocol::socket visitor(visitors);
  visitor.connect(place);  // it waits to be accepted
  net::write(visitor, net::buffer(std::string_view("GET / HTTP/1.1\r\n\r\n")));
  {
    const NoDescriptors none;
    io.run_one();
  }
  const auto is_answered = [&] {
    pollfd waiting{visitor.native_handle(), POLLIN, 0};
    return ::poll(&waiting, 1, 0) == 1;
  };
  for (bool goes_on = true; goes_on && !is_answered();) goes_on = io.run_one_for(std::chrono::seconds(30)) > 0;
  EXPECT_TRUE(is_answered());
}

TEST_F(OperatingTest, TakesAChangedCertificateWithoutDroppingAnybody) {
  make_certificates();
  RelayProcess relay(program, folder_ / "relay", certificate_flags());
  WirePeer noor(loop_, relay.port(), 1);
  ASSERT_TRUE(noor.join(keys_, 0));
  const auto before = certificate_shown_on(relay.port());
  replace("tls.crt");
  replace("tls.key");
  EXPECT_TRUE(shows_another_than(before, relay.port()));
  noor.post(1);
  EXPECT_TRUE(noor.next(wire::Frame::kPosted));
  WirePeer sam(loop_, relay.port(), 2);
  EXPECT_TRUE(sam.join(keys_, 1));
}

TEST_F(OperatingTest, ReadsItsCertificateAgainOnSighupAndKeepsTheOldOneWhileHalfIsThere) {
  make_certificates();
  RelayProcess relay(program, folder_ / "relay", certificate_flags());
  const auto before = certificate_shown_on(relay.port());
  const auto faults = [&] {
    return page(folder_ / "relay", "/metrics").find("certificate_faults_total 0") == std::string::npos;
  };
  replace("tls.crt");
  relay.send_signal(SIGHUP);
  ASSERT_TRUE(run_until(loop_, faults));
  EXPECT_EQ(certificate_shown_on(relay.port()), before);
  replace("tls.key");
  relay.send_signal(SIGHUP);
  EXPECT_TRUE(shows_another_than(before, relay.port()));
}

// OpenSSL keeps one certificate for each kind of key in a context, and shows whichever it likes best.
TEST_F(OperatingTest, ShowsOnlyTheNewCertificateWhenItsKeyIsOfAnotherKind) {
  make_certificates();
  fs::create_directory(folder_ / "rsa");
  make_rsa_certificate(folder_ / "rsa");
  RelayProcess relay(program, folder_ / "relay", certificate_flags());
  const auto elliptic = certificate_shown_on(relay.port());
  for (const char* file : {"tls.crt", "tls.key"}) replace(file, "rsa");
  relay.send_signal(SIGHUP);
  ASSERT_TRUE(shows_another_than(elliptic, relay.port()));
  const auto rsa = certificate_shown_on(relay.port());
  for (const char* file : {"tls.crt", "tls.key"}) replace(file, "other");
  relay.send_signal(SIGHUP);
  ASSERT_TRUE(shows_another_than(rsa, relay.port()));
  EXPECT_NE(certificate_shown_on(relay.port()), elliptic);
}

TEST_F(OperatingTest, RefusesAnUnreadableCertificateAtTheStartInOneSentence) {
  make_certificates();
  fs::copy_file(folder_ / "other/tls.key", folder_ / "used/tls.key", fs::copy_options::overwrite_existing);
  auto flags = certificate_flags();
  flags.insert(flags.end(), {"--listen", "127.0.0.1:0", "--data", (folder_ / "relay").string()});
  const auto outcome = run_program(program, flags);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.errors.find("is not that of the certificate"), std::string::npos) << outcome.errors;
}

}  // namespace
}  // namespace twinlamp::test
