#include "client/app/practices/feelings.h"

#include <algorithm>
#include <array>

#include "client/app/local_time.h"
#include "client/app/round_view.h"
#include "client/content/answer_codec.h"

namespace twinlamp::client {
namespace {

using Evening = FeelingsFacts::Evening;

constexpr std::size_t most_offers = 3;
constexpr int desire = 4;  // never offered by the app, and no part of the chart: it has a door of its own

// Families that ask for care when they are strong. None of them is bad; this only chooses which card may follow.
constexpr std::array<std::string_view, 6> tender_families{"sad", "afraid", "angry", "hurt", "alone", "tired"};

bool is_tender(const FeelingAnswer& answer) {
  return std::find(tender_families.begin(), tender_families.end(), answer.family) != tender_families.end();
}

// The same on both devices, whoever looks: one who carries something strong comes first, then how far apart the two are.
Evening evening_of(const FeelingAnswer& a, const FeelingAnswer& b) {
  constexpr int strong = 3, far = 3;
  for (const auto* each : {&a, &b})
    if (is_tender(*each) && each->intensity >= strong) return Evening::low;
  if (is_tender(a) != is_tender(b) || std::abs(a.intensity - b.intensity) >= far) return Evening::apart;
  if (!is_tender(a) && a.intensity >= strong && b.intensity >= strong) return Evening::high;
  return Evening::unknown;
}

std::optional<FeelingAnswer> answer_of(const twinlamp::Round& round, Slot slot) {
  const auto& side = round.sides[slot];
  if (side.answer_state != AnswerState::open) return std::nullopt;
  const auto answer = answer_from_bytes(side.answer);
  if (!answer) return std::nullopt;
  const auto* feeling = std::get_if<FeelingAnswer>(&*answer);
  return feeling == nullptr ? std::nullopt : std::optional(*feeling);
}

CardKind kind_of(const Catalogue& catalogue, const twinlamp::Round& round) {
  const auto* known = catalogue.find(round.card_id);
  return known == nullptr ? static_cast<CardKind>(round.kind) : known->kind;
}

// A listed word in this device's language, an own word as it was written.
std::string word_of(const FeelingAnswer& answer, const Catalogue& catalogue) {
  for (const auto& family : catalogue.feelings())
    for (const auto& word : family.words)
      if (family.id == answer.family && word.id == answer.word) return word.word;
  return answer.word;
}

// The card that may be asked every day; empty where the decks have none.
std::string daily_card(const Catalogue& catalogue) {
  for (const auto& card : catalogue.cards())
    if (card.daily && card.kind == CardKind::feeling) return card.id;
  return {};
}

bool suits(const Card& card, Evening evening) {
  return (evening == Evening::high && card.after.high) || (evening == Evening::low && card.after.low) || (evening == Evening::apart && card.after.apart);
}

// Those that were opened least, of different practices as far as there are.
std::vector<FeelingsOffer> offers_after(Evening evening, const PairState& state, const Catalogue& catalogue) {
  std::vector<std::pair<std::uint32_t, const Card*>> fitting;
  for (const auto& card : catalogue.cards()) {
    if (!suits(card, evening) || card.daily || card.practice == desire || card.depth > state.depth[card.practice]) continue;
    const bool is_open = std::any_of(state.rounds.begin(), state.rounds.end(), [&](const auto& round) { return !round->closing && round->card_id == card.id; });
    if (!is_open) fitting.emplace_back(times_opened(state, card.id), &card);
  }
  std::stable_sort(fitting.begin(), fitting.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<FeelingsOffer> offers;
  std::vector<int> practices;
  for (const bool any_practice : {false, true})
    for (const auto& each : fitting) {
      const auto* card = each.second;
      const bool is_there = std::any_of(offers.begin(), offers.end(), [&](const auto& offer) { return offer.card == card->id; });
      const bool is_again = std::find(practices.begin(), practices.end(), card->practice) != practices.end();
      if (offers.size() == most_offers || is_there || (is_again && !any_practice)) continue;
      const auto* practice = catalogue.practice(card->practice);
      offers.push_back({card->id, card->prompt, practice == nullptr ? std::string() : practice->name});
      practices.push_back(card->practice);
    }
  return offers;
}

void put(std::vector<FeelingDay>& days, std::chrono::sys_days day, const std::optional<FeelingAnswer>& answer, const std::string& word) {
  if (!answer) return;
  if (!days.empty() && days.back().day == day) days.pop_back();
  days.push_back({day, answer->intensity, word});
}

}  // namespace

void FeelingsBook::note(const twinlamp::Round& round, Slot me, const Wording& wording) {
  if (!round.is_revealed || kind_of(wording.catalogue, round) != CardKind::feeling || practice_of(wording.catalogue, round) == desire) return;
  Noted noted;
  noted.at = keepsake_time(round);
  noted.day = local_day(noted.at, wording.utc_offset(noted.at));
  noted.card = round.card_id;
  noted.mine = answer_of(round, me);
  noted.partners = answer_of(round, partner_of(me));
  if (noted.mine) noted.my_word = word_of(*noted.mine, wording.catalogue);
  if (noted.partners) noted.partners_word = word_of(*noted.partners, wording.catalogue);
  noted_[round.id] = std::move(noted);
  has_changed_ = true;
}

void FeelingsBook::clear() {
  noted_.clear();
  facts_.reset();
  has_changed_ = true;
}

FeelingsRef FeelingsBook::facts(const PairState& state, const Wording& wording) {
  if (facts_ && !has_changed_ && rounds_ == state.rounds.size()) return facts_;
  has_changed_ = false;
  rounds_ = state.rounds.size();
  FeelingsFacts facts;
  facts.card = daily_card(wording.catalogue);
  std::vector<std::pair<const RoundId*, const Noted*>> in_time;
  for (const auto& [id, noted] : noted_) in_time.emplace_back(&id, &noted);
  std::stable_sort(in_time.begin(), in_time.end(), [](const auto& a, const auto& b) { return a.second->at < b.second->at; });
  for (const auto& [id, noted] : in_time) {
    put(facts.mine, noted->day, noted->mine, noted->my_word);
    put(facts.partners, noted->day, noted->partners, noted->partners_word);
    if (noted->card != facts.card) continue;
    facts.last = to_hex(*id);
    facts.last_day = noted->day;
    facts.evening = noted->mine && noted->partners ? evening_of(*noted->mine, *noted->partners) : Evening::unknown;
  }
  facts.offers = offers_after(facts.evening, state, wording.catalogue);
  facts_ = std::make_shared<const FeelingsFacts>(std::move(facts));
  return facts_;
}

}  // namespace twinlamp::client
