// One entry's effect on the state, by its type. Internal to the fold: see protocol/journal/fold.h for what it promises.
//
// Never fails: an entry that may not do what it says is void, and where its author should have known better it is kept as an anomaly.
#pragma once

#include "protocol/journal/entry.h"
#include "protocol/round/state.h"

namespace twinlamp {

// Where an entry stands, and what time its author's clock said: what every rule needs.
struct Applied {
  PairState& state;
  const Entry& entry;
  WallTime at{};
  std::chrono::minutes offset{};
  mutable RoundId about{};  // the round that round() has found last

  Slot author() const { return entry.header().author; }
  // Kept once for each kind, author and round. In a full list the oldest of the commonest kind of one author makes room, so that whoever
  // floods it pushes out only more of the same.
  void report(AnomalyKind kind) const { report(kind, author()); }
  void report(AnomalyKind kind, Slot whose) const;
  // The round that the body names, to be changed; null and reported when there is none.
  Round* round(const std::string& id) const;
  Said said(const std::string& text) const;
};

// Foreign clocks: kept within years that any calendar can show, so that no arithmetic on them can overflow.
WallTime wall_time(std::int64_t ms);

// apply_seal.cpp
void apply_seal(const Applied& applied, const wire::Seal& body);
void apply_reveal(const Applied& applied, const wire::Reveal& body);
void apply_close(const Applied& applied, const wire::CloseRound& body);
void apply_renewal(const Applied& applied);
void check_carried(const Applied& applied);  // every entry: is it the one that a REVEAL carried?

// apply_receive.cpp
void apply_relax(const Applied& applied, const wire::Relax& body);
void apply_say_back(const Applied& applied, const wire::SayBack& body);
void apply_confirm(const Applied& applied, const wire::Confirm& body);
void apply_react(const Applied& applied, const wire::React& body);
void apply_follow_up(const Applied& applied, const wire::FollowUp& body);
void apply_reply(const Applied& applied, const wire::Reply& body);
void apply_addition(const Applied& applied, const wire::Addition& body);


// apply_match.cpp
void apply_match_step(const Applied& applied, const wire::MatchStep& body);
bool is_fit_seal(const PairState& state, const Round& round, Slot author, const wire::Seal& body);  // a wish list's; others are
void open_wishes(const Applied& applied, Round& round, const Scalar& u0, const Scalar& u1);         // after the reveal

// apply_practice.cpp
void apply_step(const Applied& applied, const wire::Step& body);
void apply_gift(const Applied& applied, const wire::Gift& body);
void apply_list_item(const Applied& applied, const wire::ListItem& body);
void apply_remark(const Applied& applied, const wire::Remark& body);

// apply_deck.cpp
void apply_deck(const Applied& applied, const wire::SharedDeck& body);

}  // namespace twinlamp
