// `backup FILE` and `restore FILE`: all that makes a relay, in one file.
#include "relay/backup.h"

#include <iostream>

#include "relay/called.h"
#include "relay/commands/command.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace {

const Form backup_form{
    "backup",
    "Copies all that makes this relay (identity, certificate, invites, database) into one file, as it is at one "
    "moment. "
    "The relay may run meanwhile.",
    "\nThe file holds relay.key, which is the relay's name: whoever has it can pass for this relay. Keep it where only "
    "you can read it.\nEvery night, by cron: {program} backup /srv/backups/relay-$(date +%a).backup",
    false,
    {},
    {{"file", "FILE", "where to; a file of that name is replaced when the new one is whole"}}};

const Form restore_form{"restore",
                        "Puts a backup into an empty data folder. The relay there is then the same relay, as of the "
                        "backup's moment: the apps "
                        "know it, and send again whatever it has missed.",
                        "\nExample: {program} restore relay.backup --data /var/lib/twinlamp-relay",
                        false,
                        {},
                        {{"file", "FILE", "a file that '{program} backup' wrote"}}};

std::string file_of(const Config& config, const char* verb) {
  const auto file = own_or(config, "file", "");
  if (file.empty()) throw UsageError("Name the file: " + relay::command(std::string(verb) + " FILE") + ".");
  return file;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

int run_backup(int count, const char* const* arguments) {
  const auto config = read_config(count, arguments, backup_form);
  if (!config) return 0;
  const auto file = file_of(*config, "backup");
  const auto facts = make_backup(config->data, file);
  std::cout << "Wrote " << file << ": " << size_text(facts.bytes) << ", " << count_text(facts.rooms, "pair", "pairs")
            << "; with it " << listed(facts.files) << ". Only you can read it: keep it so.\n";
  return 0;
}

int run_restore(int count, const char* const* arguments) {
  const auto config = read_config(count, arguments, restore_form);
  if (!config) return 0;
  const auto file = file_of(*config, "restore");
  const auto facts = restore_backup(file, config->data);
  std::cout << "Restored into " << config->data.string() << ": " << count_text(facts.rooms, "pair", "pairs")
            << "; with it " << listed(facts.files)
            << ".\nStart the relay there; the old one, if it still runs anywhere, must not run again.\n";
  return 0;
}

}  // namespace twinlamp::relay
