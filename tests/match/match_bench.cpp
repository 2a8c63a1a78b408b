// The processor's time for each step of a run, each side, and what it takes on the wire. Medians of five; what else
// runs on the machine does not count.
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "tests/match/match_couple.h"

namespace {

using namespace twinlamp::match;
constexpr int rounds = 5;

double milliseconds_since(std::clock_t start) {
  return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Figures {
  std::array<std::array<std::vector<double>, step_count>, 2> make, check;
  std::array<std::vector<double>, 2> side;
  std::vector<double> open;
};

test::Votes votes(std::size_t count, std::size_t wanted, std::size_t first) {
  test::Votes out(count, Vote::no);
  for (std::size_t at = 0; at < wanted; ++at) out[(first + at) % count] = at % 2 == 0 ? Vote::yes : Vote::curious;
  return out;
}

bool run_once(std::size_t count, std::uint16_t quota, std::uint8_t seed, Figures& figures) {
  test::MatchCouple couple({votes(count, quota, 0), votes(count, quota, quota / 2), quota, seed});
  std::array<double, 2> side{};
  for (const auto& [author, step] : test::order_of_steps) {
    auto start = std::clock();
    couple.said.set(author, step, couple.runs[author].make_step(step, couple.said));
    auto time = milliseconds_since(start);
    figures.make[author][step].push_back(time);
    side[author] += time;
    start = std::clock();
    if (!couple.check(author, step)) return false;
    time = milliseconds_since(start);
    figures.check[author][step].push_back(time);
    side[1 - author] += time;
  }
  const auto start = std::clock();
  if (!couple.result()) return false;
  const auto time = milliseconds_since(start);
  figures.open.push_back(time);
  for (std::size_t slot = 0; slot < 2; ++slot) figures.side[slot].push_back(side[slot] + time);
  return true;
}

int measure(std::size_t count, std::uint16_t quota) {
  Figures figures;
  for (std::uint8_t seed = 1; seed <= rounds; ++seed)
    if (!run_once(count, quota, seed, figures)) return 1;
  const auto terms = Terms::make({}, {}, test::items(count), quota);
  std::printf("%zu items, at most %d wanted\n", count, int{quota});
  std::size_t bytes = 0;
  for (const auto& [author, step] : test::order_of_steps) {
    bytes += step_size(terms, author, step);
    std::printf("  step %d of slot %d: made in %6.1f ms, checked in %6.1f ms, %6zu bytes\n", int{step}, int{author},
                median(figures.make[author][step]), median(figures.check[author][step]),
                step_size(terms, author, step));
  }
  std::printf("  result opened in %.1f ms\n", median(figures.open));
  std::printf("  in all: slot 0 %.0f ms, slot 1 %.0f ms, %zu bytes both ways\n", median(figures.side[0]),
              median(figures.side[1]), bytes);
  return 0;
}

}  // namespace

int main() {
  return measure(12, 6) | measure(100, 50) | measure(100, 100);
}
