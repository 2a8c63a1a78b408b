#include "client/backup/restore.h"

#include <cstdio>

#include "client/backup/left_out.h"
#include "client/store/leaving.h"
#include "protocol/device/pair_record.h"
#include "protocol/journal/log.h"

namespace twinlamp::client {
namespace {

constexpr Error unsound{ErrorCode::malformed, "What is in this backup is not as Twinlamp writes it."};
constexpr Error no_pair{ErrorCode::malformed, "There is no pair in this backup."};
constexpr Error broken_log{ErrorCode::corrupt, "The journal in this backup does not hold together. Use another copy of it."};
constexpr Error stopped{ErrorCode::cancelled, "stopped"};
constexpr Error disk{ErrorCode::unavailable, "The disk did not take a file. Is it full, or not writable?"};

constexpr std::size_t batch_entries = 512, batch_bytes = 1u << 20;

ProfilePlace made_in(const ProfilePlace& place, const char* folder) { return {place.name, place.folder / folder}; }
ProfilePlace being_made(const ProfilePlace& place) { return made_in(place, "restoring"); }
ProfilePlace made(const ProfilePlace& place) { return made_in(place, "restored"); }

bool is_there(const Path& file) {
  std::error_code problem;
  return std::filesystem::exists(std::filesystem::symlink_status(file, problem));
}

// Records into the new profile, a commit for about a megabyte.
class Maker {
public:
  Maker(const ProfilePlace& place, SqliteStorage& storage) : place_(place), storage_(storage) {}

  Result<void> take(BackupRecord record) {
    return std::visit([this](auto& one) { return put(one); }, record);
  }
  const BackupAbout& about() const { return about_; }

private:
  Result<void> put(BackupAbout& about) {
    about_ = std::move(about);
    batch_.values[restored_key] = encode_moment(about_.made);
    return write_file(place_.look(), bytes_of(about_.look));
  }
  Result<void> put(BackupValue& value) {
    if (is_left_out(value.name)) return unsound;
    const auto size = value.bytes.size();
    batch_.values[value.name] = std::move(value.bytes);
    return grown(size);
  }
  Result<void> put(StoredEntry& entry) {
    const auto size = entry.wire.size();
    batch_.entries.push_back(std::move(entry));
    return grown(size);
  }
  Result<void> put(OutboxRow& row) {
    const auto size = row.envelope.size();
    batch_.outbox_added.push_back(std::move(row));
    return grown(size);
  }
  Result<void> put(BackupDeck& deck) {
    TWINLAMP_TRY(make_private_folder(place_.decks()));
    return write_file(place_.decks() / deck.name, bytes_of(deck.text));
  }
  Result<void> put(BackupEnd&) { return commit(); }

  Result<void> grown(std::size_t bytes) {
    bytes_ += bytes;
    return bytes_ < batch_bytes && batch_.entries.size() < batch_entries ? Result<void>() : commit();
  }
  Result<void> commit() {
    auto done = storage_.commit(batch_);
    if (!done) return done.error().code == ErrorCode::unavailable ? done.error() : unsound;  // two rows of one place
    batch_ = {};
    bytes_ = 0;
    return {};
  }

  const ProfilePlace& place_;
  SqliteStorage& storage_;
  BackupAbout about_;
  Transaction batch_;
  std::size_t bytes_ = 0;
};

class StoredMarks : public EntryMarks {
public:
  explicit StoredMarks(const Storage& storage) : storage_(storage) {}
  std::optional<EntryMark> mark(std::uint8_t author, std::uint64_t seq) const override {
    auto row = storage_.entry(author, seq);
    if (!row || !*row) return std::nullopt;
    auto entry = Entry::parse((*row)->wire);
    if (!entry) return std::nullopt;
    return EntryMark{entry->id(), entry->header().lamport};
  }

private:
  const Storage& storage_;
};

// To log in with. An empty file says that there is none, and that one which was there goes.
Result<void> write_member(const ProfilePlace& fresh, const SqliteStorage& storage, const BackupAbout& about) {
  auto value = storage.value("pair");
  if (!value) return value.error();
  if (!*value) return no_pair;
  auto record = PairRecord::parse(**value);
  if (!record) return unsound;
  auto ended = storage.value("ended");
  if (!ended) return ended.error();
  if (*ended) return write_file(fresh.member(), {});
  auto member = member_of(*record);
  if (!about.relay_address.empty()) member.relay_address = about.relay_address;
  return write_member_file(fresh.member(), member);
}

// Empty: the one that is there stays, with the passphrase that it has by then.
Result<SecretBytes> key_file(const ProfilePlace& place, const RestoreWish& wish, Random& random) {
  if (wish.passphrase) return Keyring(place.key(), random, wish.cost).content(wish.key, *wish.passphrase);
  return is_there(place.key()) ? Result<SecretBytes>(SecretBytes()) : disk;
}

Result<void> make(const BackupReader& backup, const ProfilePlace& place, const RestoreWish& wish, const RestoreChecks& checks, const SecretBytes& key,
                  Random& random) {
  const auto fresh = being_made(place);
  TWINLAMP_TRY(make_private_folder(fresh.folder));
  {
    auto storage = SqliteStorage::open(fresh.database(), wish.key, random);
    if (!storage) return storage.error();
    Maker maker(fresh, **storage);
    // In place of a pair its own cards go with it, though there are none to come.
    if (!wish.passphrase) TWINLAMP_TRY(make_private_folder(fresh.decks()));
    TWINLAMP_TRY(backup.read([&](BackupRecord record) { return maker.take(std::move(record)); },
                             [&](int permille) { return !checks.progress || checks.progress(500 + permille / 2); }));
    TWINLAMP_TRY(check_logs(**storage, [&] { return checks.progress && !checks.progress(1000); }));
    TWINLAMP_TRY(write_member(fresh, **storage, maker.about()));
    if (checks.accepts) TWINLAMP_TRY(checks.accepts(**storage, maker.about()));
  }
  if (is_there(Path(fresh.database()) += "-wal")) return disk;  // closing has brought it all into the one file
  if (!key.empty()) TWINLAMP_TRY(write_file(fresh.key(), key));
  return sync_folder(fresh.folder);
}

// What is there gives way; again after a cut, where it has been done already.
Result<void> move_over(const Path& from, const Path& to) {
  if (!is_there(from)) return {};
  TWINLAMP_TRY(destroy_file(to));
  if (std::rename(from.c_str(), to.c_str()) != 0) return disk;
  return sync_folder(to.parent_path());
}

Result<void> move_member(const Path& from, const Path& to) {
  std::error_code problem;
  if (!is_there(from) || std::filesystem::file_size(from, problem) > 0) return move_over(from, to);
  TWINLAMP_TRY(destroy_file(to));
  return destroy_file(from);
}

// What is restored may be the very pair that was left here, and whose room waits to be erased. Where its key has gone, too, it was left after that.
Result<void> take_back(const ProfilePlace& fresh, const ProfilePlace& place) {
  if (!is_there(fresh.key()) && !is_there(place.key())) return {};
  auto member = read_member_file(is_there(fresh.member()) ? fresh.member() : place.member());
  return member && *member ? take_back_leaving(place, (*member)->member.public_key) : Result<void>();
}

}  // namespace

Result<void> check_logs(const Storage& storage, const std::function<bool()>& stop) {
  const StoredMarks marks(storage);
  Log logs[2] = {Log(0), Log(1)};
  Result<void> outcome;
  auto read = storage.for_each_entry(0, [&](const StoredEntry& row) {
    if (stop && stop()) {
      outcome = stopped;
      return false;
    }
    const auto entry = Entry::parse(row.wire);
    const bool is_next = entry && row.author <= 1 && [&] {
      const auto verdict = logs[row.author].check(*entry, marks);
      return verdict && *verdict == Log::Verdict::next;
    }();
    if (is_next)
      logs[row.author].append(*entry);
    else
      outcome = broken_log;
    return is_next;
  });
  return read ? outcome : read;
}

Result<void> build_restored(const BackupReader& backup, const ProfilePlace& place, const RestoreWish& wish, const RestoreChecks& checks, Random& random) {
  TWINLAMP_TRY(backup.read([](const BackupRecord&) { return Result<void>(); },
                           [&](int permille) { return !checks.progress || checks.progress(permille / 2); }));
  const auto key = key_file(place, wish, random);  // what takes long comes before the first file
  if (!key) return key.error();
  const auto admitted = checks.admit ? checks.admit() : std::shared_ptr<void>();
  if (checks.admit && !admitted) return stopped;
  TWINLAMP_TRY(destroy_folder(being_made(place).folder));
  auto made_it = make(backup, place, wish, checks, *key, random);
  if (!made_it) static_cast<void>(destroy_folder(being_made(place).folder));
  return made_it;
}

Result<void> take_restored(const ProfilePlace& place) {
  if (std::rename(being_made(place).folder.c_str(), made(place).folder.c_str()) != 0) return disk;
  return sync_folder(place.folder);
}

Result<void> finish_restoring(const ProfilePlace& place) {
  TWINLAMP_TRY(destroy_folder(being_made(place).folder));
  const auto fresh = made(place);
  if (!is_there(fresh.folder)) return {};
  TWINLAMP_TRY(take_back(fresh, place));
  if (is_there(fresh.database())) {  // it goes last: as long as it is there, what has its name outside is the old one
    TWINLAMP_TRY(move_over(fresh.key(), place.key()));
    TWINLAMP_TRY(move_member(fresh.member(), place.member()));
    TWINLAMP_TRY(move_over(fresh.look(), place.look()));
    if (is_there(fresh.decks())) {
      TWINLAMP_TRY(destroy_folder(place.decks()));
      if (std::rename(fresh.decks().c_str(), place.decks().c_str()) != 0) return disk;
    }
    for (const auto& file : place.database_files()) TWINLAMP_TRY(destroy_file(file));
    if (std::rename(fresh.database().c_str(), place.database().c_str()) != 0) return disk;
    TWINLAMP_TRY(sync_folder(place.folder));
  }
  return destroy_folder(fresh.folder);
}

}  // namespace twinlamp::client
