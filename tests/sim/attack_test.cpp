// Modified clients and hostile relays, each alone and both together, in thousands of seeded schedules. TWINLAMP_ATTACKS sets how many
// in all; TWINLAMP_ATTACK plays one, given as it was printed. What fails is made small before it is printed.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "tests/sim/shrink.h"
#include "tests/sim/siege.h"

namespace twinlamp::sim {
namespace {

constexpr std::uint64_t default_attacks = 3600, shards = 4;

std::vector<std::string> broken_by(const Attack& attack) {
  Siege siege(attack);
  siege.play();
  return siege.broken();
}

std::string told(const Attack& attack) {
  std::string out = "TWINLAMP_ATTACK='" + to_text(attack) + "'";
  for (const auto& what : broken_by(attack)) out += "\n  " + what;
  return out;
}

// The smallest that fails as well, and the line that plays it.
std::string explained(const Attack& attack) {
  return told(shrink(attack, [](const Attack& smaller) { return !broken_by(smaller).empty(); }));
}

void print(const StrikeTable& table) {
  std::printf("%-22s", "act, at the step");
  for (std::size_t step = 0; step < step_kinds; ++step) std::printf("%14s", std::string(name_of(static_cast<Step>(step))).c_str());
  std::printf("\n");
  for (std::size_t act = 0; act < act_count; ++act) {
    std::printf("%-22s", std::string(name_of(static_cast<Act>(act))).c_str());
    for (std::size_t step = 0; step < step_kinds; ++step) {
      if (can_strike(static_cast<Act>(act), static_cast<Step>(step)))
        std::printf("%14llu", static_cast<unsigned long long>(table[act][step]));
      else
        std::printf("%14s", "-");
    }
    std::printf("\n");
  }
}

struct Tally {
  StrikeTable strikes{};
  std::size_t opened = 0, forks = 0, by_choice = 0, unpaid = 0, broken = 0;
  std::array<std::size_t, 4> foes{};
  double seconds = 0;

  void add(const Attack& attack, const Siege& siege) {
    for (std::size_t act = 0; act < act_count; ++act)
      for (std::size_t step = 0; step < step_kinds; ++step) strikes[act][step] += siege.strikes()[act][step];
    opened += siege.opened();
    forks += siege.told();
    by_choice += siege.read_by_choice();
    unpaid += siege.unpaid();
    broken += siege.broken().empty() ? 0 : 1;
    ++foes[static_cast<std::size_t>(attack.foe)];
  }
};

class UnderAttack : public testing::TestWithParam<std::uint64_t> {
protected:
  // One table for all that this process has played.
  static void TearDownTestSuite() {
    const auto played = all.foes[1] + all.foes[2] + all.foes[3];
    if (played == 0) return;
    print(all.strikes);
    std::printf("%zu schedules (a modified client %zu, a hostile relay %zu, both %zu), %.0f a second\n", played, all.foes[1], all.foes[2],
                all.foes[3], static_cast<double>(played) / all.seconds);
    std::printf("%zu answers opened; forks told %zu; of mode open, both together could read first, as the screen says: %zu; paid with a blob that is none, and told: %zu\n",
                all.opened, all.forks, all.by_choice, all.unpaid);
    std::printf("invariants broken: %s\n", all.broken == 0 ? "none" : std::to_string(all.broken).append(" schedules").c_str());
  }

  static Tally all;
};

Tally UnderAttack::all;

TEST_P(UnderAttack, NothingIsSeenEarlyChangedOrLostWhoeverMisbehaves) {
  if (const char* line = std::getenv("TWINLAMP_ATTACK")) {
    if (GetParam() != 0) return;
    const auto attack = attack_from_text(line);
    ASSERT_TRUE(attack) << "not an attack: " << line;
    for (const auto& what : broken_by(*attack)) ADD_FAILURE() << what;
    return;
  }
  const char* asked = std::getenv("TWINLAMP_ATTACKS");
  const auto count = (asked == nullptr ? default_attacks : std::strtoull(asked, nullptr, 10)) / shards;
  const bool goes_on = std::getenv("TWINLAMP_ATTACKS_GO_ON") != nullptr;  // counts instead of explaining: tests/mutation
  Tally mine;
  const auto began = std::chrono::steady_clock::now();
  for (std::uint64_t n = 0; n < count; ++n) {
    const auto attack = draw_attack(GetParam() * count + n + 1);
    Siege siege(attack);
    siege.play();
    mine.add(attack, siege);
    all.add(attack, siege);
    if (!goes_on) {
      ASSERT_TRUE(siege.broken().empty()) << explained(attack);
    }
  }
  all.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  EXPECT_EQ(mine.broken, 0u);
  EXPECT_GT(mine.opened, count / 4);  // it is a life under attack, not a silence
  if (count < 700) return;
  // Every act was done at every step where it can be, or this run has not shown what it says.
  for (std::size_t act = 0; act < act_count; ++act)
    for (std::size_t step = 0; step < step_kinds; ++step)
      if (can_strike(static_cast<Act>(act), static_cast<Step>(step))) {
        EXPECT_GT(mine.strikes[act][step], 0u) << name_of(static_cast<Act>(act)) << " was never done at " << name_of(static_cast<Step>(step));
      }
}

INSTANTIATE_TEST_SUITE_P(Shards, UnderAttack, testing::Range<std::uint64_t>(0, shards));

}  // namespace
}  // namespace twinlamp::sim
