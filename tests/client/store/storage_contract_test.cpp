// The contract of protocol/device/storage.h, held by every implementation.
#include <gtest/gtest.h>

#include "client/store/sqlite_storage.h"
#include "tests/client/store/rows.h"
#include "tests/support/memory_storage.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

struct InSqlite {
  twinlamp::test::TempFolder folder;
  SeededRandom random{1};
  std::unique_ptr<SqliteStorage> made = *SqliteStorage::open(folder / "db", random.secret<32>(), random);
  Storage& storage() { return *made; }
};
struct InMemory {
  twinlamp::test::MemoryStorage made;
  Storage& storage() { return made; }
};

template <class Kind>
class StorageContract : public testing::Test {
protected:
  Storage& storage() { return kind_.storage(); }
  void commit(const Transaction& transaction) { ASSERT_TRUE(storage().commit(transaction)); }
  std::vector<std::pair<std::uint64_t, int>> order_from(std::uint64_t lamport) {
    std::vector<std::pair<std::uint64_t, int>> seen;
    EXPECT_TRUE(storage().for_each_entry(lamport, [&](const StoredEntry& one) {
      seen.emplace_back(one.lamport, one.author);
      return true;
    }));
    return seen;
  }
  Kind kind_;
};
using Kinds = testing::Types<InSqlite, InMemory>;
TYPED_TEST_SUITE(StorageContract, Kinds);

TYPED_TEST(StorageContract, IsEmptyAtFirst) {
  EXPECT_EQ(words_of(this->storage(), 0, 1), "(none)");
  EXPECT_EQ(value_of(this->storage(), "x"), "(none)");
  EXPECT_EQ(*this->storage().last_seq(0), 0u);
  EXPECT_TRUE(this->storage().outbox()->empty());
}

TYPED_TEST(StorageContract, KeepsAnEntryWhole) {
  this->commit(of_entry(entry(1, 3, 9, "the sea")));
  const auto found = this->storage().entry(1, 3);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->author, 1);
  EXPECT_EQ((*found)->seq, 3u);
  EXPECT_EQ((*found)->lamport, 9u);
  EXPECT_EQ(to_string((*found)->wire), "the sea");
}

TYPED_TEST(StorageContract, ReplacesAnEntryThatWasErased) {
  this->commit(of_entry(entry(0, 1, 1, "with its body")));
  this->commit(of_entry(entry(0, 1, 1, "bare")));
  EXPECT_EQ(words_of(this->storage(), 0, 1), "bare");
  EXPECT_EQ(this->order_from(0).size(), 1u);
}

TYPED_TEST(StorageContract, TellsTheLastSeqOfEachAuthor) {
  this->commit(of_entry(entry(0, 1, 1)));
  this->commit(of_entry(entry(0, 2, 4)));
  this->commit(of_entry(entry(1, 1, 2)));
  EXPECT_EQ(*this->storage().last_seq(0), 2u);
  EXPECT_EQ(*this->storage().last_seq(1), 1u);
}

TYPED_TEST(StorageContract, VisitsInTheOrderOfTheJournalFromALamportTime) {
  for (const auto& [author, seq, lamport] : {std::tuple{0, 1, 5}, {1, 1, 5}, {1, 2, 6}, {0, 2, 7}, {0, 3, 8}})
    this->commit(of_entry(entry(static_cast<std::uint8_t>(author), static_cast<std::uint64_t>(seq), static_cast<std::uint64_t>(lamport))));
  using Seen = std::vector<std::pair<std::uint64_t, int>>;
  EXPECT_EQ(this->order_from(0), (Seen{{5, 0}, {5, 1}, {6, 1}, {7, 0}, {8, 0}}));
  EXPECT_EQ(this->order_from(6), (Seen{{6, 1}, {7, 0}, {8, 0}}));
  EXPECT_EQ(this->order_from(9), Seen{});
}

TYPED_TEST(StorageContract, StopsWhenTheVisitorHasSeenEnough) {
  for (std::uint64_t seq = 1; seq <= 3; ++seq) this->commit(of_entry(entry(0, seq, seq)));
  int seen = 0;
  ASSERT_TRUE(this->storage().for_each_entry(0, [&](const StoredEntry&) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TYPED_TEST(StorageContract, LetsAVisitorReadFromTheStore) {
  for (std::uint64_t seq = 1; seq <= 3; ++seq) this->commit(of_entry(entry(0, seq, seq, std::to_string(seq))));
  std::string read;
  ASSERT_TRUE(this->storage().for_each_entry(0, [&](const StoredEntry& one) {
    read += words_of(this->storage(), one.author, one.seq);
    return true;
  }));
  EXPECT_EQ(read, "123");
}

TYPED_TEST(StorageContract, KeepsTheOutboxInOrder) {
  Transaction first;
  first.outbox_added = {row(2, "b"), row(10, "c")};
  this->commit(first);
  Transaction second;
  second.outbox_added = {row(1, "a")};
  this->commit(second);
  const auto rows = this->storage().outbox();
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ(to_string((*rows)[0].envelope) + to_string((*rows)[1].envelope) + to_string((*rows)[2].envelope), "abc");
  EXPECT_EQ((*rows)[2].client_id, row(10).client_id);
  EXPECT_EQ((*rows)[2].epoch, 1u);
}

TYPED_TEST(StorageContract, RemovesARowAndDoesNotMindARowThatIsGone) {
  Transaction first;
  first.outbox_added = {row(1), row(2)};
  this->commit(first);
  Transaction second;
  second.outbox_removed = {row(1).client_id, row(9).client_id};
  this->commit(second);
  const auto rows = this->storage().outbox();
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().order, 2u);
}

TYPED_TEST(StorageContract, SetsReplacesAndRemovesValues) {
  this->commit(of_value("session", "one"));
  this->commit(of_value("session", "two"));
  this->commit(of_value("other", ""));
  EXPECT_EQ(value_of(this->storage(), "session"), "two");
  EXPECT_EQ(value_of(this->storage(), "other"), "");
  Transaction removal;
  removal.values["session"] = std::nullopt;
  this->commit(removal);
  EXPECT_EQ(value_of(this->storage(), "session"), "(none)");
}

TYPED_TEST(StorageContract, CutsTheEndOfOneLogBeforeItTakesNewEntries) {
  for (const auto& one : {entry(0, 1, 1), entry(0, 2, 2, "given up"), entry(0, 3, 5, "given up"), entry(1, 1, 3), entry(1, 2, 4)})
    this->commit(of_entry(one));
  auto transaction = of_entry(entry(0, 2, 5, "in its place"));
  transaction.cut = LogCut{0, 1};
  this->commit(transaction);
  EXPECT_EQ(words_of(this->storage(), 0, 1), "words");
  EXPECT_EQ(words_of(this->storage(), 0, 2), "in its place");
  EXPECT_EQ(words_of(this->storage(), 0, 3), "(none)");
  EXPECT_EQ(*this->storage().last_seq(0), 2u);
  EXPECT_EQ(*this->storage().last_seq(1), 2u);
  EXPECT_EQ(this->order_from(1), (std::vector<std::pair<std::uint64_t, int>>{{1, 0}, {3, 1}, {4, 1}, {5, 0}}));
}

TYPED_TEST(StorageContract, CommitsAllOfATransaction) {
  auto transaction = of_entry(entry(0, 1, 1));
  transaction.outbox_added = {row(1)};
  transaction.values["session"] = to_secret(bytes_of("state"));
  this->commit(transaction);
  EXPECT_EQ(words_of(this->storage(), 0, 1), "words");
  EXPECT_EQ(this->storage().outbox()->size(), 1u);
  EXPECT_EQ(value_of(this->storage(), "session"), "state");
}

}  // namespace

TEST(MemoryStorage, FailsBeforeOrAfterTheNthCommitOnce) {
  using Fault = twinlamp::test::MemoryStorage::Fault;
  twinlamp::test::MemoryStorage storage;
  storage.fail_at(2, Fault::before);
  EXPECT_TRUE(storage.commit(of_value("a", "1")));
  EXPECT_FALSE(storage.commit(of_value("b", "1")));
  EXPECT_EQ(value_of(storage, "b"), "(none)");
  storage.fail_at(1, Fault::after);
  EXPECT_FALSE(storage.commit(of_value("b", "2")));
  EXPECT_EQ(value_of(storage, "b"), "2");
  EXPECT_TRUE(storage.commit(of_value("b", "3")));
}

}  // namespace twinlamp::client::test
