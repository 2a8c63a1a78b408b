// A device's disk in memory, with commits that fail on order: before anything was written (the same may be tried again), or after everything
// was (as when the machine dies before it could say so). Copying it is a power cut: the copy has what was committed.
// Counts the entries that were read, so that a test can bound work without a clock.
#pragma once

#include "protocol/device/storage.h"

namespace twinlamp::test {

class MemoryStorage : public Storage {
public:
  enum class Fault { none, before, after };

  // The n-th commit from now on (1 = the next) fails so, once.
  void fail_at(std::uint64_t commit, Fault fault) {
    fault_ = fault;
    left_ = commit;
  }
  void fail_reads(bool fails) { reads_fail_ = fails; }  // of single entries
  std::uint64_t commits() const { return commits_; }
  std::uint64_t entries_read() const { return entries_read_; }

  Result<void> commit(const Transaction& transaction) override {
    const auto fault = fault_ != Fault::none && --left_ == 0 ? std::exchange(fault_, Fault::none) : Fault::none;
    if (fault == Fault::before) return Error{ErrorCode::unavailable, "memory storage: before"};
    ++commits_;
    if (transaction.cut) cut(*transaction.cut);
    for (const auto& entry : transaction.entries) {
      entries_[{entry.author, entry.seq}] = entry;
      order_[{entry.lamport, entry.author}] = entry.seq;
    }
    for (const auto& row : transaction.outbox_added) outbox_[row.order] = row;
    for (const auto& id : transaction.outbox_removed)
      std::erase_if(outbox_, [&](const auto& item) { return item.second.client_id == id; });
    for (const auto& [key, value] : transaction.values) {
      if (value)
        values_[key] = *value;
      else
        values_.erase(key);
    }
    if (fault == Fault::after) return Error{ErrorCode::unavailable, "memory storage: after"};
    return {};
  }
  Result<std::optional<SecretBytes>> value(const std::string& key) const override {
    const auto found = values_.find(key);
    return found == values_.end() ? std::optional<SecretBytes>() : found->second;
  }
  Result<std::vector<OutboxRow>> outbox() const override {
    std::vector<OutboxRow> rows;
    for (const auto& [order, row] : outbox_) rows.push_back(row);
    return rows;
  }
  Result<std::optional<StoredEntry>> entry(std::uint8_t author, std::uint64_t seq) const override {
    ++entries_read_;
    if (reads_fail_) return Error{ErrorCode::unavailable, "memory storage: read"};
    const auto found = entries_.find({author, seq});
    return found == entries_.end() ? std::optional<StoredEntry>() : found->second;
  }
  Result<std::uint64_t> last_seq(std::uint8_t author) const override {
    auto after = entries_.upper_bound({author, UINT64_MAX});
    if (after == entries_.begin()) return std::uint64_t{0};
    --after;
    return after->first.first == author ? after->first.second : 0;
  }
  Result<void> for_each_entry(std::uint64_t lamport, const std::function<bool(const StoredEntry&)>& visit) const override {
    for (auto at = order_.lower_bound({lamport, 0}); at != order_.end(); ++at) {
      ++entries_read_;
      if (!visit(entries_.at({at->first.second, at->second}))) break;
    }
    return {};
  }

private:
  void cut(const LogCut& cut) {
    const auto is_beyond = [&cut](std::uint8_t author, std::uint64_t seq) { return author == cut.author && seq > cut.seq; };
    std::erase_if(entries_, [&](const auto& item) { return is_beyond(item.first.first, item.first.second); });
    std::erase_if(order_, [&](const auto& item) { return is_beyond(item.first.second, item.second); });
  }

  std::map<std::pair<std::uint8_t, std::uint64_t>, StoredEntry> entries_;
  std::map<std::pair<std::uint64_t, std::uint8_t>, std::uint64_t> order_;
  std::map<std::uint64_t, OutboxRow> outbox_;
  std::map<std::string, SecretBytes> values_;
  bool reads_fail_ = false;
  Fault fault_ = Fault::none;
  std::uint64_t left_ = 0, commits_ = 0;
  mutable std::uint64_t entries_read_ = 0;
};

}  // namespace twinlamp::test
