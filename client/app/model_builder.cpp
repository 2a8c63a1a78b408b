#include "client/app/model_builder.h"

#include <algorithm>

#include "client/app/next_card.h"

namespace twinlamp::client {
namespace {

const std::string& reason_of(twinlamp::Suggestion::Why why, const Words& words) {
  switch (why) {
    case twinlamp::Suggestion::Why::unfinished: return words.say("suggestion.unfinished");
    case twinlamp::Suggestion::Why::asked_again: return words.say("suggestion.asked_again");
    case twinlamp::Suggestion::Why::check_back:
    case twinlamp::Suggestion::Why::fresh: break;
  }
  return words.say("suggestion.fresh");
}

}  // namespace

ModelBuilder::ModelBuilder(WordingRef wording, RoundShelf& shelf) : shelf_(shelf) {
  clear();
  speak(std::move(wording));
}

void ModelBuilder::speak(WordingRef wording) {
  wording_ = std::move(wording);
  shelf_.speak(wording_);
  const auto& catalogue = wording_->catalogue;
  std::vector<CardView> cards;
  facts_.clear();
  for (const auto& card : catalogue.cards()) {
    cards.push_back(card_view(catalogue, card));
    facts_.push_back(facts_of(card));
  }
  cards_ = std::make_shared<const std::vector<CardView>>(std::move(cards));
  const auto feelings = catalogue.feelings();
  feelings_ = std::make_shared<const std::vector<FeelingFamily>>(feelings.begin(), feelings.end());
  introduce(nullptr);
  // Closed rounds are kept as they were said; open ones are said anew at each update, and keep their order.
  kept_.clear();
  feelings_book_.clear();
  kept_changed_ = true;
  for (auto& round : seen_)
    if (round && round->closing) round.reset();
}

void ModelBuilder::clear() {
  shelf_.clear();
  seen_.clear();
  changed_.clear();
  kept_.clear();
  feelings_book_.clear();
  feelings_facts_ = std::make_shared<const FeelingsFacts>();
  values_facts_ = std::make_shared<const ValuesFacts>();
  open_.clear();
  tonight_.reset();
  revealed_.clear();
  keepsake_ = std::make_shared<const Keepsake>();
  kept_changed_ = false;
  evenings_ = std::make_shared<const std::vector<std::chrono::sys_days>>();
  both_confirmed_ = false;
  if (wording_) introduce(nullptr);
}

void ModelBuilder::update(const PairState& state, Slot me, const LocalFacts& local) {
  ++updates_;
  open_.clear();
  std::vector<Kept> revealed;
  bool revealed_changed = false;
  seen_.resize(state.rounds.size());
  std::size_t place = 0;
  for (const auto& round : state.rounds) {
    auto& seen = seen_[place++];
    const bool has_changed = seen != round, was_kept = seen && seen->closing;
    seen = round;
    if (round->closing) {
      if (has_changed) keep(round, me, was_kept);
      continue;
    }
    if (has_changed) changed_[round->id] = updates_;
    open_.push_back(std::make_shared<const RoundView>(make_round_view(*round, local(*round), *wording_)));
    if (open_.back()->phase == RoundPhase::receiving) {
      revealed.push_back(line_of(*round, me));
      feelings_book_.note(*round, me, *wording_);
      revealed_changed = revealed_changed || has_changed;
    }
    shelf_.put_open(open_.back());
  }
  if (revealed_changed || revealed.size() != revealed_.size()) {
    revealed_ = std::move(revealed);
    kept_changed_ = true;
  }
  // Newest change first; what changed with the same update stays newest opened first.
  std::reverse(open_.begin(), open_.end());
  const auto change_of = [this](const RoundRef& view) {
    Bytes id;
    from_hex(view->id, id);
    return changed_.at(to_array<16>(id));
  };
  std::stable_sort(open_.begin(), open_.end(), [&](const RoundRef& a, const RoundRef& b) { return change_of(a) > change_of(b); });
  if (evenings_->size() != state.evenings.size()) {  // it only grows
    std::vector<std::chrono::sys_days> days;
    for (const auto day : state.evenings) days.emplace_back(std::chrono::days(day));
    evenings_ = std::make_shared<const std::vector<std::chrono::sys_days>>(std::move(days));
  }
  both_confirmed_ = state.is_confirmed();
  feelings_facts_ = feelings_book_.facts(state, *wording_);
  values_facts_ = values_facts(state, me, pair_day(state, state.latest), *wording_);
  suggest(state);
  introduce(&state);
}

ModelBuilder::Kept ModelBuilder::line_of(const twinlamp::Round& round, Slot me) const {
  return {keepsake_time(round), std::make_shared<const RoundSummary>(make_summary(round, me, *wording_))};
}

void ModelBuilder::keep(const Rounds::Pointer& round, Slot me, bool was_kept) {
  changed_.erase(round->id);
  auto line = line_of(*round, me);
  feelings_book_.note(*round, me, *wording_);
  if (was_kept) std::erase_if(kept_, [&](const Kept& other) { return other.line->id == line.line->id; });
  const auto at = std::upper_bound(kept_.begin(), kept_.end(), line.at, [](WallTime time, const Kept& other) { return time < other.at; });
  kept_.insert(at, std::move(line));
  kept_changed_ = true;
  shelf_.put_closed(round, me);
}

void ModelBuilder::suggest(const PairState& state) {
  tonight_.reset();
  if (!state.is_confirmed()) return;
  const auto chosen = twinlamp::tonight(state, {facts_, {}, {}}, pair_day(state, state.latest));
  if (!chosen) return;
  client::Suggestion suggestion;
  suggestion.reason = reason_of(chosen->why, wording_->words);
  if (chosen->round_id) suggestion.round = to_hex(*chosen->round_id);
  if (const auto* card = wording_->catalogue.find(chosen->card_id)) {
    suggestion.card = card_view(wording_->catalogue, *card);
  } else if (const auto* round = chosen->round_id ? state.rounds.find(*chosen->round_id) : nullptr) {
    suggestion.card = card_view(wording_->catalogue, card_of(wording_->catalogue, *round));
  }
  tonight_ = std::move(suggestion);
}

// "Heard?" has no cards, so no deck names it.
void ModelBuilder::introduce(const PairState* state) {
  constexpr int heard = 10;
  const auto& words = wording_->words;
  std::vector<PracticeView> practices;
  for (const auto& practice : wording_->catalogue.practices()) {
    if (practice.number >= heard) continue;
    practices.push_back({practice.number, practice.slug, practice.name, practice.about, {}});
    if (state != nullptr && state->is_confirmed()) practices.back().next_card = next_card(*state, facts_, practice.number).value_or("");
  }
  practices.push_back({heard, "heard", words.say("heard.name"), words.say("heard.about"), {}});
  practices_ = std::make_shared<const std::vector<PracticeView>>(std::move(practices));
}

void ModelBuilder::fill(Model& model) const {
  if (kept_changed_) {
    auto all = kept_;
    for (const auto& each : revealed_)
      all.insert(std::upper_bound(all.begin(), all.end(), each.at, [](WallTime time, const Kept& other) { return time < other.at; }), each);
    std::vector<Keepsake::Line> lines;
    lines.reserve(all.size());
    for (auto each = all.rbegin(); each != all.rend(); ++each) lines.push_back(each->line);
    keepsake_ = std::make_shared<const Keepsake>(std::move(lines));
    kept_changed_ = false;
  }
  model.open_rounds = open_;
  model.keepsake = keepsake_;
  model.tonight = tonight_;
  model.feelings_facts = feelings_facts_;
  model.values = values_facts_;
  model.evenings = evenings_;
  model.evenings_together = static_cast<int>(evenings_->size());
  model.both_confirmed = both_confirmed_;
}

void ModelBuilder::fill_content(Model& model) const {
  model.cards = cards_;
  model.feelings = feelings_;
  model.practices = practices_;
}

}  // namespace twinlamp::client
