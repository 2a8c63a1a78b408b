// Two real Devices and an honest relay, without time to wait for: what one posts the other has at the next turn. Either
// may crash at any of its commits.
//
// Everything that lies anywhere is open to look at: both disks, what the relay holds, and every frame that went over
// the wire.
#pragma once

#include <deque>
#include <functional>
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
    return {MonoTime(time_), WallTime(wall_start + wall_shift_ + std::chrono::duration_cast<std::chrono::milliseconds>(time_))};
  }

  void crash_at(const Crash& crash) { crash_ = crash; }
  bool has_crashed() const { return has_crashed_; }
  void restart(Slot side);
  // As every client does: now, and again at each start.
  void set_private(Slot side, const PrivateSettings& settings);
  void meet();                                // both lamps lit, both windows in front
  void settle();                              // until nothing moves any more
  void live(std::chrono::milliseconds time);  // time passes as it does: each deadline is kept
  void pass(std::chrono::milliseconds time);  // then settle()

  // An older copy of the disk is put back. Where the two have met, they meet again.
  void restore(Slot side, const MemoryStorage& copy, bool was_restored = false);
  void part(Slot side);        // its connection is gone; what it does stays on its disk
  void come_back(Slot side);
  void lose_relay();           // its whole database
  // Its laptop is lost. The two pair anew, as both confirm it at once: another room, and a disk with nothing on it.
  // `claimed`: the id that the one who stays says its log ends in, where it lies.
  void lose_laptop(Slot side, const std::optional<EntryId>& claimed = {});
  std::size_t latches() const { return latches_.size(); }  // that the relay was ever asked about, in this room
  void forget_mail(Slot side) { people_[side].mailbox.clear(); }  // what waited there has expired
  void hold_posts(bool hold);  // the relay takes none
  void set_wall_back(std::chrono::milliseconds by) { wall_shift_ -= by; }
  void withhold_heads() { withholds_heads_ = true; }
  const PairRecord& record(Slot side) const { return people_[side].record; }
  std::string& head(Slot side) { return people_[side].head; }  // its receipt, at the relay
  std::function<void(Slot)> on_commit;                         // after each

  std::size_t count(Slot side, DeviceEvent::Kind kind) const;
  const std::vector<DeviceEvent>& events(Slot side) const { return people_[side].events; }
  // Of all posts of a side in their order: how long each was. Live frames, and what the relay answers, are not among
  // them.
  const std::vector<std::size_t>& posted(Slot side) const { return people_[side].posted; }
  // Everything in every place: disks (their values too), the relay's records, frames. A byte string to search in.
  Bytes everything() const;
  Bytes wire() const { return wire_; }
  // What the devices sent, in its order.
  const std::vector<std::pair<Slot, wire::Frame>>& sent() const { return sent_; }

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
    std::vector<DeviceEvent> events;
    std::optional<PrivateSettings> settings;
    bool has_met = false;
    bool is_away = false;
    std::string head;               // its receipt, at the relay
  };

  void open(Slot side, bool was_restored = false);
  void forget_room();
  void log_in(Slot side);
  bool drive(Slot side);  // true if anything moved
  bool commit(Slot side);
  void take(Slot from, const wire::Frame& frame);
  void take_latch(Slot from, const wire::Frame& frame);
  void tell(Slot side, wire::Frame frame);
  void deliver(Slot side, std::uint64_t seq);

  std::array<Person, 2> people_;
  std::uint64_t pairings_ = 1;
  std::map<LatchId, std::optional<LatchRecord>> latches_;
  std::uint64_t next_seq_ = 1;
  Crash crash_;
  bool has_crashed_ = false, withholds_heads_ = false;
  bool holds_posts_ = false;
  std::chrono::milliseconds wall_shift_{0};
  std::chrono::microseconds time_{1'000'000};
  Bytes wire_;
  std::vector<std::pair<Slot, wire::Frame>> sent_;
};

}  // namespace twinlamp::test
