#include "client/text/editor.h"

#include <algorithm>

#include "client/text/unicode.h"
#include "client/text/wipe.h"

namespace twinlamp::text {
namespace {

// The longest beginning of `points` that takes at most `bytes`.
std::u32string_view fitting(std::u32string_view points, std::size_t bytes) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    used += encoded_size(points.substr(i, 1));
    if (used > bytes) return points.substr(0, i);
  }
  return points;
}

}  // namespace

void Editor::set_text(std::string_view utf8) {
  wipe();
  const auto cleaned = clean(decode(utf8), limits_.one_line);
  splice(0, 0, fitting(cleaned, limits_.bytes));
  caret_ = anchor_ = points_.size();
}

std::string Editor::text() const {
  return encode(points_);
}

std::pair<std::size_t, std::size_t> Editor::selection() const {
  return std::minmax(caret_, anchor_);
}

std::string Editor::selected_text() const {
  const auto [first, last] = selection();
  return encode(points().substr(first, last - first));
}

bool Editor::insert(std::string_view utf8) {
  return insert(std::u32string_view(decode(utf8)));
}

bool Editor::insert(std::u32string_view points) {
  const auto cleaned = clean(points, limits_.one_line);
  const auto [first, last] = selection();
  const auto freed = encoded_size(this->points().substr(first, last - first));
  const auto kept = fitting(cleaned, bytes_left() + freed);
  if (!kept.empty() || first != last) replace(first, last, kept);
  return kept.size() == cleaned.size();
}

void Editor::erase(std::size_t first, std::size_t last) {
  if (first != last) replace(first, last, {});
}

void Editor::erase_left() {
  const auto [first, last] = selection();
  erase(first == last && first > 0 ? first - 1 : first, last);
}

void Editor::erase_right() {
  const auto [first, last] = selection();
  erase(first, first == last && last < size() ? last + 1 : last);
}

void Editor::erase_word_left() {
  const auto [first, last] = selection();
  erase(first == last ? word_left_of(first) : first, last);
}

void Editor::erase_word_right() {
  const auto [first, last] = selection();
  erase(first, first == last ? word_right_of(last) : last);
}

std::string Editor::cut() {
  auto taken = selected_text();
  const auto [first, last] = selection();
  erase(first, last);
  return taken;
}

std::size_t Editor::word_left_of(std::size_t position) const {
  while (position > 0 && !is_word(points_[position - 1])) --position;
  while (position > 0 && is_word(points_[position - 1])) --position;
  return position;
}

std::size_t Editor::word_right_of(std::size_t position) const {
  while (position < size() && !is_word(points_[position])) ++position;
  while (position < size() && is_word(points_[position])) ++position;
  return position;
}

std::size_t Editor::target_of(Move move) const {
  const auto end_of_paragraph = points_.find(U'\n', caret_);
  const auto break_before = caret_ == 0 ? std::u32string::npos : points_.rfind(U'\n', caret_ - 1);
  switch (move) {
    case Move::left:
      return caret_ > 0 ? caret_ - 1 : 0;
    case Move::right:
      return std::min(caret_ + 1, size());
    case Move::word_left:
      return word_left_of(caret_);
    case Move::word_right:
      return word_right_of(caret_);
    case Move::paragraph_start:
      return break_before == std::u32string::npos ? 0 : break_before + 1;
    case Move::paragraph_end:
      return end_of_paragraph == std::u32string::npos ? size() : end_of_paragraph;
    case Move::start:
      return 0;
    case Move::end:
      return size();
  }
  return caret_;
}

void Editor::move(Move move, bool selecting) {
  const auto [first, last] = selection();
  const bool collapses = first != last && !selecting;
  if (collapses && move == Move::left) return move_to(first, false);
  if (collapses && move == Move::right) return move_to(last, false);
  move_to(target_of(move), selecting);
}

void Editor::move_to(std::size_t position, bool selecting) {
  caret_ = std::min(position, size());
  if (!selecting) anchor_ = caret_;
  log_.seal_step();
}

void Editor::select_all() {
  anchor_ = 0;
  caret_ = size();
  log_.seal_step();
}

void Editor::select_word_at(std::size_t position) {
  position = std::min(position, size());
  anchor_ = caret_ = position;
  while (anchor_ > 0 && is_word(points_[anchor_ - 1])) --anchor_;
  while (caret_ < size() && is_word(points_[caret_])) ++caret_;
  if (anchor_ == caret_ && caret_ < size() && points_[caret_] != U'\n') ++caret_;
  log_.seal_step();
}

void Editor::splice(std::size_t at, std::size_t removed, std::u32string_view with) {
  bytes_ -= encoded_size(points().substr(at, removed));
  bytes_ += encoded_size(with);
  points_.replace(at, removed, with);
  ++revision_;
}

void Editor::replace(std::size_t first, std::size_t last, std::u32string_view with) {
  log_.record({first, points_.substr(first, last - first), std::u32string(with), caret_, anchor_});
  splice(first, last - first, with);
  caret_ = anchor_ = first + with.size();
}

void Editor::undo() {
  if (!log_.can_undo()) return;
  const auto& change = log_.step_back();
  splice(change.at, change.inserted.size(), change.removed);
  caret_ = change.caret_before;
  anchor_ = change.anchor_before;
}

void Editor::redo() {
  if (!log_.can_redo()) return;
  const auto& change = log_.step_forward();
  splice(change.at, change.removed.size(), change.inserted);
  caret_ = anchor_ = change.at + change.inserted.size();
}

void Editor::wipe() {
  text::wipe(points_);
  log_.clear();
  bytes_ = caret_ = anchor_ = 0;
  ++revision_;
}

}  // namespace twinlamp::text
