// Open up, for both faces: where each would like to open up, how deep the two are, and the cards that fit. Facts, no words of the screen.
//
// My ceiling is mine alone: it is in my own model and nowhere else.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace twinlamp::client {

struct OpenUpArea {
  std::string id, name;
  bool mine = false, partners = false;  // chosen by me, by my partner
  std::vector<std::string> cards;       // of this area, that may be asked: at most as deep as the two are, the one that fits next first
  std::string next_card;                // the first of them; empty where there is none
  int fresh = 0;                        // cards that fit and were never opened
};

struct OpenUpView {
  int depth = 1;                        // where the two are, 1 to 5
  int ceiling = 5;                      // how deep I would go, 1 to 5
  bool is_ceiling_chosen = true;        // else `ceiling` is what counts until I say
  bool asks_ceiling = false;            // it is not chosen, and the next depth would need it
  std::vector<OpenUpArea> areas;
  std::string my_area_item;             // what PutItem changes; empty until the first choice
  std::vector<std::string> news;        // the cards that ask for news, the one that fits next first
  std::string news_card;                // the first of them; empty where there is none
};
using OpenUpRef = std::shared_ptr<const OpenUpView>;

}  // namespace twinlamp::client
