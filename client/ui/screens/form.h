// A few words to write and send: heading, hint, writing area, button. Under every open answer, and on practices' pages.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

struct FormLook {
  std::string_view heading, hint, label, placeholder, send;
  std::string_view id = {};  // of the button, where two say the same
};

// True when it is to be sent: by its button, or by Control and Enter within the writing. `cancelled` offers not to.
bool draw_form(Ui& ui, Writing& writing, const FormLook& look, bool* cancelled = nullptr);

// More than blanks.
bool has_words(const Writing& writing);
// What was written, which is then gone from here.
std::string taken(Writing& writing);

}  // namespace twinlamp::ui
