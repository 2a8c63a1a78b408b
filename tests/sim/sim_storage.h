// A device's disk in the simulation: what is committed survives every crash, nothing else does.
#pragma once

#include "protocol/device/storage.h"

namespace twinlamp::sim {

class SimStorage : public Storage {
public:
  Result<void> commit(const Transaction& transaction) override {
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
    const auto found = entries_.find({author, seq});
    return found == entries_.end() ? std::optional<StoredEntry>() : found->second;
  }
  Result<std::uint64_t> last_seq(std::uint8_t author) const override {
    auto after = entries_.lower_bound({author, UINT64_MAX});
    if (after == entries_.begin()) return std::uint64_t{0};
    --after;
    return after->first.first == author ? after->first.second : 0;
  }
  Result<void> for_each_entry(std::uint64_t lamport, const std::function<bool(const StoredEntry&)>& visit) const override {
    for (auto at = order_.lower_bound({lamport, 0}); at != order_.end(); ++at)
      if (!visit(entries_.at({at->first.second, at->second}))) break;
    return {};
  }

private:
  std::map<std::pair<std::uint8_t, std::uint64_t>, StoredEntry> entries_;
  std::map<std::pair<std::uint64_t, std::uint8_t>, std::uint64_t> order_;
  std::map<std::uint64_t, OutboxRow> outbox_;
  std::map<std::string, SecretBytes> values_;
};

}  // namespace twinlamp::sim
