#include "relay/introduction.h"

#include <algorithm>
#include <boost/asio/read.hpp>

namespace twinlamp::relay {

namespace net = boost::asio;
using boost::system::error_code;

void Introduction::start(std::chrono::milliseconds at_most, Done done) {
  done_ = std::move(done);
  error_code ignored;
  socket_.non_blocking(true, ignored);
  alarm_.expires_after(at_most);
  alarm_.async_wait([weak = weak_from_this()](error_code cancelled) {
    const auto self = weak.lock();
    if (!cancelled && self) self->finish(Outcome::gone);
  });
  read(proxy_intro_size, &Introduction::begun);
}

void Introduction::give_up() {
  done_ = nullptr;
  error_code ignored;
  alarm_.cancel();
  socket_.close(ignored);
}

// Appends exactly so many bytes.
void Introduction::read(std::size_t size, void (Introduction::*then)()) {
  const auto before = bytes_.size();
  bytes_.resize(before + size);
  net::async_read(socket_, net::buffer(bytes_.data() + before, size),
                  [self = shared_from_this(), then](error_code error, std::size_t) {
                    if (!self->done_) return;
                    if (error) return self->finish(Outcome::gone);
                    (self.get()->*then)();
                  });
}

void Introduction::begun() {
  if (is_proxy_line(bytes_)) return look_for_line_end();
  read(proxy_header_size - proxy_intro_size, &Introduction::header_read);
}

void Introduction::header_read() {
  const auto header = parse_proxy_header(bytes_);
  if (!header) return finish(Outcome::malformed);
  header_ = *header;
  bytes_.clear();
  read(header_.body_size, &Introduction::body_read);
}

void Introduction::body_read() {
  const auto source = parse_proxy_body(header_, bytes_);
  if (!source) return finish(Outcome::malformed);
  finish(Outcome::introduced, *source);
}

void Introduction::look_for_line_end() {
  socket_.async_wait(net::socket_base::wait_read, [self = shared_from_this()](error_code error) {
    if (!self->done_) return;
    if (error) return self->finish(Outcome::gone);
    self->line_arrived();
  });
}

// Looks at what has come without taking it, then takes the line alone.
void Introduction::line_arrived() {
  std::uint8_t seen[proxy_line_max];
  error_code error;
  const auto size = socket_.receive(net::buffer(seen), net::socket_base::message_peek, error);
  if (error == net::error::would_block || error == net::error::try_again) return look_for_line_end();
  if (error) return finish(Outcome::gone);
  const auto* end = std::find(seen, seen + size, '\n');
  const bool whole = end != seen + size;
  const auto taken = static_cast<std::size_t>(end - seen) + (whole ? 1 : 0);
  if (bytes_.size() + taken > proxy_line_max) return finish(Outcome::malformed);
  socket_.receive(net::buffer(seen, taken), 0, error);  // it is there: this does not wait
  bytes_.insert(bytes_.end(), seen, seen + taken);
  if (error) return finish(Outcome::gone);
  if (!whole) return look_for_line_end();
  const auto source = parse_proxy_line(text_of(bytes_));
  if (!source) return finish(Outcome::malformed);
  finish(Outcome::introduced, *source);
}

void Introduction::finish(Outcome outcome, std::optional<net::ip::address> source) {
  const auto done = std::exchange(done_, nullptr);
  alarm_.cancel();
  if (outcome != Outcome::introduced) give_up();
  if (done) done(outcome, source);
}

}  // namespace twinlamp::relay
