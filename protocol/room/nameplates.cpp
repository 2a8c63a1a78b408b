#include "protocol/room/nameplates.h"

#include <algorithm>

namespace twinlamp {
namespace {

constexpr std::uint32_t lowest = 100;
constexpr std::uint32_t end_of_three_digits = 1000;
constexpr std::uint32_t end_of_four_digits = 10'000;
constexpr std::size_t crowded = 300;  // so many of the 900 numbers of three digits in use: four digits from here

wire::Frame closed(wire::NameplateClose::Reason reason) {
  wire::Frame frame;
  frame.mutable_nameplate_close()->set_reason(reason);
  return frame;
}

bool is_reason(int reason) {
  return reason == wire::NameplateClose::DONE || reason == wire::NameplateClose::FAILED;
}

}  // namespace

Nameplates::Nameplates(NameplateLimits limits, Random& random)
    : limits_(limits),
      random_(random),
      joins_minute_(std::chrono::minutes{1}, limits.joins_a_minute, limits.remembered_addresses),
      joins_day_(std::chrono::hours{24}, limits.joins_a_day, limits.remembered_addresses) {}

void Nameplates::handle_frame(ConnectionId connection, const AddressKey& address, const wire::Frame& frame, MonoTime now) {
  handle_time(now);
  switch (frame.kind_case()) {
    case wire::Frame::kNameplateAllocate: return allocate(connection, address, now);
    case wire::Frame::kNameplateClaim: return claim(connection, address, frame.nameplate_claim().nameplate(), now);
    case wire::Frame::kNameplateMessage: return forward(connection, frame.nameplate_message());
    case wire::Frame::kNameplateClose: return close(connection, frame.nameplate_close().reason());
    default: return fail(connection, "This frame does not belong to pairing.");
  }
}

void Nameplates::handle_leave(ConnectionId connection, MonoTime now) {
  if (!number_of_.contains(connection)) return;
  handle_time(now);
  if (const auto held = number_of_.find(connection); held != number_of_.end()) {
    burn(held->second, connection, wire::NameplateClose::PARTNER_LOST);
  }
}

void Nameplates::handle_time(MonoTime now) {
  while (!in_order_.empty() && plates_.at(in_order_.front()).ends <= now) {
    burn(in_order_.front(), 0, wire::NameplateClose::EXPIRED);
    plates_.erase(in_order_.front());
    in_order_.pop_front();
  }
}

std::optional<Nameplates::Output> Nameplates::poll_output() {
  if (outputs_.empty()) return std::nullopt;
  Output output = std::move(outputs_.front());
  outputs_.pop_front();
  return output;
}

std::optional<MonoTime> Nameplates::next_deadline() const {
  if (in_order_.empty()) return std::nullopt;
  return plates_.at(in_order_.front()).ends;
}

void Nameplates::allocate(ConnectionId connection, const AddressKey& address, MonoTime now) {
  if (!may_join(connection, address, now)) return;
  const auto number = free_number();
  if (!number) {
    return refuse(connection, wire::Error::UNAVAILABLE, 60, "All numbers are in use: try again in a minute.");
  }
  Plate plate;
  plate.sides[0] = connection;
  plate.ends = now + limits_.life;
  plates_.emplace(*number, plate);
  in_order_.push_back(*number);
  number_of_[connection] = *number;
  wire::Frame frame;
  frame.mutable_nameplate_allocated()->set_nameplate(*number);
  frame.mutable_nameplate_allocated()->set_expires_in_seconds(static_cast<std::uint32_t>(limits_.life.count()));
  send(connection, std::move(frame));
}

void Nameplates::claim(ConnectionId connection, const AddressKey& address, std::uint32_t number, MonoTime now) {
  if (!may_join(connection, address, now)) return;
  const auto found = plates_.find(number);
  if (found == plates_.end() || found->second.state != State::waiting) {
    return refuse(connection, wire::Error::NO_NAMEPLATE, 0, "No invitation waits under this number: ask for a new code.");
  }
  found->second.state = State::joined;
  found->second.sides[1] = connection;
  number_of_[connection] = number;
  for (const auto side : found->second.sides) {
    wire::Frame frame;
    frame.mutable_nameplate_claimed();
    send(side, std::move(frame));
  }
}

void Nameplates::forward(ConnectionId connection, const wire::NameplateMessage& message) {
  const auto held = number_of_.find(connection);
  if (held == number_of_.end()) {
    return refuse(connection, wire::Error::NO_NAMEPLATE, 0, "This connection holds no number any more.");
  }
  auto& plate = plates_.at(held->second);
  if (plate.state != State::joined) return fail(connection, "Nobody has joined this number yet.");
  const std::size_t side = plate.sides[0] == connection ? 0 : 1;
  if (message.body().empty() || message.body().size() > limits_.message_bytes || ++plate.messages[side] > limits_.messages) {
    return fail(connection, "A pairing message breaks its bounds.");
  }
  wire::Frame frame;
  frame.mutable_nameplate_message()->set_body(message.body());  // and nothing that a stranger put beside it
  send(plate.sides[1 - side], std::move(frame));
}

void Nameplates::close(ConnectionId connection, wire::NameplateClose::Reason reason) {
  const auto held = number_of_.find(connection);
  if (held == number_of_.end()) return;  // burned already: both sides may close
  if (!is_reason(reason)) return fail(connection, "A number is closed as done or failed.");
  burn(held->second, connection, reason);
}

// Tells everyone on it but `except`; the number rests until its time is over.
void Nameplates::burn(std::uint32_t number, ConnectionId except, wire::NameplateClose::Reason reason) {
  auto& plate = plates_.at(number);
  if (plate.state == State::resting) return;
  for (auto& side : plate.sides) {
    if (side == 0) continue;
    number_of_.erase(side);
    if (side != except) send(side, closed(reason));
    side = 0;
  }
  plate.state = State::resting;
}

bool Nameplates::may_join(ConnectionId connection, const AddressKey& address, MonoTime now) {
  if (number_of_.contains(connection)) {
    fail(connection, "One connection holds one number.");
    return false;
  }
  const auto wait = std::max(joins_minute_.wait(address, now), joins_day_.wait(address, now));
  if (wait.count() > 0) {
    refuse(connection, wire::Error::TOO_FAST, static_cast<std::uint32_t>(wait.count()),
           "Too many pairing attempts from this address.");
    return false;
  }
  joins_minute_.count(address, now);
  joins_day_.count(address, now);
  return true;
}

std::optional<std::uint32_t> Nameplates::free_number() {
  if (plates_.size() >= limits_.table) return std::nullopt;
  const auto bound = plates_.size() < crowded ? end_of_three_digits : end_of_four_digits;
  for (int attempt = 0; attempt < 64; ++attempt) {
    const auto number = lowest + static_cast<std::uint32_t>(random_.below(bound - lowest));
    if (!plates_.contains(number)) return number;
  }
  return std::nullopt;
}

void Nameplates::refuse(ConnectionId connection, wire::Error::Code code, std::uint32_t retry_after, const char* text) {
  wire::Frame frame;
  frame.mutable_error()->set_code(code);
  frame.mutable_error()->set_retry_after(retry_after);
  frame.mutable_error()->set_text(text);
  send(connection, std::move(frame));
}

void Nameplates::fail(ConnectionId connection, const char* text) {
  refuse(connection, wire::Error::MALFORMED, 0, text);
  outputs_.push_back(CloseConnection{connection});
  if (const auto held = number_of_.find(connection); held != number_of_.end()) {
    burn(held->second, connection, wire::NameplateClose::PARTNER_LOST);
  }
}

void Nameplates::send(ConnectionId to, wire::Frame frame) { outputs_.push_back(SendFrame{to, std::move(frame)}); }

}  // namespace twinlamp
