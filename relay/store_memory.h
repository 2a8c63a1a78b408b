// A store in memory, deterministic: requests wait until they are pumped. For tests and the simulation.
//
// What waits is uncommitted: crash() loses it, as a killed relay would; what was pumped is committed for good.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>

#include "relay/store.h"

namespace twinlamp::relay {

class MemoryStore : public Store {
public:
  explicit MemoryStore(OnResults on_results = nullptr);
  ~MemoryStore() override;

  void submit(store::Request request) override;

  const std::deque<store::Request>& waiting() const { return waiting_; }
  bool has_waiting() const { return !waiting_.empty(); }
  // Commits at most `count` waiting requests as one group and returns their results; they are not posted.
  // To crash between the commit and its answer, drop what this returns.
  std::vector<store::Result> commit(std::size_t count = SIZE_MAX);
  // Commits everything that waits and posts the results, until nothing waits any more.
  void pump();
  // Loses what was not committed.
  void crash() { waiting_.clear(); }
  // Until called again with false, everything is answered `unavailable` (reads too if `reads`).
  void make_unavailable(bool unavailable, bool reads = false);
  // The committed state, to be put back later: a database that was restored from a backup. An empty one: a lost database.
  struct State;
  std::shared_ptr<const State> save() const;
  void restore(const State& state);
  void lose_everything();

private:
  store::Result answer(const store::Request& request);

  OnResults on_results_;
  std::deque<store::Request> waiting_;
  std::unique_ptr<State> state_;
  bool writes_fail_ = false;
  bool reads_fail_ = false;
};

}  // namespace twinlamp::relay
