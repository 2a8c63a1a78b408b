// What a person keeps to themselves on this device, and the votes of a wish list. Plain values for both faces.
//
// None of it is told to anyone: the two devices ask each other by themselves (protocol/round/quiet.h, protocol/match/run.h), and only what both want becomes known.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "client/content/answer.h"

namespace twinlamp::client {

// Intents.
struct SetDesire { bool on = false; };        // off again is silent, and at once
struct SetCeiling { int depth = 5; };         // of Open up: the deepest that is welcome, 1 to 5
struct SealWishes {                           // final; of items that are not named: no
  std::string round;
  std::map<std::string, Wish> wishes;         // by the item's id
  bool together = true;                       // else it opens as soon as both devices have handed over their keys
};

struct SetDesireLock { std::string current, wanted; };  // a passphrase of Desire's own; wanted empty = none
struct OpenDesire { std::string passphrase; };
struct CloseDesire {};
struct StayInDesire {};                       // somebody is there and looks at it; else it closes after some minutes. Once in half a minute is enough

struct PrivateView {
  bool desire = false;          // this person's own switch
  bool desire_is_open = false;  // on here, and both have said so
  int ceiling = 5;              // this person's own
};

enum class Wanted : std::uint8_t { nothing = 0, both_curious = 1, both_yes = 2 };

// Of a round of a wish list.
struct WishesView {
  std::vector<std::string> items;   // ids, in the order in which they are asked
  int most = 0;                     // how many may be wanted
  std::map<std::string, Wish> mine; // what was voted here, from the seal until it opens
  std::vector<Wanted> wanted;       // of each item, once it is open
  bool is_broken = false;           // a client that was tampered with: what opened means nothing
};

}  // namespace twinlamp::client
