#include "tests/bench/soak/raw_socket.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

namespace twinlamp::bench::soak {

namespace {

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* owned) const { Free(owned); }
};

int connect_to(std::uint16_t port) {
  const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (handle >= 0 && ::connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return handle;
  if (handle >= 0) ::close(handle);
  return -1;
}

std::string der_of(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = certificate ? i2d_X509(certificate, &bytes) : 0;
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(bytes);
  return text;
}

}  // namespace

RawSocket::RawSocket(std::uint16_t port) : handle_(connect_to(port)), is_connected_(handle_ >= 0) {}
RawSocket::RawSocket(RawSocket&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), is_connected_(other.is_connected_) {}
RawSocket::~RawSocket() {
  if (handle_ >= 0) ::close(handle_);
}

void RawSocket::send(std::string_view bytes) const {
  if (is_connected_) (void)::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

bool RawSocket::has_ended() const {
  char byte = 0;
  const auto got = is_connected_ ? ::recv(handle_, &byte, 1, MSG_DONTWAIT) : 0;
  return got == 0 || (got < 0 && errno != EAGAIN);
}

std::string served_certificate(std::uint16_t port) {
  const std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>> context(SSL_CTX_new(TLS_client_method()));
  const int handle = connect_to(port);
  if (handle < 0) return {};
  const timeval patience{5, 0};
  ::setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  std::string text;
  {
    const std::unique_ptr<SSL, Freed<SSL, SSL_free>> session(SSL_new(context.get()));
    SSL_set_fd(session.get(), handle);
    if (SSL_connect(session.get()) == 1) {
      const std::unique_ptr<X509, Freed<X509, X509_free>> shown(SSL_get1_peer_certificate(session.get()));
      text = der_of(shown.get());
    }
  }
  ::close(handle);
  return text;
}

std::string certificate_in(const std::filesystem::path& file) {
  const std::unique_ptr<BIO, Freed<BIO, BIO_free_all>> in(BIO_new_file(file.c_str(), "r"));
  const std::unique_ptr<X509, Freed<X509, X509_free>> read(in ? PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)
                                                              : nullptr);
  return der_of(read.get());
}

}  // namespace twinlamp::bench::soak
