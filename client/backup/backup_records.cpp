#include "client/backup/backup_records.h"

#include <algorithm>
#include <tuple>

namespace twinlamp::client {
namespace {

constexpr Error unsound{ErrorCode::malformed, "What is in this backup is not as Twinlamp writes it."};
constexpr Error newer{ErrorCode::refused, "This backup was made by a newer Twinlamp. Install that version or a later one."};

enum Kind : std::uint8_t { about_kind = 1, value_kind, entry_kind, row_kind, deck_kind, end_kind };

constexpr std::uint8_t about_version = 1;
constexpr std::size_t frame = 5, most_name = 200, most_address = 400, most_look = 4096, most_envelope = 128u << 10;
constexpr std::uint64_t most_number = std::uint64_t{1} << 62;  // SQLite's are signed

std::size_t most_of(std::uint8_t kind) {
  switch (kind) {
    case about_kind: return 16 + most_address + most_look + 8;
    case value_kind: return most_name + 8 + most_backup_value;
    case entry_kind: return 17 + entry_wire_limit;
    case row_kind: return 28 + most_envelope;
    case deck_kind: return most_name + 8 + most_backup_deck;
    case end_kind: return 32;
    default: return 0;
  }
}

void append(SecretBytes& out, Kind kind, ByteView head, ByteView rest = {}) {
  const auto size = head.size() + rest.size();
  assert(size <= most_of(kind));
  const auto lead = ByteWriter().u8(kind).u32(static_cast<std::uint32_t>(size)).take();
  for (const auto part : {ByteView(lead), head, rest}) out.insert(out.end(), part.begin(), part.end());
}

struct Appender {
  SecretBytes& out;

  void operator()(const BackupAbout& about) const {
    const auto made = static_cast<std::uint64_t>(std::max<std::int64_t>(about.made.time_since_epoch().count(), 0));
    append(out, about_kind, ByteWriter().u8(about_version).u64(made).lv(about.relay_address).lv(about.look).view());
  }
  void operator()(const BackupValue& value) const { append(out, value_kind, ByteWriter().lv(value.name).view(), value.bytes); }
  void operator()(const StoredEntry& entry) const {
    append(out, entry_kind, ByteWriter().u8(entry.author).u64(entry.seq).u64(entry.lamport).view(), entry.wire);
  }
  void operator()(const OutboxRow& row) const { append(out, row_kind, ByteWriter().u64(row.order).raw(row.client_id).u32(row.epoch).view(), row.envelope); }
  void operator()(const BackupDeck& deck) const { append(out, deck_kind, ByteWriter().lv(deck.name).view(), bytes_of(deck.text)); }
  void operator()(const BackupEnd& end) const { append(out, end_kind, ByteWriter().u64(end.values).u64(end.entries).u64(end.rows).u64(end.decks).view()); }
};

Result<BackupRecord> read_about(ByteReader& reader) {
  const auto found = reader.u8();
  if (found > about_version) return newer;
  BackupAbout about;
  const auto made = reader.u64();
  about.relay_address = to_string(reader.lv(most_address));
  about.look = to_string(reader.lv(most_look));
  if (!reader.is_done() || found != about_version || made > most_number) return unsound;
  about.made = WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(made)));
  return BackupRecord(std::move(about));
}

Result<BackupRecord> read_value(ByteReader& reader) {
  BackupValue value;
  value.name = to_string(reader.lv(most_name));
  value.bytes = to_secret(reader.rest());
  if (reader.failed() || value.name.empty() || value.bytes.size() > most_backup_value) return unsound;
  return BackupRecord(std::move(value));
}

// Whether it is one, and the one that it says.
Result<BackupRecord> read_entry(ByteReader& reader) {
  StoredEntry row;
  row.author = reader.u8();
  row.seq = reader.u64();
  row.lamport = reader.u64();
  row.wire = to_bytes(reader.rest());
  if (reader.failed() || row.author > 1 || row.seq > most_number || row.lamport > most_number) return unsound;
  const auto entry = Entry::parse(row.wire);
  if (!entry) return unsound;
  const auto& header = entry->header();
  if (header.author != row.author || header.seq != row.seq || header.lamport != row.lamport) return unsound;
  return BackupRecord(std::move(row));
}

Result<BackupRecord> read_row(ByteReader& reader) {
  OutboxRow row;
  row.order = reader.u64();
  row.client_id = reader.array<16>();
  row.epoch = reader.u32();
  row.envelope = to_bytes(reader.rest());
  if (reader.failed() || row.order > most_number || row.envelope.size() > most_envelope) return unsound;
  return BackupRecord(std::move(row));
}

Result<BackupRecord> read_deck(ByteReader& reader) {
  BackupDeck deck;
  deck.name = to_string(reader.lv(most_name));
  deck.text = to_string(reader.rest());
  if (reader.failed() || !is_deck_file_name(deck.name) || deck.text.size() > most_backup_deck) return unsound;
  return BackupRecord(std::move(deck));
}

Result<BackupRecord> read_end(ByteReader& reader) {
  BackupEnd end;
  for (auto* count : {&end.values, &end.entries, &end.rows, &end.decks}) *count = reader.u64();
  if (!reader.is_done()) return unsound;
  return BackupRecord(end);
}

}  // namespace

bool is_deck_file_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; };
  return name.size() > 5 && name.size() <= most_name && name.front() != '.' && name.ends_with(".toml") && std::all_of(name.begin(), name.end(), fits);
}

void append_record(SecretBytes& out, const BackupRecord& record) { std::visit(Appender{out}, record); }

void RecordReader::push(ByteView bytes) {
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(at_));
  at_ = 0;
  held_.insert(held_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<BackupRecord>> RecordReader::next() {
  const auto rest = ByteView(held_).subspan(at_);
  if (has_ended_) {
    if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; })) return unsound;
    at_ = held_.size();
    return std::optional<BackupRecord>();
  }
  if (rest.size() < frame) return std::optional<BackupRecord>();
  ByteReader reader(rest);
  const auto kind = reader.u8();
  const std::size_t size = reader.u32();
  if (size > most_of(kind)) return unsound;
  if (rest.size() < frame + size) return std::optional<BackupRecord>();
  auto record = taken(kind, reader.raw(size));
  if (!record) return record.error();
  TWINLAMP_TRY(note(*record));
  at_ += frame + size;
  return std::optional<BackupRecord>(std::move(*record));
}

Result<BackupRecord> RecordReader::taken(std::uint8_t kind, ByteView body) {
  ByteReader reader(body);
  switch (kind) {
    case about_kind: return read_about(reader);
    case value_kind: return read_value(reader);
    case entry_kind: return read_entry(reader);
    case row_kind: return read_row(reader);
    case deck_kind: return read_deck(reader);
    case end_kind: return read_end(reader);
    default: return unsound;
  }
}

// Checks before it counts: an error leaves the reader as it was.
Result<void> RecordReader::note(const BackupRecord& record) {
  const auto* entry = std::get_if<StoredEntry>(&record);
  const auto* end = std::get_if<BackupEnd>(&record);
  if (std::holds_alternative<BackupAbout>(record) == has_begun_) return unsound;
  if (entry && seen_.entries > 0 && std::tie(entry->lamport, entry->author) <= std::tie(last_lamport_, last_author_)) return unsound;
  if (end && *end != seen_) return unsound;
  has_begun_ = true;
  has_ended_ = end != nullptr;
  seen_.values += std::holds_alternative<BackupValue>(record);
  seen_.rows += std::holds_alternative<OutboxRow>(record);
  seen_.decks += std::holds_alternative<BackupDeck>(record);
  if (!entry) return {};
  ++seen_.entries;
  last_lamport_ = entry->lamport;
  last_author_ = entry->author;
  return {};
}

}  // namespace twinlamp::client
