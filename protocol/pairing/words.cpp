#include "protocol/pairing/words.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>

namespace twinlamp::words {
namespace {

constexpr std::array<std::string_view, count> list = {
#include "protocol/pairing/words.inc"
};
static_assert(std::is_sorted(list.begin(), list.end()) && !list.back().empty());

constexpr std::size_t longest = 16;  // a "word" beyond this is not near any of ours
constexpr std::size_t near_enough = 2;

// Optimal string alignment distance: insert, delete, change, swap neighbours. Precondition: both at most `longest`.
std::size_t slips(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, longest + 1>, longest + 1> d{};
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::size_t shared_front(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

std::string_view word(std::size_t index) {
  assert(index < count);
  return list[index];
}

std::optional<std::uint16_t> index_of(std::string_view word) {
  const auto found = std::lower_bound(list.begin(), list.end(), word);
  if (found == list.end() || *found != word) return std::nullopt;
  return static_cast<std::uint16_t>(found - list.begin());
}

std::vector<std::string_view> completions(std::string_view prefix, std::size_t max) {
  std::vector<std::string_view> found;
  if (prefix.empty()) return found;
  for (auto at = std::lower_bound(list.begin(), list.end(), prefix); at != list.end() && found.size() < max; ++at) {
    if (!at->starts_with(prefix)) break;
    found.push_back(*at);
  }
  return found;
}

std::optional<std::string_view> closest(std::string_view word) {
  if (word.empty() || word.size() > longest) return std::nullopt;
  if (const auto index = index_of(word)) return list[*index];
  std::optional<std::string_view> best;
  auto fewest = near_enough;
  for (auto candidate : list) {
    const auto distance = slips(word, candidate);
    if (distance > fewest) continue;
    if (best && distance == fewest && shared_front(word, candidate) <= shared_front(word, *best)) continue;
    best = candidate;
    fewest = distance;
  }
  return best;
}

}  // namespace twinlamp::words
