#include "client/backup/backup_records.h"

#include "tests/client/backup/some_profile.h"

namespace twinlamp::client::test {
namespace {

StoredEntry some_entry(Log& log, const Key& self_key, Random& random) {
  wire::Body body;
  body.mutable_covered();
  const auto entry = make_entry(next_place(log, Log(static_cast<std::uint8_t>(1 - log.author())), 1), body, self_key, random);
  log.append(entry);
  return {entry.header().author, entry.header().seq, entry.header().lamport, entry.to_wire()};
}

class BackupRecordsTest : public testing::Test {
protected:
  BackupRecordsTest() {
    Log mine(0);
    const auto self_key = random_.secret<32>();
    all_ = {some_parts().about, BackupValue{"settings", to_secret(bytes_of("words"))}, BackupValue{"empty", {}},
            OutboxRow{3, random_.bytes<16>(), 2, to_bytes(bytes_of("envelope"))}, BackupDeck{"ours.toml", "text"},
            some_entry(mine, self_key, random_), some_entry(mine, self_key, random_), BackupEnd{2, 2, 1, 1}};
  }
  static SecretBytes encoded(const std::vector<BackupRecord>& records) {
    SecretBytes out;
    for (const auto& record : records) append_record(out, record);
    return out;
  }
  // All that comes out, encoded again; empty where it is refused.
  static std::optional<SecretBytes> read(ByteView bytes, std::size_t at_once = 1u << 20) {
    RecordReader reader;
    std::vector<BackupRecord> records;
    for (std::size_t at = 0; at < bytes.size(); at += at_once) {
      reader.push(bytes.subspan(at, std::min(at_once, bytes.size() - at)));
      for (;;) {
        auto record = reader.next();
        if (!record) return std::nullopt;
        if (!*record) break;
        records.push_back(std::move(**record));
      }
    }
    if (!reader.has_ended()) return std::nullopt;
    return encoded(records);
  }

  SeededRandom random_{5};
  std::vector<BackupRecord> all_;
};

TEST_F(BackupRecordsTest, ComeBackAsTheyWereInPartsOfAnySize) {
  auto bytes = encoded(all_);
  const auto whole = bytes;
  bytes.resize(bytes.size() + 500);
  for (const std::size_t at_once : {1, 3, 64, 1000, 100000}) EXPECT_EQ(read(bytes, at_once), whole) << at_once;
}

TEST_F(BackupRecordsTest, AreNotWholeWithoutAnyOneByteOfTheirEnd) {
  const auto bytes = encoded(all_);
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(read(ByteView(bytes).first(size))) << size;
}

TEST_F(BackupRecordsTest, AreRefusedInAnotherOrderAndWithAnotherCount) {
  const auto refused = [&](std::vector<BackupRecord> records) { return !read(encoded(records)); };
  auto without_about = all_;
  without_about.erase(without_about.begin());
  EXPECT_TRUE(refused(without_about));
  auto twice = all_;
  twice.insert(twice.begin(), all_[0]);
  EXPECT_TRUE(refused(twice));
  for (std::size_t i = 1; i + 1 < all_.size(); ++i) {
    auto one_less = all_;
    one_less.erase(one_less.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(refused(one_less)) << i;
  }
  auto turned = all_;
  std::swap(turned[5], turned[6]);
  EXPECT_TRUE(refused(turned));
  auto more = all_;
  more.push_back(all_[1]);
  EXPECT_TRUE(refused(more));
}

TEST_F(BackupRecordsTest, AreFollowedByZerosOnly) {
  auto bytes = encoded(all_);
  bytes.push_back(0);
  bytes.push_back(1);
  EXPECT_FALSE(read(bytes));
}

TEST_F(BackupRecordsTest, RefuseAnEntryThatIsNotTheOneItSays) {
  for (const int which : {0, 1, 2, 3}) {
    auto changed = all_;
    auto& entry = std::get<StoredEntry>(changed[5]);
    if (which == 0) entry.author = 1;
    if (which == 1) entry.seq = 9;
    if (which == 2) entry.lamport = 9;
    if (which == 3) entry.wire.back() ^= 1;
    EXPECT_FALSE(read(encoded(changed))) << which;
  }
}

TEST_F(BackupRecordsTest, RefuseUnknownKindsAndSizesBeyondTheirBounds) {
  const auto about = encoded({all_[0]});
  const auto refused_at_once = [&](ByteView tail) {
    RecordReader reader;
    reader.push(about);
    EXPECT_TRUE(*reader.next());
    reader.push(tail);
    return !reader.next();
  };
  for (const int kind : {0, 7, 255}) EXPECT_TRUE(refused_at_once(ByteWriter().u8(static_cast<std::uint8_t>(kind)).u32(1).view())) << kind;
  for (const int kind : {2, 3, 4, 5, 6}) EXPECT_TRUE(refused_at_once(ByteWriter().u8(static_cast<std::uint8_t>(kind)).u32(0xffff'ffff).view())) << kind;
}

TEST_F(BackupRecordsTest, LetNoDeckOutOfItsFolder) {
  for (const auto* name : {"a.toml", "Our-own_2.toml"}) EXPECT_TRUE(is_deck_file_name(name)) << name;
  for (const auto* name : {"", ".toml", "../key.toml", "a/b.toml", ".hidden.toml", "a.tom", "key", "a b.toml", "\xc3\xa9.toml"}) EXPECT_FALSE(is_deck_file_name(name)) << name;
}

}  // namespace
}  // namespace twinlamp::client::test
