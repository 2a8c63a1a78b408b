// ByteStream: the bytes of one TCP connection, in TLS or plain, behind one type. It never waits and calls nobody: what
// cannot go on now says so, and is called again when the socket is ready (Channel does that).
//
// OpenSSL reads and writes the socket itself, through a BIO of ours which knows when the socket has been emptied and
// then spares the system call that would only say so. Reading takes as many records at once as have come (read-ahead),
// so try to read before waiting. Buffers of OpenSSL are given back whenever they are empty.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <span>

#include "protocol/base/bytes.h"
#include "relay/descriptor.h"

namespace twinlamp::relay {

class ByteStream {
public:
  enum class Status { done, later, ended };
  struct Moved {
    Status status = Status::done;
    std::size_t size = 0;  // if done: at least 1
  };

  virtual ~ByteStream() = default;  // closes the socket
  virtual int socket() const = 0;
  virtual void handle_ready(std::uint32_t events) = 0;  // epoll's, before what follows from them
  virtual Status handshake() = 0;
  // Precondition of both: at least one byte. A write that was put off is repeated with the same bytes, and perhaps more
  // behind them; they may lie elsewhere.
  virtual Moved read(std::span<std::uint8_t> into) = 0;
  virtual Moved write(ByteView from) = 0;
  // Says that nothing more will be written, and waits for the other side to say so; what it still sends is thrown away.
  virtual Status finish() = 0;
  virtual Bytes exporter() = 0;  // RFC 9266, 32 bytes; empty if it is plain
};

// Both take a connected socket that does not block.
std::unique_ptr<ByteStream> make_plain_stream(Descriptor socket);
// The stream keeps what it needs of the context: it may be replaced for later ones.
std::unique_ptr<ByteStream> make_tls_stream(Descriptor socket, boost::asio::ssl::context& tls);

}  // namespace twinlamp::relay
