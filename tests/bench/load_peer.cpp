#include "tests/bench/load_peer.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "protocol/base/random.h"

namespace twinlamp::bench {

namespace {

constexpr std::string_view upgrade_request =
    "GET /v1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: twinlamp.v1\r\n\r\n";
constexpr std::size_t hello_size = 36, login_size = 137;  // of the relay's frames, for servers that are none
constexpr std::size_t piece_size = 64 * 1024;

int connect_to(std::uint16_t port) {
  const int number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (number < 0 || ::connect(number, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (number >= 0) ::close(number);
    throw std::runtime_error("no connection to port " + std::to_string(port));
  }
  const int on = 1;
  ::setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(number, F_SETFL, O_NONBLOCK);
  return number;
}

Bytes named(std::uint32_t room, std::uint8_t slot, std::size_t size) {
  ByteWriter out;
  out.u32(room).u8(slot).raw(Bytes(size - 5, 0));
  return out.take();
}

}  // namespace

Room::Room(std::uint32_t room) : number(room) {
  SeededRandom random(room + 1);
  for (auto& key : keys) key = SigningKeys::generate(random);
}

LoadPeer::LoadPeer(int poll, SSL_CTX* tls, std::uint16_t port, ServerKind kind, const Room& room, std::uint8_t slot,
                   PeerEvents& events)
    : socket_(connect_to(port)), kind_(kind), room_(room), slot_(slot), events_(events), ssl_(SSL_new(tls)) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.ptr = this;
  ::epoll_ctl(poll, EPOLL_CTL_ADD, socket_, &event);
  SSL_set_fd(ssl_, socket_);
  SSL_set_connect_state(ssl_);
}

LoadPeer::~LoadPeer() {
  close();
  SSL_free(ssl_);
  ::close(socket_);
}

void LoadPeer::handle_ready() {
  if (state_ == State::tls) shake_hands();
  if (state_ != State::tls && state_ != State::ended) read();
  if (state_ != State::ended) flush();
}

void LoadPeer::shake_hands() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_);
  if (result == 1) {
    context_.channel_binding.resize(channel_binding_size);
    const std::string_view label = channel_binding_label;
    SSL_export_keying_material(ssl_, context_.channel_binding.data(), channel_binding_size, label.data(), label.size(),
                               nullptr, 0, 0);
    state_ = State::upgrade;
    const auto request = bytes_of(upgrade_request);
    out_.insert(out_.end(), request.begin(), request.end());
    return;
  }
  const int error = SSL_get_error(ssl_, result);
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) end();
}

void LoadPeer::read() {
  static std::uint8_t piece[piece_size];
  while (state_ != State::ended) {
    std::size_t size = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_, piece, sizeof piece, &size);
    if (result != 1) {
      if (SSL_get_error(ssl_, result) != SSL_ERROR_WANT_READ) end();
      return;
    }
    if (in_.empty()) {
      const auto taken = take({piece, size});
      in_.assign(piece + taken, piece + size);
    } else {
      in_.insert(in_.end(), piece, piece + size);
      const auto taken = take(in_);
      in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(taken));
    }
  }
}

std::size_t LoadPeer::take_upgrade(ByteView bytes) {
  const auto text = text_of(bytes);
  const auto end_of_answer = text.find("\r\n\r\n");
  if (end_of_answer == std::string_view::npos) return 0;
  if (!text.starts_with("HTTP/1.1 101")) throw std::runtime_error("no WebSocket: " + std::string(text.substr(0, 40)));
  events_.on_open(*this);
  if (state_ == State::upgrade) say_hello();
  return end_of_answer + 4;
}

// A server's frames are not masked. A ping is answered, other control frames are passed over.
std::size_t LoadPeer::take(ByteView bytes) {
  std::size_t taken = 0;
  if (state_ == State::upgrade) {
    taken = take_upgrade(bytes);
    if (taken == 0) return 0;
  }
  while (state_ != State::ended) {
    const auto rest = bytes.subspan(taken);
    if (rest.size() < 2) break;
    std::size_t header = 2, size = rest[1];
    if (size == 126) {
      if (rest.size() < 4) break;
      size = std::size_t{rest[2]} << 8 | rest[3];
      header = 4;
    }
    if (rest.size() < header + size) break;
    if (rest[0] == 0x82) handle_message(rest.subspan(header, size));
    if (rest[0] == 0x89) queue_frame(0x8a, rest.subspan(header, size));
    taken += header + size;
  }
  return taken;
}

void LoadPeer::handle_message(ByteView message) {
  if (state_ == State::ready) return events_.on_message(*this, message);
  if (state_ == State::hello) return log_in(message);
  wire::Frame frame;
  if (kind_ == ServerKind::relay &&
      !(frame.ParseFromArray(message.data(), static_cast<int>(message.size())) && frame.has_logged_in()))
    throw std::runtime_error("a login was refused");
  state_ = State::ready;
  events_.on_ready(*this);
}

void LoadPeer::say_hello() {
  state_ = State::hello;
  if (kind_ == ServerKind::other) return queue(named(room_.number, slot_, hello_size));
  context_.client_nonce = LoginNonce{slot_, static_cast<std::uint8_t>(room_.number)};
  wire::Frame frame;
  *frame.mutable_client_hello() = make_client_hello(context_.client_nonce);
  send_frame(frame);
}

// The relay's signature is not checked here: that is the client's work, not the relay's.
void LoadPeer::log_in(ByteView hello) {
  state_ = State::login;
  if (kind_ == ServerKind::other) return queue(named(room_.number, slot_, login_size));
  wire::Frame frame;
  if (!frame.ParseFromArray(hello.data(), static_cast<int>(hello.size())) || !frame.has_relay_hello())
    throw std::runtime_error("no relay answers there");
  context_.relay_id = to_array<32>(bytes_of(frame.relay_hello().relay_id()));
  context_.relay_nonce = to_array<32>(bytes_of(frame.relay_hello().nonce()));
  const MemberKeys members{room_.keys[0].public_key, room_.keys[1].public_key};
  const auto login = make_login(context_, members, slot_, room_.keys[slot_], resume_after, "");
  *frame.mutable_login() = login;
  send_frame(frame);
}

void LoadPeer::send_frame(const wire::Frame& frame) {
  const auto text = frame.SerializeAsString();
  queue(bytes_of(text));
}

// A client's frames are masked; a mask of zeros leaves the bytes as they are.
void LoadPeer::queue_frame(std::uint8_t kind, ByteView message) {
  const std::uint8_t zeros[4] = {};
  out_.push_back(kind);
  if (message.size() < 126) {
    out_.push_back(static_cast<std::uint8_t>(0x80 | message.size()));
  } else {
    out_.push_back(0x80 | 126);
    out_.push_back(static_cast<std::uint8_t>(message.size() >> 8));
    out_.push_back(static_cast<std::uint8_t>(message.size()));
  }
  out_.insert(out_.end(), zeros, zeros + 4);
  out_.insert(out_.end(), message.begin(), message.end());
}

void LoadPeer::flush() {
  while (!out_.empty() && state_ != State::tls && state_ != State::ended) {
    std::size_t size = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_, out_.data(), out_.size(), &size);
    if (result != 1) {
      const int error = SSL_get_error(ssl_, result);
      if (error != SSL_ERROR_WANT_WRITE && error != SSL_ERROR_WANT_READ) end();
      return;
    }
    out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(size));
  }
}

void LoadPeer::end() {
  if (state_ == State::ended) return;
  state_ = State::ended;
  events_.on_ended(*this);
}

void LoadPeer::close() {
  state_ = State::ended;
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace twinlamp::bench
