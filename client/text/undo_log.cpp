#include "client/text/undo_log.h"

#include <cassert>

#include "client/text/unicode.h"
#include "client/text/wipe.h"

namespace twinlamp::text {
namespace {

constexpr std::size_t most_changes = 400;
constexpr std::size_t most_points = 400'000;

std::size_t size_of(const Change& change) {
  return change.removed.size() + change.inserted.size();
}

void forget(Change& change) {
  wipe(change.removed);
  wipe(change.inserted);
}

}  // namespace

bool UndoLog::joins(const Change& change) const {
  if (!open_ || next_ == 0 || next_ != changes_.size()) return false;
  const auto& last = changes_.back();
  const bool typed = change.removed.empty() && change.inserted.size() == 1 && last.removed.empty();
  if (typed)
    return change.at == last.at + last.inserted.size() &&
           !(is_space(last.inserted.back()) && !is_space(change.inserted[0]));
  const bool erased = change.inserted.empty() && change.removed.size() == 1 && last.inserted.empty();
  return erased && (change.at + 1 == last.at || change.at == last.at);
}

void UndoLog::record(Change change) {
  while (changes_.size() > next_) {
    size_ -= size_of(changes_.back());
    forget(changes_.back());
    changes_.pop_back();
  }
  size_ += size_of(change);
  if (joins(change)) {
    auto& last = changes_.back();
    last.inserted += change.inserted;
    last.removed = change.at < last.at ? change.removed + last.removed : last.removed + change.removed;
    last.at = change.at < last.at ? change.at : last.at;
  } else {
    open_ = size_of(change) == 1;
    changes_.push_back(std::move(change));
    next_ = changes_.size();
  }
  shrink();
}

void UndoLog::shrink() {
  while (changes_.size() > 1 && (changes_.size() > most_changes || size_ > most_points)) {
    size_ -= size_of(changes_.front());
    forget(changes_.front());
    changes_.pop_front();
    --next_;
  }
}

void UndoLog::clear() {
  for (auto& change : changes_) forget(change);
  changes_.clear();
  next_ = size_ = 0;
  open_ = false;
}

const Change& UndoLog::step_back() {
  assert(can_undo());
  open_ = false;
  return changes_[--next_];
}

const Change& UndoLog::step_forward() {
  assert(can_redo());
  open_ = false;
  return changes_[next_++];
}

}  // namespace twinlamp::text
