#include "client/backup/backup_writer.h"

#include <sodium.h>

#include <algorithm>

#include "client/backup/left_out.h"
#include "protocol/crypto/hash.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t entries_a_step = 64;
constexpr Error gap{ErrorCode::corrupt, "This profile's journal is damaged. Restore a backup of the folder, or begin anew."};
constexpr Error differs{ErrorCode::corrupt, "What the disk gives back is not what was written to it. Save the backup on another disk."};
constexpr Error mended{ErrorCode::conflict, "Something in the journal was mended while the backup was being written. Save it once more."};
constexpr Error too_large{ErrorCode::too_large, "Something in this profile is too large for a backup."};
constexpr Error stopped{ErrorCode::cancelled, "stopped"};

}  // namespace

// Of everything between the head and the end, as it was before it was sealed.
struct BackupWriter::Digest {
  crypto_generichash_state state{};

  Digest() { crypto_generichash_init(&state, nullptr, 0, sizeof(Hash256)); }
  void add(ByteView bytes) { crypto_generichash_update(&state, bytes.data(), bytes.size()); }
  Hash256 value() {
    Hash256 out{};
    crypto_generichash_final(&state, out.data(), out.size());
    return out;
  }
};

BackupWriter::BackupWriter(const SqliteStorage& storage, BackupSealer sealer, CopyFile copy, const Key& master, bool replace)
    : storage_(&storage), sealer_(std::move(sealer)), copy_(std::move(copy)), master_(master), replace_(replace), digest_(std::make_shared<Digest>()), cuts_(storage.cuts()) {}

Result<BackupWriter> BackupWriter::begin(const SqliteStorage& storage, const Parts& parts, const Key& master, const PassphraseCost& cost,
                                         const ByteArray<16>& salt, const Path& file, bool replace) {
  auto copy = CopyFile::begin(file);
  if (!copy) return copy.error();
  BackupWriter writer(storage, BackupSealer(master, cost, salt), std::move(*copy), master, replace);
  TWINLAMP_TRY(writer.copy_.write(writer.sealer_.head()));
  TWINLAMP_TRY(writer.put(parts.about));
  for (std::uint8_t author = 0; author < 2; ++author) {
    auto last = storage.last_seq(author);
    if (!last) return last.error();
    writer.heads_[author] = *last;
    writer.total_ += *last;
  }
  TWINLAMP_TRY(writer.put_values());
  for (const auto& deck : parts.decks) {
    TWINLAMP_TRY(writer.put(deck));
    ++writer.written_.decks;
  }
  return writer;
}

Result<void> BackupWriter::put_values() {
  auto names = storage_->names("");
  if (!names) return names.error();
  for (const auto& name : *names) {
    if (is_left_out(name)) continue;
    auto value = storage_->value(name);
    if (!value) return value.error();
    if (!*value) continue;
    if ((*value)->size() > most_backup_value) return too_large;
    TWINLAMP_TRY(put(BackupValue{name, std::move(**value)}));
    ++written_.values;
  }
  auto rows = storage_->outbox();
  if (!rows) return rows.error();
  for (const auto& row : *rows) TWINLAMP_TRY(put(row));
  written_.rows = rows->size();
  return {};
}

Result<bool> BackupWriter::step() {
  if (storage_->cuts() != cuts_) return mended;
  std::size_t taken = 0;
  Result<void> outcome;
  auto read = storage_->for_each_entry(next_lamport_, [&](const StoredEntry& row) {
    const EntryOrder order{row.lamport, row.author};
    if (last_ && order <= *last_) return true;
    if (row.seq > heads_[row.author & 1]) return true;  // came later
    last_ = order;
    next_lamport_ = row.lamport;
    ++written_.entries;
    outcome = put(row);
    return outcome && ++taken < entries_a_step && written_.entries < total_;
  });
  if (!read) return read.error();
  if (!outcome) return outcome.error();
  if (written_.entries < total_) return taken > 0 ? Result<bool>(true) : gap;
  TWINLAMP_TRY(put(written_));
  TWINLAMP_TRY(put_pieces(true));
  storage_ = nullptr;
  return false;
}

Result<void> BackupWriter::put(const BackupRecord& record) {
  append_record(held_, record);
  return put_pieces(false);
}

Result<void> BackupWriter::put_pieces(bool is_last) {
  if (is_last) held_.resize((held_.size() / backup_piece + 1) * backup_piece);
  std::size_t at = 0;
  // One is kept back until it is known whether it is the last.
  for (; held_.size() - at > backup_piece || (is_last && held_.size() > at); at += backup_piece) {
    const auto piece = ByteView(held_).subspan(at, backup_piece);
    digest_->add(piece);
    TWINLAMP_TRY(copy_.write(sealer_.seal(piece, is_last && held_.size() - at == backup_piece)));
  }
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(at));
  return {};
}

Result<void> BackupWriter::finish(const std::function<bool()>& stop) {
  TWINLAMP_TRY(copy_.sync());
  TWINLAMP_TRY(read_back(stop));
  if (stop && stop()) return stopped;
  return copy_.put(replace_);
}

Result<void> BackupWriter::read_back(const std::function<bool()>& stop) {
  Bytes head(backup_head_size);
  auto size = copy_.read(0, head);
  if (!size) return size.error();
  const auto parsed = parse_backup_head(ByteView(head).first(*size));
  if (!parsed) return differs;
  auto opener = BackupOpener::begin(*parsed, master_);
  if (!opener) return differs;
  std::uint64_t at = backup_head_size;
  const auto source = [&](std::span<std::uint8_t> out) -> Result<std::size_t> {
    if (stop && stop()) return stopped;
    auto count = copy_.read(at, out);
    if (count) at += *count;
    return count;
  };
  Digest digest;
  auto opened = open_backup_pieces(source, std::move(*opener), [&](const SecretBytes& piece) {
    digest.add(piece);
    return Result<void>();
  });
  if (!opened) return opened.error().code == ErrorCode::cancelled || opened.error().code == ErrorCode::unavailable ? opened.error() : differs;
  return digest.value() == digest_->value() ? Result<void>() : differs;
}

}  // namespace twinlamp::client
