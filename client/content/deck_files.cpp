#include "client/content/deck_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "client/content/built_in.h"
#include "client/content/card.h"

namespace twinlamp::client {
namespace {

namespace fs = std::filesystem;

Problem folder_problem(const fs::path& folder, std::string text) {
  return {folder.string(), 0, {}, {}, std::move(text)};
}

std::vector<fs::path> list_decks(const fs::path& folder, std::vector<Problem>& problems) {
  std::vector<fs::path> paths;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    if (entry->path().extension() == ".toml") paths.push_back(entry->path());
  if (error)
    problems.push_back(folder_problem(folder, "it cannot be read as a folder; check the name and its permissions."));
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Reads one byte more than may be there, so that a file that grows or never ends is bounded all the same.
bool read_text(const fs::path& path, std::string& text) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  text.resize(card_limits::file_bytes + 1);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return !file.bad() && (file.eof() || file.good());
}

}  // namespace

DeckFolder read_deck_folder(const fs::path& folder) {
  DeckFolder out;
  auto paths = list_decks(folder, out.problems);
  if (paths.size() > card_limits::files) {
    out.problems.push_back(folder_problem(folder, "it has more than 64 .toml files; only the first 64 are read."));
    paths.resize(card_limits::files);
  }
  for (const auto& path : paths) {
    DeckFile file{path.filename().string(), {}};
    if (!read_text(path, file.text)) {
      out.problems.push_back({file.name, 0, {}, {}, "it cannot be read; check that it is a file and may be read."});
    } else if (file.text.size() > card_limits::file_bytes) {
      out.problems.push_back({file.name, 0, {}, {}, "it is larger than 256 KiB; split it."});
    } else {
      out.files.push_back(std::move(file));
    }
  }
  return out;
}

std::vector<DeckFile> built_in_decks(std::string_view language) {
  std::vector<DeckFile> out;
  for (const auto& file : built_in_files())
    if (file.language == language) out.push_back({std::string(file.name), std::string(file.text)});
  return out;
}

std::vector<std::string> built_in_languages() {
  std::set<std::string> languages;
  for (const auto& file : built_in_files()) languages.emplace(file.language);
  return {languages.begin(), languages.end()};
}

}  // namespace twinlamp::client
