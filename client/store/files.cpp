#include "client/store/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace twinlamp::client {
namespace {

constexpr Error failed{ErrorCode::unavailable, "The disk did not take a file. Is it full, or not writable?"};

class Descriptor {
public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  explicit operator bool() const { return number_ >= 0; }
  int get() const { return number_; }
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

private:
  int number_;
};

bool write_all(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return true;
}

// Zeros over everything that the file holds, on the disk.
bool wipe(int descriptor) {
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0 || ::lseek(descriptor, 0, SEEK_SET) != 0) return false;
  const Bytes zeros(64 * 1024);
  for (auto left = static_cast<std::size_t>(facts.st_size); left > 0;) {
    const auto part = std::min(left, zeros.size());
    if (!write_all(descriptor, ByteView(zeros).first(part))) return false;
    left -= part;
  }
  return ::fsync(descriptor) == 0;
}

// Not over a file of that name. A file system that cannot promise it is asked first: what comes in between the two is lost there.
int rename_beside(const Path& from, const Path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return -1;
  struct stat facts {};
  if (::lstat(to.c_str(), &facts) == 0) {
    errno = EEXIST;
    return -1;
  }
  return ::rename(from.c_str(), to.c_str());
}

Path unfinished(const Path& file) {
  auto fresh = file;
  fresh += ".new";
  return fresh;
}

// A file of ours that its owner has made read-only, or a copying program has.
bool make_writable(const Path& file) {
  const Descriptor found(::open(file.c_str(), O_PATH | O_CLOEXEC | O_NOFOLLOW));
  struct stat facts {};
  if (!found || ::fstat(found.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return false;
  return ::chmod(("/proc/self/fd/" + std::to_string(found.get())).c_str(), 0600) == 0;
}

Descriptor open_to_wipe(const Path& file, int flags) {
  Descriptor opened(::open(file.c_str(), O_WRONLY | O_CLOEXEC | flags));
  if (!opened && errno == EACCES && make_writable(file)) opened = Descriptor(::open(file.c_str(), O_WRONLY | O_CLOEXEC | flags));
  return opened;
}

Result<void> destroy(const Path& file) {
  bool is_wiped = true;
  {
    const auto opened = open_to_wipe(file, O_NOFOLLOW);
    if (!opened && errno == ENOENT) return {};
    // A link is not followed. Else the name goes all the same: a disk that is full of faults must not keep it alive.
    is_wiped = opened ? wipe(opened.get()) : errno == ELOOP;
  }
  if ((::unlink(file.c_str()) != 0 && errno != ENOENT) || !is_wiped) return failed;
  return sync_folder(file.parent_path());
}

}  // namespace

Result<void> sync_folder(const Path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || ::fsync(opened.get()) != 0) return failed;
  return {};
}

Result<void> write_file(const Path& file, ByteView content, const StopAfter& stop) {
  const auto stops = [&](WriteStep step) { return stop && stop(step); };
  const Error stopped{ErrorCode::cancelled, "stopped"};
  const auto fresh = unfinished(file);
  const auto old = open_to_wipe(file, 0);
  Descriptor out(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!out) return failed;
  if (stops(WriteStep::created)) return stopped;
  const bool is_whole = ::fchmod(out.get(), 0600) == 0 && write_all(out.get(), content);
  if (is_whole && stops(WriteStep::written)) return stopped;
  const auto give_up = [&fresh] {  // it may hold a key, or half of one
    static_cast<void>(destroy(fresh));
    return failed;
  };
  if (!is_whole || ::fsync(out.get()) != 0 || !out.close()) return give_up();
  if (stops(WriteStep::synced)) return stopped;
  if (::rename(fresh.c_str(), file.c_str()) != 0) return give_up();
  if (stops(WriteStep::renamed)) return stopped;
  TWINLAMP_TRY(sync_folder(file.parent_path()));
  if (stops(WriteStep::folder_synced)) return stopped;
  if (old) wipe(old.get());  // the new content is safe: a fault here leaves nothing undone that was promised
  stops(WriteStep::old_wiped);
  return {};
}

Result<void> write_copy(const Path& file, ByteView content) {
  auto copy = CopyFile::begin(file);
  if (!copy) return copy.error();
  TWINLAMP_TRY(copy->write(content));
  TWINLAMP_TRY(copy->sync());
  return copy->put(true);
}

Result<CopyFile> CopyFile::begin(const Path& file) {
  CopyFile copy(file);
  const auto folder = file.parent_path();
  copy.descriptor_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (copy.descriptor_ < 0) {  // a file system that cannot do it
    copy.fresh_ = (folder / ".twinlamp-XXXXXX").string();
    copy.descriptor_ = ::mkostemp(copy.fresh_.data(), O_CLOEXEC);
    if (copy.descriptor_ < 0) copy.fresh_.clear();
  }
  if (copy.descriptor_ < 0) return failed;
  return copy;
}

CopyFile::CopyFile(CopyFile&& other) noexcept
    : file_(std::move(other.file_)), fresh_(std::exchange(other.fresh_, {})), descriptor_(std::exchange(other.descriptor_, -1)) {}

CopyFile& CopyFile::operator=(CopyFile&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(fresh_, other.fresh_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

CopyFile::~CopyFile() {
  if (!fresh_.empty()) ::unlink(fresh_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> CopyFile::write(ByteView bytes) {
  if (!write_all(descriptor_, bytes)) return failed;
  return {};
}

Result<void> CopyFile::sync() {
  if (::fsync(descriptor_) != 0) return failed;
  static_cast<void>(::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_DONTNEED));
  return {};
}

Result<std::size_t> CopyFile::read(std::uint64_t at, std::span<std::uint8_t> out) const {
  std::size_t size = 0;
  while (size < out.size()) {
    const auto count = ::pread(descriptor_, out.data() + size, out.size() - size, static_cast<off_t>(at + size));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed;
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  return size;
}

bool CopyFile::name_it() {
  ByteArray<8> number;
  ::randombytes_buf(number.data(), number.size());
  const auto name = (file_.parent_path() / (".twinlamp-" + to_hex(number))).string();
  const auto self = "/proc/self/fd/" + std::to_string(descriptor_);
  if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) return false;
  fresh_ = name;
  return true;
}

Result<void> CopyFile::put(bool replace) {
  const Error taken{ErrorCode::conflict, "There is a file of that name already. Choose another name."};
  if (!replace && fresh_.empty()) {
    const auto self = "/proc/self/fd/" + std::to_string(descriptor_);
    if (::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, file_.c_str(), AT_SYMLINK_FOLLOW) != 0) return errno == EEXIST ? taken : failed;
    return sync_folder(file_.parent_path());
  }
  if (fresh_.empty() && !name_it()) return failed;
  const int done = replace ? ::rename(fresh_.c_str(), file_.c_str()) : rename_beside(fresh_, file_);
  if (done != 0) return errno == EEXIST ? taken : failed;
  fresh_.clear();
  return sync_folder(file_.parent_path());
}

Result<std::optional<SecretBytes>> read_file(const Path& file, std::size_t most) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in && errno == ENOENT) return std::optional<SecretBytes>();
  if (!in) return failed;
  SecretBytes content(most + 1);
  std::size_t size = 0;
  while (size < content.size()) {
    const auto count = ::read(in.get(), content.data() + size, content.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed;
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  if (size > most) return Error{ErrorCode::too_large, "file"};
  content.resize(size);
  return std::optional<SecretBytes>(std::move(content));
}

Result<void> destroy_file(const Path& file) {
  const auto gone = destroy(file), rest = discard_unfinished(file);
  return gone ? rest : gone;
}

Result<void> discard_unfinished(const Path& file) { return destroy(unfinished(file)); }

Result<void> destroy_folder(const Path& folder) {
  std::error_code problem;
  const auto facts = std::filesystem::symlink_status(folder, problem);
  if (!std::filesystem::exists(facts)) return {};
  Result<void> outcome;
  if (std::filesystem::is_directory(facts)) {
    for (const auto& item : std::filesystem::directory_iterator(folder, problem)) {
      const auto kind = item.symlink_status(problem);
      const bool is_folder = std::filesystem::is_directory(kind);
      if (std::filesystem::is_regular_file(kind) || is_folder) {
        if (auto gone = is_folder ? destroy_folder(item.path()) : destroy_file(item.path()); !gone) outcome = gone;
      } else if (::unlink(item.path().c_str()) != 0) {
        outcome = failed;
      }
    }
  }
  if (::remove(folder.c_str()) != 0) outcome = failed;
  if (!outcome) return outcome;
  return sync_folder(folder.parent_path());
}

Result<void> make_private_folder(const Path& folder) {
  std::error_code problem;
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), problem);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failed;
  if (!std::filesystem::is_directory(folder, problem)) return failed;
  if (::chmod(folder.c_str(), 0700) != 0) return failed;
  return {};
}

}  // namespace twinlamp::client
