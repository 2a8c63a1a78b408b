// One client of the load generator: plain OpenSSL on a socket, frames made by hand, so that it costs little and is
// never the bottleneck unnoticed.
//
// It logs in for real where a relay listens; where another server stands in for one, the same number of messages of the
// same sizes go to and fro, and the room is named in clear (relay_peers.cjs). Single-threaded; the epoll outlives it.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>

#include "protocol/room/login.h"

namespace twinlamp::bench {

enum class ServerKind { relay, other };

// The two members of a room; made from its number, the same each time.
struct Room {
  explicit Room(std::uint32_t room);
  std::uint32_t number;
  SigningKeys keys[2];
};

class LoadPeer;

class PeerEvents {
public:
  virtual ~PeerEvents() = default;
  virtual void on_open(LoadPeer&) {}          // the WebSocket stands; may close()
  virtual void on_ready(LoadPeer& peer) = 0;  // and it has logged in
  virtual void on_message(LoadPeer& peer, ByteView message) = 0;
  virtual void on_ended(LoadPeer& peer) = 0;  // not by close()
};

class LoadPeer {
public:
  // Connects at once. Throws where this machine has no socket left.
  LoadPeer(int poll, SSL_CTX* tls, std::uint16_t port, ServerKind kind, const Room& room, std::uint8_t slot,
           PeerEvents& events);
  ~LoadPeer();
  LoadPeer(const LoadPeer&) = delete;
  LoadPeer& operator=(const LoadPeer&) = delete;

  void handle_ready();           // by epoll
  void queue(ByteView message) { queue_frame(0x82, message); }  // goes with the next flush()
  void flush();
  void close();  // at once and without farewell, so that no port lingers

  bool is_ready() const { return state_ == State::ready; }
  std::uint8_t slot() const { return slot_; }
  std::size_t index = 0;           // the user's
  std::uint64_t resume_after = 0;  // what it asks for when it logs in

private:
  enum class State { tls, upgrade, hello, login, ready, ended };

  void shake_hands();
  void read();
  std::size_t take(ByteView bytes);  // how many of them made whole messages
  std::size_t take_upgrade(ByteView bytes);
  void handle_message(ByteView message);
  void say_hello();
  void log_in(ByteView hello);
  void send_frame(const wire::Frame& frame);
  void queue_frame(std::uint8_t kind, ByteView message);
  void end();

  const int socket_;
  const ServerKind kind_;
  const Room& room_;
  const std::uint8_t slot_;
  PeerEvents& events_;
  SSL* ssl_;
  State state_ = State::tls;
  LoginContext context_;
  Bytes in_, out_;
};

}  // namespace twinlamp::bench
