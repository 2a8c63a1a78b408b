// The window without its frame: which screen is shown, what it said, and the way from there to the app. Drawn by the
// shell, or by a test.
//
// Owns the state of the screens (what is being typed), never a fact. When the profile locks, everything typed and every
// answer kept for drawing is wiped. The window's thread only; the app lives on another.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "client/model.h"
#include "client/ui/lent_clipboard.h"
#include "client/ui/screens/introduction.h"
#include "client/ui/screens/keepsake.h"
#include "client/ui/screens/leave.h"
#include "client/ui/screens/lock.h"
#include "client/ui/screens/pair.h"
#include "client/ui/screens/practice_pages.h"
#include "client/ui/screens/round.h"
#include "client/ui/screens/settings.h"
#include "client/ui/screens/tonight.h"
#include "client/ui/screens/welcome.h"
#include "client/ui/view.h"

namespace twinlamp::ui {

// What the command line says instead of the settings.
struct LookChoice {
  std::optional<float> text_scale;
  std::optional<PaletteName> palette;
};

class Window final : public View {
public:
  Window(client::AppPort& port, LookChoice choice) : port_(port), choice_(choice) {}

  float prepare(Ui& ui, float display_scale) override;  // theme by the settings and the hour
  void draw(Ui& ui, float width, float height) override;

  void handle_focus(bool in_front) override;
  void handle_place(const client::WindowPlace& place) override;
  void flush() override;  // what is typed and not saved yet
  void handle_close() override;
  void go(Route route);
  const Route& route() const { return route_; }

private:
  struct States {
    IntroductionState introduction;
    WelcomeState welcome;
    LockState lock;
    PairState pair;
    TonightState tonight;
    KeepsakeState keepsake;
    std::map<int, PracticeState> practices;
    SettingsState settings;
    LeaveState leave;
    RoundState round;
  };

  std::string_view screen_name(const client::Model& model) const;
  bool leaves_without_settings(const client::Model& model) const;
  Step draw_screen(Ui& ui, const client::Model& model);
  Step draw_place(Ui& ui, const client::Model& model, const Rect& area);
  Step draw_practice_place(Ui& ui, const client::Model& model, const Rect& area);
  Step draw_round_place(Ui& ui, const client::Model& model, const Rect& area);
  void tell_stir(const Ui& ui);
  Step handle_shortcuts(Ui& ui, const client::Model& model);
  void take(const client::Model& model, Step step);
  void follow(Ui& ui, const client::Model& model);  // into a round that was just asked for; out of what is gone

  client::AppPort& port_;
  LentClipboard clipboard_;
  LookChoice choice_;
  Route route_;
  States states_;
  client::Stage stage_ = client::Stage::fresh;
  std::string asked_;  // the card whose round is awaited
  std::chrono::steady_clock::time_point shown_since_{};
  std::optional<std::chrono::steady_clock::time_point> stirred_at_;
  bool shows_shortcuts_ = false;
  bool entered_ = true;
  bool came_back_ = false;  // to a page that was left for another: it stands where it stood
};

}  // namespace twinlamp::ui
