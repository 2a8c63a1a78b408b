#include "client/app/unseen_wishes.h"

#include "client/app/own_draw.h"
#include "client/app/practices/desire.h"
#include "client/app/wording.h"

namespace twinlamp::client {
namespace {

using std::chrono::milliseconds;

bool is_list_of_desire(const twinlamp::Round& round, const Catalogue& catalogue) {
  return round.wishes && practice_of(catalogue, round) == desire_practice;
}

const twinlamp::Round* oldest_unanswered(const UnseenWishes::Moment& moment) {
  for (const auto& round : moment.state.rounds) {
    const bool waits = is_list_of_desire(*round, moment.catalogue) && may_write(*round, moment.me);
    if (waits && is_own_draw(moment.state, *round, moment.catalogue)) return round.get();  // a person could not answer another
  }
  return nullptr;
}

// A habit that changed with the switch would tell of it.
twinlamp::SealMode usual_mode(const UnseenWishes::Moment& moment) {
  const auto& rounds = moment.state.rounds;
  for (auto each = rounds.end(); each != rounds.begin();) {
    const auto& round = **--each;
    const auto* seal = is_list_of_desire(round, moment.catalogue) ? round.seal_of(moment.me) : nullptr;
    if (seal != nullptr) return seal->mode;
  }
  return twinlamp::SealMode::together;
}

}  // namespace

std::optional<UnseenWishes::Answer> UnseenWishes::handle(const Moment& moment, Random& random) {
  const auto* round = moment.is_here ? oldest_unanswered(moment) : nullptr;
  if (round == nullptr) return reset(), std::nullopt;
  const auto [mono, wall] = std::pair(moment.now.mono, moment.now.wall);
  if (const auto begins = moment.off_since + rest; wall < begins) {
    reset();
    next_look_ = mono + (begins - wall);
    return std::nullopt;
  }
  if (!due_) due_ = mono + shortest + milliseconds(random.below(static_cast<std::uint64_t>(milliseconds(longest - shortest).count())));
  next_look_ = due_;
  if (mono < *due_) return std::nullopt;
  reset();
  return Answer{round->id, std::vector(round->wishes->items.size(), match::Vote::no), usual_mode(moment)};
}

void UnseenWishes::reset() {
  due_.reset();
  next_look_.reset();
}

}  // namespace twinlamp::client
