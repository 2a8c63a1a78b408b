#include "client/backup/backup_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace twinlamp::client {
namespace {

constexpr Error missing{ErrorCode::not_found, "There is no such file."};
constexpr Error unreadable{ErrorCode::unavailable, "That file cannot be read."};
constexpr Error foreign{ErrorCode::malformed, "This file is no backup of Twinlamp's."};
constexpr Error unsound{ErrorCode::malformed, "What is in this backup is not as Twinlamp writes it."};
constexpr Error stopped{ErrorCode::cancelled, "stopped"};

Result<std::size_t> read_at(int descriptor, std::uint64_t at, std::span<std::uint8_t> out) {
  std::size_t size = 0;
  while (size < out.size()) {
    const auto count = ::pread(descriptor, out.data() + size, out.size() - size, static_cast<off_t>(at + size));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable;
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  return size;
}

Result<void> visit_all(RecordReader& records, const BackupReader::Visitor& visit) {
  for (;;) {
    auto record = records.next();
    if (!record) return record.error();
    if (!*record) return {};
    TWINLAMP_TRY(visit(std::move(**record)));
  }
}

}  // namespace

Result<BackupReader> BackupReader::open(const Path& file) {
  // A pipe would wait for ever.
  BackupReader reader(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (reader.descriptor_ < 0) return errno == ENOENT ? missing : unreadable;
  struct stat facts {};
  if (::fstat(reader.descriptor_, &facts) != 0) return unreadable;
  if (!S_ISREG(facts.st_mode)) return foreign;
  reader.size_ = static_cast<std::uint64_t>(facts.st_size);
  Bytes head(backup_head_size);
  auto size = read_at(reader.descriptor_, 0, head);
  if (!size) return size.error();
  auto parsed = parse_backup_head(ByteView(head).first(*size));
  if (!parsed) return parsed.error();
  reader.head_ = std::move(*parsed);
  return reader;
}

BackupReader::BackupReader(BackupReader&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_), head_(std::move(other.head_)), master_(std::move(other.master_)) {}

BackupReader::~BackupReader() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> BackupReader::unlock(std::string_view passphrase) {
  auto master = backup_master(head_.cost, head_.salt, passphrase);
  if (!master) return master.error();
  auto opener = BackupOpener::begin(head_, *master);
  if (!opener) return opener.error();
  master_ = std::move(*master);
  return {};
}

Result<void> BackupReader::read(const Visitor& visit, const Progress& progress) const {
  assert(master_);
  auto opener = BackupOpener::begin(head_, *master_);
  if (!opener) return opener.error();
  std::uint64_t at = backup_head_size;
  const auto source = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
    if (progress && !progress(static_cast<int>(size_ == 0 ? 1000 : std::min<std::uint64_t>(at * 1000 / size_, 1000)))) return stopped;
    auto count = read_at(descriptor_, at, out);
    if (count) at += *count;
    return count;
  };
  return read_backup_records(source, std::move(*opener), visit);
}

Result<void> read_backup_records(const BackupSource& source, BackupOpener opener, const BackupReader::Visitor& visit) {
  RecordReader records;
  auto read = open_backup_pieces(source, std::move(opener), [&](const SecretBytes& piece) {
    records.push(piece);
    return visit_all(records, visit);
  });
  if (read && !records.has_ended()) return unsound;
  return read;
}

}  // namespace twinlamp::client
