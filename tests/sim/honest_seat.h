// An honest device with its disk and its person, under attack. What must hold on its side of the world is checked after
// every input: change, loss, and that it never shows what it may not show. (What the adversary can read is the siege's to check.)
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>

#include "protocol/device/device.h"
#include "tests/sim/attack.h"
#include "tests/sim/knowledge.h"
#include "tests/sim/seat.h"
#include "tests/support/memory_storage.h"

namespace twinlamp::sim {

// What the partner put into the SEAL of this id. None: nothing that an honest device could read.
using WordsOf = std::function<std::optional<Bytes>(const EntryId&)>;

class HonestSeat : public Seat {
public:
  struct MySeal {
    EntryId id{};
    SealMode mode{};
    Bytes words;            // empty: a wish list's
    bool was_put_open = false;
  };

  // `knowledge` is the adversary's; both references outlive this.
  HonestSeat(PairRecord record, const Attack& attack, Knowledge& knowledge, WordsOf words_of);
  ~HonestSeat() override;

  void handle_logged_in(const wire::LoggedIn& facts, Now now) override;
  void handle_offline(Now now) override;
  Result<void> handle_frame(const wire::Frame& frame, Now now) override;
  void handle_time(Now now) override;
  void live(Now now, bool is_calm) override;
  std::optional<wire::Frame> poll_frame(Now now) override;
  std::optional<MonoTime> next_deadline() const override;

  // Crashed: the disk is as it was committed, and nothing else is left until start().
  bool is_down() const { return device_ == nullptr; }
  void start(Now now);

  const PairState& state() const { return device_->state(); }  // precondition: !is_down()
  Device& device() { return *device_; }
  Step step() const;
  std::optional<Bytes> words_of(const EntryId& seal) const;
  const std::map<RoundId, MySeal>& my_seals() const { return sealed_; }
  bool has_bound_partner(const RoundId& round) const { return bound_.contains(round); }
  bool has_told(DeviceEvent::Kind kind) const { return told_.contains(kind); }
  const std::set<DeviceEvent::Kind>& told() const { return told_; }
  std::size_t opened() const { return seen_.size(); }
  const std::vector<std::string>& broken() const { return broken_; }
  bool has_settled() const;  // all that it has written is out

private:
  bool commit(Now now);
  void note_entry(const StoredEntry& row);
  void note_my_seal(const wire::Seal& seal, const Entry& entry);
  void note_frame(const wire::Frame& frame);
  void drain(Now now);
  bool crashes();
  void act(Now now, bool is_calm);
  bool waits(Now now) const;
  bool is_alone_at_the_relay() const;
  void open_something(Now now);
  Result<void> act_on(const Round& round, Now now, bool is_calm);
  Result<void> answer(const Round& round, Now now);
  void check();
  void check_answers(const Round& round);
  void check_wishes(const Round& round);
  void break_rule(std::string what);

  const Attack& attack_;
  PairRecord record_;
  Knowledge& knowledge_;
  WordsOf words_of_partner_;
  Slot me_;
  test::MemoryStorage disk_;
  SeededRandom random_, person_, fate_;  // the device's, the person's, and when it crashes
  std::unique_ptr<Device> device_;
  PrivateSettings private_;
  std::map<RoundId, Bytes> sealing_;
  std::map<RoundId, std::vector<match::Vote>> voting_, voted_;
  std::map<RoundId, MySeal> sealed_;
  std::map<RoundId, EntryId> bound_;         // the partner's first SEAL that was committed here
  std::map<RoundId, Bytes> seen_;            // the partner's answers that were open
  std::map<std::uint64_t, EntryId> mine_;    // own entries on the disk
  std::set<std::string> cancelled_;          // latches of which a CANCEL has left
  std::set<DeviceEvent::Kind> told_;
  std::vector<std::string> broken_;
};

}  // namespace twinlamp::sim
