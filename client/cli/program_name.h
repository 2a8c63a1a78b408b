// What a command begins with wherever this program says one: it is typed as it is read, and reaches the same profile.
//
// Every sentence that names a command has the place {program} before it; one that the partner is to type has {called}.
#pragma once

#include <string>
#include <vector>

#include "client/content/words.h"

namespace twinlamp::cli {

struct ProgramName {
  std::string called = "twinlamp-cli";  // by what it was started: "./twinlamp cli"
  std::string before = {};              // what stands before a command here: "./twinlamp cli --profile sam ", or nothing at the prompt
};

// `started_as`: argv[0]; the script that starts it says better in the environment. `flags`: with their values, as they reach this profile again.
ProgramName program_name(const char* started_as, const std::vector<std::string>& flags);

client::Words words_naming(const ProgramName& name, const client::Words& words);

}  // namespace twinlamp::cli
