// A few short lines, each in a field of its own; one of them may be marked.
//
// Enter goes to the next line, and makes one where there is none and room for it. What can be taken out says so beside
// it. In the log the fields are called by their number; the mark of a line is a chip with that number as its value.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/kit/writing_area.h"

namespace twinlamp::ui {

struct LineListLook {
  std::size_t least = 1, most = 10;
  std::string_view mark = {};         // what marking a line is called; empty: none can be
  std::string_view placeholder = {};  // in the first line
};

// Kept between frames.
class LineList {
public:
  explicit LineList(text::Editor::Limits limits = {.one_line = true}) : limits_(limits) {}

  void set(const std::vector<std::string>& lines, std::optional<std::size_t> marked);
  std::vector<std::string> texts() const;  // all of them, empty ones too
  std::optional<std::size_t> marked() const { return marked_; }

  // True when a line or the mark was changed. Has `least` lines from then on.
  bool draw(Ui& ui, const LineListLook& look);

private:
  bool draw_line(Ui& ui, const LineListLook& look, std::size_t place);
  void add() { lines_.emplace_back(limits_); }
  void remove(std::size_t place);

  text::Editor::Limits limits_;
  std::deque<Writing> lines_;
  std::optional<std::size_t> marked_;
};

}  // namespace twinlamp::ui
