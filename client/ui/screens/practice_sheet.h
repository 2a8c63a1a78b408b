// What the pages of all practices have in common: back, the name, the two sentences, what the practice itself shows,
// what is open of it, and its cards to begin a round with.
//
// A practice's page is one file: a function that calls practice_sheet() with what it shows of its own, and then draws
// its dialogs, if any. practice_pages.h says how it is found.
#pragma once

#include <functional>

#include "client/ui/screens/cards.h"
#include "client/ui/screens/own_parts.h"

namespace twinlamp::ui {

struct PracticePage {
  const client::Model& model;
  const client::AppPort& app;  // rounds by id, and search
  const client::PracticeView& practice;
};

// What is typed and chosen on one practice's page. Forgotten when the profile locks.
struct PracticeState : OwnParts {
  CardsState cards;
};

struct SheetLook {
  float widest = 46;  // em
  bool has_cards = true;
  bool has_rounds = true;
  CardsLook cards = {};
};

// `own` draws at the pen, between the two sentences and the open rounds.
Step practice_sheet(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area,
                    const std::function<Step()>& own = {}, const SheetLook& look = {});

// A heading within a page, as the sheet's own are.
void sheet_heading(Ui& ui, std::string_view words);
// How a practice goes, in a few numbered lines: `count` of a list of the words.
void how_it_goes(Ui& ui, std::string_view heading, std::string_view list, std::size_t count);
// The open rounds of this practice, the ones that wait for this person first.
std::vector<client::RoundRef> open_rounds_of(const client::Model& model, int practice);
// To one of them, and back to this page.
Route to_round(const PracticePage& page, const std::string& round);

}  // namespace twinlamp::ui
