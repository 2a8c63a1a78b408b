#include "tests/ui/support/home_models.h"

namespace twinlamp::ui::test {

using client::HomeAddressView;
using client::HomeView;
using Reach = client::HomeAddressView::Reach;

HomeView running_home() {
  HomeView home;
  home.is_on = true;
  home.state = HomeView::State::running;
  home.port = 7417;
  home.addresses = {{Reach::network, "192.168.1.21", "192.168.1.21:7417", "wlan0", true},
                    {Reach::vpn, "100.101.7.3", "100.101.7.3:7417", "tailscale0", false},
                    {Reach::internet, "2001:db8:7:1f00:5a21:9bff:fe03:77aa", "[2001:db8:7:1f00:5a21:9bff:fe03:77aa]:7417", "wlan0", false}};
  home.shown = "192.168.1.21:7417";
  home.line = "twinlamp://192.168.1.21:7417/?relay=klZr221C5_AqsRTDsBvnMpaGesjlt6OlzOIYNHPx6Ng";
  home.test_page = "https://192.168.1.21:7417/healthz";
  return home;
}

client::Model hosting(HomeView home) {
  auto model = paired();
  if (!home.shown.empty()) model.settings.relay = home.shown;
  model.home = std::move(home);
  return model;
}

client::Model inviting(HomeView home) {
  auto model = unpaired();
  model.home = std::move(home);
  return model;
}

namespace {

using client::Model;
using client::Words;

auto tells_fault(std::string key) {
  return [key = std::move(key)](Model& model, const Words& words) {
    model.home.problem =
        words.say(key, {{"port", 7417}, {"folder", "/home/noor/.local/share/twinlamp/default/relay"}, {"why", ""}});
  };
}

// Left here while the partner was away: our relay is all that can tell them.
Model left_at_home() {
  auto model = paired();
  model.stage = client::Stage::ended, model.left_here = true;
  model.tonight.reset();
  model.keepsake = std::make_shared<const client::Keepsake>();
  model.home.waits_to_tell = true;
  return model;
}

}  // namespace

std::vector<Scene> home_scenes() {
  HomeView starting;
  starting.is_on = true;
  starting.state = HomeView::State::starting;
  auto failed = starting;
  failed.state = HomeView::State::failed;
  auto moved = running_home();
  moved.gone = "192.168.178.40";
  auto named = running_home();
  named.name = "lamp.example.org";
  named.shown = "lamp.example.org:7417";
  named.line = "twinlamp://lamp.example.org:7417/?relay=klZr221C5_AqsRTDsBvnMpaGesjlt6OlzOIYNHPx6Ng";
  named.test_page = "https://lamp.example.org:7417/healthz";
  for (auto& each : named.addresses) each.is_chosen = false;
  auto long_named = named;
  long_named.name = "a-rather-long-name.of-a-router.behind-a-dynamic-dns-service.example.org";
  long_named.shown = long_named.name + ":7417";
  long_named.line = "twinlamp://" + long_named.shown +
                    "/?relay=klZr221C5_AqsRTDsBvnMpaGesjlt6OlzOIYNHPx6Ng&invite=3uUwTq0nM6s9vR1zYx4c5A";
  long_named.test_page = "https://" + long_named.shown + "/healthz";
  auto sixth = running_home();
  for (auto& each : sixth.addresses) each.is_chosen = each.reach == Reach::internet;
  sixth.shown = sixth.addresses.back().shown;
  sixth.line = "twinlamp://" + sixth.shown + "/?relay=klZr221C5_AqsRTDsBvnMpaGesjlt6OlzOIYNHPx6Ng";
  sixth.test_page = "https://" + sixth.shown + "/healthz";
  auto alone = running_home();
  alone.addresses.clear();
  alone.shown = alone.line = alone.test_page = "";
  auto elsewhere = hosting(running_home());
  elsewhere.home.is_elsewhere = true;
  elsewhere.settings.relay = "relay.example.org:7443";
  auto once_more = fresh();
  once_more.home.waits_to_tell = true;
  auto anew = paired();
  anew.home.waits_to_tell = true;
  auto anew_hosting = running_home();
  anew_hosting.waits_to_tell = true;
  auto shows = inviting(running_home());
  auto shows_code = pairing(client::PairingView::Step::showing_code);
  shows_code.home = running_home();
  shows_code.pairing->invitation = running_home().line + "#417-amber-otter-window";
  auto ended_here = paired();
  ended_here.stage = client::Stage::ended;
  ended_here.home = running_home();
  auto locked_home = locked();
  locked_home.home = running_home();
  const Route settings{Route::To::settings}, first{};
  std::vector<Scene> all{{"home", hosting(running_home()), settings},
                         {"home-named", hosting(named), settings},
                         {"home-long-name", hosting(long_named), settings},
                         {"home-internet", hosting(sixth), settings},
                         {"home-moved", hosting(moved), settings},
                         {"home-elsewhere", elsewhere, settings},
                         {"home-starting", hosting(starting), settings},
                         {"home-alone", hosting(alone), settings},
                         {"home-locked-form", hosting(running_home()), settings, "Set a passphrase"},
                         {"home-waits", anew, settings},
                         {"home-waits-hosting", hosting(anew_hosting), settings},
                         {"home-leave", hosting(running_home()), {Route::To::leave}},
                         {"home-leave-locked", locked_home, {Route::To::leave}},
                         {"home-leave-names", with_long_names(hosting(running_home())), {Route::To::leave}},
                         {"home-left-waits", left_at_home(), first},
                         {"home-ended", ended_here, settings},
                         {"pair-home", shows, first},
                         {"pair-home-starting", inviting(starting), first},
                         {"pair-home-alone", inviting(alone), first},
                         {"pair-home-long-name", inviting(long_named), first},
                         {"pair-home-code", shows_code, first},
                         {"pair-home-waits", inviting(anew_hosting), first},
                         {"welcome-home", fresh(), first, "Run our relay on this laptop"},
                         {"welcome-home-waits", once_more, first}};
  const auto add = [&](std::string name, Model model, const Route& at, std::string key) {
    Scene scene{std::move(name), std::move(model), at};
    scene.speak = tells_fault(std::move(key));
    all.push_back(std::move(scene));
  };
  add("home-failed", hosting(failed), settings, "home.port_taken");
  add("home-not-installed", hosting(failed), settings, "home.not_installed");
  add("home-no-folder", hosting(failed), settings, "home.data");
  add("pair-home-failed", inviting(failed), first, "home.not_installed");
  return all;
}

}  // namespace twinlamp::ui::test
