#include "tests/sim/attack.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "protocol/base/random.h"

namespace twinlamp::sim {
namespace {

constexpr std::array<std::string_view, act_count> act_names{
    "stall",          "garbage-body",    "nonsense-seal",     "replay-my-seal", "fork-log",     "double-seal",
    "swap-seal",      "wrong-proof",     "inflated-votes",    "absurd-clock",   "wrong-peer-head", "mode-change",
    "late-put",       "wrong-put",       "lie-have",          "wrong-epoch",    "forged-reveal", "close-armed",
    "erase-mine",     "write-into-my-log", "odd-opening",     "odd-step",       "repeat-posts", "flood",
    "stall-keys",     "garbage-keys",    "replay-keys",       "wrong-dh",       "far-epoch",    "ready-unstored", "old-epoch-post",
    "drop",           "drop-and-say-posted", "delay",         "duplicate",      "reorder",      "open-one-side",
    "early-scalar",   "scalar-alone",    "replay-database",   "lose-database",  "swap-slots",   "swap-rooms",
    "lie-presence",   "lie-time",        "old-receipt",       "foreign-receipt", "tombstone-armed", "invent-release",
    "never-asked",    "say-ended",       "old-envelope",      "hand-over-keys",    "release-and-cancel"};
constexpr std::array<std::string_view, step_kinds> step_texts{
    "no-round", "writing", "mine-sealed", "theirs-sealed", "both-sealed", "cancelling", "open", "closed"};
constexpr std::array<std::string_view, 4> foe_names{"nobody", "partner", "relay", "both"};

template <std::size_t N>
std::optional<std::size_t> place_of(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

template <class Number>
bool read(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

bool is_of_partner(Act act) { return static_cast<std::size_t>(act) < first_of_relay; }
bool is_of_both(Act act) { return static_cast<std::size_t>(act) >= first_of_both; }

bool may_do(Foe foe, Act act) {
  switch (foe) {
    case Foe::partner: return is_of_partner(act);
    case Foe::relay: return !is_of_partner(act) && !is_of_both(act);
    case Foe::both: return true;
    case Foe::nobody: return false;
  }
  return false;
}

std::optional<Strike> strike_from(std::string_view word) {
  const auto at = word.find('@'), hash = word.find('#');
  if (at == std::string_view::npos || hash == std::string_view::npos || hash < at) return std::nullopt;
  const auto act = place_of(act_names, word.substr(0, at));
  const auto step = place_of(step_texts, word.substr(at + 1, hash - at - 1));
  Strike strike;
  if (!act || !step || !read(word.substr(hash + 1), strike.salt)) return std::nullopt;
  strike.act = static_cast<Act>(*act);
  strike.step = static_cast<Step>(*step);
  return strike;
}

bool read_setting(Attack& attack, std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos) return false;
  const auto name = word.substr(0, equals), value = word.substr(equals + 1);
  if (name == "honest") return read(value, attack.honest) && attack.honest < 2;
  if (name == "rounds") return read(value, attack.rounds);
  return name == "crashes" && read(value, attack.crashes);
}

}  // namespace

std::string_view name_of(Act act) { return act_names[static_cast<std::size_t>(act)]; }
std::string_view name_of(Step step) { return step_texts[static_cast<std::size_t>(step)]; }

std::optional<Step> scene_of(const Attack& attack) {
  return attack.strikes.empty() ? std::nullopt : std::optional(attack.strikes.front().step);
}

bool has_strike(const Attack& attack, Act act) {
  return std::ranges::any_of(attack.strikes, [act](const Strike& strike) { return strike.act == act; });
}

bool can_strike(Act act, Step step) {
  const auto in_round = step != Step::no_round;
  const auto unsealed = step == Step::writing || step == Step::mine_sealed;  // by the attacker
  switch (act) {
    case Act::nonsense_seal: return unsealed;  // only an author's first SEAL counts: later ones are double-seal's
    case Act::replay_my_seal: return step == Step::mine_sealed;  // there is one to replay, and none of the attacker's yet
    case Act::double_seal:
    case Act::swap_seal: return in_round && !unsealed;  // after a first one
    case Act::wrong_proof:
    case Act::inflated_votes: return unsealed;  // a wish list that the attacker has not voted in
    case Act::mode_change:
    case Act::forged_reveal:
    case Act::close_armed: return in_round;
    case Act::late_put: return step == Step::cancelling || step == Step::closed;
    case Act::wrong_put: return in_round;
    case Act::erase_mine:
    case Act::odd_step: return in_round;
    case Act::open_one_side: return step != Step::open && step != Step::closed && step != Step::no_round;  // before the release
    case Act::early_scalar:
    case Act::scalar_alone:
    case Act::hand_over_keys: return step == Step::mine_sealed || step == Step::both_sealed;  // a scalar waits at the relay
    case Act::tombstone_armed:
    case Act::invent_release: return in_round;
    case Act::stall_keys:
    case Act::garbage_keys:
    case Act::replay_keys:
    case Act::wrong_dh:
    case Act::far_epoch:
    case Act::ready_unstored:
    case Act::old_epoch_post:  // keys know nothing of rounds: these steps stand for all
      return step == Step::writing || step == Step::mine_sealed || step == Step::both_sealed || step == Step::closed;
    case Act::release_and_cancel: return step == Step::both_sealed;  // there is a PUT, and no release yet
    default: return true;
  }
}

Attack draw_attack(std::uint64_t number) {
  Attack attack;
  attack.seed = number;
  SeededRandom random(number * 3 + 1);
  // All pairs of an act and a step in turn; every other time the act's own adversary works together with the other one.
  std::vector<Strike> cells;
  for (std::size_t act = 0; act < act_count; ++act)
    for (std::size_t step = 0; step < step_kinds; ++step)
      if (can_strike(static_cast<Act>(act), static_cast<Step>(step)))
        // A cancel is over in a moment: three times as many try to be in time.
        cells.insert(cells.end(), static_cast<Step>(step) == Step::cancelling ? 3 : 1, {static_cast<Act>(act), static_cast<Step>(step), 0});
  auto first = cells[number % cells.size()];
  first.salt = static_cast<std::uint32_t>(random.below(1'000'000));
  const bool together = is_of_both(first.act) || random.below(3) == 0;
  attack.foe = together ? Foe::both : is_of_partner(first.act) ? Foe::partner : Foe::relay;
  attack.honest = static_cast<std::uint8_t>(random.below(2));
  attack.rounds = static_cast<int>(1 + random.below(3));
  constexpr std::array<std::uint32_t, 4> crashes{0, 0, 20, 100};
  attack.crashes = crashes[random.below(4)];
  attack.strikes.push_back(first);
  const auto more = random.below(5);
  while (attack.strikes.size() < more + 1) {
    auto strike = cells[random.below(cells.size())];
    strike.salt = static_cast<std::uint32_t>(random.below(1'000'000));
    if (may_do(attack.foe, strike.act)) attack.strikes.push_back(strike);
  }
  return attack;
}

std::string to_text(const Attack& attack) {
  std::string out(foe_names[static_cast<std::size_t>(attack.foe)]);
  out += " " + std::to_string(attack.seed) + " honest=" + std::to_string(attack.honest) +
         " rounds=" + std::to_string(attack.rounds) + " crashes=" + std::to_string(attack.crashes);
  for (const auto& strike : attack.strikes)
    out += " " + std::string(name_of(strike.act)) + "@" + std::string(name_of(strike.step)) + "#" + std::to_string(strike.salt);
  return out;
}

std::optional<Attack> attack_from_text(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::string word;
  Attack attack;
  in >> word;
  const auto foe = place_of(foe_names, word);
  if (!foe || !(in >> word) || !read(std::string_view(word), attack.seed)) return std::nullopt;
  attack.foe = static_cast<Foe>(*foe);
  while (in >> word) {
    if (read_setting(attack, word)) continue;
    const auto strike = strike_from(word);
    if (!strike || !may_do(attack.foe, strike->act)) return std::nullopt;
    attack.strikes.push_back(*strike);
  }
  return attack;
}

}  // namespace twinlamp::sim
