#include "protocol/device/renewal.h"

namespace twinlamp {
namespace {

constexpr std::uint32_t most_renewals = 10'000;

void renew_seeds(PairRecord& fresh, const Key& pair_seed, const Key& latch_seed, std::uint32_t renewals) {
  fresh.renewed_seed = fresh.latch_seed;
  fresh.latch_seed = latch_seed;
  fresh.pair_seed = pair_seed;
  fresh.renewals = renewals;
}

}  // namespace

PairHistory history_of(const PairRecord& record, const LogHead& theirs) {
  return {record.partner_slot(), record.renewals + 1, record.pair_seed, record.latch_seed, theirs.seq, theirs.id};
}

Result<PairRecord> continue_pair(const PairRecord& known, PairRecord fresh) {
  if (fresh.slot != known.slot || known.renewals >= most_renewals) return Error{ErrorCode::refused, "renewal: slot"};
  renew_seeds(fresh, known.pair_seed, known.latch_seed, known.renewals + 1);
  fresh.self_key = known.self_key;
  fresh.box_key = known.box_key;
  return fresh;
}

Result<PairRecord> inherit_pair(const PairHistory& history, PairRecord fresh) {
  if (fresh.slot != history.slot || history.renewals == 0 || history.renewals > most_renewals)
    return Error{ErrorCode::refused, "renewal: slot"};
  renew_seeds(fresh, history.pair_seed, history.latch_seed, history.renewals);
  fresh.is_heir = true;
  fresh.inherited_seq = history.seq;
  fresh.inherited_id = history.id;
  return fresh;
}

}  // namespace twinlamp
