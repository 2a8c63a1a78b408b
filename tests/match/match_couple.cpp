#include "tests/match/match_couple.h"

namespace twinlamp::match::test {
namespace {

Key seed_of(std::uint8_t seed, Slot slot) {
  ByteArray<32> bytes{};
  bytes.fill(seed);
  bytes[0] = slot;
  return Key(bytes);
}

Terms terms_of(const Setting& setting) {
  ByteArray<16> round{}, latch{};
  round.fill(setting.round);
  latch.fill(static_cast<std::uint8_t>(setting.round + 100));
  const auto quota = setting.quota == 0 ? setting.zero.size() : setting.quota;
  return Terms::make(round, latch, items(setting.zero.size()), static_cast<std::uint16_t>(quota));
}

}  // namespace

std::vector<std::string> items(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < count; ++at) out.push_back("item." + std::to_string(at));
  return out;
}

MatchCouple::MatchCouple(const Setting& setting)
    : terms(terms_of(setting)),
      seeds{seed_of(setting.seed, 0), seed_of(setting.seed, 1)},
      votes{setting.zero, setting.one},
      runs{Run(terms, 0, seeds[0], setting.zero), Run(terms, 1, seeds[1], setting.one)} {}

void MatchCouple::say_until(Slot author, std::uint8_t step) {
  for (const auto& [who, what] : order_of_steps) {
    if (!said.has(who, what)) said.set(who, what, runs[who].make_step(what, said));
    if (who == author && what == step) return;
  }
}

void MatchCouple::say_all() {
  say_until(1, 3);
}

Result<void> MatchCouple::check_all() const {
  for (const auto& [who, what] : order_of_steps) TWINLAMP_TRY(check(who, what));
  return {};
}

}  // namespace twinlamp::match::test
