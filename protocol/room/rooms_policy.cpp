#include "protocol/room/rooms_policy.h"

#include "protocol/crypto/hash.h"

namespace twinlamp {

RoomsPolicy::RoomsPolicy(RoomsPolicyLimits limits, std::uint64_t existing_rooms)
    : limits_(std::move(limits)),
      rooms_(existing_rooms),
      created_(std::chrono::hours{24}, limits_.new_rooms_a_day, limits_.remembered_addresses) {}

Admission RoomsPolicy::may_create(const AddressKey& address, std::string_view invite_token, MonoTime now) {
  if (!limits_.invite_token.empty() && !equal_constant_time(bytes_of(limits_.invite_token), bytes_of(invite_token))) {
    return {false, 0, "This relay is for invited pairs: ask whoever runs it for its invite token."};
  }
  if (rooms_ >= limits_.total_rooms) return {false, 3600, "This relay is full: try later, or use another relay."};
  if (const auto wait = created_.wait(address, now); wait.count() > 0) {
    return {false, static_cast<std::uint32_t>(wait.count()), "Too many new rooms from this address today: try tomorrow."};
  }
  return {true, 0, ""};
}

void RoomsPolicy::on_created(const AddressKey& address, MonoTime now) {
  ++rooms_;
  created_.count(address, now);
}

}  // namespace twinlamp
