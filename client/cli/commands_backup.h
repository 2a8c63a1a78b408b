// The encrypted backup, restoring it, and the pause, in the terminal. A passphrase comes from a prompt or a descriptor, never from the command's words.
#pragma once

#include "client/cli/command_words.h"

namespace twinlamp::cli {

int backup(Terminal& terminal, Words words);   // FILE [--passphrase-fd N] [--replace]
int restore(Terminal& terminal, Words words);  // FILE [--passphrase-fd N] [--lock] [--replace]
int pause(Terminal& terminal, Words words);
int resume(Terminal& terminal, Words words);

}  // namespace twinlamp::cli
