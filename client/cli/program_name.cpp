#include "client/cli/program_name.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>

#include "client/content/built_in.h"

namespace twinlamp::cli {
namespace {

// As a shell takes it for one word.
std::string quoted(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@+,~";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// As it stands between quotes there.
std::string in_toml(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out;
}

void put(std::string& text, std::string_view place, const std::string& wanted) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + wanted.size())) text.replace(at, place.size(), wanted);
}

std::string called(const char* started_as) {
  if (const char* by_script = std::getenv("TWINLAMP_CALLED"); by_script != nullptr && *by_script != '\0') return by_script;
  const auto name = std::filesystem::path(started_as == nullptr ? "" : started_as).filename().string();
  return name.empty() ? "twinlamp-cli" : name;
}

client::Words named_words(const ProgramName& name, const client::Words& words) {
  for (const auto& file : client::built_in_words()) {
    if (file.language != words.language()) continue;
    auto text = std::string(file.text);
    put(text, "{program}", in_toml(name.before));
    put(text, "{called}", in_toml(name.called));
    std::vector<std::string> problems;
    return client::Words::read(file.language, text, problems);
  }
  return words;
}

}  // namespace

ProgramName program_name(const char* started_as, const std::vector<std::string>& flags) {
  ProgramName name{called(started_as), {}};
  name.before = name.called + " ";
  for (const auto& flag : flags) name.before += quoted(flag) + " ";
  return name;
}

// Read once and then shared, as the words themselves are.
client::Words words_naming(const ProgramName& name, const client::Words& words) {
  static std::mutex mutex;
  static std::map<std::array<std::string, 3>, client::Words> read;
  const std::lock_guard lock(mutex);
  const std::array<std::string, 3> key{words.language(), name.before, name.called};
  if (const auto found = read.find(key); found != read.end()) return found->second;
  return read.emplace(key, named_words(name, words)).first->second;
}

}  // namespace twinlamp::cli
