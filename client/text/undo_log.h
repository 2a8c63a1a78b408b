// What an editor can take back: one replacement of text each, bounded in number and size; the oldest go first.
//
// Single characters typed or erased one after the other join into one step, until a space ends a word or `seal_step` is
// called.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace twinlamp::text {

struct Change {
  std::size_t at = 0;
  std::u32string removed, inserted;
  std::size_t caret_before = 0, anchor_before = 0;
};

class UndoLog {
public:
  void record(Change change);  // forgets what could have been done again
  void seal_step() { open_ = false; }
  void clear();

  bool can_undo() const { return next_ > 0; }
  bool can_redo() const { return next_ < changes_.size(); }
  const Change& step_back();     // precondition: can_undo()
  const Change& step_forward();  // precondition: can_redo()

private:
  bool joins(const Change& change) const;
  void shrink();

  std::deque<Change> changes_;
  std::size_t next_ = 0;  // changes_[0, next_) are done
  std::size_t size_ = 0;  // code points held
  bool open_ = false;
};

}  // namespace twinlamp::text
