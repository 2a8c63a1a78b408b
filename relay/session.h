// Session: one client from its hello to its end: proves the relay to it, checks its login, hands its frames to the Hub.
//
// A frame that does not parse, comes at the wrong time or fails a signature is answered with its error and ends the
// connection.
#pragma once

#include "protocol/room/login.h"
#include "relay/hub.h"
#include "relay/transport.h"

namespace twinlamp::relay {

struct SessionLimits {
  std::chrono::milliseconds pre_login{10'000};
  std::chrono::milliseconds pairing{660'000};  // for one that deals in nameplates: their life, and a minute
  std::uint32_t frames_before_login = 64;
};

// What all sessions of a relay share. All of it outlives them.
struct SessionHost {
  const SigningKeys& relay_keys;
  Random& random;
  Hub& hub;
  SessionLimits limits;
};

class Session : public TransportHandler, public Member {
public:
  // The transport outlives the session.
  Session(const SessionHost& host, Transport& transport, Peer peer);
  ~Session() override;

  void handle_frame(ByteView bytes) override;
  void handle_closed() override;
  void deliver(const wire::Frame& frame) override;
  void dismiss() override;

private:
  enum class Phase { hello, login, joined };

  void handle_hello(const wire::ClientHello& hello);
  void handle_before_login(const wire::Frame& frame);
  void handle_login(const wire::Login& login);
  void handle_nameplate(const wire::Frame& frame);
  void refuse(wire::Error::Code code, const char* text);

  const SessionHost& host_;
  Transport& transport_;
  LoginContext context_;
  ConnectionId id_;
  Phase phase_ = Phase::hello;
  std::uint32_t frames_ = 0;
  bool pairs_ = false;
};

}  // namespace twinlamp::relay
