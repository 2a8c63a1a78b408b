#include "client/ui/screens/home_relay.h"

#include "client/ui/kit/choice.h"

namespace twinlamp::ui {
namespace {

using client::HomeAddressView;
using client::HomeView;
using client::SetHosting;

ProseLook soft(const Ui& ui) {
  return {.color = ui.theme.colors.ink_soft};
}

ProseLook faint(const Ui& ui) {
  return {.face = Face::small, .color = ui.theme.colors.ink_faint, .widest = 38};
}

void label(Ui& ui, std::string_view text) {
  prose(ui, text, {.color = ui.theme.colors.ink_soft, .role = "label"});
  ui.gap(0.4f);
}

std::string_view good_for(const Ui& ui, HomeAddressView::Reach reach) {
  switch (reach) {
    case HomeAddressView::Reach::network:
      return ui.say("home.for_network");
    case HomeAddressView::Reach::vpn:
      return ui.say("home.for_vpn");
    case HomeAddressView::Reach::internet:
    case HomeAddressView::Reach::only_here:
      break;
  }
  return ui.say("home.for_internet");
}

// An address of IPv6 is one long word: where it needs two rows, it has its halves.
std::string in_halves(const std::string& address) {
  if (!address.starts_with('[')) return address;
  const auto middle = address.find(':', address.find(']') / 2);
  if (middle >= address.find(']')) return address;
  constexpr std::string_view may_break = "\u200b";
  return address.substr(0, middle + 1) + std::string(may_break) + address.substr(middle + 1);
}

// Each with what it is good for; the router's own, which this person knows, is one of them.
Step draw_addresses(Ui& ui, const HomeView& home) {
  std::vector<std::string> lines, hosts;
  std::optional<std::size_t> chosen;
  if (!home.name.empty()) {
    lines.push_back(ui.say("home.address", {{"address", home.name}, {"for", ui.say("home.for_name")}}));
    hosts.push_back(home.name);
    if (home.address.empty() || home.address == home.name) chosen = 0;
  }
  for (const auto& each : home.addresses) {
    if (each.is_chosen) chosen = lines.size();
    lines.push_back(ui.say("home.address", {{"address", in_halves(each.shown)}, {"for", good_for(ui, each.reach)}}));
    hosts.push_back(each.host);
  }
  if (lines.empty()) {
    prose(ui, ui.say("home.nobody_reaches"), {.color = ui.theme.colors.problem, .role = "problem"});
    return {};
  }
  label(ui, ui.say("home.reached_at"));
  if (!choice(ui, "home", lines, chosen) || !chosen) return {};
  return Step::want(SetHosting{true, home.name, hosts[*chosen]});
}

// What nobody can know but who has the router.
Step draw_router(Ui& ui, const HomeView& home, HomeRelayState& state) {
  if (!state.loaded) {
    state.name.editor.set_text(home.name);
    state.loaded = true;
  }
  const auto hint = ui.say("home.router_hint", {{"port", int(home.port)}});
  const bool submitted = field(ui, ui.say("home.router"), state.name, {.hint = hint}).submitted;
  const auto name = state.name.editor.text();
  if (name == home.name) return {};
  ui.gap(0.7f);
  const bool pressed = button(ui, ui.say(name.empty() ? "home.no_router" : "home.use_router"));
  return pressed || submitted ? Step::want(SetHosting{true, name, name}) : Step{};
}

void draw_line(Ui& ui, const HomeView& home, HomeRelayState& state) {
  if (home.line.empty()) return;
  label(ui, ui.say("home.line"));
  {
    const Panel box(ui, PanelKind::sunken, 0.8f);
    prose(ui, home.line, {.face = Face::small, .role = "line"});
  }
  ui.gap(0.6f);
  if (button(ui, ui.say(state.copied ? "pair.copied" : "home.copy"))) {
    ImGui::SetClipboardText(home.line.c_str());
    state.copied = true;
  }
  ui.gap(0.9f);
  label(ui, ui.say("home.test"));
  prose(ui, ui.say("home.test_about", {{"page", home.test_page}, {"address", home.shown}}), soft(ui));
}

Step draw_running(Ui& ui, const client::Model& model, HomeRelayState& state) {
  const auto& home = model.home;
  Step step;
  if (home.is_elsewhere) {
    prose(ui, ui.say("home.elsewhere", {{"relay", model.settings.relay}}), {.color = ui.theme.colors.problem, .role = "problem"});
    ui.gap(0.6f);
    if (!home.line.empty() && button(ui, ui.say("home.move"))) step = Step::want(client::SetRelay{home.line, true});
    ui.gap(0.8f);
  }
  if (!home.gone.empty()) {
    prose(ui, ui.say("home.gone", {{"old", home.gone}, {"new", home.shown}}), {.color = ui.theme.colors.problem, .role = "problem"});
    ui.gap(0.8f);
  }
  if (auto chosen = draw_addresses(ui, home)) step = std::move(chosen);
  ui.gap(0.9f);
  if (auto named = draw_router(ui, home, state)) step = std::move(named);
  ui.gap(0.9f);
  draw_line(ui, home, state);
  return step;
}

}  // namespace

Step draw_farewell(Ui& ui, const HomeView& home, bool is_told_above) {
  if (!home.waits_to_tell) return {};
  const Panel panel(ui, PanelKind::outlined, 1.1f);
  prose(ui, ui.say(is_told_above ? "ended.waits" : "ended.waits_still"),
        {.color = ui.theme.colors.ink_soft, .widest = ui.theme.type.measure});
  ui.gap(0.6f);
  return button(ui, ui.say("ended.do_not_wait"), {.kind = ButtonKind::plain}) ? Step::want(client::DoNotWait{}) : Step{};
}

Step draw_home_relay(Ui& ui, const client::Model& model, HomeRelayState& state) {
  const auto& home = model.home;
  Step step;
  if (home.waits_to_tell) {
    step = draw_farewell(ui, home, false);
    ui.gap(1);
  }
  bool on = home.is_on;
  if (toggle(ui, ui.say("home.switch"), on)) {
    state = {};
    step = Step::want(SetHosting{on, home.name, home.address});
  }
  ui.gap(0.2f);
  prose(ui, ui.say(home.is_on ? "home.awake" : "home.hint"), faint(ui));
  if (!home.is_on) return step;
  ui.gap(0.8f);
  switch (home.state) {
    case HomeView::State::off:
    case HomeView::State::starting:
      prose(ui, ui.say("home.starting"), soft(ui));
      break;
    case HomeView::State::failed:
      prose(ui, home.problem, {.color = ui.theme.colors.problem, .role = "problem"});
      break;
    case HomeView::State::running:
      if (auto running = draw_running(ui, model, state)) step = std::move(running);
      break;
  }
  ui.gap(0.9f);
  prose(ui, ui.say("home.trust"), faint(ui));
  return step;
}

}  // namespace twinlamp::ui
