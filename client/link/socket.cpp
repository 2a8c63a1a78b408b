// The client's one user of Boost.Beast. Callbacks, each keeping the connection alive; one read always outstanding, one
// write at a time.
#include "client/link/socket.h"

#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "client/link/loop_context.h"
#include "protocol/base/limits.h"

namespace twinlamp::client {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using Tcp = net::ip::tcp;
using TcpSocket = net::basic_stream_socket<Tcp, net::io_context::executor_type>;
using Resolver = net::ip::basic_resolver<Tcp, net::io_context::executor_type>;
using Tls = beast::ssl_stream<TcpSocket>;
using WebSocket = websocket::stream<Tls, false>;

constexpr auto subprotocol = "twinlamp.v1";
constexpr std::string_view exporter_label = "EXPORTER-Channel-Binding";  // RFC 9266

constexpr std::chrono::seconds goodbye{2};  // someone who leaves does not wait long for a dead network

bool is_address(const std::string& host) {
  error_code error;
  net::ip::make_address(host, error);
  return !error;
}

class Connection : public std::enable_shared_from_this<Connection> {
public:
  Connection(net::io_context& io, SocketConfig config, SocketListener& listener)
      : io_(io),
        config_(std::move(config)),
        listener_(&listener),
        tls_(net::ssl::context::tls_client),
        resolver_(io),
        patience_(io) {}

  void start() {
    if (!prepare_tls()) return fail_later(SocketFault::bad_ca_file);
    stream_.emplace(io_, tls_);
    prepare_stream();
    resolver_.async_resolve(config_.host, std::to_string(config_.port), Resolver::flags::numeric_service,
                            [self = shared_from_this()](error_code error, Tcp::resolver::results_type found) {
                              if (self->is_over()) return;
                              if (error) return self->fail(SocketFault::name_unknown);
                              self->connect(std::move(found));
                            });
  }

  bool send(Bytes message) {
    if (is_over() || !open_ || queued_ + message.size() > config_.outbox_bytes) return false;
    queued_ += message.size();
    outbox_.push_back(std::move(message));
    if (!writing_) write();
    return true;
  }

  void set_read_limit(std::size_t bytes) { stream_->read_message_max(bytes); }

  void close() {
    if (is_over()) return;
    listener_ = nullptr;
    if (!open_) return cut();
    patience_.expires_after(goodbye);
    patience_.async_wait([self = shared_from_this()](error_code error) {
      if (!error) self->cut();
    });
    if (!writing_) say_goodbye();
  }

  void drop() {
    listener_ = nullptr;
    cut();
  }

private:
  bool is_over() const { return listener_ == nullptr; }

  bool prepare_tls() {
    error_code error;
    SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_3_VERSION);
    SSL_CTX_set_session_cache_mode(tls_.native_handle(), SSL_SESS_CACHE_OFF);
    if (!config_.check_certificate) {
      tls_.set_verify_mode(net::ssl::verify_none, error);  // relay_id over the exporter is what authenticates
      return !error;
    }
    tls_.set_verify_mode(net::ssl::verify_peer, error);
    tls_.set_verify_callback(net::ssl::host_name_verification(config_.host), error);
    if (config_.ca_file.empty()) {
      tls_.set_default_verify_paths(error);
    } else {
      tls_.load_verify_file(config_.ca_file, error);
    }
    return !error;
  }

  void prepare_stream() {
    if (!is_address(config_.host))
      SSL_set_tlsext_host_name(stream_->next_layer().native_handle(), config_.host.c_str());
    stream_->set_option(websocket::stream_base::timeout{config_.handshake_timeout, config_.idle_timeout, true});
    stream_->set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(beast::http::field::sec_websocket_protocol, subprotocol);
    }));
    stream_->binary(true);
    stream_->auto_fragment(false);
    stream_->write_buffer_bytes(limits::frame);
    stream_->read_message_max(limits::frame_before_login);
  }

  TcpSocket& tcp() { return beast::get_lowest_layer(*stream_); }

  void connect(Tcp::resolver::results_type found) {
    net::async_connect(tcp(), found, [self = shared_from_this()](error_code error, const Tcp::endpoint&) {
      if (self->is_over()) return;
      if (error) return self->fail(SocketFault::unreachable);
      self->tcp().set_option(Tcp::no_delay(true), error);
      self->secure();
    });
  }

  void secure() {
    stream_->next_layer().async_handshake(net::ssl::stream_base::client, [self = shared_from_this()](error_code error) {
      if (self->is_over()) return;
      if (error) return self->fail(self->tls_fault());
      self->upgrade();
    });
  }

  SocketFault tls_fault() {
    const bool refused = SSL_get_verify_result(stream_->next_layer().native_handle()) != X509_V_OK;
    return config_.check_certificate && refused ? SocketFault::certificate_refused : SocketFault::tls_failed;
  }

  void upgrade() {
    const bool v6 = config_.host.find(':') != std::string::npos;
    const auto host = (v6 ? "[" + config_.host + "]" : config_.host) + ":" + std::to_string(config_.port);
    stream_->async_handshake(response_, host, "/v1", [self = shared_from_this()](error_code error) {
      if (self->is_over()) return;
      if (self->response_.result() == beast::http::status::too_many_requests) return self->fail(SocketFault::too_fast);
      if (error || self->response_[beast::http::field::sec_websocket_protocol] != subprotocol) {
        return self->fail(SocketFault::not_a_relay);
      }
      self->opened();
    });
  }

  void opened() {
    ByteArray<32> exporter{};
    if (SSL_export_keying_material(stream_->next_layer().native_handle(), exporter.data(), exporter.size(),
                                   exporter_label.data(), exporter_label.size(), nullptr, 0, 0) != 1) {
      return fail(SocketFault::tls_failed);
    }
    open_ = true;
    read();
    listener_->on_open(exporter);
  }

  // Goes on after close() too: a WebSocket's goodbye is only seen by who reads.
  void read() {
    stream_->async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->fail(SocketFault::lost);
      if (!self->is_over()) self->received();
      self->buffer_.consume(self->buffer_.size());
      if (!self->cut_) self->read();
    });
  }

  void received() {
    if (!stream_->got_binary()) return fail(SocketFault::broke_protocol);
    const auto data = buffer_.cdata();
    listener_->on_message({static_cast<const std::uint8_t*>(data.data()), data.size()});
  }

  void write() {
    writing_ = true;
    stream_->async_write(net::const_buffer(outbox_.front().data(), outbox_.front().size()),
                         [self = shared_from_this()](error_code error, std::size_t) { self->written(error); });
  }

  void written(error_code error) {
    writing_ = false;
    if (error) return fail(SocketFault::lost);
    queued_ -= outbox_.front().size();
    outbox_.pop_front();
    if (!outbox_.empty()) return write();
    if (is_over()) say_goodbye();
  }

  void say_goodbye() {
    if (cut_) return;
    stream_->async_close(websocket::close_code::normal, [self = shared_from_this()](error_code) { self->cut(); });
  }

  void fail_later(SocketFault fault) {
    net::post(io_, [self = shared_from_this(), fault] { self->fail(fault); });
  }

  void fail(SocketFault fault) {
    cut();
    if (is_over()) return;
    auto* listener = std::exchange(listener_, nullptr);
    listener->on_closed(fault);
  }

  void cut() {
    cut_ = true;
    error_code ignored;
    patience_.cancel();
    resolver_.cancel();
    if (stream_) tcp().close(ignored);
  }

  net::io_context& io_;
  SocketConfig config_;
  SocketListener* listener_;  // null: nobody is told any more
  net::ssl::context tls_;
  Resolver resolver_;
  net::steady_timer patience_;
  std::optional<WebSocket> stream_;
  websocket::response_type response_;
  beast::flat_buffer buffer_;
  std::deque<Bytes> outbox_;
  std::size_t queued_ = 0;
  bool open_ = false, writing_ = false, cut_ = false;
};

class BeastSocket : public Socket {
public:
  explicit BeastSocket(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~BeastSocket() override { connection_->close(); }
  bool send(Bytes message) override { return connection_->send(std::move(message)); }
  void set_read_limit(std::size_t bytes) override { connection_->set_read_limit(bytes); }
  void close() override { connection_->close(); }
  void drop() override { connection_->drop(); }

private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace

std::unique_ptr<Socket> open_socket(Loop& loop, SocketConfig config, SocketListener& listener) {
  auto connection = std::make_shared<Connection>(loop.context().io, std::move(config), listener);
  connection->start();
  return std::make_unique<BeastSocket>(std::move(connection));
}

}  // namespace twinlamp::client
