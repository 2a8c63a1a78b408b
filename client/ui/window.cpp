#include "client/ui/window.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "client/ui/kit/emoji_picker.h"
#include "client/ui/kit/ground.h"
#include "client/ui/kit/nav_rail.h"
#include "client/ui/kit/toast.h"
#include "client/ui/kit/windowsill.h"
#include "client/ui/screens/hidden.h"
#include "client/ui/screens/own_cards.h"
#include "client/ui/screens/renewal.h"
#include "client/ui/screens/shortcuts.h"

namespace twinlamp::ui {
namespace {

using client::Stage;

Place place_of(const Route& route) {
  const auto to = route.to == Route::To::round ? route.back : route.to;
  switch (to) {
    case Route::To::practices:
    case Route::To::practice:
      return Place::practices;
    case Route::To::keepsake:
      return Place::keepsake;
    case Route::To::settings:
    case Route::To::leave:
    case Route::To::new_laptop:
      return Place::settings;
    case Route::To::tonight:
    case Route::To::round:
      return Place::tonight;
  }
  return Place::tonight;
}

Route::To to_of(Place place) {
  switch (place) {
    case Place::tonight:
      return Route::To::tonight;
    case Place::practices:
      return Route::To::practices;
    case Place::keepsake:
      return Route::To::keepsake;
    case Place::settings:
      return Route::To::settings;
  }
  return Route::To::tonight;
}

PaletteName palette_of(const Ui& ui, client::SetLook::Palette palette) {
  if (palette == client::SetLook::Palette::evening) return PaletteName::evening;
  if (palette == client::SetLook::Palette::morning) return PaletteName::morning;
  const float hour = local_hour(ui, ui.utc_offset_minutes).value_or(20);
  return hour >= 7 && hour < 18 ? PaletteName::morning : PaletteName::evening;
}

// Where "back" leads from here.
Route back_of(const Route& route) {
  if (route.to == Route::To::practice) return {Route::To::practices};
  if (route.to != Route::To::round) return {};
  return {.to = route.back, .practice = route.back == Route::To::practice ? route.practice : 0};
}

// Once, on a fresh profile: nobody is told again who has begun.
bool shows_introduction(const client::Model& model) {
  return model.stage == Stage::fresh && !model.settings.seen_introduction;
}

bool has_rail(const client::Model& model) {
  return model.stage == Stage::paired || model.stage == Stage::ended;
}

}  // namespace

float Window::prepare(Ui& ui, float display_scale) {
  const auto model = port_.model();
  const auto& look = model->settings.look;
  if (ui.words.language() != model->settings.language) ui.words = client::Words::built_in(model->settings.language);
  ui.theme =
      make_theme(choice_.palette.value_or(palette_of(ui, look.palette)), look.high_contrast, look.reduced_motion);
  const float scale = std::clamp(choice_.text_scale.value_or(look.text_scale), 0.8f, 2.f);
  return std::round(16 * scale * display_scale);
}

bool Window::leaves_without_settings(const client::Model& model) const {
  return route_.to == Route::To::leave && (model.stage == Stage::locked || model.stage == Stage::unpaired);
}

std::string_view Window::screen_name(const client::Model& model) const {
  if (model.hidden) return "hidden";
  if (shows_introduction(model)) return "introduction";
  if (leaves_without_settings(model)) return "leave";
  switch (model.stage) {
    case Stage::fresh:
      return "welcome";
    case Stage::locked:
      return "lock";
    case Stage::unpaired:
    case Stage::pairing:
      return "pair";
    case Stage::paired:
    case Stage::ended:
      break;
  }
  switch (route_.to) {
    case Route::To::tonight:
      return "tonight";
    case Route::To::practices:
      return "practices";
    case Route::To::practice:
      return "practice";
    case Route::To::keepsake:
      return "keepsake";
    case Route::To::settings:
      return "settings";
    case Route::To::leave:
      return "leave";
    case Route::To::new_laptop:
      return "new-laptop";
    case Route::To::round:
      return "round";
  }
  return "tonight";
}

void Window::draw(Ui& ui, float width, float height) {
  const auto model = port_.model();
  follow(ui, *model);
  tell_stir(ui);
  ui.begin(width, height, screen_name(*model));
  if (entered_) {
    shown_since_ = ui.now;
    ui.begins_at_top = !came_back_;
    entered_ = came_back_ = false;
  }
  Step step;
  {
    const Ground ground(ui, shows_shortcuts_ || (ui.emoji && ui.emoji->is_open()));
    step = draw_screen(ui, *model);
  }
  ui.alpha = 1;
  if (!model->hidden) {
    if (ui.emoji) ui.emoji->draw(ui);
    if (shows_shortcuts_) shows_shortcuts_ = draw_shortcuts(ui);
    const bool has_card = has_rail(*model) && route_.to == Route::To::tonight;
    if (const auto away = toast(ui, has_card ? notices_beside_card(ui, *model) : model->notices, has_rail(*model) ? beside_rail(ui) : ui.window()))
      step = Step::want(client::DismissNotice{*away});
  }
  if (auto shortcut = handle_shortcuts(ui, *model)) step = std::move(shortcut);
  ui.end();
  take(*model, std::move(step));
}

Step Window::draw_screen(Ui& ui, const client::Model& model) {
  const auto part = std::clamp(
      std::chrono::duration<float>(ui.now - shown_since_) / std::chrono::duration<float>(ui.theme.motion.calm), 0.f,
      1.f);
  const bool coming = part < 1 && !ui.theme.motion.reduced;
  const auto all = ui.window();
  if (model.hidden) return draw_hidden(ui, all);
  if (shows_introduction(model)) return draw_introduction(ui, states_.introduction, all);
  if (leaves_without_settings(model)) return draw_leave(ui, model, states_.leave, {}, all);
  switch (model.stage) {
    case Stage::fresh:
      return draw_welcome(ui, model, states_.welcome, all);
    case Stage::locked:
      return draw_lock(ui, model, states_.lock, all);
    case Stage::unpaired:
    case Stage::pairing:
      return draw_pair(ui, model, states_.pair, all);
    case Stage::paired:
    case Stage::ended:
      break;
  }
  const auto rail = nav_rail(ui, place_of(route_));
  if (coming) {
    ui.alpha = 0.25f + 0.75f * (1 - (1 - part) * (1 - part));
    ui.pacer().animate();
  }
  auto step = draw_place(ui, model, rail.rest);
  ui.alpha = 1;
  if (rail.pressed) step = Step::to({to_of(*rail.pressed)});
  return step;
}

Step Window::draw_place(Ui& ui, const client::Model& model, const Rect& area) {
  switch (route_.to) {
    case Route::To::tonight:
      return draw_tonight(ui, model, states_.tonight, area);
    case Route::To::practices:
      return draw_practices(ui, model, area);
    case Route::To::practice:
      return draw_practice_place(ui, model, area);
    case Route::To::keepsake:
      return draw_keepsake(ui, {model, port_}, states_.keepsake, area);
    case Route::To::settings:
      return draw_settings(ui, model, states_.settings, area);
    case Route::To::leave:
      return draw_leave(ui, model, states_.leave, {Route::To::settings}, area);
    case Route::To::new_laptop:
      return draw_new_laptop(ui, model, area);
    case Route::To::round:
      return draw_round_place(ui, model, area);
  }
  return {};
}

Step Window::draw_practice_place(Ui& ui, const client::Model& model, const Rect& area) {
  if (route_.practice == own_cards_page) {
    const client::PracticeView own{own_cards_page, "own", ui.say("own.title"), ui.say("own.about"), {}};
    return draw_practice(ui, {model, port_, own}, states_.practices[own_cards_page], area);
  }
  const auto& practices = *model.practices;
  const auto found = std::find_if(practices.begin(), practices.end(),
                                  [&](const auto& practice) { return practice.number == route_.practice; });
  if (found == practices.end()) return Step::to({Route::To::practices});
  return draw_practice(ui, {model, port_, *found}, states_.practices[found->number], area);
}

Step Window::draw_round_place(Ui& ui, const client::Model& model, const Rect& area) {
  const auto round = port_.round(route_.round);
  if (!round) return Step::to(back_of(route_));
  if (states_.round.round != round->id) load_round(states_.round, *round);
  return draw_round(ui, {model, *round, back_of(route_)}, states_.round, area);
}

// What the automatic lock waits for; often enough is once in some seconds.
void Window::tell_stir(const Ui& ui) {
  const auto& io = ImGui::GetIO();
  const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 || ImGui::IsAnyMouseDown();
  if (ui.input.empty() && !moved) return;
  if (stirred_at_ && ui.now - *stirred_at_ < std::chrono::seconds(10)) return;
  stirred_at_ = ui.now;
  port_.send(client::Stirred{});
}

Step Window::handle_shortcuts(Ui& ui, const client::Model& model) {
  if (model.hidden || shows_introduction(model)) return {};
  if (ui.input.take_shortcut('H')) {
    flush();
    ui.wants_away = true;
    return Step::want(client::QuickHide{});
  }
  if (model.settings.has_passphrase && model.stage != Stage::locked && ui.input.take_shortcut('L'))
    return Step::want(client::Lock{});
  // What was written into is drawn by now and has taken its question marks.
  ui.input.drain([this](const KeyEvent& event) {
    const bool asks = event.key == Key::help || (event.key == Key::character && event.text == U'?');
    shows_shortcuts_ = shows_shortcuts_ || asks;
    return asks;
  });
  const bool larger = ui.input.take_shortcut('+'), smaller = ui.input.take_shortcut('-'),
             usual = ui.input.take_shortcut('0');
  if (larger || smaller || usual) {
    auto look = model.settings.look;
    look.text_scale =
        usual ? 1.f : std::clamp(std::round((look.text_scale + (larger ? 0.1f : -0.1f)) * 10) / 10, 0.8f, 2.f);
    choice_.text_scale.reset();
    return Step::want(look);
  }
  if (ui.input.take(Key::escape) && model.stage == Stage::paired && route_.to != Route::To::tonight)
    return Step::to(back_of(route_));
  return {};
}

void Window::take(const client::Model& model, Step step) {
  if (step.intent) {
    if (std::holds_alternative<client::JoinPartner>(
            *step.intent))  // what was wrong with the last try is no news any more
      for (const auto& notice : model.notices) port_.send(client::DismissNotice{notice.id});
    if (const auto* ask = std::get_if<client::AskCard>(&*step.intent)) asked_ = ask->card;
    port_.send(std::move(*step.intent));
  }
  if (!step.go) return;
  const bool is_back = *step.go == back_of(route_);
  go(std::move(*step.go));
  came_back_ = is_back && entered_;
}

void Window::go(Route route) {
  if (route == route_) return;
  flush();
  if (route.to == Route::To::round && states_.round.round != route.round) states_.round = RoundState{};
  if (route.to == Route::To::settings && route_.to != Route::To::leave && route_.to != Route::To::new_laptop) states_.settings = SettingsState{};
  if (route_.to == Route::To::round && route.to != Route::To::round) states_.round = RoundState{};
  route_ = std::move(route);
  entered_ = true;
}

void Window::flush() {
  if (route_.to != Route::To::round) return;
  const auto round = port_.round(route_.round);
  if (!round || states_.round.round != round->id) return;
  if (auto draft = unsaved_draft(*round, states_.round)) port_.send(std::move(*draft));
}

void Window::handle_close() {
  take_back_lent(states_.pair);
  clipboard_.take_back();
}

void Window::handle_focus(bool in_front) {
  if (!in_front) flush();
  port_.send(client::SetInFront{in_front});
}

void Window::handle_place(const client::WindowPlace& place) {
  port_.send(client::SetWindow{place});
}

void Window::follow(Ui& ui, const client::Model& model) {
  clipboard_.attach();
  if (!is_lent_alive(ui, model, states_.pair)) take_back_lent(states_.pair);
  if (model.stage != stage_) {
    stage_ = model.stage;
    states_ = States{};
    const bool is_open = stage_ == client::Stage::unpaired || stage_ == client::Stage::pairing || stage_ == client::Stage::paired;
    if (!is_open) clipboard_.take_back();
    forget_prose(ui);
    ui.emoji.reset();
    route_ = Route{};
    asked_.clear();
    entered_ = true;
  }
  if (asked_.empty()) return;
  const auto found = std::find_if(model.open_rounds.begin(), model.open_rounds.end(),
                                  [&](const auto& round) { return round->card.id == asked_; });
  if (found == model.open_rounds.end()) return;
  asked_.clear();
  const bool from_practice = route_.to == Route::To::practice;
  go({Route::To::round, (*found)->id, from_practice ? Route::To::practice : Route::To::tonight,
      from_practice ? route_.practice : 0});
}

}  // namespace twinlamp::ui
