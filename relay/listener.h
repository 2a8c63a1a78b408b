// Listener: takes connections, learns whose they are (PROXY v2 where a proxy stands in front), turns away what comes
// too often, and starts a Connection for each of the others.
//
// Single-threaded, on the io_context that is given. An address over its limit gets HTTP 429 once its connection stands;
// at twice the limit it is cut at once, since a handshake costs more than it is worth.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>

#include "relay/connection.h"

namespace twinlamp::relay {

struct ListenerConfig {
  std::string host = "::";              // all addresses; of IPv4 only where this machine has no IPv6
  std::uint16_t port = 0;               // 0 = any free one
  std::vector<Network> proxies;         // if any: only they may connect, and each says for whom
  std::uint32_t sockets_a_minute = 10;  // of one address; 0 = no limit
  std::size_t max_connections = 10'000;
  ConnectionLimits connection;
};

class Listener {
public:
  // `tls` null = plain (behind a proxy). All references outlive this; the io_context must have run out before this is
  // destroyed. Throws StartError where the address cannot be listened on.
  Listener(boost::asio::io_context& io, ListenerConfig config, boost::asio::ssl::context* tls, Random& random,
           OpenHandler open);

  void start();
  void begin_stop();  // takes no more
  void drop_all();
  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return connections_.size(); }
  void on_empty(std::function<void()> call) {
    on_empty_ = std::move(call);
  }  // after begin_stop(), when the last one has gone

private:
  struct Arrival;

  void listen_on(boost::asio::ip::tcp::endpoint endpoint);
  void accept();
  void handle_accepted(TcpSocket socket);
  void introduce(std::shared_ptr<Arrival> arrival);
  void read_from_proxy(const std::shared_ptr<Arrival>& arrival, std::size_t size, std::function<void()> then);
  void introduced(Arrival& arrival);
  void welcome(TcpSocket socket, const boost::asio::ip::address& address);
  void ended(std::uint64_t id);
  MonoTime now() const;

  boost::asio::io_context& io_;
  ListenerConfig config_;
  boost::asio::ssl::context* tls_;
  OpenHandler open_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor_;
  boost::asio::steady_timer pause_;
  AddressHasher hash_;
  AddressCounter polite_, rude_;
  std::set<std::shared_ptr<Arrival>> arrivals_;
  std::map<std::uint64_t, std::weak_ptr<Connection>> connections_;
  std::function<void()> on_empty_;
  std::uint64_t last_id_ = 0;
  std::uint16_t port_ = 0;
  bool stopping_ = false;
};

}  // namespace twinlamp::relay
