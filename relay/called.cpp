#include "relay/called.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace twinlamp::relay {

namespace {

struct Call {
  std::string program = "twinlamp-relay";
  std::string place;
  std::vector<std::string> arguments;
  std::string folder;
};

Call& call() {
  static Call only;
  return only;
}

// As a shell takes it for one word.
std::string quoted(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@+,~[]";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

void remember_call(int count, const char* const* arguments) {
  auto& now = call();
  now.arguments.assign(arguments + std::min(count, 1), arguments + count);
  std::error_code none;
  now.folder = std::filesystem::current_path(none).string();
  const auto name = count > 0 ? std::filesystem::path(arguments[0]).filename().string() : std::string();
  if (!name.empty()) now.program = name;
  // The script says how it was called; a client that starts a relay has another name there.
  const char* by_script = std::getenv("TWINLAMP_CALLED");
  if (by_script != nullptr && std::string_view(by_script).ends_with(" relay")) now.program = by_script;
}

void remember_place(const std::vector<std::string>& flags) {
  call().place.clear();
  for (const auto& flag : flags) call().place += " " + quoted(flag);
}

std::string program_name() {
  return call().program;
}

std::string client_name() {
  constexpr std::string_view mine = " relay";
  const auto& program = call().program;
  return program.ends_with(mine) ? program.substr(0, program.size() - mine.size()) + " cli" : "twinlamp-cli";
}

std::string command(std::string_view words) {
  return program_name() + (words.empty() ? "" : " " + std::string(words)) + call().place;
}

std::string named(std::string text) {
  constexpr std::string_view mark = "{program}";
  const auto name = program_name();
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + name.size()))
    text.replace(at, mark.size(), name);
  return text;
}

std::string call_lines() {
  const auto& now = call();
  const auto has_break = [](const std::string& text) { return text.find('\n') != std::string::npos; };
  if (has_break(now.folder) || std::any_of(now.arguments.begin(), now.arguments.end(), has_break)) return {};
  auto lines = std::string(folder_mark) + now.folder + "\n";
  for (const auto& each : now.arguments) lines += std::string(argument_mark) + each + "\n";
  return lines;
}

}  // namespace twinlamp::relay
