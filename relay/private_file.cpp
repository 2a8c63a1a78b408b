#include "relay/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "relay/start_error.h"

namespace twinlamp::relay {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw StartError(what);
}

bool write_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

File::File(const fs::path& path, int flags, unsigned mode)
    : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode))) {}
File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool is_on_read_only_disk(const fs::path& folder) {
  const File probe(folder, O_TMPFILE | O_RDWR, 0600);  // without a name: nobody ever sees it
  return !probe.is_open() && errno == EROFS;
}

void give_to_owner_of(const fs::path& folder, const fs::path& file) {
  struct stat status {};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &status) != 0 || status.st_uid == 0) return;
  if (::lchown(file.c_str(), status.st_uid, status.st_gid) != 0)
    fail("The file " + file.string() + " cannot be given to the owner of its folder. Check its file system.");
}

void put_in_place(const fs::path& fresh, const fs::path& path, bool for_good) {
  const auto folder_path = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (::rename(fresh.c_str(), path.c_str()) != 0)
    fail("The file " + path.string() + " cannot be written. Check who owns its folder.");
  if (!for_good) return;
  const File folder(folder_path, O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) ::fsync(folder.get());
}

void write_private(const fs::path& path, ByteView bytes, bool for_good) {
  const fs::path fresh = path.string() + ".new";
  ::unlink(fresh.c_str());
  {
    const File file(fresh, O_WRONLY | O_CREAT | O_EXCL, 0600);
    const bool written = file.is_open() && write_all(file.get(), bytes) && ::fsync(file.get()) == 0;
    if (!written)
      fail("The file " + fresh.string() +
           " cannot be written. Make place for it and check who owns its folder, or choose another one.");
  }
  give_to_owner_of(path.has_parent_path() ? path.parent_path() : fs::path("."), fresh);
  put_in_place(fresh, path, for_good);
}

void require_private(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail("The file " + path.string() + " cannot be read. Check who owns it.");
  if ((status.st_mode & 077) != 0)
    fail("The file " + path.string() + " can be read by others. Run: chmod 600 " + path.string());
}

std::optional<SecretBytes> read_small(const fs::path& path, std::size_t most) {
  const File file(path, O_RDONLY);
  if (!file.is_open() && errno == ENOENT) return std::nullopt;
  if (!file.is_open()) fail("The file " + path.string() + " cannot be read. Check who owns it.");
  SecretBytes bytes;
  std::uint8_t piece[4096];
  while (bytes.size() <= most) {
    const auto size = ::read(file.get(), piece, sizeof piece);
    if (size < 0) fail("The file " + path.string() + " cannot be read: the disk reports an error.");
    if (size == 0) return bytes;
    bytes.insert(bytes.end(), piece, piece + size);
  }
  fail("The file " + path.string() + " is too large to be what it should be.");
}

}  // namespace twinlamp::relay
