// Two real Devices and an honest relay, without time to wait for: what one posts the other has at the next turn. Either
// may crash at any of its commits.
//
// Everything that lies anywhere is open to look at: both disks, what the relay holds, and every frame that went over
// the wire.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>

#include "protocol/device/device.h"
#include "protocol/round/latch_relay.h"
#include "tests/support/memory_storage.h"
#include "tests/support/pair_records.h"

namespace twinlamp::test {

struct Crash {
  Slot side = 0;
  std::uint64_t commit = 0;  // the n-th of this side from now on; 0: never
  bool after = false;        // the disk has it, and nothing has left
};

class DeviceCouple {
public:
  explicit DeviceCouple(std::uint64_t seed = 1);

  Device& device(Slot side) { return *people_[side].device; }
  MemoryStorage& disk(Slot side) { return people_[side].disk; }
  const PairState& state(Slot side) { return device(side).state(); }
  Now now() const {
    return {MonoTime(time_), WallTime(wall_start + std::chrono::duration_cast<std::chrono::milliseconds>(time_))};
  }

  void crash_at(const Crash& crash) { crash_ = crash; }
  bool has_crashed() const { return has_crashed_; }
  void restart(Slot side);
  void meet();                                // both lamps lit, both windows in front
  void settle();                              // until nothing moves any more
  void pass(std::chrono::milliseconds time);  // then settle()

  std::size_t count(Slot side, DeviceEvent::Kind kind) const;
  // Of all posts of a side in their order: how long each was. Live frames, and what the relay answers, are not among
  // them.
  const std::vector<std::size_t>& posted(Slot side) const { return people_[side].posted; }
  // Everything in every place: disks (their values too), the relay's records, frames. A byte string to search in.
  Bytes everything() const;
  Bytes wire() const { return wire_; }

private:
  static constexpr std::chrono::milliseconds wall_start{1'700'000'000'000};
  struct Person {
    PairRecord record;
    MemoryStorage disk;
    SeededRandom random{1};
    std::unique_ptr<Device> device;
    std::deque<wire::Frame> inbox;  // on its way to this device
    std::map<std::uint64_t, std::string> mailbox;
    std::map<std::string, std::uint64_t> client_ids;  // of its own posts
    std::vector<std::size_t> posted;
    std::vector<DeviceEvent::Kind> events;
    bool has_met = false;
  };

  void open(Slot side);
  bool drive(Slot side);  // true if anything moved
  bool commit(Slot side);
  void take(Slot from, const wire::Frame& frame);
  void take_latch(Slot from, const wire::Frame& frame);
  void tell(Slot side, wire::Frame frame);
  void deliver(Slot side, std::uint64_t seq);

  std::array<Person, 2> people_;
  std::map<LatchId, std::optional<LatchRecord>> latches_;
  std::uint64_t next_seq_ = 1;
  Crash crash_;
  bool has_crashed_ = false;
  std::chrono::microseconds time_{1'000'000};
  Bytes wire_;
};

}  // namespace twinlamp::test
