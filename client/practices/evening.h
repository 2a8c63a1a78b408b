// Tonight's small thing, beside the one suggestion: something to do while one waits. Facts for both faces.
#pragma once

#include <string>

namespace twinlamp::client {

struct SmallThing {
  enum class Kind {
    check_in,   // today's feeling: card, and its round where it is open
    note,       // a line for the partner's jar
    guess,      // card
    ask,        // about something of the partner's: item
    challenge,  // an idea of seven minutes: text
  };
  Kind kind = Kind::note;
  std::string text;   // one line for this person, in their language
  std::string card;   // check_in, guess
  std::string round;  // where it is open already
  std::string item;   // ask
};

}  // namespace twinlamp::client
