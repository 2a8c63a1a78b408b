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

std::vector<Scene> home_scenes() {
  HomeView starting;
  starting.is_on = true;
  starting.state = HomeView::State::starting;
  auto failed = starting;
  failed.state = HomeView::State::failed;
  failed.problem = "Another program uses the relay's port (7417), which your partner's Twinlamp knows. Stop that program; it is tried again by itself.";
  auto moved = running_home();
  moved.gone = "192.168.178.40";
  auto named = running_home();
  named.name = "lamp.example.org";
  named.shown = "lamp.example.org:7417";
  for (auto& each : named.addresses) each.is_chosen = false;
  auto alone = running_home();
  alone.addresses.clear();
  alone.shown = alone.line = alone.test_page = "";
  auto elsewhere = hosting(running_home());
  elsewhere.home.is_elsewhere = true;
  elsewhere.settings.relay = "relay.example.org:7443";
  const Route settings{Route::To::settings};
  return {{"home", hosting(running_home()), settings},
          {"home-named", hosting(named), settings},
          {"home-moved", hosting(moved), settings},
          {"home-elsewhere", elsewhere, settings},
          {"home-starting", hosting(starting), settings},
          {"home-failed", hosting(failed), settings},
          {"home-alone", hosting(alone), settings},
          {"pair-home", inviting(running_home()), {}},
          {"pair-home-starting", inviting(starting), {}},
          {"welcome-home", fresh(), {}, "Run our relay on this laptop"}};
}

}  // namespace twinlamp::ui::test
