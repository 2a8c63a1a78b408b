// Rounds as the fold would make them, in any phase, for tests of what is made of them.
#pragma once

#include "client/app/round_view.h"
#include "client/content/answer_codec.h"

namespace twinlamp::client::test {

inline constexpr Slot me = 0, partner = 1;

inline const Catalogue& cards() {
  static const Catalogue catalogue = Catalogue::built_in();
  return catalogue;
}
inline Wording wording() {
  return {cards(), [](WallTime) { return std::chrono::minutes(60); }, Words()};
}
// Monday 23 November 2026, 20:47 UTC, and minutes after it.
inline WallTime at(int minutes = 0) { return WallTime(std::chrono::seconds(1795466820)) + std::chrono::minutes(minutes); }

inline twinlamp::Round round_of(const std::string& card_id, std::uint8_t number = 1) {
  const auto& card = *cards().find(card_id);
  twinlamp::Round round;
  round.id[0] = number;
  round.card_id = card.id;
  round.card_version = card.version;
  round.practice = card.practice;
  round.depth = card.depth;
  round.kind = static_cast<std::uint8_t>(card.kind);
  round.opened_by = partner;
  round.opened_at = at();
  return round;
}
inline const std::string light = "open-up.first-kitchen";  // depth 1, text

inline void seal(twinlamp::Round& round, Slot slot, twinlamp::SealMode mode = twinlamp::SealMode::together) {
  if (round.latches.empty()) round.latches.emplace_back();
  auto& seal = round.latches.back().seals[slot].emplace();
  seal.mode = mode;
  seal.at = at(1);
}
inline SecretBytes sealed_bytes(const std::string& text) {
  const auto bytes = *answer_to_bytes(TextAnswer{text});
  return {bytes.begin(), bytes.end()};
}
inline void reveal(twinlamp::Round& round, const std::string& mine, const std::string& partners) {
  seal(round, me);
  seal(round, partner);
  round.is_revealed = true;
  round.revealed_at = at(2);
  for (const auto& [slot, text] : {std::pair{me, mine}, {partner, partners}}) {
    round.sides[slot].answer_state = AnswerState::open;
    round.sides[slot].answer = sealed_bytes(text);
  }
}
inline Said said(std::uint64_t seq, const std::string& text, int minutes = 3) { return {seq, {}, at(minutes), text}; }
inline void close(twinlamp::Round& round, int minutes = 10) { round.closing = Closing{me, at(minutes)}; }

}  // namespace twinlamp::client::test
