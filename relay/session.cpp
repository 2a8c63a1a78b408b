#include "relay/session.h"

#include "protocol/base/limits.h"

namespace twinlamp::relay {

namespace {

bool is_nameplate(wire::Frame::KindCase kind) {
  return kind == wire::Frame::kNameplateAllocate || kind == wire::Frame::kNameplateClaim ||
         kind == wire::Frame::kNameplateMessage || kind == wire::Frame::kNameplateClose;
}

Counter& counter_of(Counters& counters, wire::Frame::KindCase kind) {
  switch (kind) {
    case wire::Frame::kLive:
      return counters.live_frames;
    case wire::Frame::kPost:
      return counters.posts;
    case wire::Frame::kLatchPut:
    case wire::Frame::kLatchGet:
    case wire::Frame::kLatchCancel:
    case wire::Frame::kLatchAck:
      return counters.latch_frames;
    default:
      return is_nameplate(kind) ? counters.nameplate_frames : counters.other_frames;
  }
}

}  // namespace

Session::Session(const SessionHost& host, Transport& transport, Peer peer) : host_(host), transport_(transport) {
  context_.relay_id = host.relay_keys.public_key;
  context_.channel_binding = std::move(peer.channel_binding);
  id_ = host.hub.add(*this, peer.address);
  transport.set_deadline(host.limits.pre_login);
}

Session::Session(const SessionHost& host, Transport& transport, Peer peer, const LoginClaim& claim)
    : Session(host, transport, std::move(peer)) {
  join(claim);
}

Session::~Session() {
  host_.hub.remove(id_);
}

void Session::handle_frame(ByteView bytes) {
  if (host_.hub.is_stopping()) return;
  if (phase_ == Phase::joined && host_.hub.handle_live(id_, bytes)) return host_.counters.live_frames.add();
  wire::Frame frame;
  if (!frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return refuse(wire::Error::MALFORMED, "This is not a frame.");
  }
  counter_of(host_.counters, frame.kind_case()).add();
  if (phase_ != Phase::joined) return handle_before_login(frame);
  if (is_nameplate(frame.kind_case())) return refuse(wire::Error::MALFORMED, "Nameplates are for before a login.");
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
  (claim ? host_.counters.logins : host_.counters.logins_refused).add();
  if (!claim) {
    const bool forged = claim.error().code == ErrorCode::unauthentic;
    return forged ? refuse(wire::Error::UNAUTHENTIC, "The login's signature does not verify.")
                  : refuse(wire::Error::MALFORMED, "The login is malformed.");
  }
  if (!host_.send_on || !host_.send_on(transport_, *claim)) join(*claim);
}

void Session::join(const LoginClaim& claim) {
  phase_ = Phase::joined;
  room_ = claim.room;
  slot_ = claim.slot;
  transport_.set_deadline({});
  transport_.set_read_limit(limits::frame);
  host_.hub.handle_login(id_, claim);
}

void Session::handle_nameplate(const wire::Frame& frame) {
  host_.hub.handle_nameplate(id_, frame);
  if (pairs_ || !host_.hub.holds_nameplate(id_)) return;
  pairs_ = true;
  transport_.set_deadline(host_.limits.pairing);
}

void Session::handle_closed() {
  host_.hub.remove(id_);
  if (is_told_of_end_ && transport_.was_answered() && host_.on_told) host_.on_told(room_, slot_);
}

void Session::deliver(const wire::Frame& frame) {
  is_told_of_end_ = is_told_of_end_ || (frame.has_error() && frame.error().code() == wire::Error::ENDED);
  auto& bytes = host_.scratch;
  bytes.resize(frame.ByteSizeLong());
  frame.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
  transport_.send(bytes);
}

void Session::forward(ByteView frame) {
  transport_.send(frame);
}

void Session::dismiss() {
  transport_.close();
}

void Session::refuse(wire::Error::Code code, const char* text) {
  host_.counters.bad_frames.add();
  wire::Frame answer;
  answer.mutable_error()->set_code(code);
  answer.mutable_error()->set_text(text);
  deliver(answer);
  transport_.close();
}

}  // namespace twinlamp::relay
