#include "relay/byte_stream.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace twinlamp::relay {

namespace {

constexpr std::string_view exporter_label = "EXPORTER-Channel-Binding";
using Status = ByteStream::Status;

// The socket's end of both kinds. Sizes and errors are those of recv(2) and send(2).
class Port {
public:
  explicit Port(Descriptor socket) : socket_(std::move(socket)) {}

  int socket() const { return socket_.get(); }

  // A peer that has hung up may have sent its last bytes and its end at once, and then no event tells of the end: from
  // here on only recv(2) itself is believed.
  void handle_ready(std::uint32_t events) {
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) hung_up_ = true;
    emptied_ = false;
  }

  bool is_emptied() const { return emptied_; }
  ssize_t receive(void* into, std::size_t size) {
    if (emptied_) {
      errno = EAGAIN;
      return -1;
    }
    const auto got = ::recv(socket_.get(), into, size, 0);
    // Less than was asked for: what comes after this is a new event (epoll(7)).
    if (got > 0 && static_cast<std::size_t>(got) < size) emptied_ = !hung_up_;
    return got;
  }
  ssize_t send(const void* from, std::size_t size) const { return ::send(socket_.get(), from, size, MSG_NOSIGNAL); }
  void end_sending() {  // once: each time wakes whoever watches the socket
    if (!std::exchange(ended_sending_, true)) ::shutdown(socket_.get(), SHUT_WR);
  }

private:
  Descriptor socket_;
  bool emptied_ = false, hung_up_ = false, ended_sending_ = false;
};

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

ByteStream::Moved moved(ssize_t size) {
  if (size > 0) return {Status::done, static_cast<std::size_t>(size)};
  return {size < 0 && would_block() ? Status::later : Status::ended, 0};
}

// What comes after our end. One who goes on sending is not listened to for ever.
ByteStream::Status throw_away(ByteStream& stream, std::size_t& so_far) {
  constexpr std::size_t most = 256 * 1024;
  std::uint8_t ignored[4096];
  while (so_far < most) {
    const auto got = stream.read(ignored);
    if (got.status != Status::done) return got.status == Status::later ? Status::later : Status::done;
    so_far += got.size;
  }
  return Status::ended;
}

class PlainStream : public ByteStream {
public:
  explicit PlainStream(Descriptor socket) : port_(std::move(socket)) {}

  int socket() const override { return port_.socket(); }
  void handle_ready(std::uint32_t events) override { port_.handle_ready(events); }
  Status handshake() override { return Status::done; }
  Moved read(std::span<std::uint8_t> into) override { return moved(port_.receive(into.data(), into.size())); }
  Moved write(ByteView from) override { return moved(port_.send(from.data(), from.size())); }
  Status finish() override {
    port_.end_sending();
    return throw_away(*this, thrown_away_);
  }
  Bytes exporter() override { return {}; }

private:
  Port port_;
  std::size_t thrown_away_ = 0;
};

// A first record begins with 5 bytes of its own, then the ClientHello's kind and its length of 3 bytes (RFC 8446, 4 and
// 5.1). OpenSSL takes as much memory as is announced there, up to 128 KiB, before any of it has come.
class HelloGuard {
public:
  // False: it announces more than any client sends.
  bool allows(const void* bytes, std::size_t size) {
    const auto* next = static_cast<const std::uint8_t*>(bytes);
    for (; size > 0 && known_ < start_.size(); --size) start_[known_++] = *next++;
    if (known_ < start_.size() || start_[0] != handshake) return true;
    return (start_[6] << 16 | start_[7] << 8 | start_[8]) <= most;
  }

private:
  static constexpr std::uint8_t handshake = 22;
  static constexpr int most = 16 * 1024;
  std::array<std::uint8_t, 9> start_{};
  std::size_t known_ = 0;
};

struct TlsPort : Port {
  using Port::Port;
  HelloGuard hello;
};

int write_bio(BIO* bio, const char* from, int size) {
  const auto sent = static_cast<TlsPort*>(BIO_get_data(bio))->send(from, static_cast<std::size_t>(size));
  BIO_clear_retry_flags(bio);
  if (sent < 0 && would_block()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int read_bio(BIO* bio, char* into, int size) {
  auto& port = *static_cast<TlsPort*>(BIO_get_data(bio));
  const auto got = port.receive(into, static_cast<std::size_t>(size));
  BIO_clear_retry_flags(bio);
  if (got > 0 && !port.hello.allows(into, static_cast<std::size_t>(got))) return -1;
  if (got < 0 && would_block()) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long control_bio(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;  // nothing is held back here
}

const BIO_METHOD* port_method() {
  static const BIO_METHOD* const method = [] {
    auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "twinlamp socket");
    BIO_meth_set_write(made, write_bio);
    BIO_meth_set_read(made, read_bio);
    BIO_meth_set_ctrl(made, control_bio);
    return made;
  }();
  return method;
}

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class TlsStream : public ByteStream {
public:
  TlsStream(Descriptor socket, SSL_CTX* context) : port_(std::move(socket)), ssl_(SSL_new(context)) {
    ERR_clear_error();
    auto* bio = BIO_new(port_method());
    if (!ssl_ || bio == nullptr) {
      BIO_free(bio);
      ssl_.reset();
      return;
    }
    BIO_set_data(bio, &port_);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_accept_state(ssl_.get());
  }

  int socket() const override { return port_.socket(); }
  void handle_ready(std::uint32_t events) override { port_.handle_ready(events); }

  Status handshake() override {
    if (!ssl_) return Status::ended;
    const int result = SSL_do_handshake(ssl_.get());
    return result == 1 ? Status::done : status_of(result);
  }

  Moved read(std::span<std::uint8_t> into) override {
    if (port_.is_emptied() && SSL_has_pending(ssl_.get()) == 0) return {Status::later, 0};  // as OpenSSL would find out
    std::size_t size = 0;
    const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &size);
    if (result == 1) return {Status::done, size};
    return {status_of(result), 0};
  }

  Moved write(ByteView from) override {
    std::size_t size = 0;
    const int result = SSL_write_ex(ssl_.get(), from.data(), from.size(), &size);
    if (result == 1) return {Status::done, size};
    return {status_of(result), 0};
  }

  Status finish() override {
    if (!ssl_ || SSL_in_init(ssl_.get()) != 0) return Status::ended;
    if ((SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) == 0) {
      const int result = SSL_shutdown(ssl_.get());
      if (result == 1) return Status::done;
      if (result < 0) return status_of(result);
    }
    return throw_away(*this, thrown_away_);
  }

  Bytes exporter() override {
    Bytes out(32);
    const int done = SSL_export_keying_material(ssl_.get(), out.data(), out.size(), exporter_label.data(),
                                                exporter_label.size(), nullptr, 0, 0);
    if (done != 1) ERR_clear_error();
    return done == 1 ? out : Bytes();
  }

private:
  // SSL_get_error() believes what lies in the thread's queue of errors: so it is left empty, here and by whoever else
  // calls OpenSSL on this thread.
  Status status_of(int result) const {
    const int error = SSL_get_error(ssl_.get(), result);
    if (error == SSL_ERROR_SSL || error == SSL_ERROR_SYSCALL) ERR_clear_error();
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Status::later : Status::ended;
  }

  TlsPort port_;  // outlives the session, which writes to it
  std::size_t thrown_away_ = 0;
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

}  // namespace

std::unique_ptr<ByteStream> make_plain_stream(Descriptor socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<ByteStream> make_tls_stream(Descriptor socket, boost::asio::ssl::context& tls) {
  return std::make_unique<TlsStream>(std::move(socket), tls.native_handle());
}

}  // namespace twinlamp::relay
