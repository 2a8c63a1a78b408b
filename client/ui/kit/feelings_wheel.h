// A feeling named in two steps: its family on a wheel, then, on a wheel of its own, the finer word; or one's own word.
//
// A wheel is one stop of Tab: the arrows go round it, Home and End to its ends, Enter or Space chooses, Escape leads
// from the words back to the families. Every wedge is equally large, light and strong. Where the words do not fit into
// the wedges (a narrow column with large letters) they are chips instead, with the same keys as all chips. In the log
// each wedge is a "feeling".
#pragma once

#include <span>
#include <string_view>

#include "client/content/answer.h"
#include "client/ui/kit/writing_area.h"

namespace twinlamp::ui {

// A feeling being named: family, then a finer word or one's own, how strong, and a note.
struct FeelingChoice {
  client::FeelingAnswer answer;
  Writing own_word{{.one_line = true, .bytes = client::answer_limits::word}};
  Writing note{{.bytes = client::answer_limits::note}};

  // Kept by the wheel.
  bool looks_at_families = false;  // although one is chosen
  std::size_t at = 0;              // the wedge that the arrows are on
};

struct WheelWords {
  std::string_view families, words;  // headings of the two steps
  std::string_view back;             // to the families
  std::string_view own_word;
};

// Sets the answer's family and word. True when either was changed.
bool feelings_wheel(Ui& ui, std::span<const client::FeelingFamily> families, FeelingChoice& choice,
                    const WheelWords& words);

}  // namespace twinlamp::ui
