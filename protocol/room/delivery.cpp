#include "protocol/room/delivery.h"

#include <algorithm>

namespace twinlamp {

void Delivery::start(std::uint64_t after, std::uint64_t tail) {
  cursor_ = after;
  tail_ = std::max(after, tail);
}

bool Delivery::offer(std::uint64_t seq, std::size_t size) {
  const bool in_order = cursor_ == tail_ && !reading_;
  tail_ = std::max(tail_, seq);
  if (!in_order || seq <= cursor_ || !has_place()) return false;
  count(seq, size);
  return true;
}

std::optional<store::Read> Delivery::poll_read(std::uint8_t mailbox) {
  if (reading_ || cursor_ >= tail_ || !has_place()) return std::nullopt;
  reading_ = true;
  page_tail_ = tail_;
  return store::Read{mailbox, cursor_, static_cast<std::uint32_t>(max_entries_ - sent_.size()), max_bytes_ - sent_bytes_};
}

void Delivery::handle_page(const store::Entries& page) {
  reading_ = false;
  for (const auto& entry : page.entries) count(entry.seq, entry.body->size());
  if (!page.more) cursor_ = std::max(cursor_, page_tail_);  // what is not there any more has expired
}

std::uint64_t Delivery::acknowledge(std::uint64_t seq) {
  const auto up_to = std::min(seq, cursor_);
  while (!sent_.empty() && sent_.front().seq <= up_to) {
    sent_bytes_ -= sent_.pop().size;
  }
  return up_to;
}

void Delivery::count(std::uint64_t seq, std::size_t size) {
  sent_.push({seq, size});
  sent_bytes_ += size;
  cursor_ = seq;
}

}  // namespace twinlamp
