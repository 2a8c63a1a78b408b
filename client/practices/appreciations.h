// Appreciations: what both have given each other without asking for anything back. Facts for both faces.
//
// Of the partner's gifts only those whose moment has come are in here; one's own that wait say so, and may be taken back.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/practices/acts.h"

namespace twinlamp::client {

struct GiftView {
  std::string id;
  GiftKind kind{};
  bool mine = false;
  std::string did, says, felt;  // of a compliment; the last may be empty
  std::string text;             // of an affirmation or a surprise
  std::string given_at;         // local
  std::string opens;            // by the partner's clock: mine, and its moment is still to come. Else empty
  std::string thanks;           // what the one who got it has said; may be empty although thanked
  bool thanked = false;
};
using GiftRef = std::shared_ptr<const GiftView>;

struct GiftsView {
  std::vector<GiftRef> jar;      // newest first, of both
  std::vector<GiftRef> fresh;    // the partner's that nobody here has looked at, in the order of their moment
  GiftRef drawn;                 // from the jar, last; null: none
  bool sent_today = false;       // by me, on my calendar
  std::string their_morning;     // when "at their morning" would be, by their clock
};
using GiftsRef = std::shared_ptr<const GiftsView>;

// Whether these words, as a compliment, are one that I have given already, word for word: case, spaces, punctuation and forms of letters do not
// count. An affirmation may be said as often as one likes.
bool is_repeated(const GiftsView& gifts, std::string_view did, std::string_view says, std::string_view felt);

// What it takes to be one: what the partner did, and what it says about them or how it felt.
bool is_compliment(std::string_view did, std::string_view says, std::string_view felt);

// On one line, for a list.
std::string line_of(const GiftView& gift);

}  // namespace twinlamp::client
