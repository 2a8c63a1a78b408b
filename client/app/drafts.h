// What of a round stays on this device: my draft, and that I have passed on it. Neither ever reaches the Device or the network.
//
// Kept in memory and, after flush(), sealed in the store. Not thread-safe.
#pragma once

#include <map>
#include <set>

#include "client/content/answer.h"
#include "client/store/sqlite_storage.h"
#include "protocol/round/round.h"

namespace twinlamp::client {

class Drafts {
public:
  // Drafts that do not parse are left where they are and not shown.
  static Result<Drafts> load(const SqliteStorage& storage);

  const Answer* find(const RoundId& round) const;
  bool has_passed(const RoundId& round) const { return passed_.contains(round); }

  // too_large, malformed: more than a draft may hold; nothing has changed.
  Result<void> set(const RoundId& round, const Answer& answer);
  void remove(const RoundId& round);
  void set_passed(const RoundId& round, bool passed);

  bool is_dirty() const { return !changes_.is_empty(); }
  // One commit. On error everything is still dirty.
  Result<void> flush(Storage& storage);

private:
  void note_passed();

  std::map<RoundId, Answer> drafts_;
  std::set<RoundId> passed_;
  Transaction changes_;
};

}  // namespace twinlamp::client
