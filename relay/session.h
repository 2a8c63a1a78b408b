// Session: one client from its hello to its end: proves the relay to it, checks its login, hands its frames to the Hub.
//
// A frame that does not parse, comes at the wrong time or fails a signature is answered with its error and ends the
// connection.
#pragma once

#include "protocol/room/login.h"
#include "relay/hub.h"
#include "relay/metrics.h"
#include "relay/transport.h"

namespace twinlamp::relay {

struct SessionLimits {
  std::chrono::milliseconds pre_login{10'000};
  std::chrono::milliseconds pairing{660'000};  // for one that deals in nameplates: their life, and a minute
  std::uint32_t frames_before_login = 64;
};

// A member of a room that has ended has heard of it, and said goodbye. On the thread of its connection.
using ToldOfEnd = std::function<void(const RoomId&, std::uint8_t slot)>;

// What all sessions of one thread share. All of it outlives them.
struct SessionHost {
  const SigningKeys& relay_keys;
  Random& random;
  Hub& hub;
  SessionLimits limits;
  Counters& counters;
  // After a login. True: the room is another thread's, and the connection is on its way there. Unset: all are here.
  std::function<bool(Transport&, const LoginClaim&)> send_on{};
  ToldOfEnd on_told{};
  mutable Bytes scratch{};  // a frame on its way out, until the transport has taken it
};

class Session : public TransportHandler, public Member {
public:
  // The transport outlives the session.
  Session(const SessionHost& host, Transport& transport, Peer peer);
  // Of a connection that has logged in on another thread.
  Session(const SessionHost& host, Transport& transport, Peer peer, const LoginClaim& claim);
  ~Session() override;

  void handle_frame(ByteView bytes) override;
  void handle_closed() override;
  void deliver(const wire::Frame& frame) override;
  void forward(ByteView frame) override;
  void dismiss() override;

private:
  enum class Phase { hello, login, joined };

  void handle_hello(const wire::ClientHello& hello);
  void handle_before_login(const wire::Frame& frame);
  void handle_login(const wire::Login& login);
  void join(const LoginClaim& claim);
  void handle_nameplate(const wire::Frame& frame);
  void refuse(wire::Error::Code code, const char* text);

  const SessionHost& host_;
  Transport& transport_;
  LoginContext context_;
  ConnectionId id_;
  Phase phase_ = Phase::hello;
  std::uint32_t frames_ = 0;
  bool pairs_ = false, is_told_of_end_ = false;
  RoomId room_{};  // joined, and as which of the two
  std::uint8_t slot_ = 0;
};

}  // namespace twinlamp::relay
