// What the window itself looks like, under all that lies on it.
#pragma once

#include "client/ui/ui.h"

namespace twinlamp::ui {

// The window's whole area, between Ui::begin() and whatever lies over the page. Keys that come while it is covered are
// kept for what covers it: the page gets none.
class Ground {
public:
  Ground(Ui& ui, bool is_covered);
  ~Ground();
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;

private:
  Ui& ui_;
  bool is_covered_;
  Input held_;
};

}  // namespace twinlamp::ui
