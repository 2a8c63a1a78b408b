// Callbacks, each keeping the connection alive; one read always outstanding.
//
// Beast does the upgrade, reads all that the client sends, and answers pings and closes. Our own frames go past it into
// the channel, between its: a server's frame is a header of 2 to 10 bytes before the message (RFC 6455, 5.2), and many
// of them leave as one write, where Beast would write each by itself. Our Close too: Beast's waits for its read, and its
// read, where the client's Close has come already, for its own: both would wait for ever.
#include "relay/connection.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "protocol/base/limits.h"
#include "relay/channel.h"
#include "relay/frame_end.h"

namespace twinlamp::relay {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

// The channel in the form that Beast asks for.
class BeastStream {
public:
  using executor_type = TurnExecutor;

  BeastStream(Turn& turn, std::unique_ptr<ByteStream> stream) : channel_(turn, std::move(stream)) {}

  executor_type get_executor() { return TurnExecutor(channel_.turn()); }
  Channel& channel() { return channel_; }
  void read_by_frames() { frame_end_.emplace(); }
  void swallow(bool on) { swallows_ = on; }  // what is written is taken for written, and does not leave

  template <class Buffers, class Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    return net::async_initiate<Handler, void(error_code, std::size_t)>(
        [this](auto done, const Buffers& into) { this->read(first_of(into), std::move(done)); }, handler, buffers);
  }

  // What Beast writes is small, and at most one piece at a time: it joins the turn's output whole. All of it answers the
  // client; one who asks and does not read is cut, since no other limit sees this.
  template <class Buffers, class Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    return net::async_initiate<Handler, void(error_code, std::size_t)>(
        [this](auto done, const Buffers& from) {
          if (!swallows_) write(from);
          auto written = work(std::move(done));
          if (channel_.has_ended()) written->error = net::error::operation_aborted;
          written->size = net::buffer_size(from);
          channel_.turn().push(std::move(written));
        },
        handler, buffers);
  }

private:
  static constexpr std::size_t most_unread_answers = 4096;

  template <class Buffers>
  void write(const Buffers& from) {
    if (channel_.waiting() == 0) unread_answers_ = 0;
    unread_answers_ += net::buffer_size(from);
    if (unread_answers_ > most_unread_answers) return channel_.cut();
    for (auto it = net::buffer_sequence_begin(from); it != net::buffer_sequence_end(from); ++it) {
      const net::const_buffer piece(*it);
      channel_.write({static_cast<const std::uint8_t*>(piece.data()), piece.size()});
    }
  }

  template <class Handler>
  WorkPtr work(Handler handler) {
    return make_work(channel_.turn().memory(), std::move(handler));
  }

  template <class Handler>
  void read(std::span<std::uint8_t> into, Handler done) {
    if (!frame_end_) return channel_.read(into, work(std::move(done)));
    into = into.first(std::min(into.size(), frame_end_->allowed()));
    channel_.read(into, work([this, into, done = std::move(done)](error_code error, std::size_t size) mutable {
                    if (!error) frame_end_->passed(into.first(size));
                    std::move(done)(error, size);
                  }));
  }

  template <class Buffers>
  static std::span<std::uint8_t> first_of(const Buffers& buffers) {
    for (auto it = net::buffer_sequence_begin(buffers); it != net::buffer_sequence_end(buffers); ++it) {
      const net::mutable_buffer buffer(*it);
      if (buffer.size() > 0) return {static_cast<std::uint8_t*>(buffer.data()), buffer.size()};
    }
    return {};
  }

  Channel channel_;
  std::optional<FrameEnd> frame_end_;
  std::size_t unread_answers_ = 0;  // Beast's bytes since all had left
  bool swallows_ = false;
};

void beast_close_socket(BeastStream& stream) {
  stream.channel().cut();
}  // found by Beast, by name

template <class Handler>
void async_teardown(beast::role_type, BeastStream& stream, Handler&& handler) {  // likewise
  auto& channel = stream.channel();
  channel.finish(make_work(channel.turn().memory(),
                           [handler = std::forward<Handler>(handler), &channel](error_code error, std::size_t) mutable {
                             channel.cut();
                             std::move(handler)(error);
                           }));
}

namespace {

constexpr auto subprotocol = "twinlamp.v1";
constexpr std::uint32_t request_bytes = 8 * 1024;
constexpr std::uint8_t close_frame[] = {0x88, 2, 0x03, 0xe8};  // 1000, normal
constexpr int most_control_frames = 600;                       // between two looks for silence

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

// Binary, whole, not masked (RFC 6455, 5.2).
struct FrameHeader {
  std::array<std::uint8_t, 10> bytes{0x82};
  std::size_t size = 0;

  explicit FrameHeader(std::uint64_t message) {
    const std::size_t wide = message < 126 ? 0 : message <= 0xffff ? 2 : 8;
    bytes[1] = wide == 0 ? static_cast<std::uint8_t>(message) : wide == 2 ? 126 : 127;
    for (std::size_t i = 0; i < wide; ++i) bytes[2 + i] = static_cast<std::uint8_t>(message >> (8 * (wide - 1 - i)));
    size = 2 + wide;
  }
  ByteView view() const { return {bytes.data(), size}; }
};

// As a client of ours asks; the key is anybody's.
Request standing_request() {
  Request request{http::verb::get, "/v1", 11};
  request.set(http::field::host, "relay");
  request.set(http::field::upgrade, "websocket");
  request.set(http::field::connection, "Upgrade");
  request.set(http::field::sec_websocket_key, "dHdpbmxhbXAgdHdpbmxhbQ==");
  request.set(http::field::sec_websocket_version, "13");
  return request;
}

// What is needed until the WebSocket stands.
struct Upgrade {
  beast::flat_buffer buffer{request_bytes};
  http::request_parser<http::empty_body> parser;
  Request request;
};

class BeastConnection : public Connection, public std::enable_shared_from_this<BeastConnection> {
public:
  BeastConnection(Turn& turn, std::unique_ptr<ByteStream> stream, const ConnectionLimits& limits, Caller caller,
                  CallerHeader header, OpenHandler open, std::function<void()> on_settled, std::function<void()> on_end)
      : limits_(limits),
        caller_(std::move(caller)),
        header_(header.read ? std::make_unique<CallerHeader>(std::move(header)) : nullptr),
        open_(std::move(open)),
        on_settled_(std::move(on_settled)),
        on_end_(std::move(on_end)),
        alarm_(turn.io()),
        idle_(turn.io()),
        stream_(turn, std::move(stream)) {}

  void start(Stage stage) override {
    if (stage == Stage::open) return go_on();
    set_deadline(limits_.pre_login);
    channel().handshake(work([self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->end();
      self->read_request();
    }));
  }

  bool send(ByteView frame) override {
    if (closing_ || ended_ || !stream_.is_open()) return true;
    const FrameHeader header(frame.size());
    const auto waits = channel().waiting() + header.size + frame.size();
    const bool all_is_full = channel().turn().waiting() + frame.size() > limits_.all_outboxes_bytes;
    if (waits > limits_.outbox_bytes || (all_is_full && waits > ConnectionLimits::small_outbox_bytes)) {
      drop();
      return false;
    }
    channel().write(header.view());
    channel().write(frame);
    return true;
  }

  void close() override {
    if (closing_ || ended_) return;
    closing_ = true;
    set_deadline(limits_.goodbye);
    if (!stream_.is_open()) return;
    channel().write(close_frame);
    stream_.next_layer().swallow(true);  // what Beast still answers would come after the Close
  }

  // Its end does not depend on an operation of Beast's that comes back.
  void drop() override {
    closing_ = true;
    channel().cut();
    channel().turn().push(work([self = shared_from_this()] { self->end(); }));
  }

  void hand_over(Receiver to) override {
    closing_ = true;
    receiver_ = std::move(to);
  }

  bool was_answered() const override { return answered_; }

  void set_read_limit(std::size_t bytes) override { stream_.read_message_max(bytes); }

  void set_deadline(std::chrono::milliseconds from_now) override {
    alarm_.cancel();
    if (from_now.count() == 0 || from_now > limits_.pre_login) on_settled_();  // it is known what it is here for
    if (from_now.count() == 0) return;
    alarm_.expires_after(from_now);
    alarm_.async_wait([weak = weak_from_this()](error_code error) {
      auto self = weak.lock();
      if (!error && self) self->drop();
    });
  }

private:
  Channel& channel() { return stream_.next_layer().channel(); }

  template <class Function>
  WorkPtr work(Function function) {
    return make_work(channel().turn().memory(), std::move(function));
  }

  // Beast shakes hands once more, with nobody.
  void go_on() {
    upgrade_ = std::make_unique<Upgrade>();
    upgrade_->request = standing_request();
    stream_.next_layer().swallow(true);
    stream_.async_accept(upgrade_->request, [self = shared_from_this()](error_code error) {
      if (error) return self->end();
      self->stream_.next_layer().swallow(false);
      self->opened();
    });
  }

  void leave() {
    channel().when_written(work([self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->receiver_(self->channel().release(), self->caller_);
      self->end();
    }));
  }

  void read_request() {
    upgrade_ = std::make_unique<Upgrade>();
    upgrade_->parser.header_limit(request_bytes);
    upgrade_->parser.body_limit(0);
    http::async_read(stream_.next_layer(), upgrade_->buffer, upgrade_->parser,
                     [self = shared_from_this()](error_code error, std::size_t) {
                       // A client that talks on without waiting for the answer is none of ours.
                       if (error || self->upgrade_->buffer.size() > 0) return self->end();
                       self->handle_request();
                     });
  }

  void handle_request() {
    upgrade_->request = upgrade_->parser.release();
    if (!learn_caller()) return say(written_out({"400 Bad Request", "The proxy names nobody for whom it comes.\n"}));
    if (const auto answer = plain_answer(upgrade_->request, caller_.welcome)) return say(written_out(*answer));
    stream_.set_option(websocket::stream_base::decorator(
        [](websocket::response_type& response) { response.set(http::field::sec_websocket_protocol, subprotocol); }));
    stream_.read_message_max(limits::frame_before_login);
    if (limits_.may_hand_over) stream_.next_layer().read_by_frames();
    stream_.async_accept(upgrade_->request, [self = shared_from_this()](error_code error) {
      if (error) return self->end();
      self->opened();
    });
  }

  // /healthz is the proxy's own question. Of several such headers the nearest proxy's is the last.
  bool learn_caller() {
    const auto& request = upgrade_->request;
    if (!header_ || request.target() == "/healthz") return true;
    std::optional<Caller> caller;
    const auto [first, end] = request.equal_range(header_->name);
    for (auto field = first; field != end; ++field) {
      if (std::next(field) == end) caller = header_->read({field->value().data(), field->value().size()});
    }
    header_.reset();
    if (caller) caller_ = *caller;
    return caller.has_value();
  }

  void say(const std::string& text) {
    channel().write(bytes_of(text));
    channel().when_written(work([self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->end();
      self->set_deadline(self->limits_.goodbye);
      self->channel().finish(self->work([self](error_code, std::size_t) { self->end(); }));
    }));
  }

  void opened() {
    upgrade_.reset();
    stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
      if (kind == websocket::frame_type::pong) heard_ = true;
      if (kind == websocket::frame_type::close) answered_ = closing_;
      if (++control_frames_ > most_control_frames) drop();
    });
    watch_for_silence();
    handler_ = open_(*this, {channel().exporter(), caller_.address});
    read();
  }

  // A frame of ordinary size comes into the place that each connection has; only what is longer takes a buffer, as long
  // as it comes.
  void read() {
    const auto into = long_.empty() ? net::buffer(short_) : net::buffer(long_) + length_;
    stream_.async_read_some(into, [self = shared_from_this()](error_code error, std::size_t size) {
      if (error) return self->end();
      self->received(size);
    });
  }

  void received(std::size_t size) {
    heard_ = true;
    length_ += size;
    if (!stream_.got_binary()) return drop();
    if (!stream_.is_message_done()) {
      make_place();
      return read();
    }
    if (!closing_) handler_->handle_frame({long_.empty() ? short_.data() : long_.data(), length_});
    if (!long_.empty()) channel().turn().give_buffer(std::exchange(long_, {}));
    length_ = looked_at_ = 0;
    is_message_old_ = false;
    if (receiver_) return leave();
    read();
  }

  void make_place() {
    if (long_.empty()) {
      long_ = channel().turn().take_buffer();
      long_.assign(short_.begin(), short_.begin() + static_cast<std::ptrdiff_t>(length_));
    }
    if (length_ == long_.size() || long_.size() <= short_.size()) long_.resize(length_ + stream_.read_size_hint(more));
  }

  // In three steps of the time that is allowed: heard; nothing heard, so it is asked by a ping; still nothing, so it is
  // gone. Beast can do this too, but sets its timer anew with every frame. A message of which next to nothing has come
  // between two looks keeps its buffer for nothing; a slow line may take as long as it needs.
  void watch_for_silence() {
    idle_.expires_after(limits_.idle / 3);
    idle_.async_wait([weak = weak_from_this()](error_code error) {
      const auto self = weak.lock();
      if (error || !self || self->closing_ || self->ended_) return;
      const bool is_half = self->length_ > 0;
      const bool stands_still = self->is_message_old_ && self->length_ - self->looked_at_ < least_progress;
      if ((!self->heard_ && self->pinged_) || (is_half && stands_still)) return self->drop();
      self->looked_at_ = self->length_;
      self->is_message_old_ = is_half;
      self->control_frames_ = 0;
      self->pinged_ = !self->heard_;
      self->heard_ = false;
      if (self->pinged_) self->stream_.async_ping({}, [self](error_code) {});
      self->watch_for_silence();
    });
  }

  // The one way out: from the outstanding read, or before there is one.
  void end() {
    if (ended_) return;
    ended_ = true;
    alarm_.cancel();
    idle_.cancel();
    channel().cut();
    if (handler_) handler_->handle_closed();
    handler_.reset();
    receiver_ = nullptr;
    on_end_();
  }

  static constexpr std::size_t more = 4096;
  static constexpr std::size_t least_progress = 1024;

  const ConnectionLimits limits_;
  Caller caller_;
  std::unique_ptr<CallerHeader> header_;  // only behind a proxy that speaks HTTP, and until it was read
  OpenHandler open_;
  std::function<void()> on_settled_, on_end_;
  net::steady_timer alarm_, idle_;
  websocket::stream<BeastStream, false> stream_;
  std::unique_ptr<Upgrade> upgrade_;
  std::unique_ptr<TransportHandler> handler_;
  Receiver receiver_;  // set: this connection goes elsewhere
  std::array<std::uint8_t, 512> short_;
  Bytes long_;
  std::size_t length_ = 0, looked_at_ = 0;  // of the message so far, and at the last look
  bool closing_ = false, ended_ = false, answered_ = false;
  bool heard_ = false, pinged_ = false;  // since the last look
  bool is_message_old_ = false;          // the one that is being read was there at the last look
  int control_frames_ = 0;               // since the last look
};

}  // namespace

std::shared_ptr<Connection> make_connection(Turn& turn, std::unique_ptr<ByteStream> stream,
                                            const ConnectionLimits& limits, Caller caller, CallerHeader header,
                                            OpenHandler open, std::function<void()> on_settled,
                                            std::function<void()> on_end) {
  return std::make_shared<BeastConnection>(turn, std::move(stream), limits, std::move(caller), std::move(header),
                                           std::move(open), std::move(on_settled), std::move(on_end));
}

}  // namespace twinlamp::relay
