// A wish list: its steps, its SEAL, and what opens. What each device checks before it seals is protocol/match's; the
// fold keeps only the order.

#include <algorithm>

#include "protocol/journal/apply.h"
#include "protocol/match/run.h"
#include "protocol/round/quiet.h"
#include "protocol/round/seal.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t open_up_row = 2;

match::Terms terms_of(const PairState& state, const Round& round) {
  return round.wishes->terms(round.id, derive_latch_id(state.latch_seed, round.id, 0));
}

void learn_quietly(PairState& state, const Round& round) {
  const auto is_yes = [&round](std::size_t item) { return round.wishes->outcome[item] == match::Outcome::both_yes; };
  if (is_yes(quiet_desire)) state.desire_is_open = true;
  auto& depth = state.depth[open_up_row];
  if (depth_asked(round) != depth + 1) return;
  const bool climbs = is_yes(quiet_deeper) && state.may_climb;
  const bool falls = !climbs && asks_to_keep(round) && !is_yes(quiet_keep) && depth > 1;
  if (!climbs && !falls) return;
  depth = std::min<std::uint8_t>(5, static_cast<std::uint8_t>(climbs ? depth + 1 : depth - 1));
  state.may_climb = false;
}

}  // namespace

void apply_match_step(const Applied& applied, const wire::MatchStep& body) {
  auto* round = applied.round(body.round_id());
  if (round == nullptr) return;
  const auto author = applied.author();
  const auto step = static_cast<std::uint8_t>(std::min<std::uint32_t>(body.step(), match::step_count));
  // It crossed the close, and perhaps what it rests on did too.
  if (round->wishes && round->closing && !round->is_revealed) return;
  if (!round->wishes || round->is_revealed || !round->wishes->said.may_follow(author, step)) return applied.report(AnomalyKind::unfit_step);
  const auto terms = terms_of(applied.state, *round);
  if (body.body().size() != match::step_size(terms, author, step)) return applied.report(AnomalyKind::unfit_step);
  // Another list: the author had not seen the opening that counts when it voted. It votes again.
  if (step == 0 && !equal(bytes_of(body.body()).first(match::word), terms.list_hash)) return;
  round->wishes->said.set(author, step, to_bytes(bytes_of(body.body())));
  if (step == 0 && round->card_id == quiet_card && !round->wishes->is_owed) {
    auto& answers = applied.state.quiet_answers[author];
    answers = {applied.at, answers[0]};
  }
}

bool is_fit_seal(const PairState& state, const Round& round, Slot author, const wire::Seal& body) {
  if (!round.wishes) return true;
  const auto& said = round.wishes->said;
  return said.is_whole() && body.mode() != wire::Seal::OPEN &&
         equal(bytes_of(body.lock()), match::lock_of(terms_of(state, round), said, author));
}

void open_wishes(const Applied& applied, Round& round, const Scalar& u0, const Scalar& u1) {
  auto& wishes = *round.wishes;
  const auto terms = terms_of(applied.state, round);
  const bool fits = wishes.said.is_whole() && opens(u0, match::lock_of(terms, wishes.said, 0)) &&
                    opens(u1, match::lock_of(terms, wishes.said, 1));
  auto outcome = fits ? match::open_result(terms, wishes.said, u0, u1) : Error{ErrorCode::corrupt, "wishes"};
  wishes.said = {};
  wishes.is_broken = !outcome;
  wishes.outcome = outcome ? *std::move(outcome) : std::vector(wishes.items.size(), match::Outcome::nothing);
  if (round.card_id != quiet_card) return;
  if (!wishes.is_broken) learn_quietly(applied.state, round);
  if (!round.closing) round.closing = Closing{applied.author(), applied.at};  // nobody is asked about it
}

}  // namespace twinlamp
