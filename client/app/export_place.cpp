#include "client/app/export_place.h"

#include <cstdlib>
#include <fstream>

namespace twinlamp::client {
namespace {

using Path = std::filesystem::path;

std::string of_environment(const char* name) {
  const auto* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

bool is_folder(const Path& path) {
  std::error_code none;
  return std::filesystem::is_directory(path, none);
}

// XDG_DOCUMENTS_DIR="$HOME/Documents"
std::string documents_line(const Path& config) {
  constexpr std::string_view name = "XDG_DOCUMENTS_DIR=\"";
  std::ifstream file(config / "user-dirs.dirs");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name) && line.ends_with('"')) return line.substr(name.size(), line.size() - name.size() - 1);
  return {};
}

}  // namespace

Path documents_folder(const Path& home, const Path& config) {
  constexpr std::string_view of_home = "$HOME/";
  const auto line = documents_line(config);
  const Path named = line.starts_with(of_home) ? home / line.substr(of_home.size()) : Path(line);
  for (const auto& folder : {named, home / "Documents"})
    if (folder.is_absolute() && is_folder(folder)) return folder;
  return home;
}

Path documents_folder() {
  const Path home = of_environment("HOME");
  const auto config = of_environment("XDG_CONFIG_HOME");
  return documents_folder(home, config.empty() ? home / ".config" : Path(config));
}

Result<Path> export_file(std::string_view typed, std::string_view ending, bool may_replace, const Path& home) {
  while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == ' ') typed.remove_suffix(1);
  if (typed.empty()) return Error{ErrorCode::refused, "Write the file that it is to be saved in."};
  Path file = typed.starts_with("~/") ? home / typed.substr(2) : Path(typed);
  if (!file.is_absolute()) return Error{ErrorCode::refused, "Write the whole path of the file, from / or ~/ on."};
  if (file.filename().empty() || is_folder(file)) return Error{ErrorCode::refused, "That is a folder. Write the name of a file in it, too."};
  if (!file.has_extension()) file += ending;
  if (!is_folder(file.parent_path())) return Error{ErrorCode::refused, "There is no such folder. Make it first, or choose another."};
  std::error_code none;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, none)) && !may_replace)
    return Error{ErrorCode::refused, "There is a file of that name already. Choose another name."};
  return file;
}

}  // namespace twinlamp::client
