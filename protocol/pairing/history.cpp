#include "protocol/pairing/history.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t history_tag = 1;
constexpr std::size_t value_size = 1 + 4 + 32 + 32 + 8 + 32, most_options = 256;
constexpr Error malformed{ErrorCode::malformed, "history"};

Result<PairHistory> parse_value(ByteView value) {
  ByteReader in(value);
  PairHistory history;
  history.slot = in.u8();
  history.renewals = in.u32();
  const auto pair_seed = in.raw(32), latch_seed = in.raw(32);
  history.seq = in.u64();
  history.id = in.array<32>();
  if (!in.is_done() || history.slot > 1 || history.renewals == 0 || (history.seq == 0) != (history.id == Hash256{})) return malformed;
  history.pair_seed = Key(pair_seed);
  history.latch_seed = Key(latch_seed);
  return history;
}

}  // namespace

SecretBytes PairHistory::encode() const {
  SecretBytes out;
  out.reserve(2 + value_size);
  const auto put = [&out](ByteView part) { out.insert(out.end(), part.begin(), part.end()); };
  put(ByteWriter().u8(history_tag).leb128(value_size).u8(slot).u32(renewals).view());
  put(pair_seed.view());
  put(latch_seed.view());
  put(ByteWriter().u64(seq).raw(id).view());
  return out;
}

Result<PairHistory> PairHistory::parse(ByteView options) {
  Result<PairHistory> found = Error{ErrorCode::not_found, "history"};
  for (ByteReader in(options); !in.rest().empty();) {
    const auto tag = in.u8();
    const auto value = in.lv(most_options);
    if (in.failed() || (tag == history_tag && found)) return malformed;
    if (tag != history_tag) continue;
    found = parse_value(value);
    if (!found) return found;
  }
  return found;
}

}  // namespace twinlamp
