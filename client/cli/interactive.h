// The interactive mode: a prompt, the same commands, and one line for each thing that happens meanwhile.
//
// Reads standard input on the caller's thread and tells news from its own; the printer is shared under one lock. Nothing is redrawn.
#pragma once

#include "client/cli/commands.h"

namespace twinlamp::cli {

int run_interactive(Terminal& terminal);

}  // namespace twinlamp::cli
