#include "relay/channel.h"

#include <boost/asio/error.hpp>

namespace twinlamp::relay {

namespace {

using Status = ByteStream::Status;
using boost::system::error_code;

constexpr std::size_t first_capacity = 2048;
constexpr std::size_t much = 64 * 1024;          // more than this does not wait for the end of the turn
constexpr std::size_t worth_moving = 64 * 1024;  // what has been sent of a slow reader's queue

const error_code none{};
const error_code end = boost::asio::error::eof;
const error_code aborted = boost::asio::error::operation_aborted;

}  // namespace

Channel::Channel(Turn& turn, std::unique_ptr<ByteStream> stream) : turn_(turn), stream_(std::move(stream)) {
  if (!turn_.watch(stream_->socket(), *this)) stream_.reset();
}

Channel::~Channel() {
  if (stream_) turn_.forget(stream_->socket(), *this);
  if (gathered_) turn_.forget(static_cast<Gatherer&>(*this));
}

void Channel::complete(WorkPtr& work, error_code error, std::size_t size) {
  if (!work) return;
  work->error = error;
  work->size = size;
  turn_.push(std::move(work));
}

void Channel::handshake(WorkPtr done) {
  handshaking_ = std::move(done);
  go_on_with_handshake();
}

void Channel::go_on_with_handshake() {
  const auto status = stream_ ? stream_->handshake() : Status::ended;
  if (status != Status::later) complete(handshaking_, status == Status::done ? none : end);
}

void Channel::read(std::span<std::uint8_t> into, WorkPtr done) {
  into_ = into;
  reading_ = std::move(done);
  if (into_.empty()) return complete(reading_, none);
  go_on_with_reading();
}

void Channel::go_on_with_reading() {
  const auto got = stream_ ? stream_->read(into_) : ByteStream::Moved{Status::ended, 0};
  if (got.status != Status::later) complete(reading_, got.status == Status::done ? none : end, got.size);
}

void Channel::write(ByteView bytes) {
  if (!stream_ || bytes.empty()) return;
  if (out_.capacity() == 0) {
    out_ = turn_.take_buffer();
    out_.reserve(first_capacity);
  }
  out_.insert(out_.end(), bytes.begin(), bytes.end());
  turn_.more_waits(bytes.size());
  if (blocked_) return;
  if (waiting() >= much) return send_out();
  if (!std::exchange(gathered_, true)) turn_.gathered(*this);
}

void Channel::when_written(WorkPtr done) {
  writing_ = std::move(done);
  if (!stream_) return complete(writing_, aborted);
  if (waiting() == 0) complete(writing_, none);
}

void Channel::flush() {
  gathered_ = false;
  if (!blocked_) send_out();
}

void Channel::send_out() {
  while (stream_ && sent_ < out_.size()) {
    const auto moved = stream_->write(ByteView(out_).subspan(sent_));
    if (moved.status == Status::ended) return cut();
    blocked_ = moved.status == Status::later;
    if (blocked_) break;
    sent_ += moved.size;
    turn_.less_waits(moved.size);
  }
  forget_sent();
  if (waiting() > 0) return;
  complete(writing_, none);
  if (finishing_) go_on_with_finishing();
}

void Channel::forget_sent() {
  if (waiting() == 0) {
    turn_.give_buffer(std::exchange(out_, {}));
    sent_ = 0;
  } else if (sent_ >= worth_moving && sent_ >= out_.size() / 2) {
    out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
}

void Channel::finish(WorkPtr done) {
  finishing_ = std::move(done);
  if (waiting() == 0) go_on_with_finishing();
}

void Channel::go_on_with_finishing() {
  const auto status = stream_ ? stream_->finish() : Status::ended;
  if (status != Status::later) complete(finishing_, status == Status::done ? none : end);
}

void Channel::handle_ready(std::uint32_t events) {
  stream_->handle_ready(events);
  if (handshaking_) go_on_with_handshake();
  if (reading_) go_on_with_reading();
  if (blocked_ && (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) {
    send_out();
  } else if (finishing_ && waiting() == 0) {
    go_on_with_finishing();
  }
}

std::unique_ptr<ByteStream> Channel::release() {
  if (stream_) turn_.forget(stream_->socket(), *this);
  return std::move(stream_);
}

void Channel::cut() {
  if (!stream_) return;
  turn_.forget(stream_->socket(), *this);
  stream_.reset();
  turn_.less_waits(waiting());
  out_ = {};
  sent_ = 0;
  blocked_ = false;
  for (auto* work : {&handshaking_, &reading_, &writing_, &finishing_}) complete(*work, aborted);
}

}  // namespace twinlamp::relay
