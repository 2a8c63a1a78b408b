// An attack, as data: who misbehaves, and which act at which step of the round. A seed draws one; a line of text is one.
//
// The acts are written down before the schedule begins, so that one can be taken out and all else stays as it was:
// that is how a failing one is made small (shrink.h).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::sim {

enum class Act : std::uint8_t {
  // Of a modified client.
  stall, garbage_body, nonsense_seal, replay_my_seal, fork_log, double_seal, swap_seal, wrong_proof, inflated_votes,
  absurd_clock, wrong_peer_head, mode_change, late_put, wrong_put, lie_have, wrong_epoch, forged_reveal, close_armed,
  erase_mine, write_into_my_log, odd_opening, odd_step, repeat_posts, flood,
  stall_keys, garbage_keys, replay_keys, wrong_dh, far_epoch, ready_unstored, old_epoch_post,
  // Of a relay.
  drop, drop_and_say_posted, delay, duplicate, reorder, open_one_side, early_scalar, scalar_alone, replay_database,
  lose_database, swap_slots, swap_rooms, lie_presence, lie_time, old_receipt, foreign_receipt, tombstone_armed,
  invent_release, never_asked, say_ended, old_envelope,
  // Of both, hand in hand.
  hand_over_keys, release_and_cancel,
};
inline constexpr std::size_t act_count = 54, first_of_relay = 31, first_of_both = 52;
std::string_view name_of(Act act);

// Where the newest round stands, as the device sees it that is attacked.
enum class Step : std::uint8_t { no_round, writing, mine_sealed, theirs_sealed, both_sealed, cancelling, open, closed };
inline constexpr std::size_t step_kinds = 8;
std::string_view name_of(Step step);

struct Strike {
  Act act{};
  Step step{};
  std::uint32_t salt = 0;  // what the act draws from
  friend bool operator==(const Strike&, const Strike&) = default;
};

enum class Foe : std::uint8_t { nobody, partner, relay, both };

struct Attack {
  std::uint64_t seed = 1;        // of everything but the acts
  Foe foe = Foe::nobody;
  std::uint8_t honest = 0;       // the slot that is attacked, and honest; of a relay alone: the one that it is set on
  int rounds = 2;
  std::uint32_t crashes = 0;     // of the honest, in 10,000 steps where one can be
  std::vector<Strike> strikes;
  friend bool operator==(const Attack&, const Attack&) = default;
};

// The step of the first strike: people behave so that it is reached, and lasts. None without a strike.
std::optional<Step> scene_of(const Attack& attack);
bool has_strike(const Attack& attack, Act act);

// Can this act be done at this step at all? Where not, the reason stands beside it.
bool can_strike(Act act, Step step);

// The n-th attack: the first strike goes through all acts and steps in turn, the others are drawn.
Attack draw_attack(std::uint64_t number);

// "both 17 honest=1 rounds=2 crashes=30 wrong-put@both-sealed#91 delay@open#5", and back. None: not such a line.
std::string to_text(const Attack& attack);
std::optional<Attack> attack_from_text(std::string_view text);

// How often each act was done at each step.
using StrikeTable = std::array<std::array<std::uint64_t, step_kinds>, act_count>;

}  // namespace twinlamp::sim
