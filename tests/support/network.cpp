#include "tests/support/network.h"

#include "tests/support/relay_process.h"

namespace twinlamp::test {

using namespace std::chrono_literals;

relay::Config relaxed_config(const std::filesystem::path& data) {
  relay::Config config;
  config.data = data;
  config.threads = relay_threads();
  config.listener.host = "127.0.0.1";
  config.listener.sockets_a_minute = 0;
  config.listener.connections_an_address = 0;
  config.listener.connection.pre_login = 60s;
  config.session.pre_login = 60s;
  config.limits.rooms.new_rooms_a_day = 1'000'000;
  config.limits.nameplates.joins_a_minute = 1000;
  config.limits.nameplates.joins_a_day = 1000;
  config.limits.room.frames_per_second = 1'000'000;
  config.limits.room.frames_burst = 1'000'000;
  relay::start_log(relay::LogLevel::off);
  return config;
}

PairKeys::PairKeys(std::uint64_t seed) {
  SeededRandom random(seed);
  for (auto& signer : signers) signer = SigningKeys::generate(random);
  members = {signers[0].public_key, signers[1].public_key};
}

client::LoginKeys PairKeys::login(std::uint8_t slot) const {
  return {members, slot, signers[slot], {}};
}

WirePeer::WirePeer(client::Loop& loop, std::uint16_t port, std::uint64_t seed) : loop_(loop), random_(seed) {
  client::SocketConfig config;
  config.host = "127.0.0.1";
  config.port = port;
  config.outbox_bytes = 64 << 20;
  config.handshake_timeout = 60s;
  config.idle_timeout = 300s;
  socket_ = client::open_socket(loop, config, *this);
}

void WirePeer::on_open(ByteView exporter) {
  context_.channel_binding = to_bytes(exporter);
  socket_->set_read_limit(limits::frame);
  open_ = true;
}

void WirePeer::on_message(ByteView message) {
  wire::Frame frame;
  if (frame.ParseFromArray(message.data(), static_cast<int>(message.size()))) frames_.push_back(std::move(frame));
}

void WirePeer::on_closed(client::SocketFault fault) {
  ended_ = true;
  fault_ = fault;
}

bool WirePeer::open() {
  return run_until(loop_, [this] { return open_ || ended_; }) && open_;
}

bool WirePeer::greet() {
  if (!open()) return false;
  context_.client_nonce = random_.bytes<32>();
  wire::Frame frame;
  *frame.mutable_client_hello() = make_client_hello(context_.client_nonce);
  send(frame);
  const auto hello = next(wire::Frame::kRelayHello);
  return hello && read_first_relay_hello(hello->relay_hello(), context_);
}

void WirePeer::login(const PairKeys& keys, std::uint8_t slot, std::uint64_t resume_after) {
  wire::Frame frame;
  *frame.mutable_login() = make_login(context_, keys.members, slot, keys.signers[slot], resume_after, invite_);
  send(frame);
}

bool WirePeer::join(const PairKeys& keys, std::uint8_t slot, std::uint64_t resume_after) {
  if (!greet()) return false;
  login(keys, slot, resume_after);
  return next(wire::Frame::kLoggedIn).has_value();
}

void WirePeer::send(const wire::Frame& frame) {
  const auto text = frame.SerializeAsString();
  send_raw(to_bytes(bytes_of(text)));
}

void WirePeer::send_raw(Bytes bytes) {
  socket_->send(std::move(bytes));
}

void WirePeer::post(std::uint8_t id, std::size_t size) {
  send(post_frame(id, size));
}

std::optional<wire::Frame> WirePeer::next(wire::Frame::KindCase kind) {
  std::optional<wire::Frame> found;
  run_until(loop_, [&] {
    while (!frames_.empty() && !found) {
      if (frames_.front().kind_case() == kind) found = frames_.front();
      frames_.pop_front();
    }
    return found.has_value() || ended_;
  });
  return found;
}

bool WirePeer::ends() {
  return run_until(loop_, [this] { return ended_; });
}

void LinkPeer::on_connected(const client::RelayFacts& relay) {
  relays.push_back(relay);
}
void LinkPeer::on_logged_in(const wire::LoggedIn&) {
  ++logins;
}
void LinkPeer::on_frame(const wire::Frame& frame) {
  frames.push_back(frame);
}
void LinkPeer::on_down(const client::LinkDown& down) {
  downs.push_back(down);
}

std::optional<wire::Frame> LinkPeer::next(wire::Frame::KindCase kind) {
  std::optional<wire::Frame> found;
  run_until(loop_, [&] {
    while (!frames.empty() && !found) {
      if (frames.front().kind_case() == kind) found = frames.front();
      frames.pop_front();
    }
    return found.has_value();
  });
  return found;
}

client::LinkConfig link_config(std::uint16_t port, std::optional<PublicKey> relay_id) {
  client::LinkConfig config;
  config.host = "127.0.0.1";
  config.port = port;
  config.relay_id = relay_id;
  config.backoff = {1ms, 20ms, 60s};
  config.connect_timeout = 60s;
  return config;
}

wire::Frame post_frame(std::uint8_t id, std::size_t size) {
  wire::Frame frame;
  frame.mutable_post()->set_client_id(std::string(16, static_cast<char>(id)));
  frame.mutable_post()->set_body(std::string(size, static_cast<char>('a' + id % 26)));
  return frame;
}

}  // namespace twinlamp::test
