#include "relay/session.h"

#include "protocol/base/limits.h"

namespace twinlamp::relay {

namespace {

bool is_nameplate(wire::Frame::KindCase kind) {
  return kind == wire::Frame::kNameplateAllocate || kind == wire::Frame::kNameplateClaim ||
         kind == wire::Frame::kNameplateMessage || kind == wire::Frame::kNameplateClose;
}

}  // namespace

Session::Session(const SessionHost& host, Transport& transport, Peer peer) : host_(host), transport_(transport) {
  context_.relay_id = host.relay_keys.public_key;
  context_.channel_binding = std::move(peer.channel_binding);
  id_ = host.hub.add(*this, peer.address);
  transport.set_deadline(host.limits.pre_login);
}

Session::~Session() {
  host_.hub.remove(id_);
}

void Session::handle_frame(ByteView bytes) {
  if (host_.hub.is_stopping()) return;
  wire::Frame frame;
  if (!frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return refuse(wire::Error::MALFORMED, "This is not a frame.");
  }
  if (phase_ != Phase::joined) return handle_before_login(frame);
  if (is_nameplate(frame.kind_case())) return host_.hub.handle_nameplate(id_, frame);
  host_.hub.handle_frame(id_, std::move(frame));
}

void Session::handle_before_login(const wire::Frame& frame) {
  if (++frames_ > host_.limits.frames_before_login)
    return refuse(wire::Error::TOO_FAST, "Too many frames before a login.");
  const auto kind = frame.kind_case();
  if (phase_ == Phase::hello) {
    if (kind != wire::Frame::kClientHello) return refuse(wire::Error::MALFORMED, "A hello comes first.");
    return handle_hello(frame.client_hello());
  }
  if (kind == wire::Frame::kLogin) return handle_login(frame.login());
  if (is_nameplate(kind)) return handle_nameplate(frame);
  if (kind != wire::Frame::kPing) return refuse(wire::Error::MALFORMED, "This frame has no place before a login.");
  wire::Frame answer;
  answer.mutable_pong()->set_token(frame.ping().token());
  deliver(answer);
}

void Session::handle_hello(const wire::ClientHello& hello) {
  const auto nonce = read_client_hello(hello);
  if (!nonce) {
    const bool version = nonce.error().code == ErrorCode::refused;
    return version ? refuse(wire::Error::UNSUPPORTED, "This relay speaks version 1 only.")
                   : refuse(wire::Error::MALFORMED, "The hello is malformed.");
  }
  context_.client_nonce = *nonce;
  context_.relay_nonce = host_.random.bytes<32>();
  phase_ = Phase::login;
  wire::Frame answer;
  *answer.mutable_relay_hello() = make_relay_hello(context_, host_.relay_keys);
  deliver(answer);
}

void Session::handle_login(const wire::Login& login) {
  const auto claim = read_login(login, context_);
  if (!claim) {
    const bool forged = claim.error().code == ErrorCode::unauthentic;
    return forged ? refuse(wire::Error::UNAUTHENTIC, "The login's signature does not verify.")
                  : refuse(wire::Error::MALFORMED, "The login is malformed.");
  }
  phase_ = Phase::joined;
  transport_.set_deadline({});
  transport_.set_read_limit(limits::frame);
  host_.hub.handle_login(id_, *claim);
}

void Session::handle_nameplate(const wire::Frame& frame) {
  if (!pairs_) transport_.set_deadline(host_.limits.pairing);
  pairs_ = true;
  host_.hub.handle_nameplate(id_, frame);
}

void Session::handle_closed() {
  host_.hub.remove(id_);
}

void Session::deliver(const wire::Frame& frame) {
  Bytes bytes(frame.ByteSizeLong());
  frame.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
  transport_.send(std::move(bytes));
}

void Session::dismiss() {
  transport_.close();
}

void Session::refuse(wire::Error::Code code, const char* text) {
  wire::Frame answer;
  answer.mutable_error()->set_code(code);
  answer.mutable_error()->set_text(text);
  deliver(answer);
  transport_.close();
}

}  // namespace twinlamp::relay
