// Transport: one client's connection as the rest of the relay sees it: whole frames in, whole frames out, an end.
//
// Single-threaded. A Transport lives until its handler's handle_closed has returned; the handler is destroyed right
// after. Nothing here says how the bytes travel: that is in connection.cpp and what stands under it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "protocol/base/bytes.h"
#include "relay/address.h"

namespace twinlamp::relay {

class ByteStream;

struct Caller;

struct Peer {
  Bytes channel_binding;  // the TLS exporter, 32 bytes; empty behind a proxy
  AddressKey address{};
};

class Transport {
public:
  virtual ~Transport() = default;
  // False: the outbox has no room; the connection is dropped, and handle_closed follows.
  virtual bool send(ByteView frame) = 0;
  // Sends what is queued, says goodbye. No more frames come in; handle_closed follows in any case.
  virtual void close() = 0;
  virtual void drop() = 0;  // at once; handle_closed follows
  virtual void set_read_limit(std::size_t bytes) = 0;
  // Dropped after this long unless it is set again; zero = no deadline. At first: the pre-login time, since the accept.
  virtual void set_deadline(std::chrono::milliseconds from_now) = 0;
  // From within handle_frame(): this was the last frame here. What was sent leaves; then `to` gets what is left of the
  // connection, to go on with on another thread (Stage::open), and handle_closed follows here. Where the connection
  // ends before that, `to` is not called.
  using Receiver = std::function<void(std::unique_ptr<ByteStream>, const Caller&)>;
  virtual void hand_over(Receiver to) = 0;
  // From within handle_closed(): after our close() the client has said goodbye too, so it has read all that came before.
  virtual bool was_answered() const = 0;
};

class TransportHandler {
public:
  virtual ~TransportHandler() = default;
  virtual void handle_frame(ByteView frame) = 0;  // at most the read limit
  virtual void handle_closed() = 0;               // the last call
};

// Called when a WebSocket stands.
using OpenHandler = std::function<std::unique_ptr<TransportHandler>(Transport&, Peer)>;

}  // namespace twinlamp::relay
