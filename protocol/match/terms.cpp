#include "protocol/match/terms.h"

#include <algorithm>
#include <cassert>
#include <set>

namespace twinlamp::match {
namespace {

Hash256 over_both(std::string_view label, const Hash256& before, const Transcript& said, std::uint8_t step) {
  assert(said.has(0, step) && said.has(1, step));
  ByteWriter both;
  both.lv(said.step(0, step)).lv(said.step(1, step));
  return blake2b_256({bytes_of(label), before, both.view()});
}

}  // namespace

bool Terms::are_sound(const std::vector<std::string>& items, std::uint32_t quota) {
  if (items.empty() || items.size() > most_items || quota < 1 || quota > items.size()) return false;
  std::set<std::string_view> seen;
  return std::all_of(items.begin(), items.end(), [&seen](const std::string& id) {
    return !id.empty() && id.size() <= most_item_id && seen.insert(id).second;
  });
}

Terms Terms::make(const ByteArray<16>& round_id, const ByteArray<16>& latch_id, const std::vector<std::string>& items,
                  std::uint16_t quota) {
  assert(are_sound(items, quota));
  Terms terms;
  terms.round_id = round_id;
  terms.latch_id = latch_id;
  terms.count = static_cast<std::uint16_t>(items.size());
  terms.quota = quota;
  ByteWriter list;
  list.u16(terms.quota).u16(terms.count);
  for (const auto& id : items) list.lv(id);
  terms.list_hash = blake2b_256({bytes_of("match/1 list"), list.view()});
  return terms;
}

bool Transcript::is_empty() const {
  return std::all_of(steps_.begin(), steps_.end(), [](const auto& steps) {
    return std::all_of(steps.begin(), steps.end(), [](const Bytes& step) { return step.empty(); });
  });
}

bool Transcript::may_follow(Slot author, std::uint8_t step) const {
  if (step >= step_count || has(author, step)) return false;
  switch (step) {
    case 0:
      return true;
    case 1:
      return has(0, 0) && has(1, 0);
    case 2:
      return author == 1 && has(0, 1) && has(1, 1);
    default:
      return has(1, 2);
  }
}

std::optional<std::uint8_t> Transcript::owed_by(Slot author) const {
  for (std::uint8_t step = 0; step < step_count; ++step)
    if (may_follow(author, step)) return step;
  return std::nullopt;
}

std::size_t step_size(const Terms& terms, Slot author, std::uint8_t step) {
  const std::size_t items = terms.count, quota = terms.quota, bits = terms.bits();
  switch (step) {
    case 0:
      return 4 * word;
    case 1:
      return items * 4 * word + word + items * 5 * word + word + (2 * quota + 1) * word;
    case 2:
      return author == 1 ? bits * 2 * word + word + bits * 3 * word : 0;
    case 3:
      return bits * word + 4 * word;
    default:
      return 0;
  }
}

Hash256 run_hash(const Terms& terms) {
  return blake2b_256({bytes_of("match/1 run"), terms.round_id, terms.latch_id, terms.list_hash});
}
Hash256 keys_hash(const Terms& terms, const Transcript& said) {
  return over_both("match/1 keys", run_hash(terms), said, 0);
}
Hash256 bits_hash(const Terms& terms, const Transcript& said) {
  return over_both("match/1 bits", keys_hash(terms, said), said, 1);
}
Hash256 product_hash(const Terms& terms, const Transcript& said) {
  ByteWriter one;
  one.lv(said.step(1, 2));
  return blake2b_256({bytes_of("match/1 product"), bits_hash(terms, said), one.view()});
}
Hash256 shares_hash(const Terms& terms, const Transcript& said) {
  return over_both("match/1 shares", product_hash(terms, said), said, 3);
}

}  // namespace twinlamp::match
