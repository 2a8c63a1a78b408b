// ByteStream: a TLS or a plain TCP connection behind one type, so that the costly WebSocket code is compiled once and
// without knowing which it is. Completion is always through the io_context, never from inside a call.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <memory>

#include "protocol/base/bytes.h"

namespace twinlamp::relay {

using Executor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

class ByteStream {
public:
  using Ready = std::function<void(boost::system::error_code)>;
  using Done = std::function<void(boost::system::error_code, std::size_t)>;

  virtual ~ByteStream() = default;
  virtual void start(Ready ready) = 0;  // the handshake
  virtual void read_some(boost::asio::mutable_buffer into, Done done) = 0;
  virtual void write_some(boost::asio::const_buffer from, Done done) = 0;
  virtual void finish(Ready ready) = 0;  // says that nothing more will be written
  virtual void cut() = 0;                // whatever is pending ends with an error
  virtual Bytes exporter() = 0;          // RFC 9266, 32 bytes; empty if it is plain
};

std::unique_ptr<ByteStream> make_plain_stream(TcpSocket socket);
// Precondition: the context outlives the stream.
std::unique_ptr<ByteStream> make_tls_stream(TcpSocket socket, boost::asio::ssl::context& tls);

}  // namespace twinlamp::relay
