// A field for a code of a number and words, which offers how the word being typed may go on.
//
// Up to six completions hang below it: Tab or Enter takes the first, or the one that the arrows have chosen; so does a
// click. Escape puts them away until something else is typed. While there are none, Tab goes on and Enter submits;
// Shift+Tab always leaves. A word that is wrong is told as soon as it is finished, long before anything is sent.
//
// Knows no list of words: both questions are the caller's. Neither is asked with more than what is in the field.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/kit/writing_area.h"

namespace twinlamp::ui {

inline constexpr std::size_t most_completions = 6;

// What belongs to one field between frames.
struct CodeEntry {
  Writing writing{{.one_line = true, .bytes = 200}};

  // Kept by the widget.
  std::vector<std::string> offered;
  std::size_t chosen = 0;
  std::uint64_t asked_revision = UINT64_MAX;
  std::size_t asked_caret = 0;
  std::string problem;
  bool put_away = false;
};

struct CodeEntryLook {
  std::size_t parts = 4;  // the number and its words; behind all but the last a taken word gets its hyphen
  // How the letters may go on, best first; what is beyond six is left out. A part that begins with a digit is not
  // asked.
  std::function<std::vector<std::string>(std::string_view letters)> complete = {};
  // What is wrong with the parts that are finished, as one sentence; empty if nothing is. `whole` once it was
  // submitted.
  std::function<std::string(std::string_view code, bool whole)> check = {};
  std::string_view hint = {}, placeholder = {};
  std::string_view problem = {};  // what else is wrong, as the app says it; a wrong word goes before
};

// `submitted` only if check() has nothing to say.
FieldResult code_entry(Ui& ui, std::string_view label, CodeEntry& entry, const CodeEntryLook& look);

}  // namespace twinlamp::ui
