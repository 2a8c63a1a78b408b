#include "protocol/journal/fold.h"

#include <algorithm>
#include <cassert>

namespace twinlamp {
namespace {

constexpr std::size_t settle_at = 32;  // a settled tail costs one copy of the state: not for every entry

PairState empty_state(const FoldKeys& keys) {
  PairState state;
  state.pair_seed = keys.pair_seed;
  state.latch_seed = keys.latch_seed;
  state.renewals_agreed = keys.renewals;
  state.depth.fill(1);
  return state;
}

}  // namespace

Fold::Fold(const FoldKeys& keys) : stable_(empty_state(keys)), current_(stable_) {}

const PairState& Fold::state() const {
  refresh();
  return current_;
}

EntryOrder Fold::final_place() const { return std::min(received_[0], received_[1]); }

void Fold::insert(const Entry& entry) {
  const auto& header = entry.header();
  const auto author = header.author;
  if (header.seq <= received_seq_[author]) return;
  assert(header.seq == received_seq_[author] + 1);
  received_seq_[author] = header.seq;
  received_[author] = entry.order();

  const bool is_last = tail_.empty() || tail_.rbegin()->first < entry.order();
  if (is_last && is_current_) return insert_last(entry);
  tail_.emplace(entry.order(), entry);
  is_current_ = false;
  settle(final_place());
}

// Precondition: after all of the tail, and current_ is current.
void Fold::insert_last(const Entry& entry) {
  if (tail_.size() >= settle_at) {
    const auto before = tail_.rbegin()->first;
    if (before <= final_place()) {  // what is current is stable
      stable_ = current_;
      frontier_ = before;
      tail_.clear();
    }
  }
  tail_.emplace(entry.order(), entry);
  collect(apply_entry(current_, entry));
}

// Precondition: everything up to this place is here.
void Fold::settle(const EntryOrder& up_to) {
  while (!tail_.empty() && tail_.begin()->first <= up_to) {
    const auto first = tail_.begin();
    collect(apply_entry(stable_, first->second));
    frontier_ = first->first;
    tail_.erase(first);
  }
}

void Fold::refresh() const {
  if (is_current_) return;
  current_ = stable_;
  for (const auto& [place, entry] : tail_) collect(apply_entry(current_, entry));
  is_current_ = true;
}

void Fold::collect(const std::vector<Erasure>& erasures) const {
  for (const auto& erasure : erasures)
    if (reported_.insert(erasure).second) erasures_.push_back(erasure);
}

std::vector<Fold::Erasure> Fold::take_erasures() {
  refresh();
  return std::exchange(erasures_, {});
}

void Fold::erased(const EntryOrder& place) {
  const auto found = tail_.find(place);
  if (found != tail_.end()) {
    found->second.erase_body();
    is_current_ = false;
  } else if (place <= frontier_) {
    needs_refold_ = true;
  }
}

// In order, an entry is final as soon as one of the other author follows: so each is folded once, and only the last run is kept as the tail.
Result<void> Fold::refold(const EntrySource& source) {
  Fold fresh(FoldKeys{stable_.pair_seed, stable_.latch_seed, stable_.renewals_agreed});
  fresh.reported_ = reported_;
  fresh.erasures_ = erasures_;
  const auto read = source.for_each_ordered({}, [&fresh](const Entry& entry) {
    const auto author = entry.header().author;
    fresh.received_[author] = entry.order();
    fresh.received_seq_[author] = entry.header().seq;
    fresh.settle(fresh.final_place());
    fresh.tail_.emplace(entry.order(), entry);
    return true;
  });
  if (!read) return read;
  fresh.is_current_ = false;
  fresh.refresh();
  *this = std::move(fresh);
  return {};
}

SecretBytes Fold::snapshot() const {
  assert(!needs_refold_);
  return state_to_bytes(stable_, frontier_);
}

Result<Fold> Fold::restore(const FoldKeys& keys, ByteView snapshot) {
  Fold fold(keys);
  const auto frontier = state_from_bytes(snapshot, fold.stable_);
  if (!frontier) return frontier.error();
  fold.frontier_ = *frontier;
  for (Slot author : {Slot{0}, Slot{1}}) {
    fold.received_seq_[author] = fold.stable_.last_seq[author];
    fold.received_[author] = {fold.stable_.last_lamport[author], author};
  }
  fold.current_ = fold.stable_;
  return fold;
}

}  // namespace twinlamp
