#include "client/app/settings.h"

#include <gtest/gtest.h>

#include <limits>

namespace twinlamp::client::test {
namespace {

TEST(DesireLockTest, ReadsBackWhatWasWrittenAndNothingElse) {
  DesireLock lock;
  lock.cost = PassphraseCost::least();
  lock.salt.fill(3);
  lock.check.fill(4);
  const auto written = encode_desire_lock(lock);
  const auto read = parse_desire_lock(written);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->cost.operations, lock.cost.operations);
  EXPECT_EQ(read->cost.memory, lock.cost.memory);
  EXPECT_EQ(read->salt, lock.salt);
  EXPECT_EQ(read->check, lock.check);
  for (std::size_t size = 0; size < written.size(); ++size) EXPECT_FALSE(parse_desire_lock(ByteView(written).first(size))) << size;
}

TEST(Settings, ComeBackAsTheyWere) {
  const auto read = parse_settings(encode_settings({"Noor", "relay.example:7417", 5, false}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->display_name, "Noor");
  EXPECT_EQ(read->relay, "relay.example:7417");
  EXPECT_EQ(read->auto_lock_minutes, 5);
  EXPECT_FALSE(read->lamp_lit);
}

TEST(Settings, AreRefusedAtEveryTruncation) {
  const auto good = encode_settings({"Noor", "r:1", 5, true});
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(parse_settings(ByteView(good).first(size))) << size;
}

TEST(OwnWillKept, ComesBackAsItWasAndIsRefusedOtherwise) {
  const WallTime moment(std::chrono::milliseconds(1'795'466'820'123));
  for (const auto& will : {OwnWill{}, OwnWill{true, 1, {}}, OwnWill{false, 5, moment}, OwnWill{false, std::nullopt, moment}}) {
    const auto bytes = encode_will(will);
    const auto read = parse_will(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, will);
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(parse_will(ByteView(bytes).first(size))) << size;
  }
  for (const auto& bad : {Bytes{3, 0, 1}, Bytes{1, 2, 1}, Bytes{1, 0, 0}, Bytes{1, 0, 6}, Bytes{1, 0, 1, 0}, Bytes{2, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0}, Bytes{2, 0, 1, 255, 0, 0, 0, 0, 0, 0, 0}})
    EXPECT_FALSE(parse_will(bad));
}

TEST(OwnWillKept, TakesACeilingThatMayNeverHaveBeenLookedAtForNotChosen) {
  EXPECT_EQ(parse_will(Bytes{1, 1, 5})->ceiling, std::nullopt);
  EXPECT_TRUE(parse_will(Bytes{1, 1, 5})->desire);
  EXPECT_EQ(parse_will(Bytes{1, 0, 3})->ceiling, 3);
}

TEST(OwnWillKept, AnswersNoToAnyDepthAboveTheSecondUntilOneIsChosen) {
  EXPECT_EQ(OwnWill{}.answers(1), (PrivateSettings{false, 2}));
  EXPECT_EQ((OwnWill{true, 4, {}}.answers(1)), (PrivateSettings{true, 4}));
}

// A laptop that was restored from the partner's copy.
TEST(OwnWillKept, GoesNoStepBackBecauseNobodyHasBeenAsked) {
  EXPECT_EQ(OwnWill{}.answers(4), (PrivateSettings{false, 4}));
  EXPECT_EQ((OwnWill{false, 3, {}}.answers(4)), (PrivateSettings{false, 3}));
}

TEST(OpenSettings, ComeBackAsTheyWere) {
  OpenSettings settings;
  settings.look = {1.25f, SetLook::Palette::evening, true, true, "es"};
  settings.notifications = {false, true, 21 * 60 + 30, 7 * 60 + 5};
  settings.window = WindowPlace{-20, 40, 1100, 760, true};
  settings.seen_introduction = true;
  const auto read = parse_open_settings(encode_open_settings(settings));
  EXPECT_FLOAT_EQ(read.look.text_scale, 1.25f);
  EXPECT_EQ(read.look.palette, SetLook::Palette::evening);
  EXPECT_TRUE(read.look.reduced_motion && read.look.high_contrast);
  EXPECT_EQ(read.look.language, "es");
  EXPECT_FALSE(read.notifications.on);
  EXPECT_TRUE(read.notifications.quiet_hours);
  EXPECT_EQ(read.notifications.quiet_from, 21 * 60 + 30);
  EXPECT_EQ(read.notifications.quiet_until, 7 * 60 + 5);
  EXPECT_EQ(read.window, settings.window);
  EXPECT_TRUE(read.seen_introduction);
}

TEST(OpenSettings, FallBackToWhatIsUsualForAnythingElse) {
  for (const auto* text : {"", "text_scale\n", "text_scale x\npalette pink\n", "\n\n\n", "reduced_motion maybe"}) {
    const auto read = parse_open_settings(text);
    EXPECT_FLOAT_EQ(read.look.text_scale, 1.0f) << text;
    EXPECT_EQ(read.look.palette, SetLook::Palette::follow) << text;
    EXPECT_FALSE(read.look.reduced_motion) << text;
    EXPECT_TRUE(read.notifications.on) << text;
    EXPECT_FALSE(read.notifications.quiet_hours) << text;
    EXPECT_FALSE(read.window) << text;
    EXPECT_FALSE(read.seen_introduction) << text;
  }
  EXPECT_FLOAT_EQ(parse_open_settings("text_scale 900").look.text_scale, 2.0f);
  EXPECT_FLOAT_EQ(parse_open_settings("text_scale -4").look.text_scale, 0.8f);
  EXPECT_FLOAT_EQ(within_bounds(SetLook{std::numeric_limits<float>::quiet_NaN()}).text_scale, 1.0f);
  EXPECT_EQ(parse_open_settings("language xx\n").look.language, "") << "one that is not spoken here is the environment's";
}

TEST(OpenSettings, KeepNoWindowThatCannotBe) {
  for (const auto* text : {"window", "window 1 2 3", "window 1 2 300 400", "window 1 2 300 400 0 6", "window 1 2 0 400 0", "window 1 2 300 -400 0",
                           "window 1 2 300 99999999999 0", "window 1 2 300 9999999 0", "window 1,2,300,400,0", "window a b c d e"})
    EXPECT_FALSE(parse_open_settings(text).window) << text;
  EXPECT_EQ(parse_open_settings("window 1 2 300 400 0").window, (WindowPlace{1, 2, 300, 400, false}));
}

TEST(OpenSettings, KeepNoQuietHoursThatNoDayHas) {
  for (const auto* text : {"quiet_between 1440 10", "quiet_between 10 -1", "quiet_between 10", "quiet_between"}) {
    const auto read = parse_open_settings(text).notifications;
    EXPECT_EQ(read.quiet_from, SetNotifications{}.quiet_from) << text;
    EXPECT_EQ(read.quiet_until, SetNotifications{}.quiet_until) << text;
  }
}

TEST(QuietHours, MayCrossMidnight) {
  const SetNotifications nights{true, true, 22 * 60, 8 * 60};
  for (const int minute : {22 * 60, 24 * 60 - 1, 0, 8 * 60 - 1}) EXPECT_TRUE(is_quiet(nights, minute)) << minute;
  for (const int minute : {8 * 60, 12 * 60, 22 * 60 - 1}) EXPECT_FALSE(is_quiet(nights, minute)) << minute;
}

TEST(QuietHours, MayLieWithinADay) {
  const SetNotifications work{true, true, 9 * 60, 17 * 60};
  for (const int minute : {9 * 60, 17 * 60 - 1}) EXPECT_TRUE(is_quiet(work, minute)) << minute;
  for (const int minute : {0, 9 * 60 - 1, 17 * 60, 24 * 60 - 1}) EXPECT_FALSE(is_quiet(work, minute)) << minute;
}

TEST(QuietHours, AreNoneWhenOffOrWithoutLength) {
  for (int minute = 0; minute < 24 * 60; minute += 30) {
    EXPECT_FALSE(is_quiet({true, false, 0, 1439}, minute)) << minute;
    EXPECT_FALSE(is_quiet({true, true, 600, 600}, minute)) << minute;
  }
}

TEST(OpenSettings, TheRelayOnThisLaptopComesBack) {
  OpenSettings settings;
  EXPECT_EQ(encode_open_settings(settings).find("host"), std::string::npos);
  settings.hosting = {true, "lamp.example.org:7500", "192.168.1.21"};
  const auto read = parse_open_settings(encode_open_settings(settings)).hosting;
  EXPECT_TRUE(read.on);
  EXPECT_EQ(read.name, "lamp.example.org:7500");
  EXPECT_EQ(read.address, "192.168.1.21");
  EXPECT_FALSE(parse_open_settings("host maybe\n").hosting.on);
}

}  // namespace
}  // namespace twinlamp::client::test
