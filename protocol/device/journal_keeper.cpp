#include "protocol/device/journal_keeper.h"

#include <algorithm>
#include <cassert>

namespace twinlamp {
namespace {

constexpr std::size_t remembered = 2048;

FoldKeys fold_keys(const PairRecord& record) { return {record.pair_seed, record.latch_seed, record.renewals}; }

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
  assert(!is_cut_);
  auto entry = make_entry(next_place(logs_[slot_], logs_[1 - slot_], epoch), body, record_.self_key, random);
  logs_[slot_].append(entry);
  add(entry, transaction);
  return entry;
}

JournalKeeper::Taken JournalKeeper::take(const Entry& entry, bool may_be_bare, Transaction& transaction) {
  if (entry.header().author == slot_) return Taken::refused;
  // Let in, it would lie there until one is agreed on, and stand in that one's place.
  if (entry.header().is(EntryType::renewal) && entry.header().seq > theirs().head().seq &&
      state().renewals >= record_.renewals)
    return Taken::refused;
  // A SEAL may be erased only once it has opened, and then it was here with its body first. What is here already is a duplicate all the same.
  const bool is_bare_seal = entry.is_erased() && entry.header().is(EntryType::seal);
  if (is_bare_seal && !may_be_bare && entry.header().seq > theirs().head().seq && !theirs().is_forked_by(entry, *this))
    return Taken::refused;
  return take_into(logs_[1 - slot_], entry, transaction);
}

JournalKeeper::Taken JournalKeeper::take_back(const Entry& entry, bool is_inherited, Transaction& transaction) {
  if (entry.header().author != slot_ || !(is_inherited || entry.is_tagged_by(record_.self_key))) return Taken::refused;
  const auto taken = take_into(logs_[slot_], entry, transaction);
  return taken == Taken::i_am_restored ? Taken::gap : taken;
}

JournalKeeper::Taken JournalKeeper::take_into(Log& log, const Entry& entry, Transaction& transaction) {
  if (log.is_forked_by(entry, *this)) return Taken::fork;
  if (is_cut_) return Taken::refused;
  auto verdict = log.check(entry, *this);
  if (!verdict) {
    switch (verdict.error().code) {
      case ErrorCode::conflict: return Taken::other_peer;
      case ErrorCode::out_of_order: return Taken::gap;
      case ErrorCode::not_found: return Taken::i_am_restored;
      default: return Taken::refused;
    }
  }
  if (*verdict == Log::Verdict::duplicate) return Taken::duplicate;
  log.append(entry);
  add(entry, transaction);
  return Taken::taken;
}

void JournalKeeper::give_words(const Entry& entry, Transaction& transaction) {
  std::erase_if(transaction.entries, [&](const StoredEntry& row) { return row.author == slot_ && row.seq == entry.header().seq; });
  transaction.entries.push_back(stored(entry));
  transaction.values[snapshot_key] = std::nullopt;
  fold_.require_refold();
}

bool JournalKeeper::is_here(const Entry& entry) const {
  const auto& header = entry.header();
  if (header.seq > logs_[header.author].head().seq) return false;
  const auto known = mark(header.author, header.seq);
  return known && known->id == entry.id();
}

bool JournalKeeper::is_bare(std::uint64_t seq_of_mine, const Transaction& transaction) const {
  const auto found = find_mine(seq_of_mine, transaction);
  return found && found->is_erased();
}

Result<Entry> JournalKeeper::find_mine(std::uint64_t seq, const Transaction& transaction) const {
  for (const auto& row : transaction.entries)
    if (row.author == slot_ && row.seq == seq) return Entry::parse(row.wire);
  auto row = storage_.entry(slot_, seq);
  if (!row) return row.error();
  if (!*row) return Error{ErrorCode::corrupt, "journal: an entry of mine is missing"};
  return Entry::parse((*row)->wire);
}

Result<std::vector<Entry>> JournalKeeper::cut_mine(std::uint64_t seq, Transaction& transaction) {
  auto& log = logs_[slot_];
  assert(seq <= log.head().seq && !is_cut_);
  LogHead head;
  if (seq > 0) {
    auto last = find_mine(seq, transaction);
    if (!last) return last.error();
    head = {seq, last->id(), last->header().lamport, last->header().peer_seq};
  }
  std::vector<Entry> given_up;
  for (auto next = seq + 1; next <= log.head().seq; ++next) {
    auto entry = find_mine(next, transaction);
    if (!entry) return entry.error();
    given_up.push_back(std::move(*entry));
  }
  std::erase_if(transaction.entries, [&](const StoredEntry& row) { return row.author == slot_ && row.seq > seq; });
  transaction.cut = LogCut{slot_, seq};
  transaction.values[snapshot_key] = std::nullopt;
  std::erase_if(recent_, [&](const auto& item) { return item.first.first == slot_ && item.first.second > seq; });
  log = Log(slot_, head);
  fold_.require_refold();
  is_cut_ = true;
  return given_up;
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
  for (auto& erasure : fold_.take_erasures()) erasures_.push_back(erasure);
  if (erasures_.empty()) return;
  for (const auto& erasure : std::exchange(erasures_, {})) {
    const auto found = find_word(erasure, transaction);
    if (!found)
      erasures_.push_back(erasure);  // the disk does not answer: with the next input
    else if (*found)
      erase_word(**found, transaction);
  }
  if (fold_.needs_refold()) transaction.values[snapshot_key] = std::nullopt;
}

// What is not there, is not the one that is named, or may not be erased, is no fault: empty.
Result<std::optional<Entry>> JournalKeeper::find_word(const Fold::Erasure& erasure, const Transaction& transaction) const {
  const auto fresh = std::find_if(transaction.entries.begin(), transaction.entries.end(), [&](const StoredEntry& row) {
    return row.author == erasure.author && row.seq == erasure.seq;
  });
  std::optional<StoredEntry> row;
  if (fresh != transaction.entries.end()) {
    row = *fresh;
  } else {
    auto read = storage_.entry(erasure.author, erasure.seq);
    if (!read) return read.error();
    row = std::move(*read);
  }
  if (!row) return std::optional<Entry>();
  auto entry = Entry::parse(row->wire);
  if (!entry || entry->id() != erasure.entry_id || entry->is_erased() ||
      !may_erase(fold_.state(), entry->header().type, entry->id()))
    return std::optional<Entry>();
  return std::optional<Entry>(std::move(*entry));
}

void JournalKeeper::erase_word(Entry entry, Transaction& transaction) {
  entry.erase_body();
  const auto place = entry.order();
  std::erase_if(transaction.entries, [&](const StoredEntry& row) {
    return row.author == entry.header().author && row.seq == entry.header().seq;
  });
  transaction.entries.push_back(stored(entry));
  fold_.erased(place);
}

Result<void> JournalKeeper::handle_committed() {
  if (!fold_.needs_refold()) return {};
  TWINLAMP_TRY(fold_.refold(*this));
  is_cut_ = false;
  return {};
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
