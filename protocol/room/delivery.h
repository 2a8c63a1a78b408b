// Delivery: how far one connection has been sent its mailbox, and what it may be sent next.
//
//   acked <= cursor <= tail:  (acked, cursor] is with the member, not yet acknowledged: the window
//                             (cursor, tail]  waits in the store and is read page by page
// Order never breaks: what was just stored goes out directly only when nothing before it is missing.
#pragma once

#include <optional>

#include "protocol/base/queue.h"
#include "protocol/room/room_limits.h"
#include "protocol/room/store_ops.h"

namespace twinlamp {

class Delivery {
public:
  explicit Delivery(const RoomLimits& limits) : max_entries_(limits.window_entries), max_bytes_(limits.window_bytes) {}

  // Starts after `after`; `tail` is the highest committed seq.
  void start(std::uint64_t after, std::uint64_t tail);
  // A seq was committed. True = send it now (it is counted as sent); false = it is read later.
  bool offer(std::uint64_t seq, std::size_t size);
  // The next page to read, if there is something and the window has place; at most one is under way.
  std::optional<store::Read> poll_read(std::uint8_t mailbox);
  // What of an answered page is to be sent: all of it, counted as sent.
  void handle_page(const store::Entries& page);
  void handle_read_failed() { reading_ = false; }
  // The member has everything up to seq safe; what was never sent stays. Returns how far that is.
  std::uint64_t acknowledge(std::uint64_t seq);

private:
  bool has_place() const { return sent_.size() < max_entries_ && sent_bytes_ < max_bytes_; }
  void count(std::uint64_t seq, std::size_t size);

  struct Sent {
    std::uint64_t seq;
    std::size_t size;
  };
  std::size_t max_entries_;
  std::uint64_t max_bytes_;
  Queue<Sent> sent_;
  std::uint64_t sent_bytes_ = 0;
  std::uint64_t cursor_ = 0;
  std::uint64_t tail_ = 0;
  std::uint64_t page_tail_ = 0;  // the tail when the page under way was asked for
  bool reading_ = false;
};

}  // namespace twinlamp
