#include "relay/data_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include "relay/called.h"
#include "relay/caretaker.h"
#include "relay/log.h"
#include "relay/private_file.h"
#include "relay/start_error.h"
#include "relay/store_schema.h"
#include "relay/store_sqlite.h"

namespace twinlamp::relay {

namespace fs = std::filesystem;

const std::vector<std::string>& data_file_names() {
  static const std::string database = database_name, restored = restored_name;
  static const std::vector<std::string> names{
      "relay.key",       "tls.crt",         "tls.key",           "invites",    "invites.lock",       database,
      database + "-wal", database + "-shm", control_socket_name, "relay.lock", damage_mark_name,     "relay.key.new",
      "tls.crt.new",     "tls.key.new",     "invites.new",       "home.port",
      "home.port.new",   "home.invite",     "home.invite.new", restored,     restored + "-journal"};
  return names;
}

void leave_damage_mark(const fs::path& data) {
  const File mark(data / damage_mark_name, O_WRONLY | O_CREAT, 0600);
  const File folder(data, O_RDONLY | O_DIRECTORY);
  if (!mark.is_open() || ::fsync(mark.get()) != 0 || ::fsync(folder.get()) != 0)
    log(LogLevel::error, "the mark of a damaged database could not be written: a next start may serve it again");
}

bool is_half_restored(const fs::path& data) {
  return fs::exists(data / restored_name) && !fs::exists(data / database_name);
}

void require_startable(const fs::path& data) {
  if (is_half_restored(data))
    throw StartError(
        "A restore into " + data.string() +
        " was broken off, or still runs. Run it again: " + command("restore FILE") + ". To have an empty relay there instead, first: " +
        command("purge"));
  const auto mark = data / damage_mark_name;
  if (!fs::exists(mark)) return;
  const auto database = data / database_name;
  if (fs::exists(database))
    throw DamageError(damage_of(database.string()) +
                      " This was found while the relay ran. If you have put a whole one in its place, delete " +
                      mark.string() + ".");
  ::unlink(mark.c_str());
}

}  // namespace twinlamp::relay
