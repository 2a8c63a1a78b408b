// Text that is read: wrapped at words, measured, in one of the faces. Only rows in sight are drawn, so length costs
// little.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/kit/type.h"
#include "client/ui/ui.h"

namespace twinlamp::ui {

// `left` is where the text begins: right-to-left paragraphs stand at the right.
enum class Align { left, centre };

struct ProseLook {
  Face face = Face::body;
  Color color{};  // clear: the theme's ink
  Align align = Align::left;
  float widest = 0;                // em; 0 is the column
  std::string_view role = "text";  // in the log; empty is not logged
};

// Draws at the pen and moves it below. Where it was drawn.
Rect prose(Ui& ui, std::string_view text, const ProseLook& look = {});
float prose_height(Ui& ui, std::string_view text, Face face, float width);

float text_width(Ui& ui, Face face, std::string_view text);

// One line at a place, not logged; `line_height` tall, beginning at `x` whatever its direction. What is wider than
// `widest` pixels ends in an ellipsis.
void put_line(Ui& ui, Face face, Color color, float x, float y, std::string_view text, float widest = 0);

// Forgets every text that was kept to save measuring it again.
void forget_prose(Ui& ui);

}  // namespace twinlamp::ui
