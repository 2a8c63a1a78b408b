#include "client/link/link.h"

#include "client/link/socket.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {

namespace {

using Reason = LinkDown::Reason;
using std::chrono::milliseconds;

constexpr milliseconds probe_timeout{5'000};
constexpr std::chrono::minutes busy_pause{1};              // a relay counts an address's connections by the minute
constexpr std::chrono::seconds longest_retry_after{3600};  // a relay cannot send us away for longer

const char* text_of(Reason reason) {
  switch (reason) {
    case Reason::unreachable:
      return "The relay cannot be reached. Trying again by itself.";
    case Reason::lost:
      return "The connection to the relay was lost. Trying again by itself.";
    case Reason::tls_failed:
      return "No secure connection to the relay could be made. Check its address and certificate.";
    case Reason::not_a_relay:
      return "Something answers at the relay's address, but it is not a Twinlamp relay. Check the address.";
    case Reason::wrong_relay:
      return "This is not the relay that was expected. Check the address, or copy the invitation again.";
    case Reason::wrong_binding:
      return "The relay runs in another mode than when you paired. Ask whoever runs it.";
    case Reason::replaced:
      return "You are connected from another window or device. This one has stepped back.";
    case Reason::room_ended:
      return "The relay says that this pair's place there was removed.";
    case Reason::login_refused:
      return "The relay did not let you in. It may be full, or take new pairs by invitation only. Ask whoever runs it for an invite, and paste its line as your relay.";
    case Reason::too_fast:
      return "The relay asks to wait a little. Trying again by itself.";
    case Reason::relay_unavailable:
      return "The relay can store nothing at present: its disk may be full. Trying again by itself.";
    case Reason::broke_protocol:
      return "The relay sent something that this version does not understand.";
    case Reason::outbox_full:
      return "The connection to the relay is too slow. Starting it afresh.";
  }
  return "";
}

// Of an `unavailable` that a relay says to who is in, and to come back at once: only one that stops does. Where it can store nothing, it asks
// for a longer pause.
constexpr const char* stopped_text = "The relay was stopped. Trying again by itself.";
constexpr std::uint32_t longest_pause_of_stopped = 1;

Reason reason_of(SocketFault fault, bool was_open) {
  switch (fault) {
    case SocketFault::name_unknown:
    case SocketFault::unreachable:
      return Reason::unreachable;
    case SocketFault::tls_failed:
    case SocketFault::certificate_refused:
    case SocketFault::bad_ca_file:
      return Reason::tls_failed;
    case SocketFault::not_a_relay:
      return Reason::not_a_relay;
    case SocketFault::too_fast:
      return Reason::too_fast;
    case SocketFault::broke_protocol:
      return Reason::broke_protocol;
    case SocketFault::lost:
      break;
  }
  return was_open ? Reason::lost : Reason::unreachable;
}

bool is_final(Reason reason) {
  return reason == Reason::replaced || reason == Reason::room_ended;
}

bool needs_patience(Reason reason) {  // what hurry cannot mend
  return reason == Reason::wrong_relay || reason == Reason::wrong_binding || reason == Reason::login_refused;
}

// What may come before a login: the rest has no meaning without a room.
bool is_roomless(wire::Frame::KindCase kind) {
  switch (kind) {
    case wire::Frame::kNameplateAllocated:
    case wire::Frame::kNameplateClaimed:
    case wire::Frame::kNameplateMessage:
    case wire::Frame::kNameplateClose:
    case wire::Frame::kRoomErased:  // a farewell comes instead of LoggedIn
    case wire::Frame::kError:
      return true;
    default:
      return false;
  }
}

}  // namespace

class Link::Impl : public SocketListener {
public:
  Impl(Loop& loop, Random& random, LinkListener& listener)
      : loop_(loop), random_(random), listener_(&listener), backoff_(random) {}

  void connect(LinkConfig config) {
    config_ = std::move(config);
    backoff_ = Backoff(random_, config_.backoff);
    step_down();
    wanted_ = true;
    retry_ = loop_.post_after({}, [this] { attempt(); });
  }

  void login(LoginKeys keys) {
    keys_ = std::move(keys);
    if (phase_ == Phase::connected) send_login();
  }

  bool send(const wire::Frame& frame) {
    if (phase_ < Phase::connected) return false;
    return transmit(frame);
  }

  void poke() {
    if (!wanted_) return;
    backoff_.handle_poke();
    if (phase_ >= Phase::connected) return probe();
    if (phase_ == Phase::down) retry_ = loop_.post_after({}, [this] { attempt(); });
  }

  void close() {
    wanted_ = false;
    step_down();
    keys_.reset();
  }

  bool is_connected() const { return phase_ >= Phase::connected; }
  bool is_logged_in() const { return phase_ == Phase::logged_in; }

  void on_open(ByteView exporter) override {
    phase_ = Phase::greeting;
    context_ = {};
    context_.client_nonce = random_.bytes<32>();
    if (config_.binding == Binding::exporter) context_.channel_binding = to_bytes(exporter);
    wire::Frame frame;
    *frame.mutable_client_hello() = make_client_hello(context_.client_nonce);
    transmit(frame);
  }

  void on_message(ByteView message) override {
    wire::Frame frame;
    if (!frame.ParseFromArray(message.data(), static_cast<int>(message.size()))) return go_down(Reason::broke_protocol);
    switch (frame.kind_case()) {
      case wire::Frame::KIND_NOT_SET:
        return;  // a frame of a later version
      case wire::Frame::kRelayHello:
        return handle_hello(frame.relay_hello());
      case wire::Frame::kLoggedIn:
        return handle_logged_in(frame.logged_in());
      case wire::Frame::kPong:
        if (phase_ == Phase::connected || phase_ == Phase::logged_in) deadline_.cancel();  // else it is not a probe's
        return;
      default:
        return handle_frame(frame);
    }
  }

  void on_closed(SocketFault fault) override {
    go_down(reason_of(fault, phase_ >= Phase::greeting), fault == SocketFault::too_fast ? busy_pause : milliseconds());
  }

private:
  enum class Phase { down, connecting, greeting, connected, logging_in, logged_in };

  void attempt() {
    phase_ = Phase::connecting;
    deadline_ = loop_.post_after(config_.connect_timeout, [this] { go_down(Reason::unreachable); });
    SocketConfig socket;
    socket.host = config_.host;
    socket.port = config_.port;
    socket.check_certificate = config_.binding == Binding::none;
    socket.ca_file = config_.ca_file;
    socket.outbox_bytes = config_.outbox_bytes;
    socket.handshake_timeout = config_.connect_timeout;
    socket.idle_timeout = config_.idle_timeout;
    socket_ = open_socket(loop_, std::move(socket), *this);
  }

  bool transmit(const wire::Frame& frame) {
    Bytes bytes(frame.ByteSizeLong());
    assert(bytes.size() <= limits::frame);
    frame.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
    if (socket_ && socket_->send(std::move(bytes))) return true;
    if (!overflow_.is_set()) overflow_ = loop_.post_after({}, [this] { go_down(Reason::outbox_full); });
    return false;
  }

  void handle_hello(const wire::RelayHello& hello) {
    if (phase_ != Phase::greeting) return go_down(Reason::broke_protocol);
    if (hello.binding() != static_cast<std::uint32_t>(config_.binding)) return go_down(Reason::wrong_binding);
    if (!is_expected(hello)) return go_down(Reason::wrong_relay);
    phase_ = Phase::connected;
    deadline_.cancel();
    if (keys_) {
      send_login();
    } else {
      backoff_.handle_up(loop_.now().mono);
    }
    listener_->on_connected({context_.relay_id, config_.binding});
  }

  bool is_expected(const wire::RelayHello& hello) {
    if (!config_.relay_id) return static_cast<bool>(read_first_relay_hello(hello, context_));
    context_.relay_id = *config_.relay_id;
    return static_cast<bool>(read_relay_hello(hello, context_));
  }

  void send_login() {
    phase_ = Phase::logging_in;
    socket_->set_read_limit(limits::frame);
    deadline_ = loop_.post_after(config_.connect_timeout, [this] { go_down(Reason::lost); });
    wire::Frame frame;
    *frame.mutable_login() = make_login(context_, keys_->members, keys_->slot, keys_->signer, listener_->resume_after(),
                                        keys_->invite_token);
    transmit(frame);
  }

  void handle_logged_in(const wire::LoggedIn& facts) {
    if (phase_ != Phase::logging_in) return go_down(Reason::broke_protocol);
    phase_ = Phase::logged_in;
    deadline_.cancel();
    backoff_.handle_up(loop_.now().mono);
    listener_->on_logged_in(facts);
  }

  void handle_frame(const wire::Frame& frame) {
    if (phase_ < Phase::connected && !frame.has_error()) return go_down(Reason::broke_protocol);
    if (phase_ != Phase::logged_in && !is_roomless(frame.kind_case())) return go_down(Reason::broke_protocol);
    const auto closing = frame.has_error() ? closing_reason(frame.error()) : std::nullopt;
    const bool is_stopped = closing == Reason::relay_unavailable && phase_ == Phase::logged_in && frame.error().retry_after() <= longest_pause_of_stopped;
    const auto* socket = socket_.get();
    listener_->on_frame(frame);
    if (closing && socket_.get() == socket) go_down(*closing, retry_after(frame.error()), is_stopped ? stopped_text : nullptr);
  }

  // The errors after which the relay closes, so that nobody waits for it to do so. Unset: an answer to one frame only.
  std::optional<Reason> closing_reason(const wire::Error& error) const {
    const bool before_room = phase_ == Phase::greeting || phase_ == Phase::logging_in;
    const bool about_one = !error.client_id().empty() || !error.latch_id().empty();
    switch (error.code()) {
      case wire::Error::MALFORMED:
        return Reason::broke_protocol;
      case wire::Error::UNAUTHENTIC:
        return Reason::login_refused;
      case wire::Error::REPLACED:
        return Reason::replaced;
      case wire::Error::ENDED:
        return Reason::room_ended;
      case wire::Error::NEW_ROOMS_REFUSED:
        return Reason::login_refused;
      case wire::Error::UNAVAILABLE:
        return about_one ? std::nullopt : std::optional(Reason::relay_unavailable);
      case wire::Error::TOO_FAST:
        return before_room ? std::optional(Reason::too_fast) : std::nullopt;
      case wire::Error::UNSUPPORTED:
        return before_room ? std::optional(Reason::broke_protocol) : std::nullopt;
      default:
        return std::nullopt;
    }
  }

  static milliseconds retry_after(const wire::Error& error) {
    return std::min(std::chrono::seconds(error.retry_after()), longest_retry_after);
  }

  // Is the connection that we believe in still there? The relay answers or it is dropped.
  void probe() {
    if (phase_ == Phase::logging_in || deadline_.is_set()) return;
    deadline_ = loop_.post_after(probe_timeout, [this] { go_down(Reason::lost); });
    wire::Frame frame;
    frame.mutable_ping()->set_token(random_.below(~std::uint64_t{0}));
    transmit(frame);
  }

  void step_down() {
    phase_ = Phase::down;
    deadline_.cancel();
    overflow_.cancel();
    retry_.cancel();
    if (socket_) socket_->close();
    socket_.reset();
  }

  void go_down(Reason reason, milliseconds at_least = {}, const char* text = nullptr) {
    if (socket_ && (reason == Reason::outbox_full || reason == Reason::lost)) socket_->drop();
    step_down();
    if (needs_patience(reason)) backoff_.slow_down();
    LinkDown down{reason, text != nullptr ? text : text_of(reason), std::nullopt};
    const auto delay = backoff_.handle_down(loop_.now().mono, at_least);
    if (!is_final(reason)) {
      down.retry_in = delay;
      retry_ = loop_.post_after(delay, [this] { attempt(); });
    }
    listener_->on_down(down);
  }

  Loop& loop_;
  Random& random_;
  LinkListener* listener_;
  Backoff backoff_;
  LinkConfig config_;
  std::optional<LoginKeys> keys_;
  LoginContext context_;
  std::unique_ptr<Socket> socket_;
  Loop::Timer deadline_, overflow_, retry_;
  Phase phase_ = Phase::down;
  bool wanted_ = false;
};

Link::Link(Loop& loop, Random& random, LinkListener& listener)
    : impl_(std::make_unique<Impl>(loop, random, listener)) {}
Link::~Link() {
  impl_->close();
}
void Link::connect(LinkConfig config) {
  impl_->connect(std::move(config));
}
void Link::login(LoginKeys keys) {
  impl_->login(std::move(keys));
}
bool Link::send(const wire::Frame& frame) {
  return impl_->send(frame);
}
void Link::poke() {
  impl_->poke();
}
void Link::close() {
  impl_->close();
}
bool Link::is_connected() const {
  return impl_->is_connected();
}
bool Link::is_logged_in() const {
  return impl_->is_logged_in();
}

}  // namespace twinlamp::client
