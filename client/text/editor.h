// A text being written: code points, a caret, a selection and what can be taken back. Knows no font, no key and no
// screen.
//
// Positions are code points, 0..size(); the caret and the selection's ends stand between graphemes (what one sees as a
// character), so an emoji of seven code points is passed, selected and erased as one. Only Backspace takes a sign apart
// as it was typed: a letter's last accent, the last consonant of a Hangul or Indic syllable. The text never holds
// control characters but newline, and never more UTF-8 bytes than its limit. Bad UTF-8 that is put in becomes U+FFFD.
// Not thread-safe. Movement by what is seen (rows) belongs to Layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "client/text/undo_log.h"

namespace twinlamp::text {

enum class Move { left, right, word_left, word_right, paragraph_start, paragraph_end, start, end };

class Editor {
public:
  struct Limits {
    bool one_line = false;
    std::size_t bytes = 48 * 1024;  // of UTF-8
  };
  Editor() = default;
  explicit Editor(Limits limits) : limits_(limits) {}
  Editor(const Editor&) = default;
  Editor(Editor&&) = default;
  // What was in it goes with `other`: a string that is given a short text keeps its memory, and in there the rest of
  // the long one.
  Editor& operator=(Editor other) noexcept;
  ~Editor() { wipe(); }

  // Replaces all, and forgets what could be undone; what does not fit is left out. The caret goes to the end.
  void set_text(std::string_view utf8);
  std::string text() const;
  std::u32string_view points() const { return points_; }
  std::size_t size() const { return points_.size(); }
  bool empty() const { return points_.empty(); }
  std::size_t bytes() const { return bytes_; }
  std::size_t bytes_left() const { return limits_.bytes - bytes_; }
  std::uint64_t revision() const { return revision_; }  // another value whenever the text is another

  std::size_t caret() const { return caret_; }
  bool has_selection() const { return caret_ != anchor_; }
  std::pair<std::size_t, std::size_t> selection() const;  // first <= second
  std::string selected_text() const;

  // Takes the selection's place. False if not all of it fitted: then as many whole code points as fit were put in.
  bool insert(std::string_view utf8);
  bool insert(std::u32string_view points);

  // Each erases the selection instead, if there is one.
  void erase_left();
  void erase_right();
  void erase_word_left();
  void erase_word_right();
  std::string cut();

  // Without `selecting` a selection collapses to the side that is moved to.
  void move(Move move, bool selecting);
  void move_to(std::size_t position, bool selecting);  // beyond the end is the end; inside a grapheme is before it
  void select_all();
  void select_word_at(std::size_t position);
  void select_paragraph_at(std::size_t position);
  std::size_t grapheme_left_of(std::size_t position) const;
  std::size_t grapheme_right_of(std::size_t position) const;
  std::size_t begin_of_grapheme_at(std::size_t position) const;
  std::size_t end_of_grapheme_at(std::size_t position) const;

  bool can_undo() const { return log_.can_undo(); }
  bool can_redo() const { return log_.can_redo(); }
  void undo();
  void redo();

  // Forgets all of it and overwrites the memory it was in.
  void wipe();

private:
  // The paragraph around a position: where it begins and ends.
  std::pair<std::size_t, std::size_t> paragraph_at(std::size_t position) const;
  std::size_t target_of(Move move) const;
  std::size_t word_left_of(std::size_t position) const;
  std::size_t word_right_of(std::size_t position) const;
  void erase(std::size_t first, std::size_t last);
  void replace(std::size_t first, std::size_t last, std::u32string_view with);  // records it
  void settle();  // puts the caret, with no selection, behind the grapheme that an edit may have made around it
  void splice(std::size_t at, std::size_t removed, std::u32string_view with);  // does not

  Limits limits_;
  std::u32string points_;
  std::size_t bytes_ = 0, caret_ = 0, anchor_ = 0;
  std::uint64_t revision_ = 0;
  UndoLog log_;
};

}  // namespace twinlamp::text
