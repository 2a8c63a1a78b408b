// The deck files as text, before anything is understood: from a folder, or from the copy compiled into the program.
//
// The build embeds every client/content/decks/<language>/*.toml (embed.cmake), so a program without its files still has
// cards.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/content/problem.h"

namespace twinlamp::client {

struct DeckFile {
  std::string name;  // "open-up.toml"
  std::string text;
};

struct DeckFolder {
  std::vector<DeckFile> files;  // sorted by name
  std::vector<Problem> problems;
};

// Reads every *.toml of the folder itself (not of its sub-folders). What cannot be read is a problem, never an
// exception.
DeckFolder read_deck_folder(const std::filesystem::path& folder);

// The compiled-in files of one language ("en"), sorted by name; none for a language that is not there.
std::vector<DeckFile> built_in_decks(std::string_view language);

// The languages that are compiled in, sorted.
std::vector<std::string> built_in_languages();

}  // namespace twinlamp::client
