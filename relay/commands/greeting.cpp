#include "relay/commands/greeting.h"

#include <netdb.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <memory>

#include "protocol/room/login.h"
#include "relay/descriptor.h"
#include "relay/system_random.h"

namespace twinlamp::relay {

namespace {

using Answer = Greeting::Answer;
constexpr timeval patience{5, 0};  // for each step
constexpr std::size_t answer_max = 4096;
constexpr std::uint8_t binary_message = 0x82, two_byte_size = 126;  // RFC 6455, 5.2

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* owned) const { Free(owned); }
};

struct Reached {
  Descriptor socket = Descriptor();
  bool is_known = false;  // the name
};

Reached reach(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return {};
  const std::unique_ptr<addrinfo, Freed<addrinfo, ::freeaddrinfo>> all(found);
  for (const auto* each = found; each != nullptr; each = each->ai_next) {
    Descriptor socket(::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.is_open()) continue;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);  // and for connecting
    if (::connect(socket.get(), each->ai_addr, each->ai_addrlen) == 0) return {std::move(socket), true};
  }
  return {Descriptor(), true};
}

class TlsTalk {
public:
  TlsTalk(int socket, const std::string& host)
      : context_(SSL_CTX_new(TLS_client_method())), session_(SSL_new(context_.get())) {
    SSL_CTX_set_default_verify_paths(context_.get());
    SSL_set1_host(session_.get(), host.c_str());
    SSL_set_tlsext_host_name(session_.get(), host.c_str());
    SSL_set_fd(session_.get(), socket);
  }
  bool shake_hands() { return SSL_connect(session_.get()) == 1; }
  bool is_trusted() const { return SSL_get_verify_result(session_.get()) == X509_V_OK; }
  Bytes channel_binding() const {
    Bytes bytes(channel_binding_size);
    const std::string_view label = channel_binding_label;
    SSL_export_keying_material(session_.get(), bytes.data(), bytes.size(), label.data(), label.size(), nullptr, 0, 0);
    return bytes;
  }
  bool say(ByteView bytes) { return SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0; }
  // False at the end of it, or of our patience.
  bool hear(std::string& text) {
    char piece[1024];
    const int size = SSL_read(session_.get(), piece, sizeof piece);
    if (size <= 0 || text.size() > answer_max) return false;
    text.append(piece, static_cast<std::size_t>(size));
    return true;
  }

private:
  std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>> context_;
  std::unique_ptr<SSL, Freed<SSL, SSL_free>> session_;
};

std::string upgrade_request(const std::string& host) {
  return "GET /v1 HTTP/1.1\r\nHost: " + host +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: twinlamp.v1\r\n\r\n";
}

// One masked message, with a mask of zeros; it is shorter than 126 bytes.
Bytes websocket_message(const std::string& text) {
  ByteWriter out;
  out.u8(0x82).u8(static_cast<std::uint8_t>(0x80 | text.size())).u32(0).raw(text);
  return out.take();
}

// The signature tells which TLS the relay has in mind: that of this connection, none, or another's.
Greeting read_hello(const wire::RelayHello& hello, const LoginNonce& nonce, const Bytes& channel_binding) {
  Greeting greeting;
  greeting.answer = Answer::cut_through;
  for (const auto& binding : {channel_binding, Bytes()}) {
    LoginContext context;
    context.client_nonce = nonce;
    context.channel_binding = binding;
    const auto relay_id = read_first_relay_hello(hello, context);
    if (!relay_id) continue;
    greeting.answer = Answer::relay;
    greeting.relay_id = *relay_id;
    greeting.binding = context.binding();
    break;
  }
  return greeting;
}

Greeting only(Answer answer) {
  Greeting greeting;
  greeting.answer = answer;
  return greeting;
}

}  // namespace

std::optional<std::string> first_message(const std::string& heard) {
  ByteReader in(bytes_of(heard));
  const auto kind = in.u8();
  const auto short_size = in.u8();
  const auto size = short_size == two_byte_size ? in.u16() : short_size;
  const auto body = in.raw(size);
  const bool is_plain = short_size < two_byte_size || (short_size == two_byte_size && size >= two_byte_size);
  if (in.failed() || kind != binary_message || !is_plain) return std::nullopt;
  return to_string(body);
}

Greeting greet(const std::string& host, std::uint16_t port) {
  const auto reached = reach(host, port);
  if (!reached.socket.is_open()) return only(reached.is_known ? Answer::silence : Answer::unknown_name);
  TlsTalk talk(reached.socket.get(), host);
  if (!talk.shake_hands()) return only(Answer::no_tls);

  std::string heard;
  talk.say(bytes_of(upgrade_request(host)));
  std::size_t end = std::string::npos;
  while (end == std::string::npos && talk.hear(heard)) end = heard.find("\r\n\r\n");
  if (heard.starts_with("HTTP/1.1 429") || heard.starts_with("HTTP/1.1 503")) return only(Answer::too_many);
  if (end == std::string::npos || !heard.starts_with("HTTP/1.1 101")) return only(Answer::no_relay);
  heard.erase(0, end + 4);

  SystemRandom random;
  const LoginNonce nonce = random.bytes<32>();
  wire::Frame frame;
  *frame.mutable_client_hello() = make_client_hello(nonce);
  talk.say(websocket_message(frame.SerializeAsString()));
  auto message = first_message(heard);
  while (!message && talk.hear(heard)) message = first_message(heard);
  wire::Frame answer;
  if (!message || !answer.ParseFromString(*message) || !answer.has_relay_hello()) return only(Answer::no_relay);
  auto greeting = read_hello(answer.relay_hello(), nonce, talk.channel_binding());
  greeting.is_certificate_trusted = talk.is_trusted();
  return greeting;
}

}  // namespace twinlamp::relay
