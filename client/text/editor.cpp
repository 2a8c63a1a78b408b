#include "client/text/editor.h"

#include <algorithm>

#include "client/text/breaks.h"
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

// What Backspace takes of a grapheme: all of an emoji, a flag, or a plain sign; else the last code point, as it was
// typed.
bool is_erased_whole(std::u32string_view grapheme) {
  return std::none_of(grapheme.begin(), grapheme.end(), [](char32_t c) { return is_combining(c); }) ||
         grapheme.find_first_of(U"\x200D\xFE0F\x20E3") != std::u32string_view::npos || grapheme.front() > 0x1F000;
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
  if (first != last) return erase(first, last);
  const auto begin = grapheme_left_of(first);
  if (begin < first) erase(is_erased_whole(points().substr(begin, first - begin)) ? begin : first - 1, first);
}

void Editor::erase_right() {
  const auto [first, last] = selection();
  erase(first, first == last ? grapheme_right_of(last) : last);
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

std::pair<std::size_t, std::size_t> Editor::paragraph_at(std::size_t position) const {
  const auto before = position == 0 ? std::u32string::npos : points_.rfind(U'\n', position - 1);
  return {before == std::u32string::npos ? 0 : before + 1, std::min(points_.find(U'\n', position), size())};
}

std::size_t Editor::grapheme_left_of(std::size_t position) const {
  if (position == 0) return 0;
  const auto [begin, end] = paragraph_at(position);
  if (position == begin) return position - 1;
  const auto flags = find_breaks(points().substr(begin, end - begin), std::uint8_t(Break::grapheme));
  do --position;
  while (position > begin && !has_break(flags[position - begin], Break::grapheme));
  return position;
}

std::size_t Editor::grapheme_right_of(std::size_t position) const {
  if (position >= size()) return size();
  const auto [begin, end] = paragraph_at(position);
  if (position == end) return position + 1;
  const auto flags = find_breaks(points().substr(begin, end - begin), std::uint8_t(Break::grapheme));
  do ++position;
  while (position < end && !has_break(flags[position - begin], Break::grapheme));
  return position;
}

// Where a place is in the middle of a grapheme: a word may end there, behind a sign that belongs to what follows (U+0601).
std::size_t Editor::begin_of_grapheme_at(std::size_t position) const {
  const auto left = grapheme_left_of(position);
  return position > 0 && grapheme_right_of(left) > position ? left : position;
}

std::size_t Editor::end_of_grapheme_at(std::size_t position) const {
  return position > 0 ? std::max(position, grapheme_right_of(grapheme_left_of(position))) : position;
}

// Words by UAX #29, with Thai's and its kin's by dictionary; what is no word (spaces, signs) is passed over with it.
std::size_t Editor::word_left_of(std::size_t position) const {
  if (position == 0) return 0;
  const auto [begin, end] = paragraph_at(position);
  if (position == begin) return position - 1;
  const auto flags = find_breaks(points().substr(begin, end - begin), std::uint8_t(Break::word));
  while (position > begin && !is_word(points_[position - 1])) --position;
  while (position > begin && !has_break(flags[--position - begin], Break::word)) {
  }
  return position;
}

std::size_t Editor::word_right_of(std::size_t position) const {
  if (position >= size()) return size();
  const auto [begin, end] = paragraph_at(position);
  if (position == end) return position + 1;
  const auto flags = find_breaks(points().substr(begin, end - begin), std::uint8_t(Break::word));
  while (position < end && !is_word(points_[position])) ++position;
  while (position < end && !has_break(flags[++position - begin], Break::word)) {
  }
  return end_of_grapheme_at(position);
}

std::size_t Editor::target_of(Move move) const {
  const auto [paragraph_begin, paragraph_end] = paragraph_at(caret_);
  switch (move) {
    case Move::left:
      return grapheme_left_of(caret_);
    case Move::right:
      return grapheme_right_of(caret_);
    case Move::word_left:
      return word_left_of(caret_);
    case Move::word_right:
      return word_right_of(caret_);
    case Move::paragraph_start:
      return paragraph_begin;
    case Move::paragraph_end:
      return paragraph_end;
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
  caret_ = begin_of_grapheme_at(caret_);
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
  const auto [begin, end] = paragraph_at(position);
  const auto flags = find_breaks(points().substr(begin, end - begin), std::uint8_t(Break::word));
  if (position == end && position > begin) --position;
  anchor_ = position;
  while (anchor_ > begin && !has_break(flags[anchor_ - begin], Break::word)) --anchor_;
  caret_ = std::min(position + 1, end);
  while (caret_ < end && !has_break(flags[caret_ - begin], Break::word)) ++caret_;
  anchor_ = begin_of_grapheme_at(anchor_);
  caret_ = end_of_grapheme_at(caret_);
  log_.seal_step();
}

void Editor::select_paragraph_at(std::size_t position) {
  const auto [begin, end] = paragraph_at(std::min(position, size()));
  anchor_ = begin;
  caret_ = std::min(end + 1, size());
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
  settle();
}

void Editor::settle() {
  caret_ = anchor_ = end_of_grapheme_at(caret_);
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
  settle();
}

Editor& Editor::operator=(Editor other) noexcept {
  std::swap(limits_, other.limits_);
  points_.swap(other.points_);
  std::swap(bytes_, other.bytes_);
  std::swap(caret_, other.caret_);
  std::swap(anchor_, other.anchor_);
  std::swap(revision_, other.revision_);
  std::swap(log_, other.log_);
  return *this;
}

void Editor::wipe() {
  text::wipe(points_);
  log_.clear();
  bytes_ = caret_ = anchor_ = 0;
  ++revision_;
}

}  // namespace twinlamp::text
