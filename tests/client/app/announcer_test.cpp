#include "client/app/announcer.h"

#include <gtest/gtest.h>

#include "tests/client/app/recording_notifier.h"

namespace twinlamp::client::test {
namespace {

using std::chrono::minutes;

class AnnouncerTest : public testing::Test {
protected:
  void pass(minutes time) {
    moment_.now += time;
    moment_.minute_of_day = (moment_.minute_of_day + static_cast<int>(time.count())) % (24 * 60);
  }
  std::vector<std::string> told() { return notifier_->take(); }

  std::shared_ptr<RecordingNotifier> notifier_ = std::make_shared<RecordingNotifier>();
  Announcer announcer_{notifier_};
  Announcer::Moment moment_{{}, false, false, 12 * 60, MonoTime(std::chrono::hours(3)), "Something is ready."};
  using Told = std::vector<std::string>;
};

TEST_F(AnnouncerTest, TellsWhoeverLooksElsewhere) {
  announcer_.handle_ready(moment_);
  EXPECT_EQ(told(), Told{"show Something is ready."});
}

TEST_F(AnnouncerTest, TellsNothingToWhoeverIsLooking) {
  moment_.is_looking = true;
  announcer_.handle_ready(moment_);
  moment_.is_looking = false;
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), Told{});
  EXPECT_FALSE(announcer_.is_waiting());
}

TEST_F(AnnouncerTest, TakesBackWhatWasToldOnceTheyLook) {
  announcer_.handle_ready(moment_);
  moment_.is_looking = true;
  announcer_.handle_moment(moment_);
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), (Told{"show Something is ready.", "withdraw"}));
}

TEST_F(AnnouncerTest, TellsABurstOnce) {
  for (int i = 0; i < 10; ++i) announcer_.handle_ready(moment_);
  EXPECT_EQ(told(), Told{"show Something is ready."});
  pass(Announcer::calm - minutes(1));
  announcer_.handle_ready(moment_);
  EXPECT_EQ(told(), Told{});
  pass(minutes(1));
  announcer_.handle_ready(moment_);
  EXPECT_EQ(told(), Told{"show Something is ready."});
}

TEST_F(AnnouncerTest, TellsAgainAtOnceAfterALook) {
  announcer_.handle_ready(moment_);
  moment_.is_looking = true;
  announcer_.handle_moment(moment_);
  moment_.is_looking = false;
  announcer_.handle_ready(moment_);
  EXPECT_EQ(told(), (Told{"show Something is ready.", "withdraw", "show Something is ready."}));
}

TEST_F(AnnouncerTest, TellsNothingWhenSwitchedOffAndTakesBackWhatStandsThere) {
  moment_.chosen.on = false;
  announcer_.handle_ready(moment_);
  EXPECT_EQ(told(), Told{});
  EXPECT_FALSE(announcer_.is_waiting());
  moment_.chosen.on = true;
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), Told{}) << "what came meanwhile is not told afterwards";
  announcer_.handle_ready(moment_);
  moment_.chosen.on = false;
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), (Told{"show Something is ready.", "withdraw"}));
}

TEST_F(AnnouncerTest, WaitsForTheEndOfTheQuietHours) {
  moment_.chosen.quiet_hours = true;  // 22:00 to 8:00
  moment_.minute_of_day = 3 * 60;
  announcer_.handle_ready(moment_);
  EXPECT_EQ(told(), Told{});
  EXPECT_TRUE(announcer_.is_waiting());
  pass(minutes(5 * 60 - 1));
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), Told{});
  pass(minutes(1));
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), Told{"show Something is ready."});
  EXPECT_FALSE(announcer_.is_waiting());
}

TEST_F(AnnouncerTest, TellsNothingAfterTheQuietHoursIfTheyLookedMeanwhile) {
  moment_.chosen.quiet_hours = true;
  moment_.minute_of_day = 23 * 60;
  announcer_.handle_ready(moment_);
  moment_.is_looking = true;
  announcer_.handle_moment(moment_);
  moment_.is_looking = false;
  pass(minutes(12 * 60));
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), Told{});
}

TEST_F(AnnouncerTest, TellsNothingWhileHiddenEvenIfTheWindowIsInFront) {
  for (const bool looking : {false, true}) {
    moment_.is_hidden = true;
    moment_.is_looking = looking;
    announcer_.handle_ready(moment_);
    EXPECT_EQ(told(), Told{});
    EXPECT_TRUE(announcer_.is_waiting());
  }
  moment_.is_hidden = moment_.is_looking = false;
  announcer_.handle_moment(moment_);
  EXPECT_EQ(told(), Told{"show Something is ready."});
}

TEST_F(AnnouncerTest, IsSilentWithoutANotifier) {
  Announcer nobody(nullptr);
  nobody.handle_ready(moment_);
  nobody.withdraw();
  EXPECT_FALSE(nobody.is_waiting());
}

}  // namespace
}  // namespace twinlamp::client::test
