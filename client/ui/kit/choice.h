// One of several: options to choose among, a scale, small chips, and the picker of a feeling. A group is reached by
// Tab option by option; Enter or Space chooses.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/content/answer.h"
#include "client/ui/kit/button.h"
#include "client/ui/kit/feelings_wheel.h"

namespace twinlamp::ui {

// Large lines, one below the other. True when another was chosen.
bool choice(Ui& ui, const std::vector<std::string>& options, std::optional<std::size_t>& chosen);

// The same, where there are two such groups on a page: `group` keeps them apart, and is each option's value in the log.
bool choice(Ui& ui, std::string_view group, std::span<const std::string> options, std::optional<std::size_t>& chosen);

// Several of the options, `most` at most: those beyond wait until another is taken back. `chosen` ascends.
bool choices(Ui& ui, std::span<const std::string> options, std::size_t most, std::vector<std::size_t>& chosen);

// 1 to `steps` in a row, with what the ends mean. `value` 0 is none yet.
bool scale(Ui& ui, int steps, std::string_view low, std::string_view high, int& value);

// A small round thing that can be chosen; goes into a Flow.
bool chip(Ui& ui, std::string_view label, bool chosen, std::string_view id = {});

// Several chips of which one is chosen.
bool chips(Ui& ui, std::span<const std::string_view> labels, std::size_t& chosen);

// The wheel, and once a word is found: how strong, and a note.
bool feeling_picker(Ui& ui, std::span<const client::FeelingFamily> families, FeelingChoice& choice);

}  // namespace twinlamp::ui
