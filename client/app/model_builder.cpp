#include "client/app/model_builder.h"

#include <algorithm>

#include "client/app/local_time.h"
#include "client/app/next_card.h"
#include "client/app/practices/desire.h"
#include "client/app/practices/games.h"
#include "client/app/practices/things.h"

namespace twinlamp::client {
namespace {

constexpr std::uint8_t appreciations = 5;  // product.md's row: gifts are kept under it

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
  release_ = catalogue.release();
  stock_ = EveningStock(catalogue, release_);
  for (const auto& card : catalogue.cards()) {
    if (card.retired) continue;
    cards.push_back(card_view(catalogue, card));
  }
  auto others = cards;
  std::erase_if(others, [](const CardView& card) { return card.practice == desire_practice; });
  cards_without_desire_ = std::make_shared<const std::vector<CardView>>(std::move(others));
  cards_ = std::make_shared<const std::vector<CardView>>(std::move(cards));
  const auto feelings = catalogue.feelings();
  feelings_ = std::make_shared<const std::vector<FeelingFamily>>(feelings.begin(), feelings.end());
  introduce(nullptr);
  // Closed rounds are kept as they were said; open ones are said anew at each update, and keep their order.
  kept_.clear();
  feelings_book_.clear();
  gifts_.clear();
  gifts_seen_.reset();
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
  gifts_.clear();
  gifts_seen_.reset();
  feelings_facts_ = std::make_shared<const FeelingsFacts>();
  things_ = std::make_shared<const ThingsView>();
  games_ = std::make_shared<const std::vector<GameOffer>>();
  values_facts_ = std::make_shared<const ValuesFacts>();
  open_.clear();
  tonight_.reset();
  small_thing_.reset();
  revealed_.clear();
  keepsake_ = std::make_shared<const Keepsake>();
  kept_changed_ = false;
  evenings_ = std::make_shared<const std::vector<std::chrono::sys_days>>();
  both_confirmed_ = false;
  if (wording_) introduce(nullptr);
}

void ModelBuilder::show_desire(bool shows) {
  if (std::exchange(shows_desire_, shows) == shows) return;
  shelf_.show_desire(shows);
  kept_changed_ = true;
}

void ModelBuilder::update(const PairState& state, Slot me, PairDay day, const LocalFacts& local) {
  ++updates_;
  if (const auto both = std::min(release_of_both(state), wording_->catalogue.release()); both != release_) {
    release_ = both;
    stock_ = EveningStock(wording_->catalogue, release_);
  }
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
    for (const auto evening : state.evenings) days.emplace_back(std::chrono::days(evening));
    evenings_ = std::make_shared<const std::vector<std::chrono::sys_days>>(std::move(days));
  }
  both_confirmed_ = state.is_confirmed();
  feelings_facts_ = feelings_book_.facts(state, *wording_);
  things_ = std::make_shared<const ThingsView>(make_things(state, me, *wording_));
  games_ = std::make_shared<const std::vector<GameOffer>>(offer_games(state, stock_.cards(), wording_->catalogue));
  values_facts_ = values_facts(state, me, day, *wording_);
  suggest(state, me, day);
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

void ModelBuilder::suggest(const PairState& state, Slot me, PairDay day) {
  tonight_.reset();
  small_thing_.reset();
  if (!state.is_confirmed()) return;
  const Evening evening{state, stock_, day, me};
  tonight_ = suggestion_of(evening, *wording_);
  small_thing_ = small_thing_of(evening, *wording_);
}

// "Heard?" has no cards, so no deck names it.
void ModelBuilder::introduce(const PairState* state) {
  constexpr int heard = 10;
  const auto& words = wording_->words;
  std::vector<PracticeView> practices;
  for (const auto& practice : wording_->catalogue.practices()) {
    if (practice.number >= heard) continue;
    practices.push_back({practice.number, practice.slug, practice.name, practice.about, {}});
    if (state != nullptr && state->is_confirmed()) practices.back().next_card = next_card(*state, stock_.cards(), practice.number).value_or("");
  }
  practices.push_back({heard, "heard", words.say("heard.name"), words.say("heard.about"), {}});
  practices_ = std::make_shared<const std::vector<PracticeView>>(std::move(practices));
}

ModelBuilder::Kept ModelBuilder::line_of(const twinlamp::Gift& gift, const GiftRef& view) const {
  const auto at = static_cast<GiftMoment>(gift.moment) == GiftMoment::at ? gift.at : gift.sent;
  const auto offset = wording_->utc_offset(at);
  RoundSummary summary;
  summary.id = view->id;
  summary.prompt = client::line_of(*view);
  summary.practice = appreciations;
  if (const auto* practice = wording_->catalogue.practice(appreciations)) summary.practice_name = practice->name;
  summary.date = local_date(at, offset, wording_->words);
  summary.month = local_month(at, offset, wording_->words);
  summary.day = local_day(at, offset);
  summary.gift = view;
  return {at, std::make_shared<const RoundSummary>(std::move(summary))};
}

void ModelBuilder::keep_gifts(const PairState& state, const GiftsRef& gifts) {
  if (gifts == gifts_seen_) return;
  gifts_seen_ = gifts;
  std::map<std::string, const twinlamp::Gift*> sources;
  for (const auto& gift : state.gifts) sources[to_hex(gift->id)] = gift.get();
  std::map<std::string, Kept> lines;
  for (const auto& view : gifts->jar) {
    const auto source = sources.find(view->id);
    if (!view->opens.empty() || source == sources.end()) continue;
    const auto known = gifts_.find(view->id);
    const bool is_known = known != gifts_.end() && known->second.line->gift == view;
    lines.emplace(view->id, is_known ? known->second : line_of(*source->second, view));
    kept_changed_ = kept_changed_ || !is_known;
  }
  kept_changed_ = kept_changed_ || lines.size() != gifts_.size();
  gifts_ = std::move(lines);
}

void ModelBuilder::fill(Model& model) const {
  if (kept_changed_) {
    auto all = kept_;
    all.insert(all.end(), revealed_.begin(), revealed_.end());
    for (const auto& [id, each] : gifts_) all.push_back(each);
    std::stable_sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) { return a.at < b.at; });
    std::vector<Keepsake::Line> lines;
    lines.reserve(all.size());
    for (auto each = all.rbegin(); each != all.rend(); ++each)
      if (shows_desire_ || each->line->practice != desire_practice) lines.push_back(each->line);
    keepsake_ = std::make_shared<const Keepsake>(std::move(lines));
    kept_changed_ = false;
  }
  model.open_rounds = open_;
  model.shows_apart = shows_desire_;
  if (!shows_desire_) std::erase_if(model.open_rounds, [](const RoundRef& round) { return round->card.practice == desire_practice; });
  model.keepsake = keepsake_;
  // The protocol goes by what a round says of itself.
  if (shows_desire_ || !tonight_ || tonight_->card.practice != desire_practice) model.tonight = tonight_;
  model.small_thing = small_thing_;
  model.feelings_facts = feelings_facts_;
  model.things = things_;
  model.games = games_;
  model.values = values_facts_;
  model.evenings = evenings_;
  model.evenings_together = static_cast<int>(evenings_->size());
  model.both_confirmed = both_confirmed_;
}

void ModelBuilder::fill_content(Model& model) const {
  model.cards = shows_desire_ ? cards_ : cards_without_desire_;
  model.feelings = feelings_;
  model.practices = practices_;
}

}  // namespace twinlamp::client
