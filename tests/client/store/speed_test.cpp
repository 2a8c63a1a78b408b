// Figures of the store, printed: a commit's latency and the time to open and read 20,000 entries. The bounds are far above them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "client/store/sqlite_storage.h"
#include "tests/client/store/rows.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

TEST(StoreSpeed, CommitsInOneSync) {
  twinlamp::test::TempFolder folder;
  SeededRandom random(1);
  auto storage = *SqliteStorage::open(folder / "db", random.secret<32>(), random);
  std::vector<double> times;
  for (std::uint64_t number = 1; number <= 200; ++number) {
    auto transaction = of_entry(entry(0, number, number, std::string(600, 'w')));
    auto post = row(number, std::string(1100, 'e'));
    post.client_id = to_array<16>(ByteWriter().u64(number).u64(1).view());
    transaction.outbox_added = {post};
    transaction.values["session"] = to_secret(bytes_of(std::string(900, 's')));
    const auto before = Clock::now();
    ASSERT_TRUE(storage->commit(transaction));
    times.push_back(Milliseconds(Clock::now() - before).count());
  }
  std::sort(times.begin(), times.end());
  std::printf("commit of an entry, a post and the session: median %.2f ms, 99th of 100 %.2f ms\n", times[100], times[198]);
  EXPECT_LT(times[100], 1000);
}

TEST(StoreSpeed, ReadsTwentyThousandEntries) {
  twinlamp::test::TempFolder folder;
  SeededRandom random(1);
  const auto key = random.secret<32>();
  {
    auto storage = *SqliteStorage::open(folder / "db", key, random);
    Transaction all;
    for (std::uint64_t number = 1; number <= 20'000; ++number)
      all.entries.push_back(entry(static_cast<std::uint8_t>(number % 2), (number + 1) / 2, number, std::string(600, 'w')));
    ASSERT_TRUE(storage->commit(all));
  }
  std::vector<double> opens, reads;
  for (int run = 0; run < 5; ++run) {
    const auto start = Clock::now();
    auto storage = *SqliteStorage::open(folder / "db", key, random);
    EXPECT_EQ(*storage->last_seq(0), 10'000u);
    EXPECT_TRUE(storage->entry(0, 10'000));
    opens.push_back(Milliseconds(Clock::now() - start).count());
    int seen = 0;
    const auto before = Clock::now();
    EXPECT_TRUE(storage->for_each_entry(0, [&](const StoredEntry&) { return ++seen > 0; }));
    reads.push_back(Milliseconds(Clock::now() - before).count());
    EXPECT_EQ(seen, 20'000);
  }
  std::sort(opens.begin(), opens.end());
  std::sort(reads.begin(), reads.end());
  std::printf("20,000 entries: open %.2f ms, read and open every one %.1f ms (medians of 5)\n", opens[2], reads[2]);
  EXPECT_LT(opens[2], 1000);
}

}  // namespace
}  // namespace twinlamp::client::test
