// One thing wrong with a deck, as someone who has just added a card can read it.
#pragma once

#include <cstddef>
#include <string>

namespace twinlamp::client {

struct Problem {
  std::string file;      // "open-up.toml", or the folder
  std::size_t line = 0;  // 0 where it concerns the whole file
  std::string card;      // `card "open-up.first-kitchen"`, or "card 3" where it has no id; empty where it concerns none
  std::string key;       // "prompt"; empty where it concerns the whole card
  std::string text;      // what is wrong and what to do

  // open-up.toml, line 14, card "open-up.first-kitchen", "prompt": it has 231 characters; at most 200 fit on a card.
  std::string sentence() const;
};

}  // namespace twinlamp::client
