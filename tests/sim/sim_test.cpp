// Thousands of seeded schedules of the real machines under faults. TWINLAMP_SEEDS sets how many in all; TWINLAMP_SEED plays one, with the faults alone
// whose numbers TWINLAMP_FAULTS has, if it is set. What fails is played again and again with fewer faults, and told with those that it needs.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "tests/sim/couple.h"
#include "tests/sim/shrink.h"

namespace twinlamp::sim {
namespace {

constexpr std::uint64_t default_seeds = 2000;
constexpr std::uint64_t shards = 8;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

Plan plan_of(std::uint64_t seed) {
  Plan plan;
  // A quarter without faults, the rest from rare to frequent.
  constexpr std::array<double, 4> rates{0.0, 0.003, 0.01, 0.03};
  plan.fault_rate = rates[seed % 4];
  plan.set_back_rate = seed % 4 == 0 ? 0.0 : 0.02;
  plan.relay_loss_rate = plan.fault_rate;
  plan.wishes = seed % 8 == 5 || seed % 8 == 3;  // with rare faults and with frequent ones
  plan.live_loss = seed % 4 == 0 ? 0.0 : 0.05 * static_cast<double>(seed % 5);
  return plan;
}

// "3,17": of a failure that was made small.
FaultNumbers faults_from(const char* text) {
  FaultNumbers faults;
  std::istringstream in(text);
  for (std::string number; std::getline(in, number, ',');) faults.push_back(std::strtoull(number.c_str(), nullptr, 10));
  return faults;
}

std::string rule_of(const std::string& broken) {  // without the seed and the time
  const auto at = broken.find(" ms: ");
  return at == std::string::npos ? broken : broken.substr(at);
}

std::string made_small(std::uint64_t seed, const Couple& failed) {
  const auto rule = rule_of(failed.broken().front());
  FaultNumbers faults;
  for (const auto& each : failed.struck()) faults.push_back(each.number);
  const auto count = faults.size();
  auto plan = plan_of(seed);
  const auto play = [&](const FaultNumbers& only) {
    plan.only = only;
    auto couple = std::make_unique<Couple>(seed, plan);
    couple->play();
    return couple;
  };
  faults = shrink(faults, [&](const FaultNumbers& only) {
    const auto couple = play(only);
    return !couple->broken().empty() && rule_of(couple->broken().front()) == rule;
  });
  std::ostringstream out;
  out << "it needs " << faults.size() << " of its " << count << " faults: TWINLAMP_SEED=" << seed << " TWINLAMP_FAULTS=";
  for (std::size_t i = 0; i < faults.size(); ++i) out << (i == 0 ? "" : ",") << faults[i];
  const auto small = play(faults);
  for (const auto& each : small->struck())
    out << "\n  " << each.at.count() / 1000 << " ms, slot " << int{each.side} << ": " << fault_names[static_cast<std::size_t>(each.fault)];
  return out.str();
}

void print(const FaultTable& table) {
  std::printf("%-28s", "fault, on slot 0 / slot 1");
  for (const auto* step : step_names) std::printf("%14s", step);
  std::printf("\n");
  for (std::size_t fault = 0; fault < fault_count; ++fault) {
    std::printf("%-28s", fault_names[fault]);
    for (std::size_t step = 0; step < step_count; ++step)
      std::printf("  %5llu/%-5llu ", static_cast<unsigned long long>(table[fault][step][0]),
                  static_cast<unsigned long long>(table[fault][step][1]));
    std::printf("\n");
  }
}

class Simulation : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Simulation, NothingIsSeenEarlyChangedOrLostUnderAnyFault) {
  const auto only = number_from("TWINLAMP_SEED", 0);
  const auto count = number_from("TWINLAMP_SEEDS", default_seeds) / shards;
  FaultTable table{};
  std::size_t reveals = 0, played = 0, repairs = 0;
  for (std::uint64_t n = 0; n < count; ++n) {
    const auto seed = only != 0 ? only : GetParam() * 1'000'000 + n + 1;
    SCOPED_TRACE(testing::Message() << "seed " << seed << " (replay: TWINLAMP_SEED=" << seed << ")");
    auto plan = plan_of(seed);
    if (const char* faults = std::getenv("TWINLAMP_FAULTS"); only != 0 && faults != nullptr) plan.only = faults_from(faults);
    Couple couple(seed, plan);
    couple.play();
    for (const auto& broken : couple.broken()) ADD_FAILURE() << broken;
    if (HasFailure() && !plan.only) ADD_FAILURE() << made_small(seed, couple);
    if (HasFailure()) return;
    reveals += couple.reveals();
    repairs += couple.repairs();
    ++played;
    for (std::size_t fault = 0; fault < fault_count; ++fault)
      for (std::size_t step = 0; step < step_count; ++step)
        for (std::size_t side = 0; side < 2; ++side) table[fault][step][side] += couple.faults()[fault][step][side];
    if (only != 0) return;
  }
  std::printf("%llu schedules, %llu reveals shown, %llu logs whole again\n", static_cast<unsigned long long>(played),
              static_cast<unsigned long long>(reveals), static_cast<unsigned long long>(repairs));
  print(table);
  EXPECT_GT(reveals, played);  // most rounds open on both sides
  // Every fault struck every step on both sides, or this run has not shown what it says. A round that is "open" lasts a moment only: there it is
  // one of the two at least.
  if (count < 200) return;
  for (std::size_t fault = 0; fault < fault_count; ++fault)
    for (std::size_t step = 0; step < step_count; ++step)
      for (std::size_t side = 0; side < 2; ++side) {
        const auto struck = table[fault][step][side] + (step_names[step] == std::string_view("open") ? table[fault][step][1 - side] : 0);
        EXPECT_GT(struck, 0u) << fault_names[fault] << " never struck at \"" << step_names[step] << "\" on slot " << side;
      }
}

INSTANTIATE_TEST_SUITE_P(Shards, Simulation, testing::Range<std::uint64_t>(0, shards));

}  // namespace
}  // namespace twinlamp::sim
