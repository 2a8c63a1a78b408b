// `purge`: deletes all that a relay keeps.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "relay/called.h"
#include "relay/commands/command.h"
#include "relay/data_folder.h"
#include "relay/private_file.h"
#include "relay/start_error.h"
#include "relay/store_schema.h"
#include "relay/store_sqlite.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;

const Form form{
    "purge",
    "Deletes all that this relay keeps: its identity, its database with everything that waits in it, its "
    "certificate and its invites. The file of settings stays. It cannot be undone.",
    "\nThe apps of its pairs then find no relay, and what waited here comes again from the laptops that sent it, "
    "through whatever relay they use next.\nExit code 1: nothing was deleted.",
    false,
    {{"yes", nullptr, "do not ask"}}};

// Unset: a relay holds it.
std::unique_ptr<DirectoryLock> lock_folder(const fs::path& data) {
  try {
    return std::make_unique<DirectoryLock>(data);
  } catch (const StoreError&) {
    if (!is_relay_running(data))
      throw StartError("The folder " + data.string() +
                       " cannot be written to. Run this as root or as the relay's own user.");
    return nullptr;
  }
}

}  // namespace

int run_purge(int count, const char* const* arguments) {
  const auto config = read_config(count, arguments, form);
  if (!config) return 0;
  const auto& data = config->data;
  const auto& names = data_file_names();
  const auto is_of_a_relay = [&](const std::string& name) {  // of another program no file is called so
    return (name.starts_with("relay.") || name == restored_name) && fs::exists(data / name);
  };
  if (std::none_of(names.begin(), names.end(), is_of_a_relay))
    throw StartError("There is no relay in " + data.string() +
                     ", so nothing was deleted. Name its folder with --data.");
  const auto lock = lock_folder(data);  // until all is gone: none starts meanwhile
  if (!lock)
    throw StartError("A relay runs in " + data.string() +
                     ". Stop it first: Ctrl-C where it runs, or systemctl stop twinlamp-relay. Nothing was deleted.");
  if (!has_confirmed(*config,
                     "This deletes the relay in " + data.string() + " with everything that waits in it, for good.",
                     "purge"))
    throw StartError(::isatty(STDIN_FILENO) != 0
                         ? "Nothing was deleted."
                         : "Nothing was deleted: it asks first, and there is no terminal to ask at. To delete without being asked: " +
                               command("purge --yes"));
  std::uint64_t deleted = 0;
  for (const auto& name : names) deleted += ::unlink((data / name).c_str()) == 0 ? 1 : 0;
  const bool empty = ::rmdir(data.c_str()) == 0;
  for (const auto& name : names) {
    if (fs::exists(data / name))
      throw StartError((data / name).string() + " could not be deleted. Run this as root or as the relay's own user.");
  }
  std::cout << "Deleted " << count_text(deleted, "file", "files") << (empty ? " and the folder " : " in ")
            << data.string() << ".\n";
  return 0;
}

}  // namespace twinlamp::relay
