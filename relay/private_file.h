// Small files that only their owner may read: keys, invites. Each is replaced as a whole, also over a power cut.
//
// What root writes so into another user's folder becomes that user's: a command that the operator runs as root leaves
// nothing that the relay itself, running as its own user, cannot read. All throw StartError with one plain sentence.
#pragma once

#include <filesystem>
#include <optional>

#include "protocol/base/bytes.h"
#include "protocol/base/secret.h"

namespace twinlamp::relay {

// A descriptor that is closed.
class File {
public:
  File(const std::filesystem::path& path, int flags, unsigned mode = 0);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

private:
  int descriptor_;
};

// All or nothing: a file beside it, fsync, rename, fsync of the folder. 0600. Not `for_good`: without the last, so that a
// power cut may bring the file of before back.
void write_private(const std::filesystem::path& path, ByteView bytes, bool for_good = true);
// The last step of it, for a file that is written and on disk already. Its owner stays.
void put_in_place(const std::filesystem::path& fresh, const std::filesystem::path& path, bool for_good = true);
void require_private(const std::filesystem::path& path);  // nobody else may read it
// At most `most` bytes. Unset: there is no such file.
std::optional<SecretBytes> read_small(const std::filesystem::path& path, std::size_t most);
// Also where its file system has made itself so after an error, which the mount's own flags do not tell.
bool is_on_read_only_disk(const std::filesystem::path& folder);
// Of what root makes in another user's folder; else without effect.
void give_to_owner_of(const std::filesystem::path& folder, const std::filesystem::path& file);

}  // namespace twinlamp::relay
