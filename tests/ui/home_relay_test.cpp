// Our relay on this laptop, as the window shows it.
#include "tests/ui/support/home_models.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using client::HomeView;
using client::SetHosting;

class HomeRelayScreenTest : public ScreenTest {
protected:
  void show_settings(client::Model model) {
    height = 4000;
    show(std::move(model), {Route::To::settings});
  }
  bool says(std::string_view part) {
    for (const auto& widget : ui.log().widgets())
      if (widget.label.find(part) != std::string::npos || widget.value.find(part) != std::string::npos) return true;
    return false;
  }
};

TEST_F(HomeRelayScreenTest, SwitchesItOnAndOff) {
  show_settings(paired());
  press("Run our relay on this laptop");
  ASSERT_NE(port->last<SetHosting>(), nullptr);
  EXPECT_TRUE(port->last<SetHosting>()->on);
  show_settings(hosting(running_home()));
  press("Run our relay on this laptop");
  ASSERT_NE(port->last<SetHosting>(), nullptr);
  EXPECT_FALSE(port->last<SetHosting>()->on);
}

TEST_F(HomeRelayScreenTest, SaysWhatEachAddressIsGoodForAndTakesTheOneThatIsChosen) {
  show_settings(hosting(running_home()));
  EXPECT_TRUE(says("192.168.1.21:7417: when you are both in this home's network"));
  press("100.101.7.3:7417: when you are both in the same VPN");
  ASSERT_NE(port->last<SetHosting>(), nullptr);
  EXPECT_TRUE(port->last<SetHosting>()->on);
  EXPECT_EQ(port->last<SetHosting>()->address, "100.101.7.3");
}

TEST_F(HomeRelayScreenTest, TakesTheRoutersAddressThatOnlyThePersonKnows) {
  show_settings(hosting(running_home()));
  EXPECT_TRUE(says("pass TCP port 7417 on to this laptop"));
  type_into("From everywhere: your router's address", "lamp.example.org");
  press("Use this address");
  ASSERT_NE(port->last<SetHosting>(), nullptr);
  EXPECT_EQ(port->last<SetHosting>()->name, "lamp.example.org");
  EXPECT_EQ(port->last<SetHosting>()->address, "lamp.example.org");
}

TEST_F(HomeRelayScreenTest, SaysWhatItMeansForTrustAndThatTheLaptopMustBeAwake) {
  show_settings(hosting(running_home()));
  EXPECT_TRUE(says("cannot see anything before both have sealed"));
  EXPECT_TRUE(says("While this laptop is off or asleep nothing passes"));
  EXPECT_TRUE(says("https://192.168.1.21:7417/healthz"));
  EXPECT_TRUE(says("relay-test 192.168.1.21:7417"));
}

TEST_F(HomeRelayScreenTest, CopiesTheLineThatThePartnerPastes) {
  show_settings(hosting(running_home()));
  press("Copy the line");
  EXPECT_EQ(std::string(ImGui::GetClipboardText()), running_home().line);
}

TEST_F(HomeRelayScreenTest, SaysWhereItIsNowWhenThePartnerLooksForItElsewhere) {
  auto home = running_home();
  home.gone = "192.168.178.40";
  show_settings(hosting(home));
  EXPECT_TRUE(says("looks for this relay at 192.168.178.40"));
  EXPECT_TRUE(says("It is now at 192.168.1.21:7417"));
}

TEST_F(HomeRelayScreenTest, OffersToMoveAPairThatLivesElsewhere) {
  auto model = hosting(running_home());
  model.home.is_elsewhere = true;
  show_settings(model);
  press("Move us to this laptop");
  ASSERT_NE(port->last<client::SetRelay>(), nullptr);
  EXPECT_EQ(port->last<client::SetRelay>()->relay, running_home().line);
  EXPECT_TRUE(port->last<client::SetRelay>()->move);
}

TEST_F(HomeRelayScreenTest, MovesToAnotherRelayOnlyAfterAWarning) {
  auto model = paired();
  const std::string line = running_home().line;
  show_settings(model);
  type_into("Relay", line);
  press("Use this relay");
  ASSERT_NE(port->last<client::SetRelay>(), nullptr);
  EXPECT_FALSE(port->last<client::SetRelay>()->move);
  EXPECT_EQ(find("Move us to that relay"), nullptr);
  model = *port->model();
  model.settings.other_relay = port->last<client::SetRelay>()->relay;
  port->show(model);
  frames(2);
  EXPECT_TRUE(says("If nobody told you about it, stay."));
  press("Move us to that relay");
  EXPECT_TRUE(port->last<client::SetRelay>()->move);
}

// Wherever somebody may be who has left: the page that says so, a first start after it, the settings of whoever came next.
TEST_F(HomeRelayScreenTest, SaysThatThePartnerOfAPairThatWasLeftHasYetToHearOfIt) {
  height = 4000;
  auto left = paired();
  left.stage = client::Stage::ended;
  left.left_here = true;
  const std::vector<std::pair<client::Model, Route>> pages{{left, {}}, {fresh(), {}}, {paired(), {Route::To::settings}}};
  for (const auto& [model, route] : pages) {
    show(model, route);
    EXPECT_FALSE(says("has not heard of it yet"));
    auto waiting = model;
    waiting.home.waits_to_tell = true;
    show(waiting, route);
    EXPECT_TRUE(says(model.left_here ? "Your partner has not heard of it yet." : "You left a pair on this laptop"))
        << "whom it is about";
    press("Do not wait for them");
    EXPECT_NE(port->last<client::DoNotWait>(), nullptr);
  }
}

TEST_F(HomeRelayScreenTest, FirstRunOffersItBesideARelayThatIsKnown) {
  height = 2000;
  show(fresh());
  type_into("Your name", "Noor");
  press("Run our relay on this laptop");
  EXPECT_EQ(find("Relay"), nullptr);
  press("Begin");
  ASSERT_NE(port->last<client::SetUp>(), nullptr);
  EXPECT_TRUE(port->last<client::SetUp>()->host);
  EXPECT_EQ(port->last<client::SetUp>()->relay, "");
}

TEST_F(HomeRelayScreenTest, InvitesOnlyOnceSomebodyCouldReachIt) {
  auto starting = running_home();
  starting.state = HomeView::State::starting;
  starting.shown = starting.line = "";
  show(inviting(starting));
  EXPECT_FALSE(find("Show a code")->enabled);
  show(inviting(running_home()));
  EXPECT_TRUE(says("Over our relay on this laptop, 192.168.1.21:7417."));
  press("Show a code");
  EXPECT_NE(port->last<client::InvitePartner>(), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
