// Link: one connection to a relay, kept up. Connects, makes the relay prove itself, logs in, reconnects, logs in again.
//
// Everything happens on the Loop's thread; nothing blocks. The listener is called from the loop, never from inside a
// call to the Link (so a machine that sends is not re-entered), and not after close() or destruction. From a callback
// every call is allowed but destroying the Link. A relay's bytes that break the wire end the connection; they never
// reach the listener.
//
// What is sent may be lost: a full outbox or a dead network drops the connection, and what must arrive is sent again by
// the Device after the next on_logged_in (posts are idempotent by their client id).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "client/link/backoff.h"
#include "client/link/loop.h"
#include "protocol/base/random.h"
#include "protocol/room/login.h"

namespace twinlamp::client {

struct LinkConfig {
  std::string host;
  std::uint16_t port = 0;
  std::optional<PublicKey> relay_id;  // another one is refused; unset = take whoever answers, and tell in on_connected
  Binding binding = Binding::exporter;  // none: the certificate must be an authority's and match the host
  std::string ca_file;                  // Binding::none: PEM authorities; empty = the system's
  BackoffRange backoff;
  std::size_t outbox_bytes = 4 * 1024 * 1024;
  std::chrono::milliseconds connect_timeout{10'000};  // name, TCP, TLS, WebSocket and hello together
  std::chrono::milliseconds idle_timeout{30'000};  // silence after which the connection is dead; pings go at half of it
};

struct LoginKeys {
  MemberKeys members;        // of both slots
  std::uint8_t slot = 0;     // mine
  SigningKeys signer;        // mine
  std::string invite_token;  // only where the operator asks for one
};

struct RelayFacts {
  PublicKey relay_id{};
  Binding binding = Binding::exporter;
};

struct LinkDown {
  enum class Reason {
    unreachable,        // no name, no route, refused, timed out
    lost,               // was up, and is not
    tls_failed,         // no TLS 1.3, or (Binding::none) a certificate that is not the host's
    not_a_relay,        // something else answers there
    wrong_relay,        // it is not the relay that was expected, or it could not prove that it is
    wrong_binding,      // the relay works in the other binding mode
    replaced,           // this slot logged in elsewhere; not retried
    room_ended,         // the room was erased; not retried. The farewell came as a frame before
    login_refused,      // signature or new-room policy
    too_fast,           // a limit of the relay
    relay_unavailable,  // it is stopping, or its disk is full
    broke_protocol,     // one of us sent what the other does not understand
    outbox_full,
  };
  Reason reason = Reason::unreachable;
  const char* text = "";                              // a literal: what happened and what to do
  std::optional<std::chrono::milliseconds> retry_in;  // unset: not retried until connect() or poke()
};

class LinkListener {
public:
  virtual ~LinkListener() = default;
  // The relay has proved itself. Nameplate frames may be sent from here on; with login() called, the login is on its
  // way.
  virtual void on_connected(const RelayFacts& relay) = 0;
  virtual void on_logged_in(const wire::LoggedIn& facts) = 0;
  // Every other frame, well formed, errors of the relay included (a closing one comes before its on_down).
  virtual void on_frame(const wire::Frame& frame) = 0;
  // Once for each connection or try that ended by itself.
  virtual void on_down(const LinkDown& down) = 0;
  // Asked at each login: the newest mailbox seq that is safe here. 0 = none.
  virtual std::uint64_t resume_after() = 0;
};

class Link {
public:
  // All three outlive the Link. Nothing happens before connect().
  Link(Loop& loop, Random& random, LinkListener& listener);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  void connect(LinkConfig config);  // drops what was there before
  void login(LoginKeys keys);       // now or as soon as connected, and after each reconnect
  // False: there is no connection, or its outbox is full (then it is dropped). Precondition: at most limits::frame
  // bytes.
  bool send(const wire::Frame& frame);
  void poke();   // the network changed or the person asks: retry now, and find out whether the connection lives
  void close();  // for good, politely; forgets the login keys

  bool is_connected() const;
  bool is_logged_in() const;

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace twinlamp::client
