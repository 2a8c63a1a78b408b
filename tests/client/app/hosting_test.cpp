#include "client/app/hosting.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "client/store/system_random.h"
#include "tests/client/app/test_clock.h"
#include "tests/support/network.h"
#include "tests/support/pair_records.h"

namespace twinlamp::client::test {
namespace {

struct Owner : HostingListener {
  void on_hosting_changed() override { ++changes; }
  void on_hosting_problem(std::string text) override { problems.push_back(std::move(text)); }
  void on_hosting_settled(std::optional<Intent> intent) override {
    ++settled;
    put_off = std::move(intent);
  }
  void on_farewells_changed() override {
    ++farewells;
    if (on_farewells) on_farewells();
  }
  std::optional<PublicKey> relay_of_pair() const override { return pair; }
  const Words& words() const override { return english; }
  int all() const { return changes + settled + farewells + static_cast<int>(problems.size()); }

  Words english = Words::built_in("en");
  std::optional<PublicKey> pair;
  int changes = 0, settled = 0, farewells = 0;
  std::vector<std::string> problems;
  std::optional<Intent> put_off;
  std::function<void()> on_farewells;
};

// Stand-ins for the relay, which say what a test wants to be said.
class HostingTest : public testing::Test {
protected:
  HostingTest() : left_(member_of(twinlamp::test::paired_records(1)[0])) {
    relay_id_.fill(7);
    left_.relay_id = relay_id_;
    EXPECT_TRUE(make_private_folder(place_.folder));
    runs();
  }
  ~HostingTest() override {
    if (hosting_) stop();
  }

  void script(const std::string& text) {
    std::ofstream(program_) << "#!/bin/sh\nmkdir -p \"$6\"\n" << text;
    ::chmod(program_.c_str(), 0755);
  }
  void runs(const std::string& more = {}) {
    script("echo relay " + to_base64url(relay_id_) +
           "; echo port 7420; echo addresses 1; echo address network 192.168.1.21 wlan0; echo ready\n" + more +
           "\ncat > /dev/null; exit 0\n");
  }
  void has_told() {
    const auto pair = LeftPair::of(left_, {});
    runs("echo told " + pair.room + " " + std::to_string(pair.partner_slot));
  }

  Hosting& hosting() {
    if (!hosting_) hosting_.emplace(Hosting::Surroundings{loop_, clock_, random_}, place_, program_, chosen_, owner_);
    return *hosting_;
  }
  [[nodiscard]] bool until(const std::function<bool()>& holds) { return twinlamp::test::run_until(loop_, holds); }
  [[nodiscard]] bool until_running() {
    return until([this] { return hosting().is_running() && owner_.settled > 0; });
  }
  void stop() {
    int ends = 0;
    hosting().stop([&] { ++ends; });
    EXPECT_TRUE(until([&] { return ends > 0; }));
    EXPECT_EQ(ends, 1);
  }
  void leave() {
    hosting().mark_as_left(left_);
    chosen_ = {};
    hosting().retire();
  }
  HomeView view() {
    HomeView home;
    hosting().fill(home);
    return home;
  }

  twinlamp::test::TempFolder folder_;
  ProfilePlace place_{"one", folder_ / "one"};
  Path program_ = folder_ / "program";
  SystemRandom random_;
  TestClock clock_;
  Loop loop_;
  PublicKey relay_id_{};
  MemberRecord left_;
  SetHosting chosen_{true, {}, {}};
  Owner owner_;
  std::optional<Hosting> hosting_;
};

TEST_F(HostingTest, WhatWasPutOffComesBackOnceItRuns) {
  hosting().begin();
  EXPECT_TRUE(hosting().is_awaited());
  hosting().put_off(InvitePartner{});
  ASSERT_TRUE(until_running());
  EXPECT_EQ(owner_.settled, 1);
  ASSERT_TRUE(owner_.put_off);
  EXPECT_TRUE(std::holds_alternative<InvitePartner>(*owner_.put_off));
  EXPECT_EQ(view().state, HomeView::State::running);
  EXPECT_EQ(view().shown, "192.168.1.21:7420");
}

TEST_F(HostingTest, AlsoWhereItCannotBeHadAndThenThePersonHearsWhy) {
  std::filesystem::remove(program_);
  hosting().begin();
  hosting().put_off(InvitePartner{});
  ASSERT_TRUE(until([&] { return owner_.settled > 0; }));
  EXPECT_TRUE(owner_.put_off);
  ASSERT_EQ(owner_.problems.size(), 1u);
  EXPECT_NE(owner_.problems[0].find("not installed"), std::string::npos);
  EXPECT_EQ(view().problem, owner_.problems[0]);
}

TEST_F(HostingTest, SwitchedOffItForgetsWhatWasPutOff) {
  hosting().begin();
  hosting().put_off(InvitePartner{});
  hosting().end();
  hosting().begin();
  ASSERT_TRUE(until_running());
  EXPECT_FALSE(owner_.put_off);
}

TEST_F(HostingTest, TellsAPairThatLivesHereThatItsAddressHasGone) {
  chosen_.address = "192.168.250.77";
  owner_.pair = relay_id_;
  hosting().begin();
  ASSERT_TRUE(until_running());
  ASSERT_EQ(owner_.problems.size(), 1u);
  EXPECT_NE(owner_.problems[0].find("192.168.250.77"), std::string::npos);
  EXPECT_NE(owner_.problems[0].find("192.168.1.21:7420"), std::string::npos);
  EXPECT_FALSE(view().is_elsewhere);
}

TEST_F(HostingTest, TellsNobodyElse) {
  chosen_.address = "192.168.250.77";
  owner_.pair.emplace().fill(8);
  hosting().begin();
  ASSERT_TRUE(until_running());
  EXPECT_TRUE(owner_.problems.empty());
  EXPECT_EQ(view().gone, "192.168.250.77");
  EXPECT_TRUE(view().is_elsewhere);
}

TEST_F(HostingTest, FallenSilentItTellsNothingMore) {
  hosting().begin();
  hosting().put_off(InvitePartner{});
  hosting().fall_silent();
  const auto before = owner_.all();
  ASSERT_TRUE(until([&] { return hosting().is_running(); }));
  stop();
  EXPECT_EQ(owner_.all(), before);
}

TEST_F(HostingTest, ANearRelayIsReachedFromHereWithoutTheNetwork) {
  hosting().begin();
  ASSERT_TRUE(until_running());
  LinkConfig config;
  config.host = "192.168.1.21";
  config.port = 1;
  config.relay_id.emplace().fill(8);
  hosting().go_home(config);
  EXPECT_EQ(config.host, "192.168.1.21");
  config.relay_id = relay_id_;
  hosting().go_home(config);
  EXPECT_EQ(config.host, "127.0.0.1");
  EXPECT_EQ(config.port, 7420);
}

TEST_F(HostingTest, TheOneOfAPairThatWasLeftWaitsAndWhoeverComesNextHasAnother) {
  hosting().begin();
  ASSERT_TRUE(until_running());
  leave();
  EXPECT_FALSE(hosting().is_running());
  ASSERT_TRUE(hosting().find_near(relay_id_));
  EXPECT_EQ(hosting().find_near(relay_id_)->state, HomeRelayFacts::State::running);
  EXPECT_TRUE(view().waits_to_tell);
  chosen_.on = true;
  relay_id_.fill(9);
  runs();
  hosting().begin();
  ASSERT_TRUE(until([&] { return hosting().is_home(relay_id_); }));
  stop();
  EXPECT_TRUE(HomeFarewell::is_marked(place_.relay(1)));
  EXPECT_TRUE(std::filesystem::exists(place_.relay(2)));
  EXPECT_FALSE(HomeFarewell::is_marked(place_.relay(2)));
}

TEST_F(HostingTest, TheNextStartTakesUpWhatIsLeftToTell) {
  hosting().begin();
  ASSERT_TRUE(until_running());
  leave();
  stop();
  hosting_.reset();
  hosting().take_up_farewells(true);
  EXPECT_TRUE(view().waits_to_tell);
  EXPECT_TRUE(until([&] { return hosting().find_near(left_.relay_id)->state == HomeRelayFacts::State::running; }));
  hosting().give_up_farewells();
  EXPECT_FALSE(view().waits_to_tell);
  EXPECT_TRUE(until([&] { return !std::filesystem::exists(place_.relay(1)); }));
}

TEST_F(HostingTest, WhereThePartnerHasHeardItGoes) {
  has_told();
  hosting().begin();
  ASSERT_TRUE(until_running());
  bool had_gone = false;
  owner_.on_farewells = [&] { had_gone = had_gone || hosting().has_gone(relay_id_); };
  leave();
  ASSERT_TRUE(until([&] { return had_gone; }));
  EXPECT_FALSE(hosting().find_near(relay_id_));
  EXPECT_FALSE(view().waits_to_tell);
  EXPECT_FALSE(std::filesystem::exists(place_.relay(1)));
  EXPECT_TRUE(until([&] { return !hosting().has_gone(relay_id_); }));  // and nothing of it stays in memory
}

TEST_F(HostingTest, ARelayThatIsNobodysIsNotTakenOver) {
  ASSERT_TRUE(make_private_folder(place_.relay(1)));
  chosen_.on = false;
  hosting().take_up_farewells(true);
  chosen_.on = true;
  hosting().begin();
  ASSERT_TRUE(until_running());
  EXPECT_TRUE(until([&] { return !std::filesystem::exists(place_.relay(1)); }));
  EXPECT_TRUE(std::filesystem::exists(place_.relay(2)));
}

TEST_F(HostingTest, ARelayOfSomebodyWhoIsHereIsTheirs) {
  ASSERT_TRUE(make_private_folder(place_.relay(1)));
  hosting().take_up_farewells(false);
  hosting().begin();
  ASSERT_TRUE(until_running());
  EXPECT_FALSE(std::filesystem::exists(place_.relay(2)));
}

// With relays that run, one that is about to go, and calls that are put off.
TEST_F(HostingTest, AfterItsEndNothingOfItIsHeard) {
  has_told();
  hosting().begin();
  ASSERT_TRUE(until_running());
  leave();
  chosen_ = {true, {}, "192.168.250.77"};
  owner_.pair = relay_id_;
  hosting().begin();
  hosting_.reset();
  const auto before = owner_.all();
  bool is_over = false;
  const auto a_while = loop_.post_after(std::chrono::milliseconds(300), [&] { is_over = true; });
  ASSERT_TRUE(until([&] { return is_over; }));
  EXPECT_EQ(owner_.all(), before);
}

}  // namespace
}  // namespace twinlamp::client::test
