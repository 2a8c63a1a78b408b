// One attack, played: an honest device (or two) against a modified client, a hostile relay, or both, over a simulated
// network and clock. Everything follows from the Attack. After each step the invariants of quality.md are checked:
//
//   early look   before both are bound the adversary cannot read: what it knows is written down and looked through
//   change       what opens is what was sealed, and stays so
//   loss         nothing of the honest side is gone, or was erased by another
//   price        who has read has paid, as far as an honest relay holds the latch: the other side opens too. Of mode open it
//                can pay with a blob that is none; the person is told
//   bounds       an honest device says no more than a few frames to each that it hears, and a few a second
//   convergence  once the adversary stops, both have the same state; or the honest side's person was told that the partner's log has forked
//
// Bound means: the partner's SEAL is on the honest device's disk (its answer is fixed by its id and its lock). From an
// honest relay a partner's client gets even then nothing before the release. A relay never reads at all. One exception, chosen by a
// person: a SEAL of mode open, against both together.
#pragma once

#include <functional>
#include <map>

#include "tests/sim/honest_seat.h"
#include "tests/sim/hostile_partner.h"
#include "tests/sim/hostile_relay.h"

namespace twinlamp::sim {

class Siege {
public:
  explicit Siege(const Attack& attack);
  ~Siege();

  void play();

  const std::vector<std::string>& broken() const { return broken_; }
  const StrikeTable& strikes() const { return struck_; }
  std::size_t opened() const;   // answers that an honest side has seen
  std::size_t told() const { return honest().has_told(DeviceEvent::Kind::partner_forked) ? 1 : 0; }
  std::size_t read_by_choice() const { return read_by_choice_; }
  std::size_t unpaid() const { return unpaid_; }  // answers of mode open, read for a blob that is none, and told of

private:
  struct Line {
    ConnectionId connection = 0;
    std::chrono::microseconds free_up{}, free_down{};
    std::optional<std::chrono::microseconds> wake;
  };

  void schedule(std::chrono::microseconds after, std::function<void()> task);
  std::chrono::microseconds pause(int least_ms, int most_ms);
  Now now() const;  // both laptops' and the relay's
  void connect(Slot slot);
  void cut(Slot slot);
  void drive(Slot slot);
  void drive_relay();
  void wake(Slot slot);
  void wake_relay();
  void live(Slot slot);
  void take_down(ConnectionId connection, wire::Frame frame);
  void revive(Slot slot);
  void plot();
  bool has_struck(const Strike& strike);
  void calm_down();
  void check();
  void check_readers(const HonestSeat& seat);
  void check_paid();
  bool is_done() const;
  HonestSeat& honest() const { return *honest_[attack_.honest]; }

  Attack attack_;
  SeededRandom random_;
  Knowledge knowledge_;
  std::chrono::microseconds clock_{1'000'000};
  std::multimap<std::chrono::microseconds, std::function<void()>> tasks_;
  std::array<std::unique_ptr<HonestSeat>, 2> honest_;
  std::unique_ptr<HostilePartner> partner_;
  std::array<Seat*, 2> seats_{};
  std::unique_ptr<HostileRelay> relay_;
  std::array<Line, 2> lines_;
  std::array<std::uint64_t, 2> heard_{}, said_{};  // frames
  ConnectionId next_connection_ = 1;
  std::optional<std::chrono::microseconds> relay_wake_;
  std::vector<Strike> pending_;
  bool is_calm_ = false;
  std::chrono::microseconds calm_since_{};
  StrikeTable struck_{};
  std::set<EntryId> read_;
  std::size_t read_by_choice_ = 0, unpaid_ = 0;
  std::vector<std::string> broken_;
};

}  // namespace twinlamp::sim
