#include "relay/commands/command.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <vector>

#include "relay/called.h"
#include "relay/identity.h"
#include "relay/private_file.h"
#include "relay/start_error.h"
#include "relay/system_random.h"

namespace twinlamp::relay {

namespace {

struct Command {
  const char* word;
  int (*run)(int, const char* const*);
};

constexpr Command all_commands[] = {
    {"init", run_init},     {"check", run_check},     {"status", run_status}, {"invite", run_invite},
    {"backup", run_backup}, {"restore", run_restore}, {"purge", run_purge},
};

const Command* find(const std::string& word) {
  for (const auto& command : all_commands) {
    if (word == command.word) return &command;
  }
  return nullptr;
}

// `help` and `help COMMAND` are what many try first.
int show_help(int count, const char* const* arguments) {
  const char* asked[] = {arguments[0], "--help"};
  if (count < 3) {
    read_config(2, asked);
    return 0;
  }
  const auto* command = find(arguments[2]);
  if (command == nullptr)
    throw UsageError("There is no command '" + std::string(arguments[2]) + "'. '" + program_name() + " --help' lists them.");
  return command->run(2, asked);
}

}  // namespace

std::optional<int> run_command(int count, const char* const* arguments) {
  if (count < 2 || *arguments[1] == '-') return std::nullopt;
  const std::string word = arguments[1];
  if (word == "help") return show_help(count, arguments);
  const auto* command = find(word);
  if (command == nullptr) throw UsageError("There is no command '" + word + "'. '" + program_name() + " --help' lists them.");
  std::vector<const char*> rest{arguments[0]};
  rest.insert(rest.end(), arguments + 2, arguments + count);
  return command->run(static_cast<int>(rest.size()), rest.data());
}

std::string own_or(const Config& config, const char* name, std::string usual) {
  const auto found = config.own.find(name);
  return found == config.own.end() ? std::move(usual) : found->second;
}

std::string size_text(std::uint64_t bytes) {
  constexpr const char* units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1024 && unit + 1 < std::size(units); ++unit) size /= 1024;
  char text[40];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  return text;
}

std::string count_text(std::uint64_t number, const char* one, const char* many) {
  return (number == 0 ? "no" : std::to_string(number)) + " " + (number == 1 ? one : many);
}

std::string day_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

bool is_relay_running(const std::filesystem::path& data) {
  const File lock(data / "relay.lock", O_RDONLY);
  if (!lock.is_open() || ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0) return lock.is_open();
  ::flock(lock.get(), LOCK_UN);
  return false;
}

PublicKey relay_id_in(const std::filesystem::path& data) {
  if (!std::filesystem::exists(data / "relay.key"))
    throw StartError("There is no relay in " + data.string() +
                     " yet (no relay.key). Start one there, or name its folder with --data.");
  SystemRandom random;
  return load_or_make_relay_keys(data, random).public_key;
}

bool has_confirmed(const Config& config, const std::string& question, const char* word) {
  if (config.own.contains("yes")) return true;
  if (::isatty(STDIN_FILENO) == 0) return false;
  std::cout << question << "\nType " << word << " to go on: " << std::flush;
  std::string typed;
  std::getline(std::cin, typed);
  return typed == word;
}

}  // namespace twinlamp::relay
