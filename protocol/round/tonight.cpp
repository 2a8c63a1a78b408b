#include "protocol/round/tonight.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "protocol/crypto/hash.h"
#include "protocol/practice/values.h"
#include "protocol/round/mood.h"
#include "protocol/round/needs.h"

namespace twinlamp {
namespace {

using std::chrono::days;

constexpr days ask_again_after{90}, unfinished_for{1}, answers_speak_for{2}, mood_speaks_for{1};
constexpr days week = practice::values_limits::week;
constexpr std::uint8_t light = 2, deep = 4;

// Rounds of a daily card, and of Desire, are no evening: they have places of their own.
struct Evening {
  const Round* round = nullptr;
  const CardFacts* card = nullptr;  // null where this device does not know it
};

struct Candidate {
  const CardFacts* card = nullptr;
  Hash256 place{};  // in an order that belongs to this pair alone
  std::uint32_t opened = 0;
  bool returns = false;
};
using Candidates = std::vector<Candidate>;

struct Turn {
  std::size_t number = 0;  // of the practice's last evening; 0 = never
  std::size_t count = 0;   // of its evenings
  bool at_depth = false;   // one was received at its present depth
};

// A date that is planned waits for its day, and is looked back on from then on.
WallTime begins_to_wait(const Round& round) {
  const auto plan = std::find_if(round.steps.rbegin(), round.steps.rend(), [](const Step& step) { return is(step, StepKind::plan); });
  return plan == round.steps.rend() ? round.opened_at : std::max(plan->moment, round.opened_at);
}

class Chooser {
public:
  Chooser(const PairState& state, const Stock& stock, PairDay day) : state_(state), stock_(stock), day_(day) {
    for (const auto& card : stock.cards) by_id_.push_back(&card);
    std::sort(by_id_.begin(), by_id_.end(), [](const CardFacts* a, const CardFacts* b) { return a->id < b->id; });
    by_id_.erase(std::unique(by_id_.begin(), by_id_.end(), [](const CardFacts* a, const CardFacts* b) { return a->id == b->id; }), by_id_.end());
    for (const auto* card : by_id_)
      if (card->daily) daily_.insert(card->id);
    look_back();
  }

  std::optional<Chosen> choose() {
    if (auto found = unfinished()) return found;
    if (auto found = check_back()) return found;
    if (auto found = comes_back()) return found;
    auto candidates = candidates_of();
    if (candidates.empty()) return std::nullopt;
    for (const auto& candidate : candidates) ++fitting_[candidate.card->practice];
    fitting_in_all_ = candidates.size();
    if (const auto* first = first_skipped(candidates)) return chosen(*first, Rule::comes_round);
    std::erase_if(candidates, [&](const Candidate& c) { return is_skipped(c.card->id); });
    keep_due(candidates);
    if (auto found = by_mood(candidates)) return found;
    if (auto found = by_last_answers(candidates)) return found;
    const bool is_breather = keep_shallow_after_deep(candidates);
    auto found = by_practice(candidates);
    found.is_breather = is_breather;
    return found;
  }

private:
  bool is_skipped(const std::string& card_id) const {
    return std::find(state_.skipped.begin(), state_.skipped.end(), card_id) != state_.skipped.end();
  }
  const CardFacts* facts(const std::string& id) const {
    const auto found = std::lower_bound(by_id_.begin(), by_id_.end(), id, [](const CardFacts* card, const std::string& wanted) { return card->id < wanted; });
    return found != by_id_.end() && (*found)->id == id ? *found : nullptr;
  }
  days ago(WallTime at) const { return day_ - pair_day(state_, at); }

  void look_back() {
    std::size_t number = 0;
    for (const auto& round : state_.rounds) {
      if (!round->closing) open_now_.insert(round->card_id);
      if (daily_.contains(round->card_id)) {
        if (round->is_revealed) last_daily_ = round.get();
        continue;
      }
      if (round->practice == practice_number::desire) continue;
      auto& turn = turns_[round->practice];
      turn.number = ++number;
      ++turn.count;
      if (round->depth == state_.depth[round->practice]) turn.at_depth = turn.at_depth || (round->is_revealed && round->closing);
      last_.round = round.get();
    }
    evenings_ = number;
    if (last_.round != nullptr) last_.card = facts(last_.round->card_id);
  }

  bool is_waiting(const Round& round) const {
    return !round.closing && !round.is_revealed && round.practice != practice_number::desire &&
           !daily_.contains(round.card_id);
  }

  std::optional<Chosen> unfinished() const {
    for (const auto& round : state_.rounds) {
      if (!is_waiting(*round) || is_skipped(round->card_id)) continue;
      const auto waited = ago(begins_to_wait(*round));
      if (waited > unfinished_for || waited < days(0)) continue;
      return Chosen{{round->card_id, Suggestion::Why::unfinished, round->id}, Rule::unfinished, false};
    }
    return std::nullopt;
  }

  // What comes again each week gives way to the first evening that begins in that week.
  bool has_begun_evening_since(PairDay from) const {
    return last_.round != nullptr && pair_day(state_, last_.round->opened_at) >= from;
  }

  // Of something agreed on: once a week, and not for ever. Where one has spoken already, the other's page asks.
  std::optional<Chosen> check_back() const {
    for (const auto& due : practice::values_due(state_, day_)) {
      const auto* round = state_.rounds.find(due.round);
      if (!due.is_for_both() || is_skipped(round->card_id)) continue;
      const auto asked = day_ - due.since;
      if (asked > practice::values_limits::asked_for - week || has_begun_evening_since(due.since + asked / week * week)) continue;
      return Chosen{{round->card_id, Suggestion::Why::check_back, round->id}, Rule::check_back, false};
    }
    return std::nullopt;
  }

  // From the end of each week on. Several take turns; where one was skipped, none comes in its place.
  std::optional<Chosen> comes_back() const {
    const auto sunday = day_ - (std::chrono::weekday(day_) - std::chrono::Sunday);
    if (has_begun_evening_since(sunday)) return std::nullopt;
    std::vector<const Round*> waiting;
    for (const auto& round : state_.rounds) {
      if (!is_waiting(*round) || pair_day(state_, begins_to_wait(*round)) >= sunday) continue;
      if (is_skipped(round->card_id)) return std::nullopt;
      waiting.push_back(round.get());
    }
    if (waiting.empty()) return std::nullopt;
    const auto number = static_cast<std::size_t>(std::max<std::int64_t>(0, sunday.time_since_epoch() / week));
    const auto& round = *waiting[number % waiting.size()];
    return Chosen{{round.card_id, Suggestion::Why::unfinished, round.id}, Rule::comes_back, false};
  }

  bool fits(const CardFacts& card) const {
    return card.practice >= 1 && card.practice < PairState::practices && card.practice != practice_number::desire && card.depth >= 1 &&
           card.depth <= state_.depth[card.practice] && !card.daily && card.kind != response_kind::wishes && !open_now_.contains(card.id) &&
           is_led_up_to(state_, card, day_);
  }

  Candidates candidates_of() const {
    Candidates out;
    for (const auto* card : by_id_) {
      if (!fits(*card)) continue;
      Candidate candidate{card, {}, 0, false};
      if (const auto use = state_.cards.find(card->id); use != state_.cards.end()) {
        candidate.opened = use->second.opened;
        candidate.returns = card->about_now && use->second.opened > 0 && ago(use->second.last_opened) >= ask_again_after;
      }
      out.push_back(candidate);
    }
    return out;
  }

  const Candidate* first_skipped(const Candidates& candidates) const {
    if (!std::all_of(candidates.begin(), candidates.end(), [&](const Candidate& c) { return is_skipped(c.card->id); })) return nullptr;
    for (const auto& id : state_.skipped) {
      const auto found = std::find_if(candidates.begin(), candidates.end(), [&id](const Candidate& c) { return c.card->id == id; });
      if (found != candidates.end()) return &*found;
    }
    return nullptr;
  }

  // No card twice before all that fit have been used: fresh ones, or what may return by now, else those that were used least.
  // Of every four evenings three are new ones, as long as there are any.
  void keep_due(Candidates& candidates) const {
    auto least = candidates.front().opened;
    for (const auto& candidate : candidates) least = std::min(least, candidate.opened);
    const bool may_return = least > 0 || evenings_ % 4 == 3;
    std::erase_if(candidates, [&](const Candidate& c) { return c.opened != least && !(c.returns && may_return); });
  }

  // --- what the answers say

  bool is_heavy_mood() const {
    const Round* round = last_daily_;
    if (last_.round != nullptr && last_.round->kind == response_kind::feeling && (round == nullptr || round->opened_at < last_.round->opened_at)) round = last_.round;
    const auto* card = round == nullptr ? nullptr : facts(round->card_id);
    if (card == nullptr || ago(round->opened_at) > mood_speaks_for) return false;
    return after_round(*round, *card, stock_.gentle_families) == After::low;
  }

  std::optional<Chosen> by_mood(const Candidates& candidates) const {
    if (!is_heavy_mood()) return std::nullopt;
    auto some = candidates;
    std::erase_if(some, [](const Candidate& c) { return c.card->depth > light || c.card->practice == practice_number::fears; });
    if (some.empty()) return std::nullopt;
    if (std::any_of(some.begin(), some.end(), [](const Candidate& c) { return has(c, After::low); }))
      std::erase_if(some, [](const Candidate& c) { return !has(c, After::low); });
    auto found = by_practice(some);
    found.rule = Rule::gentle;
    return found;
  }

  std::optional<Chosen> by_last_answers(const Candidates& candidates) const {
    if (last_.card == nullptr || ago(last_.round->opened_at) > answers_speak_for) return std::nullopt;
    const auto practice = last_.card->practice, depth = last_.card->depth;
    const auto same = [practice](const Candidate& c) { return c.card->practice == practice; };
    switch (after_round(*last_.round, *last_.card, stock_.gentle_families)) {
      case After::low:
        return first_of(candidates, Rule::after_low, [&](const Candidate& c) { return has(c, After::low) && same(c); })
            .or_else(*this, candidates, Rule::after_low, [](const Candidate& c) { return has(c, After::low); })
            .or_else(*this, candidates, Rule::after_low, [](const Candidate& c) { return c.card->practice == practice_number::appreciations && c.card->depth <= light; });
      case After::apart:
        return first_of(candidates, Rule::after_apart, [&](const Candidate& c) { return has(c, After::apart) && same(c); })
            .or_else(*this, candidates, Rule::after_apart, [](const Candidate& c) { return has(c, After::apart); });
      case After::high:
        return first_of(candidates, Rule::after_high, [&](const Candidate& c) { return has(c, After::high) && same(c) && c.card->depth >= depth; })
            .or_else(*this, candidates, Rule::after_high, [&](const Candidate& c) { return same(c) && c.card->depth > depth; });
      case After::none: break;
    }
    return std::nullopt;
  }

  static bool has(const Candidate& candidate, After after) { return (candidate.card->after & static_cast<std::uint8_t>(after)) != 0; }

  struct Found {
    std::optional<Chosen> chosen;
    operator std::optional<Chosen>() const { return chosen; }
    template <class Wanted>
    Found or_else(const Chooser& chooser, const Candidates& candidates, Rule rule, Wanted wanted) const {
      return chosen ? *this : chooser.first_of(candidates, rule, wanted);
    }
  };
  template <class Wanted>
  Found first_of(const Candidates& candidates, Rule rule, Wanted wanted) const {
    Candidates some;
    for (const auto& candidate : candidates)
      if (wanted(candidate)) some.push_back(candidate);
    if (some.empty()) return {};
    return {chosen(first_in_order(some), rule)};
  }

  // --- whose turn it is

  bool keep_shallow_after_deep(Candidates& candidates) const {
    if (last_.round == nullptr || last_.round->depth < deep || ago(last_.round->opened_at) > answers_speak_for) return false;
    const auto is_deep = [](const Candidate& c) { return c.card->depth >= deep; };
    if (std::all_of(candidates.begin(), candidates.end(), is_deep)) return false;
    return std::erase_if(candidates, is_deep) > 0;
  }

  // In evenings, so that two who meet once a week have the same rhythm as two who meet every day.
  std::size_t waited(std::uint8_t practice) const { return evenings_ - turns_[practice].number; }

  Hash256 practice_place(std::uint8_t practice) const {
    const ByteArray<1> number{practice};
    return blake2b_256({bytes_of("tonight/1/practice"), state_.pair_seed.view(), number});
  }

  Chosen by_practice(const Candidates& candidates) const {
    std::array<std::size_t, PairState::practices> left{};
    for (const auto& candidate : candidates) ++left[candidate.card->practice];
    std::uint8_t best = 0;
    std::tuple<int, double, Hash256> best_claim{};
    for (std::uint8_t practice = 1; practice < PairState::practices; ++practice) {
      if (left[practice] == 0 || (is_last(practice) && left[practice] < candidates.size())) continue;
      const auto claim = std::tuple(rank_of(rule_for(practice)), strength(practice), practice_place(practice));
      if (best == 0 || claim > best_claim) best = practice, best_claim = claim;
    }
    Candidates of_practice;
    for (const auto& candidate : candidates)
      if (candidate.card->practice == best) of_practice.push_back(candidate);
    keep_climbing(of_practice, best);
    keep_another_area(of_practice);
    return chosen(first_in_order(of_practice), rule_for(best));
  }

  Rule rule_for(std::uint8_t practice) const {
    if (turns_[practice].number == 0) return Rule::first_turn;
    return waited(practice) > rhythm_of(practice) ? Rule::rhythm : Rule::balance;
  }
  static int rank_of(Rule rule) { return rule == Rule::first_turn ? 2 : rule == Rule::rhythm ? 1 : 0; }
  bool is_last(std::uint8_t practice) const { return last_.round != nullptr && last_.round->practice == practice; }
  double strength(std::uint8_t practice) const {
    switch (rule_for(practice)) {
      case Rule::first_turn: return 0;
      case Rule::rhythm: return static_cast<double>(waited(practice)) / static_cast<double>(rhythm_of(practice));
      default:  // how many evenings it is behind its share of all cards that fit
        return static_cast<double>(fitting_[practice] * (evenings_ + 1)) / static_cast<double>(fitting_in_all_) - static_cast<double>(turns_[practice].count);
    }
  }

  // The present depth, until something was received there: so it climbs by one, and not by chance.
  void keep_climbing(Candidates& candidates, std::uint8_t practice) const {
    if (turns_[practice].at_depth) return;
    std::uint8_t deepest = 0;
    for (const auto& candidate : candidates) deepest = std::max(deepest, candidate.card->depth);
    std::erase_if(candidates, [deepest](const Candidate& c) { return c.card->depth != deepest; });
  }

  // Not the same part of life twice running.
  void keep_another_area(Candidates& candidates) const {
    if (last_.card == nullptr || last_.card->area.empty()) return;
    const auto is_same = [&](const Candidate& c) { return c.card->area == last_.card->area; };
    if (!std::all_of(candidates.begin(), candidates.end(), is_same)) std::erase_if(candidates, is_same);
  }

  Candidate first_in_order(Candidates& some) const {
    for (auto& candidate : some) {
      ByteWriter tail;
      tail.u32(candidate.opened);
      candidate.place = blake2b_256({bytes_of("tonight/1"), state_.pair_seed.view(), bytes_of(candidate.card->id), tail.view()});
    }
    return *std::min_element(some.begin(), some.end(), [](const Candidate& a, const Candidate& b) { return a.place < b.place; });
  }

  static Chosen chosen(const Candidate& candidate, Rule rule) {
    const auto why = candidate.opened == 0 ? Suggestion::Why::fresh : Suggestion::Why::asked_again;
    return {{candidate.card->id, why, std::nullopt}, rule, false};
  }

  const PairState& state_;
  const Stock& stock_;
  PairDay day_;
  std::vector<const CardFacts*> by_id_;
  std::set<std::string> daily_, open_now_;
  std::array<Turn, PairState::practices> turns_{};
  std::array<std::size_t, PairState::practices> fitting_{};
  std::size_t fitting_in_all_ = 0, evenings_ = 0;
  Evening last_;
  const Round* last_daily_ = nullptr;
};

}  // namespace

std::string_view name_of(Rule rule) {
  switch (rule) {
    case Rule::unfinished: return "unfinished";
    case Rule::check_back: return "check-back";
    case Rule::comes_back: return "comes-back";
    case Rule::gentle: return "gentle";
    case Rule::after_low: return "after-low";
    case Rule::after_apart: return "after-apart";
    case Rule::after_high: return "after-high";
    case Rule::first_turn: return "first-turn";
    case Rule::rhythm: return "rhythm";
    case Rule::balance: return "balance";
    case Rule::comes_round: return "comes-round";
  }
  return "unknown";
}

std::size_t rhythm_of(std::uint8_t practice) {
  constexpr std::array<std::size_t, PairState::practices> longest{0, 12, 8, 14, 0, 10, 10, 14, 14, 10, 14};
  return practice < longest.size() ? longest[practice] : 14;
}

std::optional<Chosen> choose_tonight(const PairState& state, const Stock& stock, PairDay day) { return Chooser(state, stock, day).choose(); }

std::optional<Suggestion> tonight(const PairState& state, const Stock& stock, PairDay day) {
  const auto chosen = choose_tonight(state, stock, day);
  return chosen ? std::optional(chosen->suggestion) : std::nullopt;
}

}  // namespace twinlamp
