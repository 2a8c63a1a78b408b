// Desire, for both faces: whether it is there, and what both have found in it. Facts, no words of the screen.
//
// Until both want it, and for as long as this person does not, nothing of the practice is in the model: no card, no round, no line of the keepsake,
// nothing below but `wanted`. The same while it is locked, but for `is_on`. A wish is in here only when both want it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/content/card.h"

namespace twinlamp::client {

// Two answers on one scale, looked at together: the same words for both of them.
enum class PairReading { both_high, both_low, one_low, far_apart, between };

// 1 to `steps` each. Which of the two said what does not matter.
PairReading read_pair(int one, int other, int steps);
// A card of the satisfaction check-in, by its id.
bool is_check_in(std::string_view card);

struct CheckInView {
  std::string card, prompt, round;  // the last that both have opened
  std::string date;                 // local, of the reveal
  std::string low_label, high_label;
  int steps = 0, mine = 0, partners = 0;
  PairReading reading{};
};

// A wish of both, and where it came out.
struct WishInCommon {
  Item item;
  bool both_want = false;  // else a thought that both enjoy
  std::string round;
};

struct DesireView {
  bool wanted = false;      // by this person, on this device alone
  bool is_on = false;       // both do: the partner's device has said so once, to this one's question
  bool has_lock = false;    // a passphrase of its own
  bool is_locked = false;   // and it is asked for before anything is shown
  bool was_wrong = false;   // the one that was typed last

  // Only while it is on and not locked.
  std::string wish_card;    // to ask the next wishes with; empty while a list is open
  int wishes_drawn = 0, wishes_most = 0;  // at a time, and how many of them may be wanted
  bool has_run = false;     // a wish list was opened by both before
  std::vector<WishInCommon> in_common;   // the newest first, each item once
  std::string talk_of_wish, talk_of_thought;  // the cards that a match leads to
  std::vector<CheckInView> check_ins;         // the newest first
  std::string check_in_card;                  // the one that fits next; empty where one is open
  std::string next_card;                      // to talk: the one that fits next

  bool is_shown() const { return is_on && !is_locked; }
};
using DesireRef = std::shared_ptr<const DesireView>;

}  // namespace twinlamp::client
