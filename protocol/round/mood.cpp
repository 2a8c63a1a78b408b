#include "protocol/round/mood.h"

#include <algorithm>
#include <cmath>

namespace twinlamp {
namespace {

constexpr std::uint8_t answer_version = 1, strong_feeling = 3, strongest_feeling = 5;
constexpr double high_from = 0.7, low_to = 0.3, far_apart = 0.5;

AnswerReading read_scale(ByteReader& in, const CardFacts& card) {
  const auto value = in.u8();
  AnswerReading out;
  out.value = std::to_string(value);
  out.height = static_cast<double>(value - 1) / std::max(1, card.steps - 1);
  if (card.practice == practice_number::fears) out.height = 1 - out.height;
  return out;
}

AnswerReading read_feeling(ByteReader& in, std::span<const std::string> gentle_families) {
  AnswerReading out;
  out.value = to_string(in.lv(64));
  in.lv(256);
  const auto intensity = in.u8();
  const bool is_gentle = std::binary_search(gentle_families.begin(), gentle_families.end(), out.value);
  out.is_gentle = is_gentle && intensity >= strong_feeling;
  const auto strength = static_cast<double>(intensity) / strongest_feeling / 2;
  out.height = is_gentle ? 0.5 - strength : 0.5 + strength;
  return out;
}

}  // namespace

std::optional<AnswerReading> read_answer(ByteView answer, const CardFacts& card, std::span<const std::string> gentle_families) {
  ByteReader in(answer);
  const auto kind = in.u8();
  if (in.u8() != answer_version || kind != card.kind) return std::nullopt;
  AnswerReading out;
  switch (kind) {
    case response_kind::choice:
      out.value = std::to_string(in.u8());
      out.height = 0.5;  // no option is better than another
      break;
    case response_kind::scale: out = read_scale(in, card); break;
    case response_kind::feeling: out = read_feeling(in, gentle_families); break;
    default: return std::nullopt;
  }
  if (in.failed() || !std::isfinite(out.height) || out.height < 0 || out.height > 1) return std::nullopt;
  return out;
}

After after_round(const Round& round, const CardFacts& card, std::span<const std::string> gentle_families) {
  std::array<std::optional<AnswerReading>, 2> read;
  for (std::size_t slot = 0; slot < 2; ++slot) {
    if (!round.is_revealed || round.sides[slot].answer_state != AnswerState::open) return After::none;
    read[slot] = read_answer(round.sides[slot].answer, card, gentle_families);
    if (!read[slot]) return After::none;
  }
  const auto [low, high] = std::minmax(read[0]->height, read[1]->height);
  if (low <= low_to || read[0]->is_gentle || read[1]->is_gentle) return After::low;
  if (high - low >= far_apart || (card.kind == response_kind::choice && read[0]->value != read[1]->value)) return After::apart;
  return low >= high_from ? After::high : After::none;
}

}  // namespace twinlamp
