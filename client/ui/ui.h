// What every widget and screen is given: theme, fonts, time, keyboard, and the pen that says where the next thing goes.
//
// One Ui lives as long as the window; begin() and end() frame each picture. A widget takes a rectangle from the pen,
// draws itself, and records itself in the log. Lengths that a screen names are in em. Not thread-safe: the window's
// thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <imgui.h>

#include "client/content/words.h"
#include "client/ui/focus.h"
#include "client/ui/fonts.h"
#include "client/ui/frame_pacer.h"
#include "client/ui/input.h"
#include "client/ui/layout_cache.h"
#include "client/ui/theme.h"
#include "client/ui/widget_log.h"

namespace twinlamp::ui {

// Where the next widget goes: a column, and how far down it one is. In pixels of the window.
struct Pen {
  float x = 0, y = 0, width = 0;
};

struct Pressable {
  WidgetId id = 0;
  Rect rect;
  bool hovered = false, held = false, focused = false, pressed = false;
};

// Widgets side by side, as many on a line as fit; see Flow in kit/flow.h.
class Flow;
// Of all writing areas together; see kit/emoji_picker.h.
class EmojiPicker;

class Ui {
public:
  Ui(Fonts& fonts, FramePacer& pacer) : fonts_(fonts), pacer_(pacer) {}

  // What the shell, or a test, sets before begin().
  Theme theme;
  Input input;
  std::chrono::steady_clock::time_point now;
  std::chrono::system_clock::time_point wall;
  int utc_offset_minutes = 0;  // of this device
  client::Words words;         // what is said, in this person's language

  // The sentence of this key; a reference into the words, good until they are changed between two pictures.
  const std::string& say(std::string_view key) const { return words.say(key); }
  std::string say(std::string_view key, std::initializer_list<client::WordsPlace> places) const {
    return words.say(key, places);
  }

  void begin(float width, float height, std::string_view screen);
  void end();

  float em(float lengths) const { return lengths * fonts_.em(); }
  float px(float lengths) const;  // the same in whole pixels
  Rect window() const { return window_; }
  Fonts& fonts() { return fonts_; }
  const Fonts& fonts() const { return fonts_; }
  LayoutCache& layouts() { return layouts_; }
  FramePacer& pacer() { return pacer_; }
  Focus& focus() { return focus_; }
  WidgetLog& log() { return log_; }
  ImDrawList& draw() const { return *ImGui::GetWindowDrawList(); }

  Pen pen;
  Flow* flow = nullptr;
  std::shared_ptr<EmojiPicker> emoji;  // made when first needed
  float alpha = 1;                     // of all that is drawn: a page that comes in
  int layer = 0;                       // how many things lie under what is drawn now; for the log
  bool has_keyboard = true;  // what is typed comes here: else no caret and no ring
  bool wants_away = false;             // the window is to be minimised, at once
  bool begins_at_top = false;          // in this frame: somebody has come to this page, not back to it
  float covered_below = 0;             // by what lies over the page's end; a page can be scrolled out from under it
  bool tip_drawn = false;              // in this frame: there is one tooltip at most
  Rect take(float height);             // the column's width, and the pen moves below it
  void gap(float lengths) { pen.y += px(lengths); }

  ImU32 color(Color color) const;
  // Towards `target` from wherever it is now, eased; asks for frames while it moves.
  float animate(WidgetId key, float target, std::chrono::milliseconds time);

  // Since when it has been so without a break; nothing while it is not. To be asked in every frame.
  std::optional<std::chrono::steady_clock::time_point> since(WidgetId key, bool it_is_so);

  // A place that can be pressed by the mouse, or by Enter and Space where the keyboard is on it.
  Pressable pressable(std::string_view label, const Rect& rect, bool enabled = true);
  // By the mouse alone: what the keyboard does in some other way.
  Pressable clickable(std::string_view label, const Rect& rect);
  // The same without pressing: where keys go. For what is written into.
  bool takes_keys(WidgetId id, const Rect& rect);
  void focus_ring(const Rect& rect, float radius, bool always = false);
  void record(std::string_view role, std::string_view label, const Rect& rect, std::string_view value = {},
              bool enabled = true, bool focused = false, bool selected = false);

private:
  struct Lasting {
    std::chrono::steady_clock::time_point since;
    std::uint64_t frame = 0;  // the last one in which it was so
  };
  struct Moving {
    float from = 0, target = 0;
    std::chrono::steady_clock::time_point since;
  };

  Fonts& fonts_;
  LayoutCache layouts_;
  FramePacer& pacer_;
  Focus focus_;
  WidgetLog log_;
  Rect window_;
  std::map<WidgetId, Moving> moving_;
  std::map<WidgetId, Lasting> lasting_;
  std::uint64_t frame_ = 0;
};

}  // namespace twinlamp::ui
