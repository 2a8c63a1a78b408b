// Two real Devices and a real Room over a simulated network, disk and clock. Everything follows from one seed.
//
// The network is what TCP leaves: each connection delivers in order until it is cut, and then loses what was under way. Crashes come at
// the persistence steps: before a commit, after it, between two frames. Virtual time; nothing waits.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "protocol/device/device.h"
#include "protocol/room/room.h"
#include "relay/store_memory.h"
#include "tests/support/memory_storage.h"

namespace twinlamp::sim {

enum class Fault : std::uint8_t {
  crash_before_commit, crash_after_commit, crash_between_frames, cut, live_lost, relay_crash_before_commit, relay_crash_after_commit,
  set_back, relay_lost,
};
inline constexpr std::size_t fault_count = 9;
inline constexpr std::array<const char*, fault_count> fault_names{
    "crash before commit", "crash after commit", "crash between frames", "connection cut", "live frame lost",
    "relay crash before commit", "relay crash after commit", "older disk put back", "relay lost its database"};

// Where the newest round stood, as the side that was struck saw it.
inline constexpr std::size_t step_count = 7;
inline constexpr std::array<const char*, step_count> step_names{"no round", "writing", "one sealed", "both sealed", "open", "receiving", "closed"};

// How often each fault struck at each step on each side (0, 1; the relay's count for both).
using FaultTable = std::array<std::array<std::array<std::uint64_t, 2>, step_count>, fault_count>;

struct Plan {
  double fault_rate = 0.01;       // chance of a crash or a cut at each step where one can be
  double live_loss = 0.1;
  double set_back_rate = 0.01;    // of an older disk in the place of the newest, at each of a person's acts
  double relay_loss_rate = 0.005; // of the relay's whole database, at each of its commits
  std::chrono::seconds trouble{120};  // faults end then
  int rounds = 2;                 // to be played to their end
  std::optional<std::vector<std::uint64_t>> only;  // of the faults that would strike, those that do: by the numbers of Struck
  bool wishes = false;            // the first is a wish list, and the devices ask each other quietly
};

struct Struck {
  std::uint64_t number = 0;  // of the places where one could have
  Fault fault{};
  std::uint8_t side = 0;
  std::chrono::microseconds at{};
};

class Couple {
public:
  Couple(std::uint64_t seed, const Plan& plan);
  ~Couple();

  // Plays until the rounds are done and both have the same state, or virtual time runs out. The invariants are checked at every step.
  void play();

  const std::vector<std::string>& broken() const { return broken_; }
  const FaultTable& faults() const { return faults_; }
  const std::vector<Struck>& struck() const { return struck_; }
  std::size_t rounds_closed() const;
  std::size_t reveals() const { return reveals_; }
  std::size_t repairs() const { return repairs_; }  // logs that became whole again
  std::uint32_t epoch() const;                      // of the keys that both use now

private:
  struct Person;
  struct Line;

  void schedule(std::chrono::microseconds after, std::function<void()> task);
  bool strikes(Fault fault, std::uint8_t side);
  std::size_t step_of(std::uint8_t side) const;
  void start(std::uint8_t side);
  void crash(std::uint8_t side);
  void drive(std::uint8_t side);
  void wake(std::uint8_t side);
  void connect(std::uint8_t side);
  void cut(std::uint8_t side);
  void to_relay(std::uint8_t side, wire::Frame frame);
  void to_client(ConnectionId connection, wire::Frame frame);
  void drive_relay();
  void crash_relay();
  void set_back(std::uint8_t side);
  void note_what_is_struck();
  void count_what_is_lost();
  void live(std::uint8_t side);       // a person does something
  void act(std::uint8_t side);
  void act_on(std::uint8_t side, const Round& round);
  std::optional<Step> next_step(const Round& round, std::uint8_t side);
  void check(std::uint8_t side);
  void check_wishes(std::uint8_t side, const Round& round);
  Result<void> vote(std::uint8_t side, const Round& round);
  bool is_done() const;
  void break_rule(const std::string& what);
  Now now_of(std::uint8_t side) const;
  bool is_calm() const { return clock_ >= plan_.trouble; }
  std::chrono::microseconds pause(int least_ms, int most_ms);

  std::uint64_t seed_;
  Plan plan_;
  SeededRandom random_;
  std::chrono::microseconds clock_{0};
  std::multimap<std::chrono::microseconds, std::function<void()>> tasks_;
  std::array<std::unique_ptr<Person>, 2> people_;
  RoomId room_id_{};
  relay::MemoryStore store_;
  std::unique_ptr<Room> room_;
  bool store_is_scheduled_ = false, relay_wake_is_scheduled_ = false;
  std::uint64_t relay_life_ = 0;
  std::map<ConnectionId, std::uint8_t> connections_;
  ConnectionId next_connection_ = 1;
  FaultTable faults_{};
  std::uint64_t places_ = 0;
  std::vector<Struck> struck_;
  std::vector<std::string> broken_;
  std::size_t reveals_ = 0, repairs_ = 0;
  std::set<RoundId> struck_rounds_;  // under way when a disk was put back
  bool quiet_was_struck_ = false;
};

// Equal exactly when all that the two devices have made of the journal is.
std::string digest(const PairState& state);

}  // namespace twinlamp::sim
