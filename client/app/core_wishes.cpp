// What a person keeps to themselves, and their votes in a wish list.
#include <algorithm>

#include "client/app/core.h"
#include "client/app/own_draw.h"
#include "client/app/practices/open_up.h"

namespace twinlamp::client {
namespace {

// An item without a word is a no.
std::vector<match::Vote> votes_of(const WishRun& run, const std::map<std::string, Wish>& wishes) {
  std::vector<match::Vote> votes;
  for (const auto& item : run.items) {
    const auto found = wishes.find(item);
    const auto wish = found == wishes.end() ? Wish::no : found->second;
    votes.push_back(wish == Wish::yes ? match::Vote::yes : wish == Wish::curious ? match::Vote::curious : match::Vote::no);
  }
  return votes;
}

}  // namespace

void Core::handle_intent(const SetDesire& intent) {
  if (!opened_) return problem(words().say("act.locked"));
  auto settings = opened_->alone;
  if (settings.desire && !intent.on) settings.desire_off_since = around_.clock.now().wall;
  settings.desire = intent.on;
  if (!intent.on) leave_desire();
  keep_to_oneself(settings);
}

void Core::handle_intent(const SetCeiling& intent) {
  if (!opened_) return problem(words().say("act.locked"));
  auto settings = opened_->alone;
  settings.ceiling = static_cast<std::uint8_t>(std::clamp(intent.depth, 1, 5));
  keep_to_oneself(settings);
}

// Nothing leaves with it: a device answers from it when the next quiet run comes.
void Core::keep_to_oneself(const OwnWill& will) {
  if (will == opened_->alone || !save(OwnWill::key, encode_will(will))) return;
  opened_->alone = will;
  tell_private();
  changed();
}

void Core::tell_private() {
  if (!is_paired() || opened_->has_ended) return;
  opened_->driver->give([&](Device& device, Now now) { device.set_private(opened_->alone.answers(device.state().depth[open_up_practice]), now); });
}

void Core::handle_intent(const SealWishes& intent) {
  const auto* round = find_round(intent.round);
  if (round == nullptr) return;
  if (!round->wishes) return problem(words().say("act.refused"));
  if (!is_own_draw(opened_->driver->device().state(), *round, wording_->catalogue)) return problem(words().say("act.foreign_wishes"));
  const auto votes = votes_of(*round->wishes, intent.wishes);
  const auto wanted = std::count_if(votes.begin(), votes.end(), [](match::Vote vote) { return vote != match::Vote::no; });
  if (wanted > round->wishes->quota)
    return problem(words().say("act.too_many_wishes", {{"most", static_cast<std::int64_t>(round->wishes->quota)}}));
  const auto id = round->id;
  const auto mode = intent.together ? twinlamp::SealMode::together : twinlamp::SealMode::apart;
  if (!act([&](Device& device, Now now) { return device.seal_wishes(id, votes, mode, now); })) return;
  opened_->drafts.set_passed(id, false);
  opened_->drafts.remove(id);
  changed();
  save_drafts_soon();
}

}  // namespace twinlamp::client
