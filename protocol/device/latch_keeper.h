// The latches of all rounds that are under way: one LatchClient each, fed from the fold, speaking to the relay.
//
// Reads only what is committed: a PUT leaves after its SEAL is on disk, a CANCEL after the bit that forbids a PUT is.
// Foreign bytes: a LatchState that does not verify changes nothing. Sans-IO, not thread-safe.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "protocol/device/pair_record.h"
#include "protocol/device/storage.h"
#include "protocol/round/latch_client.h"

namespace twinlamp {

class LatchKeeper {
public:
  static constexpr const char* cancelling_key = "cancelling";

  static Result<LatchKeeper> open(const PairRecord& record, const Storage& storage);

  void bind(const PairRecord& record) { record_ = &record; }  // after the record has found its place

  // The bit goes into the transaction; the CANCEL leaves at the next run().
  void cancel(const LatchId& latch, const RoundId& round, Transaction& transaction);
  bool is_cancelling(const LatchId& latch) const { return cancelling_.contains(latch); }

  void handle_login() {
    frames_.clear();
    for (auto& [id, one] : latches_) one.client.handle_login();
  }
  struct News {
    RoundId round{};
    LatchNews news = LatchNews::none;
    std::optional<wire::Reveal> reveal;
  };
  // The round that it is about; null: none here.
  static const Round* round_of(const PairState& pair, const wire::LatchState& state);
  Result<News> handle_state(const wire::LatchState& state, const PairState& pair, bool both_here);
  // Forgets the bit of a latch that is settled.
  void settle(const LatchId& latch, Transaction& transaction);

  // Asks each latch what it wants to say. Precondition: everything in `pair` is committed, and a login stands.
  void run(const PairState& pair, bool both_here);
  std::optional<wire::Frame> poll_frame();

private:
  struct One {
    RoundId round{};
    LatchClient client;
  };

  LatchKeeper(const PairRecord& record, const Storage& storage) : record_(&record), storage_(&storage) {}
  One& one(const LatchId& latch, const RoundId& round);
  void run(const PairState& pair, const Rounds& rounds, bool both_here);
  void say(LatchAction action, const LatchFacts& facts);
  void store_cancelling(Transaction& transaction) const;

  const PairRecord* record_;
  const Storage* storage_;
  std::map<LatchId, One> latches_;
  std::set<LatchId> cancelling_;
  std::deque<wire::Frame> frames_;
};

}  // namespace twinlamp
