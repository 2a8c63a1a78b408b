// SharedPolicy: what the rooms of all of a relay's threads share: the RoomsPolicy, asked at logins alone, so one lock for all of
// it; and how much may be with the store at once. Nobody waits for the lock while another waits for the invites' disk.
#pragma once

#include <mutex>
#include <optional>

#include "protocol/room/room_limits.h"
#include "protocol/room/rooms_policy.h"

namespace twinlamp::relay {

class SharedPolicy {
public:
  explicit SharedPolicy(RoomsPolicyLimits limits) : invites_(limits.invites), policy_(std::move(limits), 0) {}

  // As RoomsPolicy's may_create() and hold() together; set where it said yes.
  struct Answer {
    Admission admission;
    std::optional<RoomHold> hold;
  };
  Answer ask(const AddressKey& address, std::string_view token, MonoTime now) {
    std::unique_lock lock(mutex_);
    Answer answer{policy_.may_create(address, token, now), std::nullopt};
    if (answer.admission.allowed) answer.hold = policy_.hold(address, token, now);
    lock.unlock();
    if (invites_ != nullptr) invites_->keep();  // what could not be written before
    return answer;
  }
  void release(const RoomHold& hold) {
    const std::lock_guard lock(mutex_);
    policy_.release(hold);
  }
  void on_created(const RoomHold& hold) {
    std::unique_lock lock(mutex_);
    policy_.on_created(hold);
    lock.unlock();
    if (!hold.invite.empty()) invites_->keep();
  }
  void on_counted(std::uint64_t rooms) {
    const std::lock_guard lock(mutex_);
    policy_.on_counted(rooms);
  }
  StoreBudget& budget() { return budget_; }
  std::uint64_t rooms() const {
    const std::lock_guard lock(mutex_);
    return policy_.rooms();
  }

private:
  Invites* const invites_;
  mutable std::mutex mutex_;
  RoomsPolicy policy_;
  StoreBudget budget_{64ull << 20};
};

}  // namespace twinlamp::relay
