// What the commands of the terminal share: their words taken apart, and what must hold before they do anything.
#pragma once

#include <string>
#include <vector>

#include "client/cli/commands.h"

namespace twinlamp::cli {

using Words = std::vector<std::string>;

std::string joined(const Words& words, std::size_t from);  // with spaces between them
// Takes `name` and the word after it out of the words. Empty when it is not there.
std::string take_option(Words& words, const std::string& name);
bool take_flag(Words& words, const std::string& name);

int fail(Terminal& terminal, const std::string& problem);  // says it; 1

// Each says how things stand where it does not hold.
bool is_paired(Terminal& terminal);
bool may_read(Terminal& terminal);  // what was opened stays readable after the partner has left

// Waits until it holds, as Session::wait() does. At the prompt one may leave it: by Ctrl-C, and where Enter leaves, by an empty line too, or at a
// terminal by whatever else is typed, which is then the next command. What is piped in stays in its order behind what is waited for.
enum class Waited { held, late, left };
enum class Leaves { by_enter, by_interrupt };
struct Waiting {
  std::function<bool(const client::Model&)> holds;
  std::chrono::seconds patience;
  Leaves leaves = Leaves::by_enter;
  std::function<void()> begins = [] {};  // says what is waited for: who reads that can leave already
};
Waited wait_here(Terminal& terminal, const Waiting& waiting);

// What was done is on this disk; waits a while for the relay to have it, and says how it stands. `said` holds only once it has it, `kept`
// in any case.
int delivered(Terminal& terminal, const std::string& said, const std::string& kept = {});

}  // namespace twinlamp::cli
