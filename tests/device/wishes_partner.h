// A real Device in a wish list against a partner whose client was modified: of either slot, it writes what it likes,
// and everything it sends verifies as an entry.
#pragma once

#include <map>
#include <memory>

#include "protocol/device/device.h"
#include "protocol/round/latch_relay.h"
#include "tests/support/memory_storage.h"
#include "tests/support/pair_records.h"

namespace twinlamp::test {

class WishesPartner {
public:
  using Votes = std::vector<match::Vote>;
  // The partner's slot; the device has the other one. The round is open, and the device has voted.
  WishesPartner(Slot partner, const Votes& of_partner, const Votes& of_device, std::uint16_t quota);

  Device& device() { return *device_; }
  const Round& round() { return *find_round(device_->state(), round_id_); }
  const match::Transcript& said() { return round().wishes->said; }
  const match::Terms& terms() const { return terms_; }
  const match::Run& run() const { return *run_; }
  const match::RunSecret& secret() const { return *secret_; }

  void say_step(std::uint8_t step, Bytes bytes);
  void say_honestly_until(std::uint8_t step);  // all its steps below this one
  Bytes honest(std::uint8_t step) { return run_->make_step(step, said()); }
  void say(const wire::Body& body);
  void seal();                               // as an honest device would
  bool has_put() const { return has_put_; }  // has the device handed its blind to the relay?
  const std::vector<std::string>& troubles() const { return troubles_; }
  bool has_given_up() { return round().closing.has_value(); }

private:
  void drive();
  void take(const wire::Frame& frame);
  Now now();

  Slot me_;
  std::array<PairRecord, 2> records_ = paired_records(11);
  MemoryStorage disk_;
  SeededRandom device_random_{1}, random_{2};
  std::unique_ptr<Device> device_;
  DurableChannel channel_;
  Log log_, device_log_;
  RoundId round_id_{};
  match::Terms terms_;
  std::optional<match::Run> run_;
  std::optional<match::RunSecret> secret_;
  std::vector<std::string> troubles_;
  bool has_put_ = false;
  std::uint64_t delivered_ = 0;
  std::chrono::milliseconds time_{1000};
};

}  // namespace twinlamp::test
