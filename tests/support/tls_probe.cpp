#include "tests/support/tls_probe.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <stdexcept>

namespace twinlamp::test {

namespace {

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* owned) const { Free(owned); }
};
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freed<SSL, SSL_free>>;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

class Descriptor {
public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

private:
  int number_;
};

int connect_to(std::uint16_t port) {
  const int number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(port);
  if (::connect(number, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(number);
    return -1;
  }
  return number;
}

bool copy(SSL* from, SSL* to) {
  char piece[16 * 1024];
  do {
    const int size = SSL_read(from, piece, sizeof piece);
    if (size <= 0 || SSL_write(to, piece, size) <= 0) return false;
  } while (SSL_pending(from) > 0);
  return true;
}

}  // namespace

std::string talk_plain(std::uint16_t port, std::string_view bytes) {
  const Descriptor socket(connect_to(port));
  std::string answer;
  if (socket.get() < 0 || ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return answer;
  char piece[4096];
  for (ssize_t size; (size = ::recv(socket.get(), piece, sizeof piece, 0)) > 0;)
    answer.append(piece, static_cast<std::size_t>(size));
  return answer;
}

std::string talk_tls(std::uint16_t port, std::string_view bytes, int newest) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL, and a relay may close first
  const Context context(SSL_CTX_new(TLS_client_method()));
  if (newest != 0) SSL_CTX_set_max_proto_version(context.get(), newest);
  const Descriptor socket(connect_to(port));
  const Session session(SSL_new(context.get()));
  SSL_set_fd(session.get(), socket.get());
  std::string answer;
  if (SSL_connect(session.get()) != 1) return answer;
  SSL_write(session.get(), bytes.data(), static_cast<int>(bytes.size()));
  char piece[4096];
  for (int size; (size = SSL_read(session.get(), piece, sizeof piece)) > 0;)
    answer.append(piece, static_cast<std::size_t>(size));
  return answer;
}

ManInTheMiddle::ManInTheMiddle(std::uint16_t relay_port, const std::filesystem::path& certificate,
                               const std::filesystem::path& key)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      relay_port_(relay_port),
      certificate_(certificate.string()),
      key_(key.string()) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  const bool listens = ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                       ::listen(listener_, 1) == 0 &&
                       ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!listens) throw std::runtime_error("no man in the middle");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

ManInTheMiddle::~ManInTheMiddle() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void ManInTheMiddle::run() {
  std::signal(SIGPIPE, SIG_IGN);
  const Descriptor near(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
  const Descriptor far(connect_to(relay_port_));
  if (near.get() < 0 || far.get() < 0) return;
  const Context server(SSL_CTX_new(TLS_server_method())), client(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_use_certificate_chain_file(server.get(), certificate_.c_str());
  SSL_CTX_use_PrivateKey_file(server.get(), key_.c_str(), SSL_FILETYPE_PEM);
  const Session victim(SSL_new(server.get())), relay(SSL_new(client.get()));
  SSL_set_fd(victim.get(), near.get());
  SSL_set_fd(relay.get(), far.get());
  if (SSL_accept(victim.get()) != 1 || SSL_connect(relay.get()) != 1) return;
  for (;;) {
    pollfd both[2] = {{near.get(), POLLIN, 0}, {far.get(), POLLIN, 0}};
    if (::poll(both, 2, -1) < 0) return;
    if (both[0].revents != 0 && !copy(victim.get(), relay.get())) return;
    if (both[1].revents != 0 && !copy(relay.get(), victim.get())) return;
  }
}

}  // namespace twinlamp::test
