// Appreciations as both faces see them: made from the state of the pair and this device's own gift shelf, keeping what has not changed.
//
// The partner's gift is in the view from its moment on, and never before. Single-threaded.
#pragma once

#include <map>

#include "client/app/practices/gift_shelf.h"
#include "client/app/wording.h"
#include "client/practices/appreciations.h"

namespace twinlamp::client {

// The clocks of the two, as this device knows them.
OffsetAt offset_of(const PairState& state, Slot slot);

class Appreciations {
public:
  struct Moment {
    const PairState& state;
    Slot me = 0;
    WallTime now{};  // as believed: see believed_clock.h
    const Wording& wording;
  };

  void open(GiftShelf shelf);  // of a profile that was unlocked
  void close();                // and nothing of it stays here
  void speak() { known_.clear(); }  // another language: said anew with the next update

  // Takes in what has come, and what has become due. True: something of the partner's can be seen that could not before, while this was open.
  bool update(const Moment& moment);
  bool draw(const Moment& moment, Random& random);  // false: the jar is empty
  void look() { shelf_.look(); }
  bool may_take_back(const Moment& moment, const Gift& gift) const;  // mine, until its moment by the partner's clock

  GiftShelf& shelf() { return shelf_; }
  const GiftsRef& view() const { return view_; }                       // never null
  std::optional<WallTime> next_change() const { return next_change_; }  // when update() shows something else by time alone

private:
  struct Known {
    std::shared_ptr<const Gift> gift;
    bool waits = false;
    GiftRef view;
  };
  GiftRef view_of(const Moment& moment, const std::shared_ptr<const Gift>& gift);
  bool is_waiting(const Moment& moment, const Gift& gift) const;

  GiftShelf shelf_;
  std::map<EntryId, Known> known_;
  std::optional<EntryId> drawn_;
  GiftsRef view_ = std::make_shared<const GiftsView>();
  std::optional<WallTime> next_change_;
  bool has_looked_ = false;
};

// In the evening, on a day on which nothing was given, once: whether to say so now. `minute` and `day` are local.
struct NudgeMoment {
  SetNotifications chosen;
  int minute = 0;
  std::int32_t day = 0;
  std::optional<std::int32_t> nudged_on;
  bool sent_today = false;
};
bool is_nudge_due(const NudgeMoment& moment);

}  // namespace twinlamp::client
