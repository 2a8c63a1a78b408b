// Small files that must never be half there, and files that must be gone: private (0600), fsynced, in folders of 0700.
//
// `unavailable` for all that the system refuses (disk full, no permission): what was there before is unchanged.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

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

// For a person's own folders: the same, but what is there is nobody's secret of ours, and may be a link: a file of that name gives way as a
// whole, what it was is neither followed nor overwritten, and no other name is touched. A crash leaves nothing half there.
Result<void> write_copy(const Path& file, ByteView content);

// The same piece by piece, for what is too large to hold: nobody sees it before put(), and without that it never was. 0600.
class CopyFile {
public:
  static Result<CopyFile> begin(const Path& file);  // in its folder
  CopyFile(CopyFile&& other) noexcept;
  CopyFile& operator=(CopyFile&& other) noexcept;
  ~CopyFile();

  Result<void> write(ByteView bytes);
  Result<void> sync();  // on the disk; what is read afterwards comes from there, as far as the system lets one
  // How many bytes there were from `at` on; fewer than asked for only at the end.
  Result<std::size_t> read(std::uint64_t at, std::span<std::uint8_t> out) const;
  // Gives it its name. conflict: there is a file of that name, and it is not to be replaced; nothing has changed.
  Result<void> put(bool replace);

private:
  explicit CopyFile(Path file) : file_(std::move(file)) {}
  bool name_it();

  Path file_;
  std::string fresh_;  // its name until then, where the file system knows no nameless files
  int descriptor_ = -1;
};

// Empty if there is no such file; too_large beyond `most`.
Result<std::optional<SecretBytes>> read_file(const Path& file, std::size_t most);

// Overwrites, fsyncs, unlinks, and what a cut left beside it too; no error if it is not there. unavailable: not unlinked, or, where it is, not overwritten.
Result<void> destroy_file(const Path& file);
// What a write_file() that was cut off left beside the file: it never counted, and may hold a secret that was to go.
Result<void> discard_unfinished(const Path& file);

// Everything in it by destroy_file, then the folder; a link in it is unlinked, not followed. No error if it is not there.
Result<void> destroy_folder(const Path& folder);

Result<void> make_private_folder(const Path& folder);  // with its parents
Result<void> sync_folder(const Path& folder);

}  // namespace twinlamp::client
