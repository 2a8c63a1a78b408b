// A process that is killed while it commits: what it was told is safe is there, and no transaction is there by half.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "client/store/sqlite_storage.h"
#include "tests/client/store/rows.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

Transaction numbered(std::uint64_t number) {
  auto transaction = of_entry(entry(0, number, number, std::string(2000, 'w')));
  transaction.outbox_added = {row(number)};
  transaction.outbox_added[0].client_id = to_array<16>(ByteWriter().u64(number).u64(1).view());
  transaction.values["session"] = to_secret(ByteWriter().u64(number).view());
  return transaction;
}

// Commits until it is killed, and says after each which one is safe.
[[noreturn]] void commit_for_ever(const std::filesystem::path& file, const Key& key, int told) {
  SeededRandom random(11);
  auto storage = *SqliteStorage::open(file, key, random);
  for (auto number = *storage->last_seq(0) + 1;; ++number) {
    if (!storage->commit(numbered(number))) ::_exit(1);
    if (::write(told, &number, sizeof number) != sizeof number) ::_exit(1);
  }
}

TEST(Crash, LosesNothingThatWasCommittedAndKeepsNothingByHalf) {
  twinlamp::test::TempFolder folder;
  SeededRandom random(10);
  const auto key = random.secret<32>();
  std::uint64_t safe = 0;
  for (std::uint64_t kill = 0; kill < 12; ++kill) {
    SCOPED_TRACE(kill);
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const auto child = ::fork();
    if (child == 0) commit_for_ever(folder / "db", key, pipe[1]);
    ::close(pipe[1]);
    const auto enough = safe + 1 + random.below(20);
    for (std::uint64_t told = 0; told < enough && ::read(pipe[0], &told, sizeof told) == sizeof told;) safe = std::max(safe, told);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (std::uint64_t told = 0; ::read(pipe[0], &told, sizeof told) == sizeof told;) safe = std::max(safe, told);
    ::close(pipe[0]);

    auto storage = *SqliteStorage::open(folder / "db", key, random);
    const auto last = *storage->last_seq(0);
    EXPECT_GE(last, safe);
    EXPECT_LE(last, safe + 1);
    const auto session = storage->value("session");
    ASSERT_TRUE(session && *session);
    EXPECT_EQ(ByteReader(**session).u64(), last);
    EXPECT_EQ(storage->outbox()->size(), last);
    std::uint64_t seen = 0;
    EXPECT_TRUE(storage->for_each_entry(0, [&](const StoredEntry& one) { return one.seq == ++seen; }));
    EXPECT_EQ(seen, last);
    safe = last;
  }
}

}  // namespace
}  // namespace twinlamp::client::test
