// Noor's model, paired with Sam, and an open round of theirs.
#pragma once

#include "client/model.h"

namespace twinlamp::cli::test {

inline client::Model paired() {
  client::Model model;
  model.stage = client::Stage::paired;
  model.me.name = "Noor";
  model.me.lamp = client::LampState::here;
  model.partner.name = "Sam";
  model.partner.lamp = client::LampState::sealed;
  model.both_confirmed = true;
  model.evenings_together = 2;
  return model;
}

inline client::RoundView open_round() {
  client::RoundView round;
  round.id = "r";
  round.card.prompt = "Take me into the first kitchen you remember. What is on the table?";
  round.phase = client::RoundPhase::receiving;
  round.waiting_for = "Say back what you heard, react, or ask.";
  round.may_say_back = round.may_add = true;
  round.mine = client::AnswerView{client::TextAnswer{"Flour."}, "Flour.", "", {}, false};
  round.partners = client::AnswerView{client::TextAnswer{"A blue oilcloth,\nYou: never"}, "A blue oilcloth, You: never", "", {"Beans."}, false};
  return round;
}

}  // namespace twinlamp::cli::test
