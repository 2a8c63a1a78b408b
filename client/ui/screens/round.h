// One round from its card to its answer: write, seal, wait, count down. What comes after the reveal is reveal.h's.
#pragma once

#include <chrono>
#include <optional>

#include "client/ui/screens/answer_form.h"
#include "client/ui/screens/own_parts.h"
#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct RoundState {
  enum class Form { none, say_back, not_quite, follow_up, addition };

  std::string round;  // whose state this is
  AnswerForm answer;
  // The live game: the pair that is shown, and what was pressed for it; or the pairs are answered without the clock.
  std::size_t live_place = 0;
  client::Pick live_pick = client::Pick::none;
  bool at_own_pace = false;
  std::size_t mode = 0;
  bool changed = false, was_told = false;
  std::chrono::steady_clock::time_point changed_at, told_at;
  // After the reveal.
  Writing say_back{{.bytes = client::answer_limits::note}}, clarification{{.bytes = client::answer_limits::note}};
  Writing question{{.bytes = client::answer_limits::note}}, reply{{.bytes = client::answer_limits::note}},
      addition{{.bytes = client::answer_limits::note}};
  Form form = Form::none;
  OwnParts own;  // of its practice
  std::optional<std::size_t> marked = {};  // the line that I take for the marked one
  bool asks_to_close = false;
  // The ceremony was seen here, and its answers came out then.
  bool was_counting = false;
  std::optional<std::chrono::steady_clock::time_point> opened_at = {};
};

// The state of this round: its draft if it has one, else empty.
void load_round(RoundState& state, const client::RoundView& round);

struct RoundPage {
  const client::Model& model;
  const client::RoundView& round;
  Route back = {};
};

Step draw_round(Ui& ui, const RoundPage& page, RoundState& state, const Rect& area);

// The draft if it was changed and not saved yet: before one leaves the page.
std::optional<client::Intent> unsaved_draft(const client::RoundView& round, RoundState& state);

}  // namespace twinlamp::ui
