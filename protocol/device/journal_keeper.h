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

  // fork: its author's log went two ways (Log::is_forked_by). other_peer: it names another entry of the other log than is here.
  enum class Taken { taken, duplicate, gap, fork, other_peer, i_am_restored, refused };

  // Both references outlive this. corrupt: what is stored does not verify.
  static Result<std::unique_ptr<JournalKeeper>> open(const PairRecord& record, const Storage& storage);

  Entry append(wire::Body body, std::uint32_t epoch, Transaction& transaction, Random& random);
  // The partner's; a RENEWAL only if the two have agreed on one that is not here yet. `may_be_bare`: I am fetching back
  // what I have lost, so a SEAL whose words were erased since was never here with them.
  Taken take(const Entry& entry, bool may_be_bare, Transaction& transaction);
  // An entry of my own log, as the partner has it: with my self tag, or one of a lost device's that I have inherited. `fork`: it contradicts mine. `other_peer`: I once had another entry of the partner's.
  // `gap`: entries before it, of either log, are not here.
  Taken take_back(const Entry& entry, bool is_inherited, Transaction& transaction);
  // The words of an entry of mine that is here without them. Precondition: is_here(). The state is right after the commit.
  void give_words(const Entry& entry, Transaction& transaction);
  bool is_here(const Entry& entry) const;  // by its id
  bool is_bare(std::uint64_t seq_of_mine, const Transaction& transaction) const;
  Result<Entry> find_mine(std::uint64_t seq, const Transaction& transaction) const;
  // Gives up my entries after `seq`, and returns them in order. Nothing is taken or appended until the transaction is committed. On an error
  // (the disk does not answer) nothing has changed.
  Result<std::vector<Entry>> cut_mine(std::uint64_t seq, Transaction& transaction);
  bool is_cut() const { return is_cut_; }

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
  Taken take_into(Log& log, const Entry& entry, Transaction& transaction);
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
  bool is_cut_ = false;                  // and not yet committed
  std::vector<Fold::Erasure> erasures_;  // that the disk has not answered for
};

}  // namespace twinlamp
