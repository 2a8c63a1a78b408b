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

// What the app says of it (client/app/notices.cpp).
void tell_mending(Model& model, const Words& words) {
  auto& repair = model.repair;
  const auto say = [&](std::string_view key) {
    return words.say(key, {{"partner", model.partner.name}, {"have", repair.have}, {"of", repair.of}});
  };
  switch (repair.phase) {
    case Phase::none:
      return repair.text.clear();
    case Phase::waits:
      return void(repair.text = say(repair.is_new ? "renewal.waits" : "repair.waits"));
    case Phase::fetches:
      return void(repair.text = say(repair.is_new ? "renewal.fetches" : "repair.fetches"));
    case Phase::asks:
      return void(repair.text = say("repair.asks"));
    case Phase::keys:
      return void(repair.text = say("repair.keys"));
  }
}

Model mending(Phase phase, bool is_new) {
  auto model = paired();
  model.repair = {phase, 0, 0, is_new, {}};
  if (phase == Phase::fetches) model.repair.have = 412, model.repair.of = 1280;
  if (phase == Phase::waits) model.partner.lamp = LampState::away;
  tell_mending(model, Words());
  if (!is_new) return model;
  model.both_confirmed = false;
  model.keepsake = std::make_shared<const Keepsake>();
  model.tonight.reset(), model.small_thing.reset();
  model.evenings_together = 0;
  return model;
}

namespace {

// As client/app/pairing_flow.cpp and core_pairing.cpp say it.
auto tells_problem(std::string key) {
  return [key = std::move(key)](Model& model, const Words& words) { model.pairing->problem = words.say(key); };
}

auto tells_notice(std::string key, Notice::Kind kind = Notice::Kind::info) {
  return [key = std::move(key), kind](Model& model, const Words& words) {
    model.notices = {{1, kind, words.say(key)}};
  };
}

}  // namespace

std::vector<Scene> renewal_scenes() {
  const Route page{Route::To::new_laptop}, first{};
  auto failed_typing = renewing(Pairing::failed, Way::types);
  auto wrong_way = renewing(Pairing::asking_for_code);
  auto rests = renewing(Pairing::showing_code);
  rests.pairing->expires = std::chrono::steady_clock::now() + std::chrono::minutes(9);
  auto waits_paused = mending(Phase::waits);
  waits_paused.paused = true, waits_paused.me.lamp = LampState::unlit;
  waits_paused.tonight.reset(), waits_paused.small_thing.reset();
  auto begun = mending(Phase::fetches, true);
  begun.repair.have = begun.repair.of = 0;
  auto unlit = mending(Phase::waits, true);
  unlit.settings.lamp_lit = false, unlit.me.lamp = LampState::unlit;
  auto offline = mending(Phase::waits, true);
  offline.connection = Connection::offline;
  auto at_home = renewing(Pairing::asking_for_code);
  at_home.home = running_home();
  auto nearly = mending(Phase::fetches);
  nearly.repair.have = 1279;
  auto round = mending(Phase::waits);
  round.open_rounds = {std::make_shared<RoundView>(text_round(RoundPhase::writing))};
  std::vector<Scene> all{
      {"new-laptop", paired(), page},
      {"new-laptop-names", with_long_names(paired()), page},
      {"renewal-shows", renewing(Pairing::asking_for_code), first},
      {"renewal-types", renewing(Pairing::asking_for_code, Way::types), first},
      {"renewal-home", at_home, first},
      spoken({"renewal-wrong-way", wrong_way, first}, tells_problem("renewal.wrong_way")),
      {"renewal-code", rests, first},
      {"renewal-exchanging", renewing(Pairing::exchanging), first},
      spoken({"renewal-failed", renewing(Pairing::failed), first}, tells_problem("pairing.wrong_words")),
      spoken({"renewal-failed-typing", failed_typing, first}, tells_problem("pairing.no_nameplate")),
      spoken({"renewal-both-have-it", renewing(Pairing::failed), first}, tells_problem("renewal.both_have_it")),
      {"renewal-names", with_long_names(renewing(Pairing::asking_for_code, Way::types)), first},
      {"renewal-words", renewing(Pairing::comparing_words), first},
      {"renewal-words-names", with_long_names(receiving()), first},
      {"renewal-words-new", receiving(), first},
      spoken({"renewal-given", paired(), first}, tells_notice("renewal.partner_fetches")),
      spoken({"renewal-given-whole", paired(), first}, tells_notice("renewal.partner_whole")),
      spoken({"set-back-partner", paired(), first}, tells_notice("event.partner_set_back")),
      {"repair-practice", mending(Phase::waits), {.to = Route::To::practice, .practice = 3}},
      {"repair-keepsake-new", mending(Phase::waits, true), {Route::To::keepsake}},
      {"repair-settings-new", mending(Phase::waits, true), {Route::To::settings}},
      {"repair-round", round, {Route::To::round, "r"}}};
  const auto add = [&](Scene scene, std::function<void(Model&, const Words&)> more = {}) {
    scene.speak = [more = std::move(more)](Model& model, const Words& words) {
      tell_mending(model, words);
      if (more) more(model, words);
    };
    all.push_back(std::move(scene));
  };
  add({"repair-waits", mending(Phase::waits), first});
  add({"repair-waits-new", mending(Phase::waits, true), first});
  add({"repair-waits-unlit", unlit, first});
  add({"repair-waits-offline", offline, first},
      [](Model& model, const Words& words) { model.connection_text = words.say("connection.unreachable"); });
  add({"repair-waits-paused", waits_paused, first});
  add({"repair-waits-told", mending(Phase::waits), {Route::To::keepsake}},
      tells_notice("event.restored", Notice::Kind::problem));
  add({"repair-fetches", mending(Phase::fetches), first});
  add({"repair-fetches-nearly", nearly, first});
  add({"repair-fetches-new", mending(Phase::fetches, true), first});
  add({"repair-fetches-new-begun", begun, first});
  add({"repair-asks", mending(Phase::asks), first});
  add({"repair-asks-again", mending(Phase::asks), first, "Go on without it"});
  add({"repair-asks-waits", mending(Phase::asks), first, "Wait on"});
  add({"repair-asks-names", with_long_names(mending(Phase::asks)), first});
  add({"repair-names", with_long_names(mending(Phase::fetches)), first});
  add({"repair-keys", mending(Phase::keys), first});
  return all;
}

}  // namespace twinlamp::ui::test
