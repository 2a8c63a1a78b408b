// What screens have in common. A screen is a function: the model and its own state in, a picture drawn, at most one
// Step out.
//
// The state is what belongs to this window alone: what is being typed, which form is open. Facts stay in the model.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "client/intent.h"
#include "client/model.h"
#include "client/ui/kit/button.h"
#include "client/ui/kit/page.h"
#include "client/ui/kit/prose.h"
#include "client/ui/kit/writing_area.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// A place to be: one of the four, one practice, or one round (with where "back" leads).
struct Route {
  enum class To { tonight, practices, practice, keepsake, settings, leave, new_laptop, round };
  To to = To::tonight;
  std::string round = {};
  To back = To::tonight;
  int practice = 0;  // its number: of a practice's page, and of a round that was reached from it
  friend bool operator==(const Route&, const Route&) = default;
};

// What a person wants: something of the app, or to be elsewhere. Mostly nothing.
struct Step {
  std::optional<client::Intent> intent = {};
  std::optional<Route> go = {};

  static Step want(client::Intent intent) { return {std::move(intent), {}}; }
  static Step to(Route route) { return {{}, std::move(route)}; }
  explicit operator bool() const { return intent || go; }
};

// This device has yet to get a part of its history: until then it adds nothing (repair_card.h says how far it is).
inline bool is_history_partial(const client::Model& model) {
  using Phase = client::RepairView::Phase;
  const auto phase = model.repair.phase;
  return phase == Phase::waits || phase == Phase::fetches || phase == Phase::asks;
}

// The two are paired, both have said so, and nothing is missing here: cards can be asked, and things given.
inline bool may_act(const client::Model& model) {
  return model.stage == client::Stage::paired && model.both_confirmed && !is_history_partial(model);
}

// The partner's name within a sentence, and where it begins one.
inline const std::string& partner_within(const Ui& ui, const client::Model& model) {
  return model.partner.name.empty() ? ui.say("partner.middle") : model.partner.name;
}
inline const std::string& partner_at_start(const Ui& ui, const client::Model& model) {
  return model.partner.name.empty() ? ui.say("partner.start") : model.partner.name;
}

}  // namespace twinlamp::ui
