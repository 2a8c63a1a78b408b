// The button beside a writing area, and the panel it opens: a search, the groups, and every emoji, by mouse and by
// keys.
//
// One for all areas of the window. What is picked is handed to the area that opened it in the next frame. Shift+Enter
// or the right button offers the skin tones of the one chosen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/ui/kit/emoji_completion.h"

namespace twinlamp::ui {

class EmojiPicker {
public:
  EmojiCompletion& completion() { return completion_; }

  // The button, at `rect`. True if something was put into `writing`.
  bool draw_button(Ui& ui, WidgetId owner, Writing& writing, const Rect& rect);
  // The panel and the completion, after the page.
  void draw(Ui& ui);
  bool is_open() const { return owner_ != 0; }

private:
  void open(WidgetId owner, const Rect& button);
  void close(Ui& ui);
  void draw_panel(Ui& ui);
  void draw_groups(Ui& ui);
  void draw_grid(Ui& ui, const Rect& area);
  void draw_cell(Ui& ui, std::size_t index, const Rect& rect, bool focused);
  void draw_name(Ui& ui, const Rect& line);
  void draw_tones(Ui& ui, const Rect& line);
  bool move(const KeyEvent& event);
  void hide_tones() { shows_tones_ = false, first_tone_.reset(); }
  void show(std::vector<text::EmojiId> ids);
  std::vector<text::EmojiId> ids_of(std::size_t group) const;  // 0 is what is used often

  EmojiUse use_;
  EmojiCompletion completion_{use_};
  WidgetId owner_ = 0, picked_for_ = 0;
  std::string picked_;
  Rect button_;
  Writing search_{{.one_line = true, .bytes = 80}};
  std::size_t group_ = 0;
  std::vector<text::EmojiId> ids_;
  std::size_t chosen_ = 0, columns_ = 1;
  bool shows_tones_ = false, brings_into_view_ = false;
  std::optional<std::uint8_t> first_tone_;  // of an emoji of two, while the other's is asked for
};

}  // namespace twinlamp::ui
