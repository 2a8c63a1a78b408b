#include "protocol/round/wish_draw.h"

#include <algorithm>
#include <tuple>

#include "protocol/crypto/hash.h"

namespace twinlamp {
namespace {

// In the first `runs` rounds of this card.
std::map<std::string, std::uint32_t> times_drawn(const PairState& state, std::string_view card_id, std::uint32_t runs) {
  std::map<std::string, std::uint32_t> times;
  for (const auto& round : state.rounds)
    if (round->card_id == card_id && round->times_before < runs && round->wishes)
      for (const auto& item : round->wishes->items) times[item] += 1;
  return times;
}

std::vector<std::string> draw_after(const PairState& state, std::string_view card_id, std::uint32_t runs, const std::vector<std::string>& all,
                                    std::size_t batch) {
  const auto times = times_drawn(state, card_id, runs);
  ByteWriter run;
  run.lv(card_id).u32(runs);
  std::vector<std::tuple<std::uint32_t, ByteArray<16>, std::string>> places;
  for (const auto& id : all) {
    const auto before = times.find(id);
    places.emplace_back(before == times.end() ? 0 : before->second,
                        blake2b_128({bytes_of("wishes draw/1"), state.pair_seed.view(), run.view(), bytes_of(id)}), id);
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  std::vector<std::string> drawn;
  for (const auto& [count, hash, id] : places)
    if (drawn.size() < std::min(batch, match::most_items)) drawn.push_back(id);
  return drawn;
}

}  // namespace

std::vector<std::string> draw_wishes(const PairState& state, std::string_view card_id, const std::vector<std::string>& all, std::size_t batch) {
  return draw_after(state, card_id, times_opened(state, card_id), all, batch);
}

bool is_as_drawn(const PairState& state, const Round& round, const std::vector<std::string>& all, std::size_t batch) {
  return round.wishes && round.wishes->items == draw_after(state, round.card_id, round.times_before, all, batch);
}

std::uint16_t wishes_quota(std::size_t batch) { return static_cast<std::uint16_t>(std::max<std::size_t>(1, (2 * batch + 2) / 3)); }

}  // namespace twinlamp
