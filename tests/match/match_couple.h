// Two sides of a run of the wish list, without a journal: what each would say, and where one of them is modified.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "protocol/match/run.h"

namespace twinlamp::match::test {

using Votes = std::vector<Vote>;

// "item.0" ...
std::vector<std::string> items(std::size_t count);

struct Setting {
  Votes zero, one;
  std::uint16_t quota = 0;  // 0: as many as items
  std::uint8_t seed = 1;    // of everything random
  std::uint8_t round = 1;   // another round, another run
};

class MatchCouple {
public:
  explicit MatchCouple(const Setting& setting);

  // All steps in an order that a journal could have them in, none checked.
  void say_all();
  void say_until(Slot author, std::uint8_t step);  // inclusive
  Result<void> check(Slot author, std::uint8_t step) const { return check_step(terms, author, step, said); }
  Result<void> check_all() const;
  Result<std::vector<Outcome>> result() const { return open_result(terms, said, runs[0].blind(), runs[1].blind()); }

  Terms terms;
  std::array<Key, 2> seeds;
  std::array<Votes, 2> votes;
  std::array<Run, 2> runs;
  Transcript said;
};

// The order in which steps are said here.
inline constexpr std::array<std::pair<Slot, std::uint8_t>, 7> order_of_steps{
    {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}};

}  // namespace twinlamp::match::test
