// Small files that must never be half there, and files that must be gone: private (0600), fsynced, in folders of 0700.
//
// `unavailable` for all that the system refuses (disk full, no permission): what was there before is unchanged.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "protocol/base/result.h"
#include "protocol/base/secret.h"

namespace twinlamp::client {

using Path = std::filesystem::path;

// The steps of write_file() after which a power cut is possible. Tests stop there.
enum class WriteStep { created, written, synced, renamed, folder_synced, old_wiped };
using StopAfter = std::function<bool(WriteStep)>;

// The file's new content appears as a whole or not at all, and is there after a power cut once this returns. Where there was an older
// content its bytes are overwritten, as far as the disk lets one. `stop`: for tests; a true ends the work there, as a crash would.
Result<void> write_file(const Path& file, ByteView content, const StopAfter& stop = {});

// Empty if there is no such file; too_large beyond `most`.
Result<std::optional<SecretBytes>> read_file(const Path& file, std::size_t most);

// Overwrites, fsyncs, unlinks, and what a cut left beside it too; no error if it is not there.
Result<void> destroy_file(const Path& file);
// What a write_file() that was cut off left beside the file: it never counted, and may hold a secret that was to go.
Result<void> discard_unfinished(const Path& file);

Result<void> make_private_folder(const Path& folder);  // with its parents
Result<void> sync_folder(const Path& folder);

}  // namespace twinlamp::client
