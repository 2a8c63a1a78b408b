// Connection: a byte stream from its handshake over one HTTP request to a WebSocket, or to a plain answer (/healthz,
// 404, 403, ...).
//
// The relay's one user of Boost.Beast is connection.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "relay/byte_stream.h"
#include "relay/guests.h"
#include "relay/transport.h"

namespace twinlamp::relay {

class Turn;

struct ConnectionLimits {
  std::chrono::milliseconds pre_login{10'000};
  std::chrono::milliseconds idle{60'000};  // silence after which a client is gone; we ping at half of it
  std::chrono::milliseconds goodbye{5'000};  // for the client's Close after ours
  std::size_t outbox_bytes = 1024 * 1024;
  // Of all together. Beyond it whoever has more than a small outbox waiting is dropped at its next frame: who reads is not.
  std::size_t all_outboxes_bytes = 64 * 1024 * 1024;
  static constexpr std::size_t small_outbox_bytes = 32 * 1024;
  bool may_hand_over = false;  // the handler may use hand_over(): then no more is read at a time than one frame
};

// An address that came too often is answered 429 instead of with a WebSocket.
enum class Welcome { yes, too_fast };

// Who connects: what its address may, and the address as limits see it.
struct Caller {
  Welcome welcome = Welcome::yes;
  AddressKey address{};
  Guests::Stay stay{};  // as long as the connection, wherever it goes on
};
// Behind a proxy that speaks HTTP the caller is in a header of the request. `read` unset = it is known already.
struct CallerHeader {
  std::string name;
  std::function<std::optional<Caller>(std::string_view value)> read;  // unset result: the request is refused
};

class Connection : public Transport {
public:
  // How far its bytes have come: nowhere, or handed over from a connection whose WebSocket stands. Then no header is
  // read, and nothing is limited before the handler says so.
  enum class Stage { fresh, open };
  virtual void start(Stage stage) = 0;
};

// It keeps itself alive while it is open; from the loop `on_settled` is called when it has no deadline any more, or one beyond that of a login,
// and `on_end` once, at its end.
std::shared_ptr<Connection> make_connection(Turn& turn, std::unique_ptr<ByteStream> stream,
                                            const ConnectionLimits& limits, Caller caller, CallerHeader header,
                                            OpenHandler open, std::function<void()> on_settled,
                                            std::function<void()> on_end);

}  // namespace twinlamp::relay
