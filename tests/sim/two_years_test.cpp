// Two years of evenings, and three invented couples whose first hundred evenings are explained. TWINLAMP_YEARS lives so many couples (1); TWINLAMP_SEED plays one.
#include "tests/sim/two_years.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/support/sanitized.h"

namespace twinlamp::sim {
namespace {

std::uint64_t given(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// A build that is not optimised lives a quarter of it: the sanitizers look at the same code, in a fraction of the time.
#ifdef NDEBUG
constexpr int share = 1;
#else
constexpr int share = 4;
#endif

const Habits usual{.name = "the usual two", .days = 730 / share, .start_up_days = {30, 365 / share, 730 / share}};
const Habits steady{.name = "steady", .days = 140 / share, .shows_up = 97, .together = 85, .passes = 2, .skips = 5, .checks_in = 90, .low = 8, .longest_absence = 3};
const Habits shy{.name = "shy, in a hard time", .days = 200 / share, .shows_up = 85, .together = 30, .passes = 25, .skips = 30, .checks_in = 60, .low = 55, .longest_absence = 8};
const Habits rare{.name = "once or twice a week", .days = 700 / share, .shows_up = 35, .together = 70, .passes = 6, .skips = 10, .checks_in = 30, .low = 25, .longest_absence = 30};

const char* said_of(Suggestion::Why why) {
  switch (why) {
    case Suggestion::Why::asked_again:
      return "  asked again";
    case Suggestion::Why::unfinished:
      return "  begun before";
    case Suggestion::Why::check_back:
      return "  how did it go?";
    case Suggestion::Why::fresh:
      break;
  }
  return "";
}

// A start reads one snapshot, whole, and the entries that came after it. The entries are bounded; the snapshot grows by less than a kilobyte a round,
// and the time that it takes with it and no faster. Of the processor's time, with room for a busy machine.
void expect_quick_starts(const std::vector<StartUp>& starts) {
  ASSERT_EQ(starts.size(), 3u);
  for (const auto& start : starts) {
    EXPECT_LE(start.entries, 2 * 256u + 64) << "day " << start.day;
    EXPECT_GT(start.rounds, 0u);
    EXPECT_GT(start.snapshot_bytes, 100 * start.rounds) << "day " << start.day << ": it is not what is read";
    EXPECT_LE(start.snapshot_bytes, 900 * start.rounds + 8192) << "day " << start.day;
    if (!test::is_sanitized) {
      EXPECT_LE(start.open_ms, share == 1 ? 50 : 500) << "day " << start.day;
    }
  }
  if (test::is_sanitized) return;
  const auto each = [](const StartUp& start) { return start.restore_ms / static_cast<double>(start.rounds); };
  EXPECT_LE(each(starts[2]), 4 * each(starts[0])) << "a round takes longer to read the more there are";
  EXPECT_LE(starts[2].open_ms, 6 * starts[0].open_ms);
}

void expect_sound(const Report& report) {
  for (const auto& broken : report.broken) ADD_FAILURE() << broken;
}

TEST(TwoYears, NothingRepeatsEarlyLocksOrGrowsSlow) {
  const auto couples = given("TWINLAMP_YEARS", 1);
  const auto only = given("TWINLAMP_SEED", 0);
  for (std::uint64_t n = 1; n <= couples; ++n) {
    const auto seed = only != 0 ? only : n;
    SCOPED_TRACE(testing::Message() << "seed " << seed << " (replay: TWINLAMP_SEED=" << seed << ")");
    const auto report = live_two_years(seed, usual);
    std::printf("seed %llu\n%s", static_cast<unsigned long long>(seed), table_of(report).c_str());
    expect_sound(report);
    if (HasFailure()) return;
    EXPECT_GT(report.evenings.size(), 480u / share);
    EXPECT_GT(report.check_ins, 200 / share);
    for (const int practice : {1, 2, 3, 5, 6, 7, 8, 9}) {
      EXPECT_GE(report.count[practice], 30 / share) << practice << ": every practice has its place";
      EXPECT_LE(report.longest_gap[practice], 30) << practice << ": and its rhythm";
    }
    // What was begun and left, and what was agreed on, come again, and never day after day.
    EXPECT_GT(report.rules.at(Rule::comes_back), 0);
    EXPECT_GT(report.rules.at(Rule::check_back), 0);
    EXPECT_LE(report.most_taken_up, 4);
    // Start-up reads what came since the last snapshot, in the last quarter as in the first.
    for (const auto& quarter : report.quarters) EXPECT_LE(quarter.read_at_start, 2 * 256u + 64);
    expect_quick_starts(report.start_ups);
    if (only != 0) return;
  }
}

TEST(ThreeHistories, ExplainAHundredEveningsByTheirRules) {
  std::map<Rule, int> all;
  for (const auto& habits : {steady, shy, rare}) {
    const auto report = live_two_years(11, habits);
    expect_sound(report);
    ASSERT_GE(report.evenings.size(), share == 1 ? 100u : 10u) << habits.name;
    std::printf("\n%s\n", habits.name);
    for (std::size_t at = 0; at < std::min<std::size_t>(100, report.suggested.size()); ++at) {
      const auto& evening = report.suggested[at];
      std::printf("%3zu  day %3d  %-12s depth %d  %-44s%s\n", at + 1, evening.day, std::string(name_of(evening.rule)).c_str(), evening.depth, evening.card.c_str(),
                  said_of(evening.why));
    }
    for (const auto& [rule, count] : report.rules) all[rule] += count;
  }
  if (share > 1) return;
  for (const auto rule : {Rule::gentle, Rule::after_low, Rule::after_apart, Rule::after_high, Rule::first_turn, Rule::balance, Rule::rhythm, Rule::comes_back,
                          Rule::check_back})
    EXPECT_GT(all[rule], 0) << name_of(rule) << " never chose";
}

}  // namespace
}  // namespace twinlamp::sim
