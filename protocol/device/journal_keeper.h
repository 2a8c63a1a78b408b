// Both logs and their fold over a Storage: appends mine, lets the partner's in, snapshots, erases.
//
// Everything new goes into the transaction that the caller holds; until that is committed the store does not have it, so what was added
// lately is also remembered here. Foreign entries: a verdict other than `taken` changes nothing. Sans-IO, not thread-safe.
#pragma once

#include <map>
#include <memory>

#include "protocol/device/pair_record.h"
#include "protocol/device/storage.h"
#include "protocol/journal/fold.h"
#include "protocol/journal/log.h"

namespace twinlamp {

class JournalKeeper : private EntryMarks, private EntrySource {
public:
  static constexpr std::uint64_t snapshot_every = 256;  // entries
  static constexpr const char* snapshot_key = "snapshot";

  enum class Taken { taken, duplicate, gap, fork, i_am_restored, refused };

  // Both references outlive this. corrupt: what is stored does not verify.
  static Result<std::unique_ptr<JournalKeeper>> open(const PairRecord& record, const Storage& storage);

  Entry append(wire::Body body, std::uint32_t epoch, Transaction& transaction, Random& random);
  Taken take(const Entry& entry, Transaction& transaction);

  const PairState& state() const { return fold_.state(); }
  const Log& mine() const { return logs_[slot_]; }
  const Log& theirs() const { return logs_[1 - slot_]; }
  const EntryMarks& marks() const { return *this; }

  bool snapshot_is_due() const { return since_snapshot_ >= snapshot_every && !fold_.needs_refold(); }
  void snapshot(Transaction& transaction);
  // Erased bodies leave the disk with this transaction; after its commit call handle_committed().
  void collect_erasures(Transaction& transaction);
  Result<void> handle_committed();

private:
  JournalKeeper(const PairRecord& record, const Storage& storage);
  void remember(const Entry& entry);
  void add(const Entry& entry, Transaction& transaction);
  Result<std::optional<Entry>> find_word(const Fold::Erasure& erasure, const Transaction& transaction) const;
  void erase_word(Entry entry, Transaction& transaction);
  Result<void> load();
  Result<void> load_heads();
  std::optional<EntryMark> mark(std::uint8_t author, std::uint64_t seq) const override;
  Result<void> for_each_ordered(const EntryOrder& from, const std::function<bool(const Entry&)>& visit) const override;

  const Storage& storage_;
  const PairRecord& record_;
  std::uint8_t slot_;
  std::array<Log, 2> logs_{Log(0), Log(1)};
  Fold fold_;
  std::map<std::pair<std::uint8_t, std::uint64_t>, EntryMark> recent_;
  std::uint64_t since_snapshot_ = 0;
  std::vector<Fold::Erasure> erasures_;  // that the disk has not answered for
};

}  // namespace twinlamp
