#include "client/keepsake_lines.h"

#include <gtest/gtest.h>

namespace twinlamp::client::test {
namespace {

using namespace std::chrono_literals;

TEST(Memory, IsTheSameDayOfEarlierMonthsAndYears) {
  const std::chrono::sys_days now = 2026y / 11 / 18;
  EXPECT_TRUE(is_memory_of(2026y / 10 / 18, now));
  EXPECT_TRUE(is_memory_of(2025y / 11 / 18, now));
  EXPECT_TRUE(is_memory_of(2024y / 2 / 18, now));
  EXPECT_FALSE(is_memory_of(now, now)) << "today is no memory yet";
  EXPECT_FALSE(is_memory_of(2026y / 11 / 17, now));
  EXPECT_FALSE(is_memory_of(2026y / 12 / 18, now));
}

Keepsake::Line line(std::string id, int practice, std::chrono::sys_days day, bool apart = false, bool answered = true) {
  RoundSummary made;
  made.id = std::move(id), made.practice = practice, made.day = day, made.is_apart = apart, made.answered = answered;
  return std::make_shared<const RoundSummary>(std::move(made));
}

class KeepsakeLines : public testing::Test {
protected:
  std::string ids(const KeepsakeChoice& choice) {
    std::string all;
    for (const auto& each : chosen_lines(kept_, choice)) all += each->id;
    return all;
  }
  const std::chrono::sys_days now_ = 2026y / 11 / 18;
  Keepsake kept_{{line("a", 2, 2026y / 11 / 17), line("b", 4, 2026y / 10 / 18, true), line("c", 3, 2026y / 10 / 18), line("d", 3, 2026y / 9 / 18, false, false)}};
};

TEST_F(KeepsakeLines, AreAllButWhatIsKeptApart) { EXPECT_EQ(ids({}), "acd"); }

TEST_F(KeepsakeLines, AreThoseOfAPractice) {
  EXPECT_EQ(ids({.practice = 3}), "cd");
  EXPECT_EQ(ids({.practice = 4}), "b");
  EXPECT_EQ(ids({.practice = 4, .shows_apart = false}), "");
}

TEST_F(KeepsakeLines, AreTheAnsweredOnesOfThisDay) {
  EXPECT_EQ(ids({.memories_of = now_}), "c");
  EXPECT_EQ(ids({.practice = 4, .memories_of = now_}), "b");
}

}  // namespace
}  // namespace twinlamp::client::test
