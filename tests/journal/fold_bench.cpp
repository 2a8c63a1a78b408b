// How long the journal takes to open: folding 20,000 entries from the beginning, and loading a snapshot of them instead; then the same
// of a pair that has played 10,000 rounds. Medians of five runs, printed.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "tests/journal/couple.h"

namespace twinlamp::test {
namespace {

using Clock = std::chrono::steady_clock;

template <class Work>
double median_ms(const Work& work) {
  std::vector<double> runs;
  for (int run = 0; run < 5; ++run) {
    const auto start = Clock::now();
    work();
    runs.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::sort(runs.begin(), runs.end());
  return runs[2];
}

void say(const char* what, double ms) { std::printf("  %-46s %8.1f ms\n", what, ms); }

// Rounds of nine entries each, as a couple plays them.
void live(Couple& couple, std::size_t entries) {
  couple.profile(0, "Noor");
  couple.profile(1, "Sam");
  for (int number = 0; couple.shelf[0].entries.size() < entries; ++number) {
    const auto round = couple.play_to_reveal("card-" + std::to_string(number % 300), 1 + static_cast<std::uint32_t>(number % 2), 2,
                                             static_cast<std::uint32_t>(number / 300));
    couple.react(0, round, "heard");
    couple.react(1, round, "heard");
    couple.sync();
    couple.close(0, round);
    couple.sync();
    couple.now_ms += 3'600'000;
  }
}

void measure(std::size_t entries) {
  Couple couple;
  live(couple, entries);
  const auto& shelf = couple.shelf[0];
  Fold fold(couple.keys);
  ensure(static_cast<bool>(fold.refold(shelf)));
  std::printf("%zu entries, %zu rounds\n", shelf.entries.size(), fold.state().rounds.size());
  say("fold from the beginning", median_ms([&] { ensure(static_cast<bool>(fold.refold(shelf))); }));
  SecretBytes snapshot;
  say("write the snapshot", median_ms([&] { snapshot = fold.snapshot(); }));
  say("load the snapshot", median_ms([&] { ensure(static_cast<bool>(Fold::restore(couple.keys, snapshot))); }));
  say("copy the state", median_ms([&] { PairState copy = fold.state(); }));
  std::printf("  %-46s %8.1f MiB\n", "size of the snapshot", static_cast<double>(snapshot.size()) / (1024.0 * 1024.0));
}

}  // namespace
}  // namespace twinlamp::test

int main() {
  twinlamp::test::measure(20'000);
  twinlamp::test::measure(90'000);
}
