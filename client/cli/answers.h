// From what a person types to an Answer, by the card's kind.
#pragma once

#include <string>

#include "client/content/words.h"
#include "client/model.h"

namespace twinlamp::cli {

struct ReadAnswer {
  client::Answer answer;
  std::string problem;  // set: what is wrong and what to type; the answer is what there is of it by then, where that is written in lines
};

// text: all of it. choice: a number from 1, or the choice's own words. scale: a number. feeling: WORD STRENGTH [NOTE...]; a word of the
// list finds its family, another one is the person's own. choices and ranking: numbers. list: a line each, or `a | b | c`; `*` before the
// marked one. guess: my number and my guess's, or both in words: `mine | guess`. sort: `most 1 4 | least 2 | top 4 1`, the rest is some.
// wishes: `yes 1 4 | curious 2`, the rest is no. pairs: ten of l and r.
ReadAnswer read_answer(const client::CardView& card, const std::vector<client::FeelingFamily>& feelings, std::string_view typed,
                       const client::Words& words);

}  // namespace twinlamp::cli
