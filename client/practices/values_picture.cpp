#include "client/practices/values_picture.h"

#include <algorithm>

namespace twinlamp::client {
namespace {

constexpr std::size_t differences_most = 8;

const SortAnswer* sort_of(const std::optional<AnswerView>& answer) {
  return answer && !answer->could_not_be_opened ? std::get_if<SortAnswer>(&answer->answer) : nullptr;
}

bool is_in(const SortAnswer& sort, const std::string& item, Pile pile) {
  const auto found = sort.piles.find(item);
  return found != sort.piles.end() && found->second == pile;
}

bool is_dear(const SortAnswer& sort, const std::string& item) { return std::find(sort.ranked.begin(), sort.ranked.end(), item) != sort.ranked.end(); }

// 0 none; 2 most against least; 1 among the dearest of one, and not in the other's most.
int distance(const SortAnswer& high, const SortAnswer& low, const std::string& item) {
  if (!is_in(high, item, Pile::most) || is_in(low, item, Pile::most)) return 0;
  if (is_in(low, item, Pile::least)) return 2;
  return is_dear(high, item) ? 1 : 0;
}

}  // namespace

std::optional<ValuesPicture> values_picture(const RoundView& round) {
  const auto *mine = sort_of(round.mine), *partners = sort_of(round.partners);
  if (mine == nullptr || partners == nullptr || round.card.items == nullptr) return std::nullopt;
  ValuesPicture picture;
  std::vector<std::pair<int, ValueDifference>> differences;
  for (const auto& item : *round.card.items) {
    const bool is_mine = is_in(*mine, item.id, Pile::most), is_theirs = is_in(*partners, item.id, Pile::most);
    if (is_mine && is_theirs) {
      const bool is_first = is_dear(*mine, item.id) && is_dear(*partners, item.id);
      (is_first ? picture.first_for_both : picture.shared).push_back(item.text);
    }
    if (is_mine && !is_theirs && is_dear(*mine, item.id)) picture.mine.push_back(item.text);
    if (is_theirs && !is_mine && is_dear(*partners, item.id)) picture.partners.push_back(item.text);
    if (const int far = distance(*mine, *partners, item.id)) differences.push_back({far, {item.text, true}});
    if (const int far = distance(*partners, *mine, item.id)) differences.push_back({far, {item.text, false}});
  }
  picture.shared.insert(picture.shared.begin(), picture.first_for_both.begin(), picture.first_for_both.end());
  std::stable_sort(differences.begin(), differences.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (differences.size() > differences_most) differences.resize(differences_most);
  for (auto& [far, difference] : differences) picture.differences.push_back(std::move(difference));
  return picture;
}

}  // namespace twinlamp::client
