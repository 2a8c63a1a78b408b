// Where an export goes: the folder that a person's documents are in, and what they typed as a file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.h"

namespace twinlamp::client {

// The desktop's folder of documents (user-dirs.dirs) where it is there; else the home.
std::filesystem::path documents_folder(const std::filesystem::path& home, const std::filesystem::path& config);
std::filesystem::path documents_folder();  // of this person

// "~/a.pdf" and whole paths; a name without an ending gets `ending`. The errors are English sentences (Words::translated):
// nothing typed, not a whole path, no such folder, a folder of that name, a file of that name (unless it may be replaced).
Result<std::filesystem::path> export_file(std::string_view typed, std::string_view ending, bool may_replace, const std::filesystem::path& home);

}  // namespace twinlamp::client
