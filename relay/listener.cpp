#include "relay/listener.h"

#include <boost/asio/ip/v6_only.hpp>

#include "relay/log.h"
#include "relay/machine_time.h"
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
constexpr int taken_at_once = 64;

Tcp::endpoint endpoint_of(const ListenerConfig& config) {
  error_code error;
  const auto address = net::ip::make_address(config.host, error);
  if (error)
    throw StartError("--listen: '" + config.host + "' is not an IP address. Use one like 0.0.0.0:7417 or [::]:7417.");
  return {address, config.port};
}

}  // namespace

Listener::Listener(Turn& turn, Crowd& crowd, Guests& guests, ListenerConfig config, net::ssl::context* tls, Random& random,
                   Counters& counters, std::function<std::size_t()> connections, OpenHandler open)
    : turn_(turn),
      crowd_(crowd),
      guests_(guests),
      config_(std::move(config)),
      tls_(tls),
      counters_(counters),
      all_connections_(std::move(connections)),
      open_(std::move(open)),
      acceptor_(turn.io().get_executor()),
      pause_(turn.io()),
      hash_(random),
      polite_(counted_span, config_.sockets_a_minute, remembered_addresses),
      rude_(counted_span, config_.sockets_a_minute * 2, remembered_addresses) {
  if (config_.inherited) {
    adopt(*config_.inherited);
  } else {
    listen_on(endpoint_of(config_));
  }
  port_ = acceptor_.local_endpoint().port();
  acceptor_.native_non_blocking(true);
  acceptor_.set_option(Tcp::no_delay(true));  // for those that it takes
}

void Listener::adopt(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  error_code error;
  acceptor_.assign(address.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4(), descriptor, error);
  if (error) throw StartError("The socket that the service manager handed over cannot be used.");
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
}

// Asio is asked only when somebody waits: a socket of its own would be watched by it first, and then by the turn.
void Listener::accept() {
  acceptor_.async_wait(net::socket_base::wait_read, [this](error_code error) {
    if (stopping_) return;
    if (!error && take_waiting()) return accept();
    pause_.expires_after(no_descriptor_pause);  // no descriptors left, most likely: some will come free
    pause_.async_wait([this](error_code cancelled) {
      if (!cancelled && !stopping_) accept();
    });
  });
}

// False: they cannot be taken now.
bool Listener::take_waiting() {
  for (int i = 0; i < taken_at_once; ++i) {
    Tcp::endpoint remote;
    auto size = static_cast<socklen_t>(remote.capacity());
    Descriptor socket(::accept4(acceptor_.native_handle(), remote.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.is_open()) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ECONNABORTED;
    remote.resize(size);
    handle_accepted(std::move(socket), remote);
  }
  return true;
}

void Listener::handle_accepted(Descriptor socket, const Tcp::endpoint& remote) {
  counters_.connections.add();
  const bool is_full = all_connections_() + arrivals_.size() >= config_.max_connections;
  if (is_full && !crowd_.make_place(1)) return counters_.turned_away_full.add();
  if (config_.proxies.empty()) return welcome(std::move(socket), remote.address());
  const auto trusted = [&](const Network& proxy) { return proxy.contains(remote.address()); };
  if (std::none_of(config_.proxies.begin(), config_.proxies.end(), trusted)) return;
  if (config_.proxy_kind == ProxyKind::http) return welcome_http(std::move(socket));
  introduce(TcpSocket(turn_.io().get_executor(), remote.protocol(), socket.release()), remote.address());
}

void Listener::introduce(TcpSocket socket, const net::ip::address& proxy) {
  const auto arrival = std::make_shared<Introduction>(turn_.io(), std::move(socket));
  arrivals_.insert(arrival);
  const std::weak_ptr<Introduction> weak = arrival;
  arrival->start(config_.connection.pre_login,
                 [this, proxy, weak](Introduction::Outcome outcome, std::optional<net::ip::address> source) {
                   const auto introduced = weak.lock();
                   arrivals_.erase(introduced);
                   if (outcome == Introduction::Outcome::malformed) counters_.proxy_faults.add();
                   if (outcome == Introduction::Outcome::malformed)
                     log(LogLevel::warning, "a proxy sent no PROXY header; is it switched on there?");
                   if (outcome != Introduction::Outcome::introduced || stopping_) return;
                   error_code error;
                   Descriptor taken(introduced->take_socket().release(error));
                   if (!error) welcome(std::move(taken), source.value_or(proxy));
                 });
}

std::optional<Caller> Listener::greet(const net::ip::address& address) {
  const auto key = hash_(address);
  const auto stay = guests_.enter(key);
  if (config_.sockets_a_minute == 0) return Caller{stay ? Welcome::yes : Welcome::too_fast, key, stay.value_or(nullptr)};
  const bool is_polite = stay && polite_.wait(key, now()).count() == 0;
  if (!is_polite) counters_.turned_away_fast.add();
  if (rude_.wait(key, now()).count() > 0) return std::nullopt;
  rude_.count(key, now());
  if (!is_polite) return Caller{Welcome::too_fast, key, stay.value_or(nullptr)};
  polite_.count(key, now());
  return Caller{Welcome::yes, key, *stay};
}

void Listener::welcome(Descriptor socket, const net::ip::address& address) {
  const auto caller = greet(address);
  if (!caller) return;
  keep(std::move(socket), *caller, {});
}

// The proxy speaks HTTP: for whom it comes is in the request.
void Listener::welcome_http(Descriptor socket) {
  keep(std::move(socket), {}, {config_.proxy_header, [this](std::string_view value) -> std::optional<Caller> {
                                 const auto address = last_forwarded(value);
                                 if (!address) return std::nullopt;
                                 return greet(*address).value_or(Caller{Welcome::too_fast});  // it is the proxy's connection
                               }});
}

void Listener::keep(Descriptor socket, const Caller& caller, CallerHeader header) {
  crowd_.make_place(std::max<std::size_t>(config_.max_connections / 2, 1));
  auto stream = tls_ != nullptr ? make_tls_stream(std::move(socket), *tls_) : make_plain_stream(std::move(socket));
  crowd_.keep(std::move(stream), Connection::Stage::fresh, caller, std::move(header), open_);
}

MonoTime Listener::now() const {
  return running_time();
}

}  // namespace twinlamp::relay
