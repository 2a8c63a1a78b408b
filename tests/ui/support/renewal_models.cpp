#include "tests/ui/support/renewal_models.h"

#include "tests/ui/support/home_models.h"

namespace twinlamp::ui::test {

using namespace client;
using Phase = RepairView::Phase;
using Pairing = PairingView::Step;

Model renewing(Pairing step, Way way) {
  auto model = pairing(step);
  model.partner.name = "Sam";
  auto& view = *model.pairing;
  if (step == Pairing::asking_for_code) view.problem.clear();
  view.renewal = Renewal::gives;
  view.may_show = way == Way::shows;
  view.may_type = way == Way::types;
  return model;
}

Model receiving() {
  auto model = pairing(Pairing::comparing_words);
  model.me.name = "Sam", model.partner.name = "Noor";
  model.pairing->renewal = Renewal::receives;
  return model;
}

Model mending(Phase phase, bool is_new) {
  auto model = paired();
  model.repair = {phase, 0, 0, is_new, {}};
  if (phase == Phase::fetches) model.repair.have = 412, model.repair.of = 1280;
  switch (phase) {
    case Phase::none:
      break;
    case Phase::waits:
      model.repair.text = is_new ? "This laptop is new. Your history comes as soon as Sam is here with the lamp lit; until then nothing can be added."
                                 : "This device was set back to an older copy. It waits until Sam is here, to get back what is missing; until then nothing can be added.";
      model.partner.lamp = LampState::away;
      break;
    case Phase::fetches:
      model.repair.text = is_new ? "Your history comes from Sam's laptop: 412 of 1280." : "What is missing on this device comes back from your partner's: 412 of 1280.";
      break;
    case Phase::asks:
      model.repair.text = "Sam's device has nothing more of what is missing here. Something that you once wrote on this device is on neither of the two any more.";
      break;
    case Phase::keys:
      model.repair.text = "New keys are agreed on as soon as you are both here. Everything else works as ever.";
      break;
  }
  if (!is_new) return model;
  model.both_confirmed = false;
  model.keepsake = std::make_shared<const Keepsake>();
  model.tonight.reset(), model.small_thing.reset();
  model.evenings_together = 0;
  return model;
}

std::vector<Scene> renewal_scenes() {
  const Route page{Route::To::new_laptop}, first{};
  auto failed_typing = renewing(Pairing::failed, Way::types);
  auto at_home = renewing(Pairing::asking_for_code);
  at_home.home = running_home();
  auto nearly = mending(Phase::fetches);
  nearly.repair.have = 1279;
  auto round = mending(Phase::waits);
  round.open_rounds = {std::make_shared<RoundView>(text_round(RoundPhase::writing))};
  return {{"new-laptop", paired(), page},
          {"new-laptop-names", with_long_names(paired()), page},
          {"renewal-shows", renewing(Pairing::asking_for_code), first},
          {"renewal-types", renewing(Pairing::asking_for_code, Way::types), first},
          {"renewal-home", at_home, first},
          {"renewal-code", renewing(Pairing::showing_code), first},
          {"renewal-failed", renewing(Pairing::failed), first},
          {"renewal-failed-typing", failed_typing, first},
          {"renewal-names", with_long_names(renewing(Pairing::asking_for_code, Way::types)), first},
          {"renewal-words", renewing(Pairing::comparing_words), first},
          {"renewal-words-new", receiving(), first},
          {"repair-waits", mending(Phase::waits), first},
          {"repair-waits-new", mending(Phase::waits, true), first},
          {"repair-fetches", mending(Phase::fetches), first},
          {"repair-fetches-nearly", nearly, first},
          {"repair-fetches-new", mending(Phase::fetches, true), first},
          {"repair-asks", mending(Phase::asks), first},
          {"repair-asks-again", mending(Phase::asks), first, "Go on without it"},
          {"repair-asks-waits", mending(Phase::asks), first, "Wait on"},
          {"repair-names", with_long_names(mending(Phase::fetches)), first},
          {"repair-keys", mending(Phase::keys), first},
          {"repair-practice", mending(Phase::waits), {.to = Route::To::practice, .practice = 3}},
          {"repair-round", round, {Route::To::round, "r"}}};
}

}  // namespace twinlamp::ui::test
