// What this device alone knows of gifts: which of the partner's wait for their moment, which were not looked at yet, which were drawn from the jar,
// and when a nudge was given. Kept in the sealed store.
//
// A gift of the partner's is hidden until its moment on this device's clock and zone. Once seen it stays seen, whatever the clock or the zone does
// afterwards. Drawing repeats none before all were drawn. Plain; single-threaded.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"
#include "protocol/practice/gift.h"
#include "protocol/round/state.h"

namespace twinlamp::client {

class GiftShelf {
public:
  static constexpr const char* key = "gifts";

  // Takes in what has come and what has become due at `now`, by `offset` of this device. True: something can be seen that could not before.
  bool update(const PairState& state, Slot me, WallTime now, const OffsetAt& offset);
  bool is_waiting(const EntryId& gift) const { return waiting_.contains(gift); }  // of the partner, and nobody here sees it
  std::optional<WallTime> next_moment() const { return next_; }                   // of those, as of the last update

  const std::vector<EntryId>& fresh() const { return fresh_; }  // seen by nobody yet, in the order of their moment
  void look();                                                  // they have been seen

  // One of these; null where there is none. The last one drawn does not come first again.
  std::optional<EntryId> draw(const std::vector<EntryId>& from, Random& random);

  std::optional<std::int32_t> nudged_on() const { return nudged_on_; }  // days since 1970, local
  void nudge(std::int32_t day);

  bool take_changed() { return std::exchange(changed_, false); }  // since the last time: to be kept
  SecretBytes encode() const;
  static Result<GiftShelf> parse(ByteView bytes);  // malformed for anything else

private:
  std::uint64_t taken_in_ = 0;  // of the partner's log
  std::set<EntryId> waiting_;
  std::vector<EntryId> fresh_;
  std::vector<EntryId> drawn_;  // in order, since the jar was last begun
  std::optional<std::int32_t> nudged_on_;
  std::optional<WallTime> next_;
  bool changed_ = false;
};

}  // namespace twinlamp::client
