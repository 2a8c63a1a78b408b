// A profile with a bit of everything in it: a pair, both logs, an outbox, drafts, settings.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "client/backup/backup_reader.h"
#include "client/backup/backup_writer.h"
#include "client/backup/restore.h"
#include "client/store/member_file.h"
#include "protocol/device/device.h"
#include "protocol/practice/gift.h"
#include "tests/support/pair_records.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {

inline constexpr std::string_view passphrase = "four lamps on a quiet sill";

inline Now some_time() { return {MonoTime(std::chrono::hours(1)), WallTime(std::chrono::milliseconds(1'790'000'000'000))}; }

class SomeProfile {
public:
  explicit SomeProfile(std::filesystem::path folder, std::uint64_t seed = 7, int gifts = 12) : random_(seed), place_{"some", std::move(folder)} {
    EXPECT_TRUE(make_private_folder(place_.folder));
    records_ = twinlamp::test::paired_records(seed);
    key_ = random_.secret<32>();
    EXPECT_TRUE(Keyring(place_.key(), random_, PassphraseCost::least()).store(key_, ""));
    EXPECT_TRUE(write_member_file(place_.member(), member_of(records_[0])));
    EXPECT_TRUE(write_file(place_.look(), bytes_of("palette morning\n")));
    open();
    Transaction first;
    first.values["pair"] = records_[0].encode();
    for (const auto* name : {"settings", "private", "draft/00112233445566778899aabbccddeeff", "pairing", "last-backup"})
      first.values[name] = to_secret(bytes_of(std::string("the value of ") + name));
    Log partners(1), mine(0);
    for (int i = 0; i < 5; ++i) {
      wire::Body body;
      body.mutable_profile()->set_display_name("Sam " + std::to_string(i));
      const auto entry = make_entry(next_place(partners, mine, 1), body, records_[1].self_key, random_);
      partners.append(entry);
      first.entries.push_back({1, entry.header().seq, entry.header().lamport, entry.to_wire()});
    }
    EXPECT_TRUE(storage_->commit(first));
    write(gifts);
  }

  void open() { storage_ = *SqliteStorage::open(place_.database(), key_, random_); }
  void close() { storage_.reset(); }
  void write(int gifts) {
    auto device = Device::open(records_[0], *storage_, random_, some_time());
    ASSERT_TRUE(device) << device.error().where;
    const auto pump = [&] {
      while (const auto* transaction = (*device)->poll_transaction()) {
        ASSERT_TRUE(storage_->commit(*transaction));
        (*device)->handle_committed(some_time());
      }
    };
    EXPECT_TRUE((*device)->set_profile({"Noor", std::chrono::minutes(60), {}, 1}, some_time()));
    pump();
    for (int i = 0; i < gifts; ++i) {
      Gift gift;
      gift.kind = static_cast<std::uint16_t>(GiftKind::affirmation);
      gift.text = "The sea, and you reading aloud, number " + std::to_string(i);
      EXPECT_TRUE((*device)->send_gift(gift, some_time()));
      pump();
    }
  }

  const ProfilePlace& place() const { return place_; }
  SqliteStorage& storage() { return *storage_; }
  const PairRecord& record() const { return records_[0]; }
  const Key& key() const { return key_; }
  Random& random() { return random_; }

private:
  SeededRandom random_;
  ProfilePlace place_;
  std::array<PairRecord, 2> records_;
  Key key_;
  std::unique_ptr<SqliteStorage> storage_;
};

inline const PassphraseCost cheap = PassphraseCost::least();

inline BackupWriter::Parts some_parts() {
  return {{some_time().wall, "lamp.example.org:7417", "palette evening\n"}, {{"ours.toml", "[[card]]\nprompt = \"Ours\"\n"}}};
}

inline Result<BackupWriter> begin_backup(SomeProfile& profile, const Path& file, bool replace = false) {
  const auto salt = profile.random().bytes<16>();
  return BackupWriter::begin(profile.storage(), some_parts(), *backup_master(cheap, salt, passphrase), cheap, salt, file, replace);
}

inline Result<void> back_up(SomeProfile& profile, const Path& file, bool replace = false) {
  auto writer = begin_backup(profile, file, replace);
  if (!writer) return writer.error();
  for (;;) {
    auto more = writer->step();
    if (!more) return more.error();
    if (!*more) break;
  }
  return writer->finish();
}

// All of a store but what a backup leaves out, as one text.
inline std::string content_of(const SqliteStorage& storage, bool with_left_out = false) {
  std::string out;
  for (const auto& name : *storage.names("")) {
    const bool is_left_out = name == "snapshot" || name == "pairing" || name == "last-backup" || name == "restored" || name.starts_with("store/");
    if (with_left_out || !is_left_out) out += name + "=" + to_hex(**storage.value(name)) + "\n";
  }
  for (const auto& row : *storage.outbox()) out += "row " + std::to_string(row.order) + to_hex(row.client_id) + std::to_string(row.epoch) + to_hex(row.envelope) + "\n";
  EXPECT_TRUE(storage.for_each_entry(0, [&](const StoredEntry& row) {
    out += "entry " + std::to_string(row.author) + " " + std::to_string(row.seq) + " " + std::to_string(row.lamport) + to_hex(row.wire) + "\n";
    return true;
  }));
  return out;
}

inline Result<BackupReader> open_backup(const Path& file, std::string_view words = passphrase) {
  auto reader = BackupReader::open(file);
  if (!reader) return reader;
  if (auto opened = reader->unlock(words); !opened) return opened.error();
  return reader;
}

// What is told of a file; empty: nothing is wrong.
inline std::string told_of(const Path& file, std::string_view words = passphrase) {
  auto reader = open_backup(file, words);
  if (!reader) return reader.error().where;
  auto read = reader->read([](const BackupRecord&) { return Result<void>(); });
  return read ? "" : read.error().where;
}

inline Bytes bytes_in(const Path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return to_bytes(bytes_of(out.str()));
}

}  // namespace twinlamp::client::test
