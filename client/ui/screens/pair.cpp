#include "client/ui/screens/pair.h"

#include <algorithm>
#include <cstdio>

#include "client/code_words.h"
#include "client/ui/kit/lamp.h"
#include "client/ui/kit/paint.h"
#include "client/ui/kit/pattern.h"
#include "client/ui/screens/leave.h"
#include "client/ui/screens/pair_parts.h"
#include "client/ui/screens/renewal.h"

namespace twinlamp::ui {
namespace {

using client::PairingView;
using PairStep = PairingView::Step;

ProseLook soft(const Ui& ui, Align align = Align::left) {
  return {.color = ui.theme.colors.ink_soft, .align = align};
}

// Over our own relay: the code can be shown as soon as somebody could reach it.
Step draw_invite_home(Ui& ui, const client::Model& model) {
  Step step;
  const bool ready = may_show_code(model);
  if (button(ui, ui.say("pair.show_code"), {.kind = ButtonKind::main, .enabled = ready}))
    step = Step::want(client::InvitePartner{});
  ui.gap(0.8f);
  prose(ui, ready ? ui.say("pair.over_home", {{"relay", model.home.shown}}) : ui.say("pair.home_not_ready"),
        {.face = Face::small, .color = ui.theme.colors.ink_faint});
  return step;
}

Step draw_invite(Ui& ui, const client::Model& model, PairState& state) {
  const Panel panel(ui);
  prose(ui, ui.say("pair.invite"), {.face = Face::card, .role = "heading"});
  ui.gap(0.3f);
  prose(ui, ui.say("pair.invite_about"), soft(ui));
  ui.gap(0.9f);
  if (model.home.is_on && !state.changes_relay) return draw_invite_home(ui, model);
  if (model.settings.relay.empty() || state.changes_relay) {
    const auto relay = field(ui, ui.say("settings.relay"), state.relay,
                             {.hint = ui.say("pair.relay_hint"), .placeholder = "lamp.example.org:7417"});
    ui.gap(0.7f);
    const bool ready = !state.relay.editor.empty();
    const Flow flow(ui);
    const bool pressed = button(ui, ui.say("settings.use_relay"), {.kind = ButtonKind::main, .enabled = ready});
    if (state.changes_relay && button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain})) state.changes_relay = false;
    if ((!pressed && !relay.submitted) || !ready) return {};
    state.changes_relay = false;
    return Step::want(client::SetRelay{state.relay.editor.text()});
  }
  Step step;
  if (button(ui, ui.say("pair.show_code"), {.kind = ButtonKind::main})) step = Step::want(client::InvitePartner{});
  ui.gap(0.8f);
  prose(ui, ui.say("pair.over_relay", {{"relay", model.settings.relay}}),
        {.face = Face::small, .color = ui.theme.colors.ink_faint});
  if (button(ui, ui.say("pair.other_relay"), {.kind = ButtonKind::plain})) {
    state.relay.editor.set_text(model.settings.relay);
    state.changes_relay = state.relay.wants_focus = true;
  }
  return step;
}

// What is wrong with what is typed so far, or with all of it.
std::string wrong_with(const Ui& ui, std::string_view code, bool whole) {
  const auto found = client::check_code(code);
  using Kind = client::CodeCheck::Kind;
  switch (found.kind) {
    case Kind::complete:
      return {};
    case Kind::empty:
      return whole ? ui.say("code.empty") : std::string();
    case Kind::unfinished:
      return whole ? ui.say("code.too_few_words") : std::string();
    case Kind::bad_number:
      return ui.say("code.bad_number");
    case Kind::too_many:
      return ui.say("code.too_many_words");
    case Kind::too_long:
      return ui.say("code.too_long");
    case Kind::unknown_word:
      break;
  }
  std::string guesses;
  for (const auto& each : found.suggestions) guesses += (guesses.empty() ? "" : ui.say("code.or")) + each;
  if (guesses.empty()) return ui.say("code.unknown_word", {{"place", found.word}});
  return ui.say("code.mistyped_word", {{"place", found.word}, {"guesses", guesses}});
}

}  // namespace

Step draw_code_form(Ui& ui, PairState& state, const std::string& problem) {
  const auto result = code_entry(
      ui, ui.say("pair.code"), state.code,
      {.complete = [](std::string_view letters) { return client::complete_code("417-" + std::string(letters)); },
       .check = [&](std::string_view code, bool whole) { return wrong_with(ui, code, whole); },
       .placeholder = "417-amber-otter-window",
       .problem = problem});
  ui.gap(0.7f);
  const bool ready = !state.code.writing.editor.empty();
  const bool pressed = button(ui, ui.say("pair.do_join"), {.kind = ButtonKind::main, .enabled = ready});
  if ((pressed || result.submitted) && ready) return Step::want(client::JoinPartner{state.code.writing.editor.text()});
  return {};
}

bool may_show_code(const client::Model& model) {
  return !model.home.is_on || !model.home.shown.empty();
}

namespace {

Step draw_join(Ui& ui, PairState& state, const std::string& problem) {
  const Panel panel(ui);
  prose(ui, ui.say("pair.join"), {.face = Face::card, .role = "heading"});
  ui.gap(0.3f);
  prose(ui, ui.say("pair.join_about"), soft(ui));
  ui.gap(0.9f);
  return draw_code_form(ui, state, problem);
}

Step draw_ways(Ui& ui, const client::Model& model, PairState& state) {
  const auto problem = model.pairing ? model.pairing->problem : model.stage_problem;
  page_title(ui, ui.say("pair.title"), ui.say("pair.about"));
  Step step;
  {
    Columns columns(ui, 2, 19);
    step = draw_invite(ui, model, state);
    columns.next();
    if (auto join = draw_join(ui, state, problem)) step = std::move(join);
  }
  ui.gap(0.9f);
  prose(ui, ui.say("new_laptop.pairing_line", {{"row", new_laptop_row_of(ui, model.me.name)}}),
        {.face = Face::small, .color = ui.theme.colors.ink_faint, .widest = ui.theme.type.measure});
  ui.gap(1);
  {
    const Panel panel(ui, PanelKind::outlined);
    if (auto home = draw_home_relay(ui, model, state.home)) step = std::move(home);
  }
  if (model.stage != client::Stage::unpaired) return step;
  ui.gap(1);
  if (auto leaves = draw_way_to_leave(ui, model)) step = std::move(leaves);
  return step;
}

std::string minutes_left(Ui& ui, const PairingView& pairing) {
  if (!pairing.expires) return {};
  const auto left = std::chrono::ceil<std::chrono::minutes>(*pairing.expires - ui.now).count();
  ui.pacer().wake_at(ui.now + std::chrono::seconds(20));
  if (left <= 0) return ui.say("pair.expired");
  ui.pacer().wake_at(*pairing.expires);
  return ui.say("pair.minutes_left", {{"count", left}});
}

std::string who_types(const Ui& ui, const client::Model& model) {
  if (model.pairing->renewal == client::Renewal::none) return ui.say("pair.say_about");
  return ui.say("new_laptop.say_about", {{"partner", partner_at_start(ui, model)}, {"join", ui.say("pair.join")}});
}

Step draw_code(Ui& ui, const client::Model& model, PairState& state) {
  const auto& pairing = *model.pairing;
  page_title(ui, ui.say("pair.say_title"), who_types(ui, model));
  Step step;
  {
    const Panel panel(ui);
    ui.gap(0.6f);
    prose(ui, pairing.code,
          {.face = Face::figure, .color = ui.theme.colors.accent_text, .align = Align::centre, .role = "code"});
    ui.gap(0.4f);
    if (const auto left = minutes_left(ui, pairing); !left.empty()) prose(ui, left, soft(ui, Align::centre));
    ui.gap(0.6f);
  }
  ui.gap(1);
  prose(ui, ui.say("pair.send"), soft(ui));
  ui.gap(0.5f);
  {
    const Panel box(ui, PanelKind::sunken, 1);
    prose(ui, pairing.invitation, {.face = Face::small, .role = "invitation"});
  }
  ui.gap(0.9f);
  const Flow flow(ui);
  if (button(ui, state.copied ? ui.say("pair.copied") : ui.say("pair.copy"))) {
    ImGui::SetClipboardText(pairing.invitation.c_str());
    state.copied = true;
    state.lent = pairing.invitation;
  }
  if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain})) step = Step::want(client::CancelPairing{});
  return step;
}

Step draw_wait(Ui& ui, std::string_view title, std::string_view about) {
  prose(ui, title, {.face = Face::title, .align = Align::centre, .role = "title"});
  ui.gap(0.3f);
  prose(ui, about, soft(ui, Align::centre));
  ui.gap(1.2f);
  if (button(ui, ui.say("button.cancel"), {.kind = ButtonKind::plain, .centred = true}))
    return Step::want(client::CancelPairing{});
  return {};
}

void draw_words(Ui& ui, const PairingView& pairing) {
  Columns columns(ui, 2, 12);
  {
    ui.gap(0.4f);
    for (const auto& word : pairing.same_words)
      prose(ui, word,
            {.face = Face::title, .color = ui.theme.colors.accent_text, .align = Align::centre, .role = "word"});
  }
  columns.next();
  same_pattern(ui, pairing.pattern, 12);
}

Step draw_compare(Ui& ui, const client::Model& model) {
  const auto& pairing = *model.pairing;
  page_title(ui, ui.say("pair.compare_title"), ui.say("pair.compare_about"));
  {
    const Panel panel(ui);
    draw_words(ui, pairing);
  }
  ui.gap(1.2f);
  if (const auto line = renewal_line(ui, model); !line.empty()) {
    prose(ui, line, {.color = ui.theme.colors.accent_text});
    ui.gap(0.9f);
  }
  const Flow flow(ui);
  const bool gives = pairing.renewal == client::Renewal::gives;
  if (button(ui, ui.say(gives ? "new_laptop.gives_same" : "pair.same"), {.kind = ButtonKind::main})) return Step::want(client::ConfirmSameWords{true});
  if (button(ui, ui.say("pair.differ"))) return Step::want(client::ConfirmSameWords{false});
  return {};
}

Step draw_failed(Ui& ui, const PairingView& pairing, PairState& state) {
  page_title(ui, ui.say("pair.failed"));
  const Panel panel(ui);
  prose(ui, pairing.problem, {.face = Face::reading, .role = "problem"});
  ui.gap(1.1f);
  const Flow flow(ui);
  if (button(ui, ui.say("pair.again"), {.kind = ButtonKind::main})) {
    state.code.writing.editor.wipe();
    state.copied = false;
    return Step::want(client::CancelPairing{});
  }
  return {};
}

}  // namespace

bool is_lent_alive(const Ui& ui, const client::Model& model, const PairState& state) {
  const auto& pairing = model.pairing;
  return pairing && pairing->step == PairStep::showing_code && pairing->invitation == state.lent &&
         (!pairing->expires || ui.now < *pairing->expires);
}

void take_back_lent(PairState& state) {
  if (state.lent.empty()) return;
  const char* text = ImGui::GetClipboardText();
  if (text != nullptr && text == state.lent) ImGui::SetClipboardText("");
  state.lent.clear();
}

Step draw_pair(Ui& ui, const client::Model& model, PairState& state, const Rect& area) {
  const auto step = model.pairing ? model.pairing->step : PairStep::asking_for_code;
  const bool renews = model.pairing && model.pairing->renewal == client::Renewal::gives;
  const bool is_way = step == PairStep::asking_for_code || (renews && step == PairStep::failed);
  const bool centred = step == PairStep::exchanging || step == PairStep::waiting_for_partner;
  const Page page(ui, "pair", area, is_way ? 50 : 38, centred);
  Step result;
  switch (step) {
    case PairStep::asking_for_code:
      result = renews ? draw_renewal_way(ui, model, state) : draw_ways(ui, model, state);
      break;
    case PairStep::showing_code:
      result = draw_code(ui, model, state);
      break;
    case PairStep::exchanging:
      result = draw_wait(ui, ui.say("pair.moment"), ui.say("pair.moment_about"));
      break;
    case PairStep::comparing_words:
      result = draw_compare(ui, model);
      break;
    case PairStep::waiting_for_partner:
      result = draw_wait(ui, ui.say("pair.waiting"), ui.say("pair.waiting_about"));
      break;
    case PairStep::failed:
      result = renews ? draw_renewal_way(ui, model, state) : draw_failed(ui, *model.pairing, state);
      break;
  }
  const bool rests = renews && is_way;  // nothing is asked of the relay before there is a code
  if (!model.connection_text.empty() && !rests) {
    ui.gap(1.2f);
    prose(ui, model.connection_text,
          {.face = Face::small, .color = ui.theme.colors.ink_faint, .align = Align::centre, .role = "connection"});
  }
  return result;
}

}  // namespace twinlamp::ui
