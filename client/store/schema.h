// The tables of a profile's database, and which version of them a file has. user_version counts; migrations go one step at a time.
#pragma once

#include "client/store/sqlite.h"

namespace twinlamp::client {

inline constexpr std::uint64_t schema_version = 1;

// Durability and privacy of the connection: WAL with an fsync for each commit, deleted content overwritten, one process.
Result<void> prepare_connection(sqlite::Database& database);

// Makes the tables in an empty file. refused: written by a newer Twinlamp. corrupt: not ours, or damaged. On error the file is unchanged.
Result<void> prepare_schema(sqlite::Database& database);

}  // namespace twinlamp::client
