#include "protocol/room/rooms_policy.h"

#include "protocol/crypto/hash.h"

namespace twinlamp {

RoomsPolicy::RoomsPolicy(RoomsPolicyLimits limits, std::uint64_t existing_rooms)
    : limits_(std::move(limits)),
      rooms_(existing_rooms),
      created_(std::chrono::hours{24}, limits_.new_rooms_a_day, limits_.remembered_addresses) {}

bool RoomsPolicy::is_common_word(std::string_view token) const {
  return !limits_.invite_token.empty() && equal_constant_time(bytes_of(limits_.invite_token), bytes_of(token));
}

bool RoomsPolicy::is_invited(std::string_view token) const {
  if (limits_.invite_token.empty() && limits_.invites == nullptr) return true;
  return is_common_word(token) || (limits_.invites != nullptr && limits_.invites->accepts(token));
}

RoomHold RoomsPolicy::hold(const AddressKey& address, std::string_view token, MonoTime now) {
  RoomHold hold{address, now, {}};
  if (limits_.invites != nullptr && !is_common_word(token)) {
    limits_.invites->hold(token);
    hold.invite = token;
  }
  created_.count(address, now);
  ++held_;
  return hold;
}

void RoomsPolicy::release(const RoomHold& hold) {
  if (!hold.invite.empty()) limits_.invites->release(hold.invite);
  created_.take_back(hold.address, hold.at);
  --held_;
}

Admission RoomsPolicy::may_create(const AddressKey& address, std::string_view invite_token, MonoTime now) {
  if (!is_invited(invite_token)) {
    return {false, 0, "This relay is for invited pairs: ask whoever runs it for an invite."};
  }
  if (rooms_ + held_ >= limits_.total_rooms) return {false, 3600, "This relay is full: try later, or use another relay."};
  if (const auto wait = created_.wait(address, now); wait.count() > 0) {
    return {false, static_cast<std::uint32_t>(wait.count()), "Too many new rooms from this address today: try tomorrow."};
  }
  return {true, 0, ""};
}

void RoomsPolicy::on_created(const RoomHold& hold) {
  if (!hold.invite.empty()) limits_.invites->use(hold.invite);
  ++rooms_;
  --held_;
}

}  // namespace twinlamp
