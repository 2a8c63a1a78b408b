// What a device knows of the state of its own log: whole, or set back to an older copy, or gone another way than what the partner has.
//
// Frozen from the first proof until the log is whole again: my head receipt, or an entry with my self tag that is not in my log. Nobody else can
// make either, so nobody else can freeze this device. Then the partner gives my entries back (device_repair.cpp takes them), and the log is whole
// when it holds what the receipt names and all that the partner, here and now, says to have.
// A fork: my entries after the last common one are put aside (kept sealed at rest), the partner's branch takes their place, and what was put
// aside is said again after it. The ids of entries that were put aside, or given up, are remembered:
// they prove nothing a second time.
// An heir is a new device in the place of a lost one (renewal.h): frozen from its first moment, until it holds what its partner has of both logs.
// Of the lost device's entries it can prove nothing; they come with the partner's word, up to where the two agreed when they paired.
//   "repair"  u8 1 | flags u8: 1 frozen, 2 forked, not yet cut, 4 an heir | goal seq u64 | goal id 32 | from seq u64 | done i64 ms, 0 = never | ids of 32 bytes
//   "aside"   u8 1 | for each entry: id 32 | seq u64 | lv(wire::Body)
// Holds no log itself. Not thread-safe.
#pragma once

#include <optional>
#include <set>

#include "protocol/base/time.h"
#include "protocol/device/storage.h"
#include "protocol/journal/entry.h"
#include "protocol/journal/log.h"

namespace twinlamp {

class RepairKeeper {
public:
  static constexpr const char* key = "repair";
  static constexpr const char* aside_key = "aside";
  static constexpr std::size_t most_abandoned = 4096;        // ids; the oldest by value go
  static constexpr std::chrono::seconds patience{20};        // with a partner who has no more, before a person is asked

  struct Aside {
    EntryId id{};
    std::uint64_t seq = 0;
    wire::Body body;
  };
  struct Goal {
    std::uint64_t seq = 0;
    EntryId id{};  // zeros: whatever it is
  };

  Result<void> load(const Storage& storage);

  bool is_frozen() const { return is_frozen_; }
  bool is_forked() const { return is_forked_; }  // and the last common entry is not found yet
  bool is_inheriting() const { return is_inheriting_; }  // frozen as an heir
  const Goal& goal() const { return goal_; }
  std::uint64_t from() const { return from_; }  // my last entry when it froze
  const std::optional<WallTime>& done_at() const { return done_at_; }

  void freeze(bool is_forked, const Goal& goal, std::uint64_t head, Transaction& transaction);
  // `goal`: the lost device's log. Precondition: not frozen.
  void inherit(const Goal& goal, Transaction& transaction);
  // More of the same, learnt while frozen.
  void raise_goal(const Goal& goal, Transaction& transaction);
  void put_aside(const std::vector<Entry>& entries, Transaction& transaction);
  bool is_abandoned(const EntryId& id) const { return abandoned_.contains(id); }
  // My log ends here now, as far as the partner agrees with it.
  void handle_cut(std::uint64_t seq, Transaction& transaction);
  // The person goes on without what nobody has any more.
  void give_up_goal(Transaction& transaction);
  // The log is whole: what was put aside, in order.
  std::vector<Aside> thaw(WallTime now, Transaction& transaction);

  // --- of this meeting
  void handle_meeting() { claim_.reset(), probe_.reset(), stuck_since_.reset(); }
  // The partner's HAVE: how much of my log it holds.
  void handle_claim(std::uint64_t seq) { claim_ = seq; }
  // Or that it holds another one: nothing is known to be whole before they agree.
  void handle_contradiction() { claim_.reset(); }
  const std::optional<std::uint64_t>& claim() const { return claim_; }
  // Where to look for the last common entry: what my next HAVE says instead of my head, once.
  void set_probe(std::uint64_t seq) { probe_ = probe_ ? std::min(*probe_, seq) : seq; }
  std::optional<std::uint64_t> take_probe() { return std::exchange(probe_, std::nullopt); }

  // All that the partner has is here.
  bool has_all_of_partner(const LogHead& mine) const { return claim_ && mine.seq >= *claim_; }
  bool has_goal(const LogHead& mine, const EntryMarks& marks, std::uint8_t slot) const;
  // True once it is plain that the partner has no more, and the goal is not reached.
  bool is_stuck(bool lacks, MonoTime now);
  std::optional<MonoTime> next_deadline() const;

private:
  void abandon(const EntryId& id);
  void store(Transaction& transaction) const;
  void store_aside(Transaction& transaction) const;

  bool is_frozen_ = false, is_forked_ = false, is_inheriting_ = false;
  Goal goal_;
  std::uint64_t from_ = 0;
  std::optional<WallTime> done_at_;
  std::set<EntryId> abandoned_;
  std::vector<Aside> aside_;
  std::optional<std::uint64_t> claim_, probe_;
  std::optional<MonoTime> stuck_since_;
};

}  // namespace twinlamp
