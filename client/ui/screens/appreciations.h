// Appreciations: something specific and kind, given at once or at their morning; what has come; and the jar.
#pragma once

#include "client/ui/kit/virtual_rows.h"
#include "client/ui/screens/practice_sheet.h"

namespace twinlamp::ui {

Step draw_appreciations(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area);
std::string appreciations_wait(const Ui& ui, const client::Model& model);

// Tonight's line: something kind without a page of its own, and what has come.
struct KindLineState {
  Writing words{{.one_line = true, .bytes = 2000}};
  bool is_sending = false;
  std::size_t sent = 0;  // of mine in the jar, before this one
};
Step draw_kind_line(Ui& ui, const client::Model& model, KindLineState& state);

// A gift as it is read, with whose it is and when. Used wherever one is shown large.
void draw_gift(Ui& ui, const client::GiftView& gift, const std::string& partner);

}  // namespace twinlamp::ui
