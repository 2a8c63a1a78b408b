// An answer being given, in whichever way its card is answered: what is on the page until it is saved as a draft or sealed.
//
// One form serves all kinds; only the part of the card's kind is ever used. Forgotten with the round's page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/model.h"
#include "client/ui/kit/choice.h"
#include "client/ui/kit/line_list.h"
#include "client/ui/kit/pile_sort.h"
#include "client/ui/kit/rank_list.h"

namespace twinlamp::ui {

struct AnswerForm {
  Writing text{{.bytes = client::answer_limits::text}};
  std::optional<std::size_t> option;
  int step = 0;
  FeelingChoice feeling;
  std::vector<std::size_t> several;
  // A ranking. An order that nobody has touched is nobody's: it is moved, or said to be right as it is.
  std::vector<std::size_t> order;
  RankState rank;
  bool is_ordered = false;
  LineList lines{{.one_line = true, .bytes = client::answer_limits::line}};
  // A guess: one of the options, or in words.
  std::optional<std::size_t> mine, guess;
  Writing mine_text{{.one_line = true, .bytes = client::answer_limits::line}};
  Writing guess_text{{.one_line = true, .bytes = client::answer_limits::line}};
  // A sort: the piles, then the pile of what matters most in its order, whose first ones count.
  Piles piles;
  PileState pile;
  std::vector<std::string> top;
  RankState top_rank;
  bool is_top_ordered = false;
  std::map<std::string, client::Wish> wishes;
  client::PairsAnswer picks;
};

void load_answer(AnswerForm& form, const client::CardView& card, const client::Answer& draft);
client::Answer answer_of(const client::CardView& card, const AnswerForm& form);
// Whether it answers the card; what is too long for its way of opening is the page's to say.
bool is_complete(const client::CardView& card, const AnswerForm& form);

// True when something was changed.
bool draw_answer_form(Ui& ui, const client::Model& model, const client::CardView& card, AnswerForm& form);

}  // namespace twinlamp::ui
