// Socket: one WebSocket over TLS 1.3 to a relay, from the look-up of its name to its end. No policy: it neither retries
// nor knows what a frame means.
//
// The listener is called from the loop only, never from inside a call. After on_closed, close() or destruction it is
// not called again. All that is specific to Boost.Beast is in socket.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "client/link/loop.h"
#include "protocol/base/bytes.h"

namespace twinlamp::client {

struct SocketConfig {
  std::string host;
  std::uint16_t port = 0;
  bool check_certificate = false;  // against the authorities and the host's name
  std::string ca_file;             // empty = the system's authorities
  std::size_t outbox_bytes = 0;
  std::chrono::milliseconds handshake_timeout{};
  std::chrono::milliseconds idle_timeout{};
};

enum class SocketFault {
  name_unknown,
  unreachable,
  tls_failed,
  certificate_refused,
  bad_ca_file,
  not_a_relay,
  too_fast,
  lost,
  broke_protocol
};

class SocketListener {
public:
  virtual ~SocketListener() = default;
  // The WebSocket stands. `exporter` is the TLS exporter of RFC 9266, 32 bytes.
  virtual void on_open(ByteView exporter) = 0;
  virtual void on_message(ByteView message) = 0;  // binary, at most the read limit
  virtual void on_closed(SocketFault fault) = 0;
};

class Socket {
public:
  virtual ~Socket() = default;  // as close()
  // False: the outbox has no room, and nothing was queued.
  virtual bool send(Bytes message) = 0;
  virtual void set_read_limit(std::size_t bytes) = 0;
  virtual void close() = 0;  // sends what is queued, says goodbye; two seconds at most
  virtual void drop() = 0;   // at once
};

// The listener outlives the socket.
std::unique_ptr<Socket> open_socket(Loop& loop, SocketConfig config, SocketListener& listener);

}  // namespace twinlamp::client
