// The data folder: what lies in it by which name, and the two things there that forbid a start.
//
// A database that was found damaged while the relay ran leaves the mark `damaged` beside it, so that no later start
// serves it again; the mark counts for nothing once the file has been moved away. A restore that was broken off has
// left its half copy: what else is there may be half of a relay.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace twinlamp::relay {

inline constexpr const char* restored_name = "restored.new";  // until a restore is whole
inline constexpr const char* damage_mark_name = "damaged";

// Of everything that a relay and its commands make there, also what a kill can leave behind.
const std::vector<std::string>& data_file_names();

// From any thread. As well as it can: what the disk refuses is logged.
void leave_damage_mark(const std::filesystem::path& data);
// A restore that has not ended: its copy is there, and no database.
bool is_half_restored(const std::filesystem::path& data);
// Throws DamageError or StartError where a relay must not start, with what to do.
void require_startable(const std::filesystem::path& data);

}  // namespace twinlamp::relay
