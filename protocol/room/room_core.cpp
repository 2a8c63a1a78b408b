#include "protocol/room/room_core.h"

namespace twinlamp {

void RoomCore::ask(store::Operation operation, OnResult on_result, std::size_t bytes) {
  asked_.emplace(++last_id_, Asked{std::move(on_result), bytes});
  pay(static_cast<std::ptrdiff_t>(bytes));
  outputs_.push(store::Request{last_id_, id_, std::move(operation)});
}

bool RoomCore::may_ask(std::size_t bytes) const {
  const bool all_have_place = bytes == 0 || limits_.budget == nullptr || limits_.budget->has_place_for(bytes);
  return asked_.size() < limits_.pending_requests && asked_bytes_ + bytes <= limits_.pending_bytes && all_have_place;
}

void RoomCore::pay(std::ptrdiff_t bytes) {
  asked_bytes_ += static_cast<std::size_t>(bytes);
  if (limits_.budget == nullptr) return;
  if (bytes >= 0) limits_.budget->take(static_cast<std::uint64_t>(bytes));
  if (bytes < 0) limits_.budget->give_back(static_cast<std::uint64_t>(-bytes));
}

void RoomCore::handle_result(store::Result& result, const Now& now) {
  if (result.room != id_) return;
  auto found = asked_.extract(result.id);
  if (found.empty()) return;
  pay(-static_cast<std::ptrdiff_t>(found.mapped().bytes));
  found.mapped().on_result(result, now);
}

void RoomCore::refuse(ConnectionId to, const Refusal& refusal) {
  wire::Frame frame;
  auto& error = *frame.mutable_error();
  error.set_code(refusal.code);
  error.set_retry_after(refusal.retry_after);
  error.set_text(refusal.text);
  error.set_client_id(refusal.client_id);
  error.set_latch_id(refusal.latch_id);
  send(to, std::move(frame));
}

std::optional<Room::Output> RoomCore::poll_output() {
  if (outputs_.empty()) return std::nullopt;
  return outputs_.pop();
}

Refusal RoomCore::unavailable() const {
  return {wire::Error::UNAVAILABLE, static_cast<std::uint32_t>(limits_.unavailable_retry.count()),
          "The relay cannot store anything at present: nothing was accepted.", {}, {}};
}

}  // namespace twinlamp
