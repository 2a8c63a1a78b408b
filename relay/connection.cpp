// Callbacks, each keeping the connection alive; one read always outstanding, one write at a time.
#include "relay/connection.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "protocol/base/limits.h"

namespace twinlamp::relay {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

// The byte stream in the form that Beast asks for.
class AnyStream {
public:
  using executor_type = Executor;

  AnyStream(Executor executor, std::unique_ptr<ByteStream> stream) : executor_(executor), stream_(std::move(stream)) {}

  executor_type get_executor() { return executor_; }
  ByteStream& bytes() { return *stream_; }

  template <class Buffers, class Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    return net::async_initiate<Handler, void(error_code, std::size_t)>(
        [this](auto done, const Buffers& into) { stream_->read_some(first_of(into), erased(std::move(done))); },
        handler, buffers);
  }

  // A frame's header and body go out together: as two TLS records they would be two packets.
  template <class Buffers, class Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    return net::async_initiate<Handler, void(error_code, std::size_t)>(
        [this](auto done, const Buffers& from) { stream_->write_some(joined(from), erased(std::move(done))); }, handler,
        buffers);
  }

private:
  static constexpr std::size_t join_at_most = 16 * 1024;  // one TLS record

  template <class Handler>
  static ByteStream::Done erased(Handler handler) {
    auto kept = std::make_shared<Handler>(std::move(handler));
    return [kept](error_code error, std::size_t size) { std::move (*kept)(error, size); };
  }

  template <class Buffers>
  static net::mutable_buffer first_of(const Buffers& buffers) {
    for (auto it = net::buffer_sequence_begin(buffers); it != net::buffer_sequence_end(buffers); ++it) {
      const net::mutable_buffer buffer(*it);
      if (buffer.size() > 0) return buffer;
    }
    return {};
  }

  template <class Buffers>
  net::const_buffer joined(const Buffers& buffers) {
    const auto begin = net::buffer_sequence_begin(buffers);
    const net::const_buffer first(*begin);
    const auto size = std::min(net::buffer_size(buffers), join_at_most);
    if (first.size() >= size) return first;
    joined_.resize(size);
    net::buffer_copy(net::buffer(joined_), buffers);
    return net::buffer(joined_);
  }

  Executor executor_;
  std::unique_ptr<ByteStream> stream_;
  Bytes joined_;
};

void beast_close_socket(AnyStream& stream) {
  stream.bytes().cut();
}  // found by Beast, by name

template <class Handler>
void async_teardown(beast::role_type, AnyStream& stream, Handler&& handler) {  // likewise
  auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
  stream.bytes().finish([kept, &stream](error_code error) {
    stream.bytes().cut();
    std::move (*kept)(error);
  });
}

namespace {

constexpr auto subprotocol = "twinlamp.v1";
constexpr std::uint32_t request_bytes = 8 * 1024;
constexpr std::chrono::seconds goodbye{5};

using Request = http::request<http::empty_body>;

struct Answer {
  const char* status;
  const char* body;
  const char* header = "";
};

bool offers_subprotocol(const Request& request) {
  for (const auto& token : http::token_list(request[http::field::sec_websocket_protocol])) {
    if (token == subprotocol) return true;
  }
  return false;
}

// Unset: this is a client of ours, and gets its WebSocket.
std::optional<Answer> plain_answer(const Request& request, Welcome welcome) {
  const auto path = request.target();
  if (request.method() != http::verb::get) return Answer{"405 Method Not Allowed", "Only GET.\n"};
  if (path == "/healthz") return Answer{"200 OK", "ok\n"};
  if (path != "/v1") return Answer{"404 Not Found", "A Twinlamp relay. There are no pages here.\n"};
  if (request.find(http::field::origin) != request.end()) return Answer{"403 Forbidden", "Not for browsers.\n"};
  if (welcome == Welcome::too_fast)
    return Answer{"429 Too Many Requests", "Too many connections.\n", "Retry-After: 60\r\n"};
  if (!websocket::is_upgrade(request))
    return Answer{"426 Upgrade Required", "Only WebSocket.\n", "Upgrade: websocket\r\n"};
  if (!offers_subprotocol(request)) return Answer{"400 Bad Request", "Only the subprotocol twinlamp.v1.\n"};
  return std::nullopt;
}

std::string written_out(const Answer& answer) {
  return std::string("HTTP/1.1 ") + answer.status + "\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n" +
         answer.header +
         "Connection: close\r\nContent-Length: " + std::to_string(std::string_view(answer.body).size()) + "\r\n\r\n" +
         answer.body;
}

class BeastConnection : public Connection, public std::enable_shared_from_this<BeastConnection> {
public:
  BeastConnection(net::io_context& io, std::unique_ptr<ByteStream> stream, const ConnectionLimits& limits,
                  Welcome welcome, AddressKey address, OpenHandler open, std::function<void()> on_end)
      : limits_(limits),
        welcome_(welcome),
        address_(address),
        open_(std::move(open)),
        on_end_(std::move(on_end)),
        alarm_(io),
        stream_(io.get_executor(), std::move(stream)) {}

  void start() override {
    set_deadline(limits_.pre_login);
    bytes().start([self = shared_from_this()](error_code error) {
      if (error) return self->end();
      self->read_request();
    });
  }

  bool send(Bytes frame) override {
    if (closing_ || ended_) return true;
    if (queued_ + frame.size() > limits_.outbox_bytes) {
      drop();
      return false;
    }
    queued_ += frame.size();
    outbox_.push_back(std::move(frame));
    if (!writing_) write();
    return true;
  }

  void close() override {
    if (closing_ || ended_) return;
    closing_ = true;
    set_deadline(goodbye);
    if (!writing_) say_goodbye();
  }

  void drop() override {
    closing_ = true;
    bytes().cut();
  }

  void set_read_limit(std::size_t bytes) override { stream_.read_message_max(bytes); }

  void set_deadline(std::chrono::milliseconds from_now) override {
    alarm_.cancel();
    if (from_now.count() == 0) return;
    alarm_.expires_after(from_now);
    alarm_.async_wait([weak = weak_from_this()](error_code error) {
      auto self = weak.lock();
      if (!error && self) self->drop();
    });
  }

private:
  ByteStream& bytes() { return stream_.next_layer().bytes(); }

  void read_request() {
    parser_.emplace();
    parser_->header_limit(request_bytes);
    parser_->body_limit(0);
    http::async_read(stream_.next_layer(), buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) {
                       if (error) return self->end();
                       self->handle_request();
                     });
  }

  void handle_request() {
    request_ = parser_->release();
    parser_.reset();
    if (const auto answer = plain_answer(request_, welcome_)) return say(written_out(*answer));
    stream_.set_option(websocket::stream_base::timeout{limits_.pre_login, limits_.idle, true});
    stream_.set_option(websocket::stream_base::decorator(
        [](websocket::response_type& response) { response.set(http::field::sec_websocket_protocol, subprotocol); }));
    stream_.binary(true);
    stream_.auto_fragment(false);
    stream_.read_message_max(limits::frame_before_login);
    stream_.async_accept(request_, [self = shared_from_this()](error_code error) {
      if (error) return self->end();
      self->opened();
    });
  }

  void say(std::string text) {
    text_ = std::move(text);
    net::async_write(stream_.next_layer(), net::buffer(text_),
                     [self = shared_from_this()](error_code error, std::size_t) {
                       if (error) return self->end();
                       self->set_deadline(goodbye);
                       self->bytes().finish([self](error_code) { self->end(); });
                     });
  }

  void opened() {
    request_ = {};
    handler_ = open_(*this, {bytes().exporter(), address_});
    read();
  }

  void read() {
    stream_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->end();
      self->received();
    });
  }

  void received() {
    if (!stream_.got_binary()) drop();
    if (!closing_) {
      const auto data = buffer_.cdata();
      handler_->handle_frame({static_cast<const std::uint8_t*>(data.data()), data.size()});
    }
    buffer_.consume(buffer_.size());
    read();
  }

  void write() {
    writing_ = true;
    stream_.async_write(net::const_buffer(outbox_.front().data(), outbox_.front().size()),
                        [self = shared_from_this()](error_code error, std::size_t) { self->written(error); });
  }

  void written(error_code error) {
    writing_ = false;
    if (error) return drop();
    queued_ -= outbox_.front().size();
    outbox_.pop_front();
    if (!outbox_.empty()) return write();
    if (closing_) say_goodbye();
  }

  void say_goodbye() {
    if (ended_) return;
    stream_.async_close(websocket::close_code::normal,
                        [self = shared_from_this()](error_code) { self->bytes().cut(); });
  }

  // The one way out: from the outstanding read, or before there is one.
  void end() {
    if (ended_) return;
    ended_ = true;
    alarm_.cancel();
    bytes().cut();
    if (handler_) handler_->handle_closed();
    handler_.reset();
    on_end_();
  }

  const ConnectionLimits limits_;
  const Welcome welcome_;
  const AddressKey address_;
  OpenHandler open_;
  std::function<void()> on_end_;
  net::steady_timer alarm_;
  websocket::stream<AnyStream, false> stream_;
  beast::flat_buffer buffer_{limits::frame + request_bytes};
  std::optional<http::request_parser<http::empty_body>> parser_;
  Request request_;
  std::string text_;
  std::unique_ptr<TransportHandler> handler_;
  std::deque<Bytes> outbox_;
  std::size_t queued_ = 0;
  bool writing_ = false, closing_ = false, ended_ = false;
};

}  // namespace

std::shared_ptr<Connection> make_connection(net::io_context& io, std::unique_ptr<ByteStream> stream,
                                            const ConnectionLimits& limits, Welcome welcome, AddressKey address,
                                            OpenHandler open, std::function<void()> on_end) {
  return std::make_shared<BeastConnection>(io, std::move(stream), limits, welcome, address, std::move(open),
                                           std::move(on_end));
}

}  // namespace twinlamp::relay
