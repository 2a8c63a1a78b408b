// Connection: a byte stream from its handshake over one HTTP request to a WebSocket, or to a plain answer (/healthz,
// 404, 403, ...).
//
// The relay's one user of Boost.Beast is connection.cpp.
#pragma once

#include <memory>

#include "relay/byte_stream.h"
#include "relay/transport.h"

namespace twinlamp::relay {

struct ConnectionLimits {
  std::chrono::milliseconds pre_login{10'000};
  std::chrono::milliseconds idle{60'000};  // silence after which a client is gone; we ping at half of it
  std::size_t outbox_bytes = 1024 * 1024;
};

// An address that came too often is answered 429 instead of with a WebSocket.
enum class Welcome { yes, too_fast };

class Connection : public Transport {
public:
  virtual void start() = 0;
};

// It keeps itself alive while it is open; `on_end` is called once, at its end, from the loop.
std::shared_ptr<Connection> make_connection(boost::asio::io_context& io, std::unique_ptr<ByteStream> stream,
                                            const ConnectionLimits& limits, Welcome welcome, AddressKey address,
                                            OpenHandler open, std::function<void()> on_end);

}  // namespace twinlamp::relay
