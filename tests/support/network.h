// For tests of what has sockets: a relay in a thread of this process, a loop that runs until something holds, and
// clients of two kinds: WirePeer says exactly what a test wants on the wire; LinkPeer is the real Link with its events
// written down.
#pragma once

#include <boost/asio/io_context.hpp>
#include <thread>

#include "client/link/link.h"
#include "client/link/loop_context.h"
#include "client/link/socket.h"
#include "relay/server.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::test {

// Runs the loop until `holds()`; false after a time that only a broken build or machine needs.
template <class Predicate>
bool run_until(client::Loop& loop, Predicate holds) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    loop.context().io.run_one_for(std::chrono::milliseconds(50));
  }
  return true;
}

// Limits that no test runs into by accident: each test that means one sets it.
relay::Config relaxed_config(const std::filesystem::path& data);

class RelayThread {
public:
  explicit RelayThread(const relay::Config& config) : server_(config), thread_([this] { trouble_ = server_.run(); }) {}
  ~RelayThread() { stop(); }
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  void begin_stop() { server_.stop(); }
  std::uint16_t port() const { return server_.port(); }
  PublicKey relay_id() const { return server_.relay_id(); }

private:
  relay::Server server_;
  std::string trouble_;
  std::thread thread_;
};

// Two members of one room.
struct PairKeys {
  explicit PairKeys(std::uint64_t seed);
  client::LoginKeys login(std::uint8_t slot) const;
  SigningKeys signers[2];
  MemberKeys members;
};

class WirePeer : public client::SocketListener {
public:
  WirePeer(client::Loop& loop, std::uint16_t port, std::uint64_t seed = 1);

  bool open();   // the WebSocket stands
  bool greet();  // and the relay has proved itself
  void login(const PairKeys& keys, std::uint8_t slot, std::uint64_t resume_after = 0);
  bool join(const PairKeys& keys, std::uint8_t slot, std::uint64_t resume_after = 0);  // all of it, until LoggedIn
  void show(std::string invite) { invite_ = std::move(invite); }                         // at its logins
  void send(const wire::Frame& frame);
  void send_raw(Bytes bytes);
  void post(std::uint8_t id, std::size_t size = 100);
  // The next frame of this kind that has come or comes; others before it are thrown away. Unset: the connection ended
  // first.
  std::optional<wire::Frame> next(wire::Frame::KindCase kind);
  bool ends();  // runs until the connection has ended
  void drop() {
    socket_->drop();
    ended_ = true;
  }
  bool has_ended() const { return ended_; }
  LoginContext& context() { return context_; }
  client::SocketFault fault() const { return fault_; }
  std::deque<wire::Frame>& frames() { return frames_; }

  void on_open(ByteView exporter) override;
  void on_message(ByteView message) override;
  void on_closed(client::SocketFault fault) override;

private:
  client::Loop& loop_;
  SeededRandom random_;
  std::string invite_;
  LoginContext context_;
  std::deque<wire::Frame> frames_;
  client::SocketFault fault_{};
  bool open_ = false, ended_ = false;
  std::unique_ptr<client::Socket> socket_;
};

class LinkPeer : public client::LinkListener {
public:
  LinkPeer(client::Loop& loop, std::uint64_t seed) : random_(seed), link(loop, random_, *this), loop_(loop) {}

  void on_connected(const client::RelayFacts& relay) override;
  void on_logged_in(const wire::LoggedIn& facts) override;
  void on_frame(const wire::Frame& frame) override;
  void on_down(const client::LinkDown& down) override;
  std::uint64_t resume_after() override { return resume; }

  bool until_logged_in() {
    return run_until(loop_, [this] { return link.is_logged_in(); });
  }
  bool until_down() {
    return run_until(loop_, [this, before = downs.size()] { return downs.size() > before; });
  }
  std::optional<wire::Frame> next(wire::Frame::KindCase kind);

private:
  SeededRandom random_;

public:
  client::Link link;
  std::vector<client::RelayFacts> relays;
  int logins = 0;
  std::deque<wire::Frame> frames;
  std::vector<client::LinkDown> downs;
  std::uint64_t resume = 0;

private:
  client::Loop& loop_;
};

client::LinkConfig link_config(std::uint16_t port, std::optional<PublicKey> relay_id);
wire::Frame post_frame(std::uint8_t id, std::size_t size);

}  // namespace twinlamp::test
