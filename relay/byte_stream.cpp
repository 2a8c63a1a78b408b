#include "relay/byte_stream.h"

#include <openssl/ssl.h>

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace twinlamp::relay {

namespace {

namespace net = boost::asio;
using boost::system::error_code;
constexpr std::string_view exporter_label = "EXPORTER-Channel-Binding";

class PlainStream : public ByteStream {
public:
  explicit PlainStream(TcpSocket socket) : socket_(std::move(socket)) {}

  void start(Ready ready) override {
    net::post(socket_.get_executor(), [ready = std::move(ready)] { ready({}); });
  }
  void read_some(net::mutable_buffer into, Done done) override { socket_.async_read_some(into, std::move(done)); }
  void write_some(net::const_buffer from, Done done) override { socket_.async_write_some(from, std::move(done)); }
  void finish(Ready ready) override {
    error_code error;
    socket_.shutdown(TcpSocket::shutdown_send, error);
    net::post(socket_.get_executor(), [ready = std::move(ready)] { ready({}); });
  }
  void cut() override {
    error_code ignored;
    socket_.close(ignored);
  }
  Bytes exporter() override { return {}; }

private:
  TcpSocket socket_;
};

class TlsStream : public ByteStream {
public:
  TlsStream(TcpSocket socket, net::ssl::context& tls) : stream_(std::move(socket), tls) {}

  void start(Ready ready) override { stream_.async_handshake(net::ssl::stream_base::server, std::move(ready)); }
  void read_some(net::mutable_buffer into, Done done) override { stream_.async_read_some(into, std::move(done)); }
  void write_some(net::const_buffer from, Done done) override { stream_.async_write_some(from, std::move(done)); }
  void finish(Ready ready) override { stream_.async_shutdown(std::move(ready)); }
  void cut() override {
    error_code ignored;
    stream_.next_layer().close(ignored);
  }
  Bytes exporter() override {
    Bytes out(32);
    const int done = SSL_export_keying_material(stream_.native_handle(), out.data(), out.size(), exporter_label.data(),
                                                exporter_label.size(), nullptr, 0, 0);
    return done == 1 ? out : Bytes();
  }

private:
  net::ssl::stream<TcpSocket> stream_;
};

}  // namespace

std::unique_ptr<ByteStream> make_plain_stream(TcpSocket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<ByteStream> make_tls_stream(TcpSocket socket, net::ssl::context& tls) {
  return std::make_unique<TlsStream>(std::move(socket), tls);
}

}  // namespace twinlamp::relay
