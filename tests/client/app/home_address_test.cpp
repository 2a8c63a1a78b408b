#include "client/app/home_address.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

using State = HomeRelayFacts::State;
using Reach = HomeAddressView::Reach;

class HomeAddressTest : public testing::Test {
protected:
  HomeAddressTest() {
    relay_.state = State::running;
    relay_.relay_id.fill(7);
    relay_.invite = "moss";
    relay_.port = 7420;
    relay_.addresses = {{Reach::network, "192.168.1.21", "wlan0"},
                        {Reach::vpn, "10.8.0.2", "tun0"},
                        {Reach::only_here, "127.0.0.1", "lo"}};
  }
  std::string shown() const {
    const auto address = home_address(chosen_, relay_);
    return address ? address->shown() : std::string();
  }

  SetHosting chosen_{true, {}, {}};
  HomeRelayFacts relay_;
};

TEST_F(HomeAddressTest, IsTheBestThereIsWhereNothingWasChosen) {
  EXPECT_EQ(shown(), "192.168.1.21:7420");
  const auto told = home_address(chosen_, relay_);
  EXPECT_EQ(told->relay_id, relay_.relay_id);
  EXPECT_EQ(told->invite, "moss");
}

TEST_F(HomeAddressTest, IsWhatWasChosenForAsLongAsThisLaptopHasIt) {
  chosen_.address = "10.8.0.2";
  EXPECT_EQ(shown(), "10.8.0.2:7420");
  EXPECT_EQ(home_gone(chosen_, relay_), "");
  relay_.addresses.erase(relay_.addresses.begin() + 1);
  EXPECT_EQ(shown(), "192.168.1.21:7420");
  EXPECT_EQ(home_gone(chosen_, relay_), "10.8.0.2");
}

TEST_F(HomeAddressTest, IsTheNameWithItsOwnPortElseTheRelays) {
  chosen_.name = "lamp.example.org";
  EXPECT_EQ(shown(), "lamp.example.org:7420");
  chosen_.name = chosen_.address = "lamp.example.org:7500";
  EXPECT_EQ(shown(), "lamp.example.org:7500");
  chosen_.address = "10.8.0.2";
  EXPECT_EQ(shown(), "10.8.0.2:7420");
  chosen_.address = "10.9.9.9";
  EXPECT_EQ(shown(), "lamp.example.org:7500");
}

TEST_F(HomeAddressTest, IsNoneWhereOnlyThisLaptopCanReachItOrItDoesNotRun) {
  relay_.state = State::starting;
  EXPECT_FALSE(home_address(chosen_, relay_));
  relay_.state = State::running;
  relay_.addresses = {{Reach::only_here, "127.0.0.1", "lo"}};
  EXPECT_FALSE(home_address(chosen_, relay_));
  EXPECT_EQ(home_host(chosen_, relay_), "");
}

// A laptop in no network at all has not moved.
TEST_F(HomeAddressTest, IsNotGoneWhileThereIsNoOther) {
  chosen_.address = "10.9.9.9";
  EXPECT_EQ(home_gone(chosen_, relay_), "10.9.9.9");
  relay_.addresses.clear();
  EXPECT_EQ(home_gone(chosen_, relay_), "");
  relay_.addresses = {{Reach::network, "192.168.1.21", "wlan0"}};
  relay_.state = State::failed;
  EXPECT_EQ(home_gone(chosen_, relay_), "");
}

TEST_F(HomeAddressTest, OneThatIsChosenAndNotHereIsNoChoice) {
  EXPECT_EQ(without_lost_address({true, {}, "10.9.9.9"}, relay_).address, "");
  EXPECT_EQ(without_lost_address({true, {}, "10.8.0.2"}, relay_).address, "10.8.0.2");
  EXPECT_EQ(without_lost_address({true, "lamp.example.org", "lamp.example.org"}, relay_).address, "lamp.example.org");
  relay_.state = State::off;  // nobody knows
  EXPECT_EQ(without_lost_address({true, {}, "10.9.9.9"}, relay_).address, "10.9.9.9");
}

TEST_F(HomeAddressTest, ANameIsAHostAndNothingElse) {
  for (const char* name : {"", "lamp.example.org", "lamp.example.org:7500", "192.0.2.7", "[2001:db8::7]:7500"})
    EXPECT_TRUE(is_home_name(name)) << name;
  for (const char* name :
       {"two words", "lamp.example.org:0", "https://lamp.example.org", "lamp.example.org?invite=moss"})
    EXPECT_FALSE(is_home_name(name)) << name;
}

TEST_F(HomeAddressTest, AFaceIsShownTheAddressesOfOthersAndWhatThePartnerPastes) {
  HomeView home;
  chosen_.address = "10.8.0.2";
  fill_addresses(home, chosen_, relay_);
  ASSERT_EQ(home.addresses.size(), 2u);
  EXPECT_EQ(home.addresses[0].shown, "192.168.1.21:7420");
  EXPECT_FALSE(home.addresses[0].is_chosen);
  EXPECT_TRUE(home.addresses[1].is_chosen);
  EXPECT_EQ(home.test_page, "https://10.8.0.2:7420/healthz");
  const auto line = parse_invitation(home.line);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->host, "10.8.0.2");
  EXPECT_EQ(line->relay_id, relay_.relay_id);
  EXPECT_EQ(line->invite, "moss");
}

}  // namespace
}  // namespace twinlamp::client::test
