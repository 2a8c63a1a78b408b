// The deck files and the words' files as the build compiled them in (embed.cmake writes the source of these functions).
#pragma once

#include <span>
#include <string_view>

namespace twinlamp::client {

struct BuiltInFile {
  std::string_view language;  // "en"
  std::string_view name;      // "open-up.toml"
  std::string_view text;
};

// Sorted by language, then name.
std::span<const BuiltInFile> built_in_files();
// One file a language: what the program itself says.
std::span<const BuiltInFile> built_in_words();

}  // namespace twinlamp::client
