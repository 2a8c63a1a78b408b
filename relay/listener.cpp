#include "relay/listener.h"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/read.hpp>

#include "relay/log.h"
#include "relay/proxy_header.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace net = boost::asio;
using boost::system::error_code;
using Tcp = net::ip::tcp;

namespace {

constexpr std::chrono::minutes counted_span{1};
constexpr std::size_t remembered_addresses = 65'536;
constexpr std::chrono::milliseconds no_descriptor_pause{100};

Tcp::endpoint endpoint_of(const ListenerConfig& config) {
  error_code error;
  const auto address = net::ip::make_address(config.host, error);
  if (error)
    throw StartError("--listen: '" + config.host + "' is not an IP address. Use one like 0.0.0.0:7417 or [::]:7417.");
  return {address, config.port};
}

}  // namespace

// A connection from a proxy that has not yet said for whom it comes.
struct Listener::Arrival {
  Arrival(net::io_context& io, TcpSocket from) : socket(std::move(from)), alarm(io) {}
  void give_up() {
    error_code ignored;
    alarm.cancel();
    socket.close(ignored);
  }

  TcpSocket socket;
  net::steady_timer alarm;
  Bytes bytes;
  ProxyHeader header;
};

Listener::Listener(net::io_context& io, ListenerConfig config, net::ssl::context* tls, Random& random, OpenHandler open)
    : io_(io),
      config_(std::move(config)),
      tls_(tls),
      open_(std::move(open)),
      acceptor_(io.get_executor()),
      pause_(io),
      hash_(random),
      polite_(counted_span, config_.sockets_a_minute, remembered_addresses),
      rude_(counted_span, config_.sockets_a_minute * 2, remembered_addresses) {
  listen_on(endpoint_of(config_));
  port_ = acceptor_.local_endpoint().port();
}

void Listener::listen_on(Tcp::endpoint endpoint) {
  const auto shown = config_.host + ", port " + std::to_string(config_.port);
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (error && endpoint.address().is_v6() && endpoint.address().is_unspecified()) {
    return listen_on({net::ip::address_v4::any(), config_.port});
  }
  if (error) throw StartError("--listen: this machine has no network of that kind for " + shown + ".");
  acceptor_.set_option(net::socket_base::reuse_address(true), error);
  if (endpoint.address().is_v6()) acceptor_.set_option(net::ip::v6_only(false), error);
  acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
  if (error == net::error::address_in_use) {
    throw StartError("--listen: another program uses " + shown + " already. Stop it, or choose another port.");
  }
  if (error)
    throw StartError("--listen: " + shown + " cannot be listened on. It has to be an address of this machine.");
}

void Listener::start() {
  accept();
}

void Listener::begin_stop() {
  stopping_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (const auto& arrival : arrivals_) arrival->give_up();
  if (connections_.empty() && on_empty_) on_empty_();
}

void Listener::drop_all() {
  for (auto& [id, weak] : connections_) {
    if (auto connection = weak.lock()) connection->drop();
  }
}

void Listener::accept() {
  acceptor_.async_accept([this](error_code error, TcpSocket socket) {
    if (stopping_) return;
    if (!error) {
      handle_accepted(std::move(socket));
      return accept();
    }
    pause_.expires_after(no_descriptor_pause);  // no descriptors left, most likely: some will come free
    pause_.async_wait([this](error_code cancelled) {
      if (!cancelled && !stopping_) accept();
    });
  });
}

void Listener::handle_accepted(TcpSocket socket) {
  error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error || connections_.size() + arrivals_.size() >= config_.max_connections) return;
  socket.set_option(Tcp::no_delay(true), error);
  if (config_.proxies.empty()) return welcome(std::move(socket), remote.address());
  const auto trusted = [&](const Network& proxy) { return proxy.contains(remote.address()); };
  if (std::none_of(config_.proxies.begin(), config_.proxies.end(), trusted)) return;
  introduce(std::make_shared<Arrival>(io_, std::move(socket)));
}

void Listener::introduce(std::shared_ptr<Arrival> arrival) {
  arrival->alarm.expires_after(config_.connection.pre_login);
  arrival->alarm.async_wait([arrival](error_code cancelled) {
    if (!cancelled) arrival->give_up();
  });
  read_from_proxy(arrival, proxy_header_size, [this, arrival] {
    const auto header = parse_proxy_header(arrival->bytes);
    if (!header) return log(LogLevel::warning, "a proxy sent no PROXY v2 header; is it switched on there?");
    arrival->header = *header;
    read_from_proxy(arrival, header->body_size, [this, arrival] { introduced(*arrival); });
  });
}

// An arrival whose bytes do not come, or that has nothing more to read, is forgotten; what keeps it is its next read.
void Listener::read_from_proxy(const std::shared_ptr<Arrival>& arrival, std::size_t size, std::function<void()> then) {
  arrival->bytes.resize(size);
  arrivals_.insert(arrival);
  net::async_read(arrival->socket, net::buffer(arrival->bytes),
                  [this, arrival, then = std::move(then)](error_code error, std::size_t) {
                    arrivals_.erase(arrival);
                    if (!error && !stopping_) then();
                    if (!arrivals_.contains(arrival)) arrival->give_up();
                  });
}

void Listener::introduced(Arrival& arrival) {
  const auto source = parse_proxy_body(arrival.header, arrival.bytes);
  if (!source) return log(LogLevel::warning, "a proxy sent a PROXY v2 header that names no address");
  error_code error;
  const auto address = *source ? **source : arrival.socket.remote_endpoint(error).address();
  if (!error) welcome(std::move(arrival.socket), address);
}

void Listener::welcome(TcpSocket socket, const net::ip::address& address) {
  const auto key = hash_(address);
  auto welcome = Welcome::yes;
  if (config_.sockets_a_minute > 0) {
    if (rude_.wait(key, now()).count() > 0) return;
    rude_.count(key, now());
    if (polite_.wait(key, now()).count() > 0) {
      welcome = Welcome::too_fast;
    } else {
      polite_.count(key, now());
    }
  }
  const auto id = ++last_id_;
  auto stream = tls_ != nullptr ? make_tls_stream(std::move(socket), *tls_) : make_plain_stream(std::move(socket));
  auto connection =
      make_connection(io_, std::move(stream), config_.connection, welcome, key, open_, [this, id] { ended(id); });
  connections_[id] = connection;
  connection->start();
}

void Listener::ended(std::uint64_t id) {
  connections_.erase(id);
  if (stopping_ && connections_.empty() && on_empty_) on_empty_();
}

MonoTime Listener::now() const {
  return MonoTime(std::chrono::duration_cast<Monotonic::duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

}  // namespace twinlamp::relay
