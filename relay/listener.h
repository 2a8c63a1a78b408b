// Listener: takes connections, learns whose they are (Introduction, where a proxy stands in front), turns away what
// comes too often, and lets each of the others begin in the Crowd.
//
// Single-threaded, on the turn that is given. An address over its limit gets HTTP 429 once its connection stands;
// at twice the limit it is cut at once, since a handshake costs more than it is worth.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <set>

#include "relay/crowd.h"
#include "relay/introduction.h"
#include "relay/metrics.h"

namespace twinlamp::relay {

// What the proxies in front do. With the first two each connection begins with a PROXY header, version 1 or 2.
enum class ProxyKind {
  ends_tls,      // plain TCP comes
  pass_through,  // TLS goes on to us
  http,          // plain requests come; a header says for whom
};

struct ListenerConfig {
  std::string host = "::";       // all addresses; of IPv4 only where this machine has no IPv6
  std::uint16_t port = 0;        // 0 = any free one
  std::optional<int> inherited;  // a socket that is listened on already, instead of both: closed by the listener
  std::vector<Network> proxies;  // if any: only they may connect, and each says for whom
  ProxyKind proxy_kind = ProxyKind::ends_tls;
  std::string proxy_header = "X-Forwarded-For";  // of kind http: its last address is the one that our proxy saw
  std::uint32_t sockets_a_minute = 10;           // of one address; 0 = no limit
  std::uint32_t connections_an_address = 64;     // at the same time; 0 = no limit
  std::size_t max_connections = 10'000;          // of which half may be without a login
  ConnectionLimits connection;
};

class Listener {
public:
  // `tls` null = plain (behind a proxy). `connections` = how many there are, wherever. All references outlive this; the
  // io_context must have run out before this is destroyed. Throws StartError where the address cannot be listened on.
  Listener(Turn& turn, Crowd& crowd, Guests& guests, ListenerConfig config, boost::asio::ssl::context* tls, Random& random,
           Counters& counters, std::function<std::size_t()> connections, OpenHandler open);

  void start();
  void begin_stop();  // takes no more
  std::uint16_t port() const { return port_; }

private:
  void adopt(int descriptor);
  void listen_on(boost::asio::ip::tcp::endpoint endpoint);
  void accept();
  bool take_waiting();
  void handle_accepted(Descriptor socket, const boost::asio::ip::tcp::endpoint& remote);
  void introduce(TcpSocket socket, const boost::asio::ip::address& proxy);
  std::optional<Caller> greet(const boost::asio::ip::address& address);  // unset: to be cut
  void welcome(Descriptor socket, const boost::asio::ip::address& address);
  void welcome_http(Descriptor socket);
  void keep(Descriptor socket, const Caller& caller, CallerHeader header);
  MonoTime now() const;

  Turn& turn_;
  Crowd& crowd_;
  Guests& guests_;
  ListenerConfig config_;
  boost::asio::ssl::context* tls_;
  Counters& counters_;
  std::function<std::size_t()> all_connections_;
  OpenHandler open_;
  boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor> acceptor_;
  boost::asio::steady_timer pause_;
  AddressHasher hash_;
  AddressCounter polite_, rude_;
  std::set<std::shared_ptr<Introduction>> arrivals_;
  std::uint16_t port_ = 0;
  bool stopping_ = false;
};

}  // namespace twinlamp::relay
