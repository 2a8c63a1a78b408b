// How this program was started, so that every command that it tells an operator to type is one that works as it stands: by the name that they
// have used, and on the same relay.
//
// Of the process, set once as it begins and read from then on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace twinlamp::relay {

void remember_call(int count, const char* const* arguments);
// --data and --config as they were typed, for the commands that are told.
void remember_place(const std::vector<std::string>& flags);

std::string program_name();                   // "twinlamp-relay", or "./twinlamp relay"
std::string client_name();                    // of the terminal client, started likewise
std::string command(std::string_view words);  // "./twinlamp relay check --data /srv/relay"
std::string named(std::string text);          // the same text, with program_name() where it says {program}

// A line each, of how the relay was started: for who asks it while it runs.
inline constexpr std::string_view argument_mark = "# argument ", folder_mark = "# folder ";
std::string call_lines();

}  // namespace twinlamp::relay
