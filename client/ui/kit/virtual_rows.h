// Rows of differing heights, of which only those near the sight are drawn: ten thousand cost as much as ten.
//
// A row not yet seen is taken to be as tall as the estimate; when it turns out otherwise above the sight, the page is
// moved with it, so that nothing jumps. Some rows beyond the edges are drawn too, so that Tab finds the next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "client/ui/ui.h"

namespace twinlamp::ui {

class VirtualRows {
public:
  // Inside a Page. draw_row(i) draws at the pen and moves it below; `list` is another value for another list.
  void draw(Ui& ui, std::size_t count, std::uint64_t list, float estimate,
            const std::function<void(std::size_t)>& draw_row);
  std::size_t drawn() const { return drawn_; }  // rows of the last frame

private:
  std::vector<float> heights_;  // negative where not seen yet
  std::uint64_t list_ = 0;
  float width_ = 0;
  unsigned fonts_ = 0;
  std::size_t drawn_ = 0;
};

}  // namespace twinlamp::ui
