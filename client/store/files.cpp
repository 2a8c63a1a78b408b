#include "client/store/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

Path unfinished(const Path& file) {
  auto fresh = file;
  fresh += ".new";
  return fresh;
}

Result<void> destroy(const Path& file) {
  {
    const Descriptor opened(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!opened && errno == ENOENT) return {};
    if (opened) wipe(opened.get());  // a disk that is full of faults must not keep the name alive
  }
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) return failed;
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
  const Descriptor old(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  Descriptor out(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!out) return failed;
  if (stops(WriteStep::created)) return stopped;
  const bool is_whole = ::fchmod(out.get(), 0600) == 0 && write_all(out.get(), content);
  if (is_whole && stops(WriteStep::written)) return stopped;
  if (!is_whole || ::fsync(out.get()) != 0 || !out.close()) {
    ::unlink(fresh.c_str());
    return failed;
  }
  if (stops(WriteStep::synced)) return stopped;
  if (::rename(fresh.c_str(), file.c_str()) != 0) return failed;
  if (stops(WriteStep::renamed)) return stopped;
  TWINLAMP_TRY(sync_folder(file.parent_path()));
  if (stops(WriteStep::folder_synced)) return stopped;
  if (old) wipe(old.get());  // the new content is safe: a fault here leaves nothing undone that was promised
  stops(WriteStep::old_wiped);
  return {};
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

Result<void> make_private_folder(const Path& folder) {
  std::error_code problem;
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), problem);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failed;
  if (!std::filesystem::is_directory(folder, problem)) return failed;
  if (::chmod(folder.c_str(), 0700) != 0) return failed;
  return {};
}

}  // namespace twinlamp::client
