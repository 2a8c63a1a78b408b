// What `twinlamp-relay` does beside running a relay: one file a command. Each speaks to the operator on standard output
// in plain sentences, and throws StartError (1) or UsageError (2) where it cannot do what it was asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "relay/config.h"

namespace twinlamp::relay {

// The exit code. Unset: no command was named, and the relay itself is meant.
std::optional<int> run_command(int count, const char* const* arguments);

// Without the command's own word: arguments[0] is the program.
int run_init(int count, const char* const* arguments);
int run_check(int count, const char* const* arguments);
int run_status(int count, const char* const* arguments);
int run_invite(int count, const char* const* arguments);
int run_backup(int count, const char* const* arguments);
int run_restore(int count, const char* const* arguments);
int run_purge(int count, const char* const* arguments);

inline constexpr int exit_not_running = 3;

// Shared by several.
std::string own_or(const Config& config, const char* name, std::string usual);
std::string size_text(std::uint64_t bytes);                                       // "3.1 MiB"
std::string count_text(std::uint64_t number, const char* one, const char* many);  // "1 pair", "7 pairs"
std::string day_text(std::chrono::sys_days day);                                  // "2026-11-26"
bool is_relay_running(const std::filesystem::path& data);                         // one holds the folder's lock
PublicKey relay_id_in(const std::filesystem::path& data);                         // throws StartError if there is none
// True: the person typed `word`, or --yes was given. Without a terminal it is never asked, and false.
bool has_confirmed(const Config& config, const std::string& question, const char* word);

}  // namespace twinlamp::relay
