// Widgets of their own width side by side, as many on a line as fit; columns beside each other, folded to one where it
// is narrow.
#pragma once

#include "client/ui/kit/prose.h"

namespace twinlamp::ui {

class Flow {
public:
  explicit Flow(Ui& ui, Align align = Align::left, float gap = 0.7f);
  ~Flow();
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;

  // Never wider than the column. At the beginning of a row it hangs out by `hang` pixels.
  Rect place(float width, float height, float hang = 0);

private:
  Ui& ui_;
  Flow* outer_;
  Align align_;
  float gap_, x_, row_ = 0;
  bool first_ = true;
};

// Where a widget of this size goes: into the flow if there is one, else on a line of its own.
Rect place(Ui& ui, float width, float height, float hang = 0);

class Columns {
public:
  // `count` columns, or one where each would be narrower than `least` em.
  Columns(Ui& ui, int count, float least, float gap = 1.5f);
  ~Columns();
  Columns(const Columns&) = delete;
  Columns& operator=(const Columns&) = delete;

  void next();
  bool is_folded() const { return count_ == 1; }

private:
  Ui& ui_;
  Pen start_;
  float gap_, lowest_, width_;
  int count_, at_ = 0;
};

// A part of the column, narrower on both sides.
class Inset {
public:
  Inset(Ui& ui, float by);
  ~Inset();
  Inset(const Inset&) = delete;
  Inset& operator=(const Inset&) = delete;

private:
  Ui& ui_;
  float by_;
};

}  // namespace twinlamp::ui
