// A backup: one file with all that makes a relay, taken while it runs: the database as it was at one moment, and in a
// table of its own (kept_file) the identity, the certificate and the invites; of one at home also the word that lets a
// partner in, and the port under which it is known.
//
// It is an SQLite database, readable by its owner only: relay.key in it is the relay's name. Envelopes in it are
// sealed; the keys of waiting latches are in it, as in the relay's own database. All throw StartError.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace twinlamp::relay {

struct BackupFacts {
  std::uint64_t bytes = 0;
  std::uint64_t rooms = 0;
  std::vector<std::string> files;  // beside the database
};

// Replaces `file` only when the whole copy is on disk and has been checked. Refuses one in the data folder itself.
BackupFacts make_backup(const std::filesystem::path& data, const std::filesystem::path& file);
// Into a folder that holds no relay and is locked meanwhile; it is made if it is not there. What fails leaves no file;
// what is killed is refused by a start, and done by the same call again.
BackupFacts restore_backup(const std::filesystem::path& file, const std::filesystem::path& data);

}  // namespace twinlamp::relay
