// From the state of the pair to the model, keeping what has not changed: a change of one round costs that round, not all of them.
//
// The state's rounds are immutable and shared, so "has not changed" is the same pointer. Single-threaded; the shelf it fills is not.
#pragma once

#include <vector>

#include "client/app/practices/evening.h"
#include "client/app/practices/feelings.h"
#include "client/app/practices/values.h"
#include "client/app/round_shelf.h"

namespace twinlamp::client {

class ModelBuilder {
public:
  // What this device alone knows of a round that is not closed.
  using LocalFacts = std::function<RoundFacts(const twinlamp::Round&)>;

  // The shelf outlives this, and speaks as this does.
  ModelBuilder(WordingRef wording, RoundShelf& shelf);
  // Another language: all that is kept is said anew with the next update.
  void speak(WordingRef wording);

  // Open rounds are built anew each time, since their local facts may differ.
  void update(const PairState& state, Slot me, PairDay day, const LocalFacts& local);
  // After update(): the gifts whose moment has come lie in the keepsake too.
  void keep_gifts(const PairState& state, const GiftsRef& gifts);
  void clear();
  // Whether anything of Desire is to be seen: off until somebody says so. What is kept of it stays, and comes back with the next fill().
  void show_desire(bool shows);

  // Fills what follows from the pair: rounds, keepsake, tonight, evenings, whether both have confirmed.
  void fill(Model& model) const;
  // Fills what does not: the cards, feelings and practices.
  void fill_content(Model& model) const;
  const std::vector<CardFacts>& cards() const { return stock_.cards(); }

private:
  struct Kept {
    WallTime at{};
    Keepsake::Line line;
  };

  Kept line_of(const twinlamp::Round& round, Slot me) const;
  Kept line_of(const twinlamp::Gift& gift, const GiftRef& view) const;
  void keep(const Rounds::Pointer& round, Slot me, bool was_kept);
  void suggest(const PairState& state, Slot me, PairDay day);
  void introduce(const PairState* state);

  WordingRef wording_;
  RoundShelf& shelf_;
  EveningStock stock_;
  std::uint32_t release_ = 0;                          // of the cards in it
  bool shows_desire_ = false;
  std::shared_ptr<const std::vector<CardView>> cards_, cards_without_desire_;
  std::shared_ptr<const std::vector<FeelingFamily>> feelings_;
  std::shared_ptr<const std::vector<PracticeView>> practices_;

  std::vector<Rounds::Pointer> seen_;                  // as of the last update, in the order of opening
  std::map<RoundId, std::uint64_t> changed_;           // open rounds: the update that last saw a change
  std::uint64_t updates_ = 0;
  std::vector<Kept> kept_;                             // oldest first: new ones come at the end
  std::vector<Kept> revealed_;                         // open on both sides, not closed: they belong into the keepsake too
  GiftsRef gifts_seen_;
  std::map<std::string, Kept> gifts_;                  // by id
  mutable bool kept_changed_ = true;
  mutable KeepsakeRef keepsake_;
  FeelingsBook feelings_book_;
  FeelingsRef feelings_facts_;
  ThingsRef things_;
  std::shared_ptr<const std::vector<GameOffer>> games_;
  ValuesRef values_facts_;
  std::vector<RoundRef> open_;
  std::optional<client::Suggestion> tonight_;
  std::optional<client::SmallThing> small_thing_;
  std::shared_ptr<const std::vector<std::chrono::sys_days>> evenings_;
  bool both_confirmed_ = false;
};

}  // namespace twinlamp::client
