// Channel: one connection's bytes for whoever speaks a protocol over them. All that is written within a turn of the
// loop leaves at its end as one write and as few TLS records as it fits into; what cannot leave waits until the socket
// has place again, and how much of that there may be is for the writer to decide (waiting()).
//
// A Work given to handshake(), read(), when_written() or finish() is run exactly once, in a turn and never from within
// the call, with an error where the connection has ended. Buffers are borrowed from the turn: a connection on which
// nothing happens holds none. Single-threaded. The turn outlives it.
#pragma once

#include <memory>

#include "relay/byte_stream.h"
#include "relay/turn.h"

namespace twinlamp::relay {

class Channel : private Watcher, private Gatherer {
public:
  Channel(Turn& turn, std::unique_ptr<ByteStream> stream);
  ~Channel() override;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  Turn& turn() { return turn_; }
  Bytes exporter() { return stream_ ? stream_->exporter() : Bytes(); }

  void handshake(WorkPtr done);
  void read(std::span<std::uint8_t> into, WorkPtr done);  // one at a time; `into` lives until then
  void write(ByteView bytes);                             // after the end it does nothing
  void when_written(WorkPtr done);                        // one at a time: nothing waits any more
  void finish(WorkPtr done);  // after what is written: the end of TLS or TCP, from both sides
  // What is left of it, to be used elsewhere; the channel has ended then. Precondition: nothing waits or is pending.
  std::unique_ptr<ByteStream> release();
  void cut();                 // closes; whatever is pending ends with an error

  std::size_t waiting() const { return out_.size() - sent_; }
  bool has_ended() const { return !stream_; }

private:
  void handle_ready(std::uint32_t events) override;
  void flush() override;
  void send_out();
  void go_on_with_handshake();
  void go_on_with_reading();
  void go_on_with_finishing();
  void forget_sent();
  void complete(WorkPtr& work, boost::system::error_code error, std::size_t size = 0);

  Turn& turn_;
  std::unique_ptr<ByteStream> stream_;  // none: it has ended
  Bytes out_;
  std::size_t sent_ = 0;  // of out_
  std::span<std::uint8_t> into_;
  WorkPtr handshaking_, reading_, writing_, finishing_;
  bool gathered_ = false;  // flush() comes
  bool blocked_ = false;   // the socket takes no more at present
};

}  // namespace twinlamp::relay
