// The processor's time for each step of a run, each side, and what it takes on the wire. Medians of five; what else
// runs on the machine does not count, but for the clock on the wall, which is told for each side as a whole.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "tests/match/match_couple.h"

namespace {

using namespace twinlamp::match;
constexpr int rounds = 5;

struct Time {
  double cpu = 0, wall = 0;  // milliseconds
  Time& operator+=(const Time& other) {
    cpu += other.cpu;
    wall += other.wall;
    return *this;
  }
};

class Stopwatch {
public:
  Time passed() const {
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - wall_;
    return {1000.0 * static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC, wall.count()};
  }

private:
  std::clock_t cpu_ = std::clock();
  std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Figures {
  std::array<std::array<std::vector<double>, step_count>, 2> make, check;
  std::array<std::vector<double>, 2> side, side_on_the_wall;
  std::vector<double> open;
};

test::Votes votes(std::size_t count, std::size_t wanted, std::size_t first) {
  test::Votes out(count, Vote::no);
  for (std::size_t at = 0; at < wanted; ++at) out[(first + at) % count] = at % 2 == 0 ? Vote::yes : Vote::curious;
  return out;
}

bool run_once(std::size_t count, std::uint16_t quota, std::uint8_t seed, Figures& figures) {
  test::MatchCouple couple({votes(count, quota, 0), votes(count, quota, quota / 2), quota, seed});
  std::array<Time, 2> side{};
  for (const auto& [author, step] : test::order_of_steps) {
    const Stopwatch making;
    couple.said.set(author, step, couple.runs[author].make_step(step, couple.said));
    const auto made = making.passed();
    figures.make[author][step].push_back(made.cpu);
    side[author] += made;
    const Stopwatch checking;
    if (!couple.check(author, step)) return false;
    const auto checked = checking.passed();
    figures.check[author][step].push_back(checked.cpu);
    side[1 - author] += checked;
  }
  const Stopwatch opening;
  if (!couple.result()) return false;
  const auto opened = opening.passed();
  figures.open.push_back(opened.cpu);
  for (std::size_t slot = 0; slot < 2; ++slot) {
    side[slot] += opened;
    figures.side[slot].push_back(side[slot].cpu);
    figures.side_on_the_wall[slot].push_back(side[slot].wall);
  }
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
  std::printf("  in all: slot 0 %.0f ms, slot 1 %.0f ms, %zu bytes both ways; on the wall %.0f and %.0f ms\n", median(figures.side[0]),
              median(figures.side[1]), bytes, median(figures.side_on_the_wall[0]), median(figures.side_on_the_wall[1]));
  return 0;
}

}  // namespace

int main() {
  return measure(12, 6) | measure(100, 50) | measure(100, 100);
}
