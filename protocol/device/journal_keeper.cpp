#include "protocol/device/journal_keeper.h"

namespace twinlamp {
namespace {

constexpr std::size_t remembered = 2048;

FoldKeys fold_keys(const PairRecord& record) { return {record.pair_seed, record.latch_seed}; }

StoredEntry stored(const Entry& entry) {
  return {entry.header().author, entry.header().seq, entry.header().lamport, entry.to_wire()};
}

}  // namespace

JournalKeeper::JournalKeeper(const PairRecord& record, const Storage& storage)
    : storage_(storage), record_(record), slot_(record.slot), fold_(fold_keys(record)) {}

Result<std::unique_ptr<JournalKeeper>> JournalKeeper::open(const PairRecord& record, const Storage& storage) {
  std::unique_ptr<JournalKeeper> keeper(new JournalKeeper(record, storage));
  TWINLAMP_TRY(keeper->load_heads());
  TWINLAMP_TRY(keeper->load());
  return keeper;
}

Result<void> JournalKeeper::load_heads() {
  for (std::uint8_t author = 0; author < 2; ++author) {
    auto last = storage_.last_seq(author);
    if (!last) return last.error();
    if (*last == 0) continue;
    auto row = storage_.entry(author, *last);
    if (!row) return row.error();
    if (!*row) return Error{ErrorCode::corrupt, "journal: the last entry is missing"};
    auto entry = Entry::parse((*row)->wire);
    if (!entry) return Error{ErrorCode::corrupt, "journal: the last entry does not verify"};
    const auto& header = entry->header();
    logs_[author] = Log(author, LogHead{header.seq, entry->id(), header.lamport, header.peer_seq});
  }
  return {};
}

Result<void> JournalKeeper::load() {
  auto snapshot = storage_.value(snapshot_key);
  if (!snapshot) return snapshot.error();
  if (*snapshot) {
    // A snapshot of another version is only slower to do without.
    if (auto restored = Fold::restore(fold_keys(record_), **snapshot)) fold_ = std::move(*restored);
  }
  return for_each_ordered(fold_.resume_from(), [this](const Entry& entry) {
    remember(entry);
    fold_.insert(entry);
    ++since_snapshot_;
    return true;
  });
}

Entry JournalKeeper::append(wire::Body body, std::uint32_t epoch, Transaction& transaction, Random& random) {
  auto entry = make_entry(next_place(logs_[slot_], logs_[1 - slot_], epoch), body, record_.self_key, random);
  logs_[slot_].append(entry);
  add(entry, transaction);
  return entry;
}

JournalKeeper::Taken JournalKeeper::take(const Entry& entry, Transaction& transaction) {
  if (entry.header().author == slot_) return Taken::refused;
  auto& log = logs_[1 - slot_];
  auto verdict = log.check(entry, *this);
  if (!verdict) {
    switch (verdict.error().code) {
      case ErrorCode::conflict: return Taken::fork;
      case ErrorCode::out_of_order: return Taken::gap;
      case ErrorCode::not_found: return Taken::i_am_restored;
      default: return Taken::refused;
    }
  }
  if (*verdict == Log::Verdict::duplicate) return Taken::duplicate;
  // A SEAL may be erased only once it has opened, and then it was here with its body first.
  if (entry.is_erased() && entry.header().is(EntryType::seal)) return Taken::refused;
  log.append(entry);
  add(entry, transaction);
  return Taken::taken;
}

void JournalKeeper::add(const Entry& entry, Transaction& transaction) {
  transaction.entries.push_back(stored(entry));
  remember(entry);
  fold_.insert(entry);
  ++since_snapshot_;
}

void JournalKeeper::remember(const Entry& entry) {
  recent_[{entry.header().author, entry.header().seq}] = {entry.id(), entry.header().lamport};
  // The oldest of either author go first; they are in the store by then.
  while (recent_.size() > remembered) {
    auto first_of_0 = recent_.begin();
    auto first_of_1 = recent_.lower_bound({1, 0});
    const bool take_0 = first_of_1 == recent_.end() || (first_of_0->first.first == 0 && first_of_0->second.lamport <= first_of_1->second.lamport);
    recent_.erase(take_0 ? first_of_0 : first_of_1);
  }
}

void JournalKeeper::snapshot(Transaction& transaction) {
  transaction.values[snapshot_key] = fold_.snapshot();
  since_snapshot_ = fold_.tail_size();
}

void JournalKeeper::collect_erasures(Transaction& transaction) {
  const auto erasures = fold_.take_erasures();
  if (erasures.empty()) return;
  const auto is_asked = [&](const Entry& entry) {
    for (const auto& erasure : erasures)
      if (erasure.entry_id == entry.id() && erasure.author == entry.header().author) return true;
    return false;
  };
  std::vector<EntryOrder> places;
  // Rare, so the store is searched rather than indexed by id.
  for (auto& row : transaction.entries) {
    auto entry = Entry::parse(row.wire);
    if (!entry || !is_asked(*entry) || !may_erase(fold_.state(), entry->header().type, entry->id())) continue;
    places.push_back(entry->order());
    entry->erase_body();
    row.wire = entry->to_wire();
  }
  auto visited = for_each_ordered({}, [&](const Entry& found) {
    if (found.is_erased() || !is_asked(found) || !may_erase(fold_.state(), found.header().type, found.id())) return true;
    places.push_back(found.order());
    auto entry = found;
    entry.erase_body();
    transaction.entries.push_back(stored(entry));
    return true;
  });
  for (const auto& place : places) fold_.erased(place);
  if (!visited) return;
  if (fold_.needs_refold()) transaction.values[snapshot_key] = std::nullopt;
}

Result<void> JournalKeeper::handle_committed() {
  if (!fold_.needs_refold()) return {};
  return fold_.refold(*this);
}

std::optional<EntryMark> JournalKeeper::mark(std::uint8_t author, std::uint64_t seq) const {
  if (const auto found = recent_.find({author, seq}); found != recent_.end()) return found->second;
  auto row = storage_.entry(author, seq);
  if (!row || !*row) return std::nullopt;
  auto entry = Entry::parse((*row)->wire);
  if (!entry) return std::nullopt;
  return EntryMark{entry->id(), entry->header().lamport};
}

Result<void> JournalKeeper::for_each_ordered(const EntryOrder& from, const std::function<bool(const Entry&)>& visit) const {
  Result<void> outcome;
  auto read = storage_.for_each_entry(from.lamport, [&](const StoredEntry& row) {
    auto entry = Entry::parse(row.wire);
    if (!entry) {
      outcome = Error{ErrorCode::corrupt, "journal: a stored entry does not verify"};
      return false;
    }
    if (entry->order() < from) return true;
    return visit(*entry);
  });
  if (!read) return read;
  return outcome;
}

}  // namespace twinlamp
