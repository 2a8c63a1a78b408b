// The database's file: its schema, its settings, and everything that can be wrong with it at start.
#pragma once

#include <filesystem>

#include "relay/store_sql.h"

namespace twinlamp::relay {

inline constexpr const char* database_name = "relay.sqlite3";

// One relay a data directory: held while the object lives. Throws StoreError if another one has it.
class DirectoryLock {
public:
  explicit DirectoryLock(const std::filesystem::path& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

private:
  int file_ = -1;
};

// The file is there and only its owner may read it. Throws StoreError.
std::string prepare_file(const std::filesystem::path& directory);
inline constexpr int busy_milliseconds = 250;
// Settings of every connection; then, for the writing one, the schema. Throws StoreError.
void configure(Sql& sql);
void prepare_database(Sql& sql, const std::string& file);
// Reads all of it, at some 200 MB/s. False: it is damaged. A failure of another kind is in sql.
bool is_sound(Sql& sql);
std::string damage_of(const std::string& file);  // the sentence for it

}  // namespace twinlamp::relay
