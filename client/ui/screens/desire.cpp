#include "client/ui/screens/desire.h"

#include <algorithm>
#include <chrono>

#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/scale_track.h"
#include "client/ui/kit/wish_cards.h"
#include "client/ui/screens/form.h"

namespace twinlamp::ui {
namespace {

using client::DesireView;

constexpr auto tell_every = std::chrono::seconds(30);

struct DesireOwn {
  Writing passphrase, current, wanted;
  bool asks_for_lock = false, began = false;
  std::optional<std::chrono::steady_clock::time_point> told_at;
};

// A picture that is drawn anew because something came from the partner is nobody's doing.
bool is_stirred(const Ui& ui) {
  const auto& io = ImGui::GetIO();
  return !ui.input.empty() || io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 || ImGui::IsAnyMouseDown();
}

void small(Ui& ui, std::string_view words) { prose(ui, words, {.face = Face::small, .color = ui.theme.colors.ink_soft}); }

// --- off, waiting, or behind its door

Step draw_switch(Ui& ui, const client::Model& model) {
  const Panel panel(ui);
  const bool wanted = model.desire->wanted;
  prose(ui, ui.say("desire.switch"), {.face = Face::reading, .role = "heading"});
  ui.gap(0.4f);
  prose(ui, wanted ? ui.say("desire.waiting") : ui.say("desire.switch_about"), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.4f);
  small(ui, ui.say("desire.adults"));
  ui.gap(0.9f);
  const Flow flow(ui);
  if (wanted) return button(ui, ui.say("desire.withdraw")) ? Step::want(client::SetDesire{false}) : Step{};
  if (button(ui, ui.say("desire.on"), {.kind = ButtonKind::main, .enabled = may_act(model)})) return Step::want(client::SetDesire{true});
  return {};
}

// Said wherever it can be switched off, and before it is.
void draw_what_off_means(Ui& ui) {
  small(ui, ui.say("desire.off_about"));
  ui.gap(0.3f);
  prose(ui, ui.say("desire.off_lists"), {.face = Face::small, .color = ui.theme.colors.ink_soft, .role = "off-lists"});
}

Step draw_door(Ui& ui, const client::Model& model, DesireOwn& own) {
  if (!own.began) own.passphrase.wants_focus = own.began = true;
  const Panel panel(ui);
  prose(ui, ui.say("desire.locked"), {.face = Face::reading, .role = "heading"});
  ui.gap(0.7f);
  const auto problem = model.desire->was_wrong ? ui.say("desire.wrong_passphrase") : std::string();
  const auto result = field(ui, ui.say("desire.passphrase"), own.passphrase, {.problem = problem, .secret = true});
  ui.gap(0.8f);
  Step step;
  {
    const Flow flow(ui);
    const bool pressed = button(ui, ui.say("desire.open"), {.kind = ButtonKind::main});
    if ((pressed || result.submitted) && !own.passphrase.editor.empty()) step = Step::want(client::OpenDesire{taken(own.passphrase)});
    if (button(ui, ui.say("desire.off_again"), {.kind = ButtonKind::plain})) step = Step::want(client::SetDesire{false});
  }
  ui.gap(0.9f);
  draw_what_off_means(ui);
  return step;
}

// --- what both have in common

client::RoundRef open_list(const client::Model& model) {
  const auto found = std::ranges::find_if(model.open_rounds, [](const auto& round) {
    return round->card.practice == 4 && round->card.kind == client::CardKind::wishes;
  });
  return found == model.open_rounds.end() ? nullptr : *found;
}

Step draw_list(Ui& ui, const PracticePage& page) {
  const auto& view = *page.model.desire;
  const Panel panel(ui);
  prose(ui, ui.say("desire.list"), {.face = Face::reading, .role = "heading"});
  ui.gap(0.3f);
  prose(ui, ui.say("desire.list_about", {{"drawn", view.wishes_drawn}}), {.color = ui.theme.colors.ink_soft});
  ui.gap(0.3f);
  small(ui, ui.say("wishes.most", {{"count", view.wishes_most}}));
  if (!view.has_run) {
    ui.gap(0.3f);
    prose(ui, ui.say("wishes.learns"), {.role = "learns"});
  }
  ui.gap(0.9f);
  const Flow flow(ui);
  if (const auto open = open_list(page.model)) {
    if (button(ui, ui.say("desire.go_on"), {.kind = ButtonKind::main})) return Step::to(to_round(page, open->id));
  } else if (!view.wish_card.empty() &&
             button(ui, ui.say("desire.begin", {{"drawn", view.wishes_drawn}}), {.kind = ButtonKind::main, .enabled = may_act(page.model)})) {
    return Step::want(client::AskCard{view.wish_card});
  }
  return {};
}

bool is_open(const client::Model& model, const std::string& card) {
  return std::ranges::any_of(model.open_rounds, [&](const auto& round) { return round->card.id == card; });
}

Step draw_kind_in_common(Ui& ui, const client::Model& model, bool both_want) {
  const auto& view = *model.desire;
  std::vector<std::string> wishes;
  for (const auto& wish : view.in_common)
    if (wish.both_want == both_want) wishes.push_back(wish.item.text);
  if (wishes.empty()) return {};
  wish_cards(ui, both_want ? WishKind::want : WishKind::thought, both_want ? ui.say("desire.want") : ui.say("desire.enjoy"), wishes);
  ui.gap(0.7f);
  const auto& talk = both_want ? view.talk_of_wish : view.talk_of_thought;
  Step step;
  if (!talk.empty() && button(ui, ui.say("wishes.talk"), {.enabled = may_act(model) && !is_open(model, talk), .id = talk})) step = Step::want(client::AskCard{talk});
  ui.gap(0.9f);
  return step;
}

Step draw_in_common(Ui& ui, const client::Model& model) {
  sheet_heading(ui, ui.say("desire.in_common"));
  if (model.desire->in_common.empty()) {
    empty_state(ui, {Drawing::lamp, ui.say("desire.no_common")});
    ui.gap(1.4f);
    return {};
  }
  Step step = draw_kind_in_common(ui, model, true);
  if (auto other = draw_kind_in_common(ui, model, false)) step = std::move(other);
  small(ui, ui.say("wishes.again"));
  ui.gap(1.4f);
  return step;
}

// --- how it is between the two

void draw_check_in(Ui& ui, const client::Model& model, const client::CheckInView& seen) {
  prose(ui, seen.prompt, {.face = Face::reading, .role = "prompt"});
  small(ui, seen.date);
  ui.gap(0.3f);
  const auto& colors = ui.theme.colors;
  prose(ui, ui.say("desire.you", {{"value", seen.mine}, {"steps", seen.steps}}));
  scale_track(ui, seen.mine, seen.steps, colors.mine);
  ui.gap(0.4f);
  prose(ui, ui.say("desire.theirs", {{"partner", partner_at_start(ui, model)}, {"value", seen.partners}, {"steps", seen.steps}}));
  scale_track(ui, seen.partners, seen.steps, colors.partners);
  ui.gap(0.3f);
  if (!seen.low_label.empty()) scale_ends(ui, seen.low_label, seen.high_label);
  ui.gap(0.5f);
  prose(ui, reading_words(ui, seen.reading), {.face = Face::italic, .color = ui.theme.colors.ink_soft, .role = "reading"});
  ui.gap(0.9f);
}

Step draw_check_ins(Ui& ui, const client::Model& model) {
  const auto& view = *model.desire;
  const Panel panel(ui, PanelKind::sunken);
  prose(ui, ui.say("desire.check_in"), {.face = Face::reading, .role = "heading"});
  small(ui, ui.say("desire.check_in_about"));
  ui.gap(0.7f);
  constexpr std::size_t most = 2;
  for (std::size_t i = 0; i < std::min(view.check_ins.size(), most); ++i) draw_check_in(ui, model, view.check_ins[i]);
  const auto card = std::ranges::find(*model.cards, view.check_in_card, &client::CardView::id);
  if (card == model.cards->end()) return {};
  prose(ui, card->prompt, {.role = "prompt"});
  ui.gap(0.7f);
  const Flow flow(ui);
  return button(ui, ui.say("desire.check_in_ask"), {.enabled = may_act(model)}) ? Step::want(client::AskCard{card->id}) : Step{};
}

// --- its door, and the way out

Step draw_lock_form(Ui& ui, const DesireView& view, DesireOwn& own) {
  if (view.has_lock) {
    field(ui, ui.say("desire.current"), own.current, {.secret = true});
    ui.gap(0.6f);
  }
  field(ui, ui.say("desire.new"), own.wanted, {.secret = true});
  ui.gap(0.7f);
  Step step;
  const Flow flow(ui);
  const bool knows = !view.has_lock || !own.current.editor.empty();
  if (button(ui, ui.say("desire.lock_set"), {.kind = ButtonKind::main, .enabled = knows && !own.wanted.editor.empty(), .id = "save"}))
    step = Step::want(client::SetDesireLock{taken(own.current), taken(own.wanted)});
  if (view.has_lock && button(ui, ui.say("desire.lock_remove"), {.enabled = knows && own.wanted.editor.empty()}))
    step = Step::want(client::SetDesireLock{taken(own.current), {}});
  if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain}) || step) own.asks_for_lock = false;
  return step;
}

Step draw_ways_out(Ui& ui, const DesireView& view, DesireOwn& own) {
  sheet_heading(ui, ui.say("desire.lock"));
  small(ui, ui.say("desire.lock_about"));
  ui.gap(0.6f);
  Step step;
  if (own.asks_for_lock) {
    step = draw_lock_form(ui, view, own);
  } else {
    const Flow flow(ui);
    if (button(ui, view.has_lock ? ui.say("desire.lock_change") : ui.say("desire.lock_set"))) own.asks_for_lock = own.wanted.wants_focus = true;
    if (view.has_lock && button(ui, ui.say("desire.close"), {.kind = ButtonKind::plain})) step = Step::want(client::CloseDesire{});
  }
  ui.gap(1.4f);
  sheet_heading(ui, ui.say("desire.off_again"));
  draw_what_off_means(ui);
  ui.gap(0.6f);
  if (button(ui, ui.say("desire.off_again"), {.id = "off"})) step = Step::want(client::SetDesire{false});
  ui.gap(1.4f);
  return step;
}

Step draw_shown(Ui& ui, const PracticePage& page, DesireOwn& own) {
  Step step;
  const auto take = [&](Step part) {
    if (part) step = std::move(part);
  };
  take(draw_list(ui, page));
  ui.gap(1.6f);
  take(draw_in_common(ui, page.model));
  take(draw_check_ins(ui, page.model));
  ui.gap(1.6f);
  take(draw_ways_out(ui, *page.model.desire, own));
  return step;
}

}  // namespace

const std::string& reading_words(const Ui& ui, client::PairReading reading) {
  switch (reading) {
    case client::PairReading::both_high: return ui.say("desire.reading.both_high");
    case client::PairReading::both_low: return ui.say("desire.reading.both_low");
    case client::PairReading::one_low: return ui.say("desire.reading.one_low");
    case client::PairReading::far_apart: return ui.say("desire.reading.far_apart");
    case client::PairReading::between: break;
  }
  return ui.say("desire.reading.between");
}

Step draw_desire(Ui& ui, const PracticePage& page, PracticeState& state, const Rect& area) {
  auto& own = state.own<DesireOwn>();
  const auto& view = *page.model.desire;
  const bool is_shown = view.is_shown(), stirred = is_stirred(ui);
  const auto draw = [&] {
    if (!view.is_on) return draw_switch(ui, page.model);
    return is_shown ? draw_shown(ui, page, own) : draw_door(ui, page.model, own);
  };
  auto step = practice_sheet(ui, page, state, area, draw, {.has_cards = is_shown, .has_rounds = is_shown});
  if (is_shown) own.began = false;
  // Somebody is here: its door stays open.
  if (!step && is_shown && view.has_lock && stirred && (!own.told_at || ui.now - *own.told_at >= tell_every)) {
    own.told_at = ui.now;
    return Step::want(client::StayInDesire{});
  }
  return step;
}

std::string desire_waits(const Ui& ui, const client::Model& model) {
  const auto& view = *model.desire;
  if (!view.is_on) return ui.say("desire.off");
  return view.is_locked ? ui.say("desire.locked") : std::string();
}

}  // namespace twinlamp::ui
