// Introduction: a connection from a trusted proxy that has not yet said for whom it comes. Reads its PROXY header,
// version 1 or 2, and not a byte more: what follows is the client's.
//
// On the socket's io_context. It keeps itself alive while it waits; `done` is called once, from the loop, unless
// give_up() came first.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "relay/proxy_header.h"

namespace twinlamp::relay {

using Executor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

class Introduction : public std::enable_shared_from_this<Introduction> {
public:
  enum class Outcome {
    introduced,  // `source` is who it is for; unset: the proxy itself (a health check)
    malformed,   // no PROXY header: most likely it is not switched on there
    gone,        // closed, or too slow
  };
  using Done = std::function<void(Outcome, std::optional<boost::asio::ip::address> source)>;

  Introduction(boost::asio::io_context& io, TcpSocket from) : socket_(std::move(from)), alarm_(io) {}

  void start(std::chrono::milliseconds at_most, Done done);
  void give_up();
  TcpSocket take_socket() { return std::move(socket_); }  // after `introduced`

private:
  void read(std::size_t size, void (Introduction::*then)());
  void begun();
  void header_read();
  void body_read();
  void look_for_line_end();
  void line_arrived();
  void finish(Outcome outcome, std::optional<boost::asio::ip::address> source = {});

  TcpSocket socket_;
  boost::asio::steady_timer alarm_;
  Done done_;
  Bytes bytes_;
  ProxyHeader header_;
};

}  // namespace twinlamp::relay
