// Small HTTP pages for the operator: figures on a loopback port, and all that `status` asks on a socket in the data
// folder.
//
// GET only, one answer a connection, a few connections at a time, each for a few seconds: whatever comes here can
// cost little. On the io_context that is given.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <functional>
#include <memory>
#include <string>

namespace twinlamp::relay {

// The page at a path; empty = there is none.
using Pages = std::function<std::string(const std::string& path)>;

// What is said to a request, whatever it is: bytes of whoever has come.
std::string answer_to(const std::string& request, const Pages& pages);

class PageServer {
public:
  virtual ~PageServer() = default;
  virtual void close() = 0;  // at once, with what is under way
};

// Both throw boost::system::system_error when the place cannot be had.
std::unique_ptr<PageServer> serve_pages(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& at,
                                        Pages pages);
std::unique_ptr<PageServer> serve_pages(boost::asio::io_context& io,
                                        const boost::asio::local::stream_protocol::endpoint& at, Pages pages);

}  // namespace twinlamp::relay
