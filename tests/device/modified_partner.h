// A real Device against a partner whose client was modified, and an honest relay between them.
//
// The partner is slot 0 ("Noor"). It keeps every rule of the wire, so that all it sends verifies, and breaks the rules
// of the game alone. What the relay says to the device waits until hear_relay(): the partner chooses what comes first.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/device/device.h"
#include "protocol/round/latch_relay.h"
#include "tests/support/memory_storage.h"
#include "tests/support/pair_records.h"

namespace twinlamp::test {

inline constexpr std::string_view device_words = "the device's sealed words";
inline constexpr std::string_view partner_words = "the partner's sealed words";

class ModifiedPartner {
public:
  explicit ModifiedPartner(std::uint32_t practice = 1, std::uint32_t depth = 2);  // of the round that it opens

  // --- the device
  Device& device() { return *device_; }
  MemoryStorage& disk() { return disk_; }
  Now now();                      // each call a tenth of a second later
  void pass(std::chrono::milliseconds time);
  void restart();                 // the same disk, then a login
  void drive();                   // commits, and gives every frame to the relay
  void seal(SealMode mode);       // the device seals device_words, and the relay hears of it
  const Round& round();           // as the device sees it; an empty one if it knows none
  std::string answer_of_partner();
  std::string answer_of_device();
  bool has_anomaly(AnomalyKind kind);
  std::size_t count(DeviceEvent::Kind kind) const;
  std::size_t entries_of_device() const { return seen_.size(); }

  // --- the partner's journal
  wire::Body open_round() const;
  wire::Body seal_body(SealMode mode, std::string_view words, std::uint32_t version = 0);
  wire::Body same_lock_other_words(const wire::Body& seal, const Entry& sealed, std::string_view words);
  wire::Body reveal(const EntryId& my_seal, ByteView my_scalar) const;
  wire::Body close() const;
  static wire::Body covered();
  static wire::Body erase(const Entry& entry);

  Entry write(const wire::Body& body);              // at the end of its log, not sent; where no time is given, at the beginning of time
  // As if it had only this much of the device's log.
  Entry write_as_if_at(const LogHead& device_head, const wire::Body& body);
  Entry make(const EntryPlace& place, const wire::Body& body);               // anywhere, and forgotten again
  EntryPlace next_place() const;
  std::uint64_t last_seq() const { return log_.head().seq; }
  const LogHead& device_head() const { return device_log_.head(); }
  LogHead head_at_seal() const;                     // the device's log when its SEAL was the last
  Entry say(const wire::Body& body);                // write, send
  void send(const std::vector<Entry>& entries);     // in one envelope, then drive()
  wire::Frame deliver(const std::vector<Entry>& entries);  // the frame of it, for a test that drives by hand

  // --- the latch
  void turn_to(const RoundId& round);  // what follows is about its latch
  bool is_told_of_release() const { return told_partner_ && told_partner_->scalar_1().size() == sizeof(Element); }
  Scalar scalar_of(const Entry& my_seal) const;
  void put(const Entry& my_seal, bool with_blob);
  void put_open(const Entry& my_seal);
  Scalar scalar_of_device() const;  // as the relay has released it
  // The device's SEAL as an owner of an open latch would forge it: its lock, its scalar, other words.
  Entry forged_seal_of_device(std::string_view words);
  wire::Body reveal_carrying(const Entry& my_seal, const SignedSeal& seal_of_device) const;
  bool can_read();         // has the relay given the partner what opens the device's answer?
  void hear_relay();       // the device hears all that waits
  bool hear_relay_without_commit();  // its next word alone; what the device makes of it waits for its disk
  void spoil_signature();  // of the blob in what waits
  Entry seal_entry_of_device() const;
  using Latches = std::map<LatchId, std::optional<LatchRecord>>;
  const Latches& database() const { return latches_; }  // what the relay holds of latches
  void roll_back(Latches saved);                        // an old backup of it
  void lose_database();                                 // one from before all of them
  void repeat_release();  // the relay says again what it knows

  // Both sealed, apart, and covered: the device's scalar lies at the relay. The partner's SEAL.
  Entry arm();
  // The device's answer opens without it, and it has sealed. The partner has not answered yet.
  void arm_open();

  const PairRecord& record(Slot slot) const { return records_[slot]; }
  const RoundId& round_id() const { return round_id_; }
  const LatchId& latch_id() const { return latch_id_; }

private:
  void log_in();
  void drain_events();
  void take_frame(const wire::Frame& frame);
  void take_post(const wire::Post& post);
  void take_latch_frame(const wire::Frame& frame);
  Seal fact_of(const Entry& seal) const;
  Seal seal_of_device() const;
  void tell_device(const wire::LatchState& state);
  void reseal(wire::Body& body, const Scalar& scalar, Slot author, std::string_view words);

  std::array<PairRecord, 2> records_ = paired_records(7);
  const std::uint32_t practice_, depth_;
  RoundId round_id_;
  LatchId latch_id_;
  MemoryStorage disk_;
  SeededRandom device_random_{1}, random_{2};
  std::unique_ptr<Device> device_;
  DurableChannel channel_;
  Log log_{0}, device_log_{1};
  std::vector<Entry> seen_;                          // the device's entries
  Latches latches_;
  std::optional<wire::LatchState> told_partner_;
  std::deque<wire::Frame> told_device_;
  std::vector<DeviceEvent::Kind> events_;
  std::uint64_t delivered_ = 0;
  std::chrono::milliseconds time_{1000};
};

}  // namespace twinlamp::test
