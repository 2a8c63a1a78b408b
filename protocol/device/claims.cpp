#include "protocol/device/claims.h"

#include <iterator>

namespace twinlamp {
namespace {

constexpr std::uint8_t claims_version = 1;

}  // namespace

Result<void> Claims::load(const Storage& storage) {
  auto stored = storage.value(key);
  if (!stored) return stored.error();
  if (!*stored) return {};
  ByteReader in(**stored);
  const auto version = in.u8();
  while (!in.failed() && !in.rest().empty()) {
    const auto seq = in.u64();
    said_[seq] = in.array<32>();
  }
  if (in.failed() || version != claims_version || said_.size() > most_kept) return Error{ErrorCode::corrupt, "claims"};
  return {};
}

void Claims::store(Transaction& transaction) const {
  if (said_.empty()) {
    transaction.values[key] = std::nullopt;
    return;
  }
  ByteWriter out;
  out.u8(claims_version);
  for (const auto& [seq, id] : said_) out.u64(seq).raw(id);
  transaction.values[key] = to_secret(out.view());
}

bool Claims::claim(std::uint64_t seq, const EntryId& id, Transaction& transaction) {
  const auto [known, is_new] = said_.try_emplace(seq, id);
  if (!is_new) return known->second == id;
  if (said_.size() > most_kept) {
    const bool is_kept = std::prev(said_.end())->first != seq;
    said_.erase(std::prev(said_.end()));
    if (!is_kept) return true;
  }
  store(transaction);
  return true;
}

bool Claims::fulfil(const LogHead& head, Transaction& transaction) {
  if (said_.empty() || said_.begin()->first > head.seq) return true;
  const auto found = said_.find(head.seq);
  const bool agrees = found == said_.end() || found->second == head.id;
  said_.erase(said_.begin(), said_.upper_bound(head.seq));
  store(transaction);
  return agrees;
}

}  // namespace twinlamp
