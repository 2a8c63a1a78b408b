#include "client/app/home_relay.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <fstream>

#include "client/store/system_random.h"
#include "tests/support/network.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

using State = HomeRelayFacts::State;
using Fault = HomeRelayFacts::Fault;
using Reach = HomeAddressView::Reach;

class HomeRelayTest : public testing::Test {
protected:
  ~HomeRelayTest() override {
    if (relay_ && relay_->pid() > 0) stop();
  }

  HomeRelay& relay(std::filesystem::path program = TWINLAMP_RELAY) {
    relay_.emplace(loop_, random_, HomeRelay::Place{std::move(program), folder_ / "relay", patience_}, [this] { ++changes_; });
    return *relay_;
  }
  // A stand-in that says what a test wants to be said.
  std::filesystem::path script(const std::string& text) {
    const auto file = folder_ / "program";
    std::ofstream(file) << "#!/bin/sh\n" << text;
    ::chmod(file.c_str(), 0755);
    return file;
  }
  [[nodiscard]] bool until(const std::function<bool()>& holds) { return twinlamp::test::run_until(loop_, holds); }
  [[nodiscard]] bool until_state(State state) {
    return until([this, state] { return relay_->facts().state == state; });
  }
  void stop() {
    bool is_over = false;
    relay_->stop([&] { is_over = true; });
    EXPECT_TRUE(until([&] { return is_over; }));
  }

  twinlamp::test::TempFolder folder_;
  SystemRandom random_;
  Loop loop_;
  std::optional<HomeRelay> relay_;
  std::chrono::milliseconds patience_{10'000};
  int changes_ = 0;
};

TEST_F(HomeRelayTest, RunsTheRealRelayAndTellsWhereItIs) {
  auto& home = relay();
  home.start();
  EXPECT_EQ(home.facts().state, State::starting);
  ASSERT_TRUE(until_state(State::running));
  EXPECT_GT(changes_, 0);
  EXPECT_GE(home.facts().port, 7417);
  const auto& addresses = home.facts().addresses;
  const auto is_loopback = [](const auto& each) { return each.host == "127.0.0.1" && each.reach == Reach::only_here; };
  EXPECT_TRUE(std::any_of(addresses.begin(), addresses.end(), is_loopback));

  twinlamp::test::WirePeer noor(loop_, home.facts().port, 1);
  noor.show(home.facts().invite);
  EXPECT_TRUE(noor.join(twinlamp::test::PairKeys(1), 0));
}

TEST_F(HomeRelayTest, StopsItInOrderAndStartsItAgainAsTheSameOne) {
  auto& home = relay();
  home.start();
  ASSERT_TRUE(until_state(State::running));
  const auto before = home.facts();
  const auto pid = home.pid();
  stop();
  EXPECT_EQ(home.facts().state, State::off);
  EXPECT_EQ(::kill(pid, 0), -1);
  home.start();
  ASSERT_TRUE(until_state(State::running));
  EXPECT_EQ(home.facts().relay_id, before.relay_id);
  EXPECT_EQ(home.facts().port, before.port);
}

TEST_F(HomeRelayTest, StartsAgainOneThatWasKilled) {
  auto& home = relay();
  home.start();
  ASSERT_TRUE(until_state(State::running));
  const auto before = home.facts();
  for (int round = 0; round < 3; ++round) {
    const auto pid = home.pid();
    ::kill(pid, SIGKILL);
    ASSERT_TRUE(until_state(State::failed));
    EXPECT_EQ(home.facts().fault, Fault::ended);
    ASSERT_TRUE(until_state(State::running));
    EXPECT_NE(home.pid(), pid);
    EXPECT_EQ(home.facts().relay_id, before.relay_id);
    EXPECT_EQ(home.facts().port, before.port);
  }
}

TEST_F(HomeRelayTest, SwitchedOffAndOnInOneBreathItRuns) {
  auto& home = relay();
  home.start();
  ASSERT_TRUE(until_state(State::running));
  home.stop();
  home.start();
  ASSERT_TRUE(until_state(State::running));
}

TEST_F(HomeRelayTest, SaysThatNoRelayIsInstalledAndGoesOnLooking) {
  auto& home = relay(folder_ / "nothing");
  home.start();
  ASSERT_TRUE(until_state(State::failed));
  EXPECT_EQ(home.facts().fault, Fault::not_installed);
  std::filesystem::create_symlink(TWINLAMP_RELAY, folder_ / "nothing");
  EXPECT_TRUE(until_state(State::running));
}

TEST_F(HomeRelayTest, SaysThatAnOlderRelayDoesNotKnowHowToBeAtHome) {
  auto& home = relay(script("echo 'twinlamp-relay: There is no flag' >&2; exit 2\n"));
  home.start();
  ASSERT_TRUE(until_state(State::failed));
  EXPECT_EQ(home.facts().fault, Fault::too_old);
}

TEST_F(HomeRelayTest, KnowsWhyTheRelayCouldNotStart) {
  const std::pair<const char*, Fault> reasons[] = {
      {"port-taken", Fault::port_taken}, {"runs-already", Fault::runs_already}, {"data", Fault::data}, {"other", Fault::ended}};
  for (const auto& [reason, fault] : reasons) {
    auto& home = relay(script(std::string("echo 'failed ") + reason + " It is so: because.'; exit 1\n"));
    home.start();
    ASSERT_TRUE(until_state(State::failed)) << reason;
    EXPECT_EQ(home.facts().fault, fault) << reason;
    EXPECT_EQ(home.facts().sentence, "It is so: because.");
    stop();
  }
}

TEST_F(HomeRelayTest, TakesNewAddressesOnlyAsAWholeList) {
  const auto key = std::string(43, 'A').replace(0, 1, "B");
  auto& home = relay(script("echo relay " + key + "; echo port 7420; echo addresses 2; echo address network 192.168.1.21 wlan0\n"
                            "echo address self 127.0.0.1 lo; echo ready; echo addresses 2; echo address network 10.0.0.9 eth0\n"
                            "echo mark; cat > /dev/null; exit 0\n"));
  home.start();
  ASSERT_TRUE(until_state(State::running));
  ASSERT_EQ(home.facts().addresses.size(), 2u);
  EXPECT_EQ(home.facts().addresses[0], (HomeRelayFacts::Address{Reach::network, "192.168.1.21", "wlan0"}));
  EXPECT_EQ(home.facts().port, 7420);
  stop();
}

TEST_F(HomeRelayTest, DoesNotBelieveNonsense) {
  auto& home = relay(script("echo relay short; echo port 99999; echo addresses many; echo address; echo address moon 1.2.3.4 x; echo; echo ready\n"
                            "exit 1\n"));
  bool has_run = false;
  home.start();
  EXPECT_TRUE(until([&] {
    has_run = has_run || home.is_running();
    return home.facts().state == State::failed;
  }));
  EXPECT_FALSE(has_run);
  EXPECT_EQ(home.facts().port, 0);
  EXPECT_TRUE(home.facts().addresses.empty());
}

TEST_F(HomeRelayTest, HearsWhoWasToldAlsoFromOneThatIsOnItsWayOut) {
  const auto key = std::string(43, 'A').replace(0, 1, "B");
  auto& home = relay(script("echo relay " + key + "; echo port 7420; echo ready; echo told 0a 1; echo told 0a 2; echo told; echo told 0a\n"
                            "cat > /dev/null; echo told 0b 0; exit 0\n"));
  home.start();
  ASSERT_TRUE(until_state(State::running));
  ASSERT_TRUE(until([&] { return !home.told().empty(); }));
  stop();
  EXPECT_EQ(home.told(), (std::vector<HomeRelay::Told>{{"0a", 1}, {"0b", 0}}));
}

TEST_F(HomeRelayTest, KillsOneThatDoesNotEndWhenItIsAskedTo) {
  patience_ = std::chrono::milliseconds(500);
  const auto key = std::string(43, 'A').replace(0, 1, "B");
  auto& home = relay(script("trap '' TERM; echo relay " + key + "; echo port 7420; echo ready; while :; do sleep 1; done\n"));
  home.start();
  ASSERT_TRUE(until_state(State::running));
  stop();
  EXPECT_EQ(home.pid(), -1);
}

}  // namespace
}  // namespace twinlamp::client::test
