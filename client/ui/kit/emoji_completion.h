// What is offered while a `:name` is being typed: up to six emoji in a list under the caret.
//
// Arrows choose, Enter or Tab take, Escape is left in peace until the next letter; the mouse takes too. One for all
// writing areas: it belongs to the one that last asked.
#pragma once

#include <optional>
#include <vector>

#include "client/text/emoji.h"
#include "client/ui/kit/emoji_use.h"
#include "client/ui/kit/writing_area.h"

namespace twinlamp::ui {

class EmojiCompletion {
public:
  explicit EmojiCompletion(EmojiUse& use) : use_(use) {}

  // Before the editor gets a key: true if it was for the list.
  bool take_key(WidgetId owner, Writing& writing, const KeyEvent& event);
  // After the editor used a key: looks for a name before the caret.
  void follow(Ui& ui, WidgetId owner, const Writing& writing);
  // While the area has the keyboard: where its caret is. True if the text was changed by the mouse.
  bool place(Ui& ui, WidgetId owner, Writing& writing, const Rect& caret);
  // Over everything, after the page.
  void draw(Ui& ui);
  bool is_open() const { return query_.has_value(); }

private:
  void put(Writing& writing, text::EmojiId id);
  void close();

  EmojiUse& use_;
  WidgetId owner_ = 0;
  std::optional<text::EmojiQuery> query_;
  std::vector<text::EmojiId> found_;
  std::size_t chosen_ = 0;
  std::optional<text::EmojiId> pressed_;
  Rect caret_;
  bool placed_ = false;  // in this frame
};

}  // namespace twinlamp::ui
