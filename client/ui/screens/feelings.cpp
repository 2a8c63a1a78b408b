#include "client/ui/screens/feelings.h"

#include <algorithm>

#include "client/ui/screens/feelings_chart.h"
#include "client/ui/screens/round_row.h"

namespace twinlamp::ui {
namespace {

client::RoundRef open_check_in(const client::Model& model) {
  const auto& rounds = model.open_rounds;
  const auto found = std::find_if(rounds.begin(), rounds.end(), [&](const auto& round) {
    return round->card.id == model.feelings_facts->card && round->phase != client::RoundPhase::receiving;
  });
  return found == rounds.end() ? nullptr : *found;
}

// Of today, in words; empty where this one has said nothing today.
std::string said_today(const Ui& ui, const std::vector<client::FeelingDay>& days) {
  if (days.empty() || days.back().day != today(ui)) return {};
  return ui.say("checkin.day", {{"word", days.back().word}, {"strength", days.back().strength}});
}

void draw_said(Ui& ui, std::string_view who, const std::string& said, const Color& color) {
  if (said.empty()) return;
  prose(ui, who, {.face = Face::small, .color = color, .role = ""});
  prose(ui, said, {.face = Face::reading, .role = "said"});
  ui.gap(0.5f);
}

Step draw_today(Ui& ui, const PracticePage& page) {
  const auto& facts = *page.model.feelings_facts;
  const auto& partner = page.model.partner.name.empty() ? ui.say("partner.bare") : page.model.partner.name;
  const Panel panel(ui);
  Step step;
  prose(ui, ui.say("checkin.today"), {.face = Face::reading, .role = "heading"});
  ui.gap(0.5f);
  const auto open = open_check_in(page.model);
  const bool is_done = !open && !facts.last.empty() && facts.last_day == today(ui);
  if (is_done) {
    draw_said(ui, ui.say("said.you"), said_today(ui, facts.mine), ui.theme.colors.mine);
    draw_said(ui, partner, said_today(ui, facts.partners), ui.theme.colors.partners);
  } else {
    prose(ui, open ? standing(ui, *open, page.model.partner.name) : ui.say("checkin.about"), {.color = ui.theme.colors.ink_soft});
    ui.gap(0.8f);
  }
  const Flow flow(ui);
  if (open && button(ui, ui.say("tonight.open"), {.kind = ButtonKind::main})) step = Step::to(to_round(page, open->id));
  if (is_done && button(ui, ui.say("checkin.see"))) step = Step::to(to_round(page, facts.last));
  const bool may_ask = may_act(page.model);
  if (!open && !is_done && button(ui, ui.say("checkin.begin"), {.kind = ButtonKind::main, .enabled = may_ask}))
    step = Step::want(client::AskCard{facts.card});
  return step;
}

// Said in a way that tells nobody how the other should feel; and only while it is of today or the evening before.
Step draw_offers(Ui& ui, const client::FeelingsFacts& facts) {
  if (facts.offers.empty() || facts.last.empty() || today(ui) - facts.last_day > std::chrono::days(1)) return {};
  sheet_heading(ui, ui.say("checkin.next"));
  Step step;
  for (const auto& offer : facts.offers) {
    if (list_row(ui, offer.card, offer.practice_name, offer.prompt, {})) step = Step::want(client::AskCard{offer.card});
    ui.gap(0.55f);
  }
  ui.gap(1.2f);
  return step;
}

struct FeelingsOwn {
  FeelingsChartState chart;
};

}  // namespace

Step draw_feelings(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  const auto own = [&] {
    Step step;
    if (!page.model.feelings_facts->card.empty()) {
      step = draw_today(ui, page);
      ui.gap(1.4f);
    }
    if (auto offered = draw_offers(ui, *page.model.feelings_facts)) step = std::move(offered);
    feelings_chart(ui, page.model, state.own<FeelingsOwn>().chart);
    ui.gap(1.6f);
    return step;
  };
  return practice_sheet(ui, page, state, area, own);
}

std::string feelings_wait(const Ui& ui, const client::Model& model) {
  const auto& facts = *model.feelings_facts;
  if (facts.card.empty() || open_check_in(model)) return {};
  if (!facts.last.empty() && facts.last_day == today(ui)) return ui.say("checkin.done");
  return ui.say("checkin.waits");
}

}  // namespace twinlamp::ui
