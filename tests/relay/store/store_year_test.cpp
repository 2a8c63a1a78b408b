// A year of traffic of many pairs in as many days of virtual time: the file stays as large as what waits, not as what was.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/relay/store/harness.h"
#include "tests/support/sanitized.h"

namespace twinlamp::test {
namespace {

constexpr std::uint32_t pairs = is_sanitized ? 5 : 50;
constexpr std::uint32_t posts_a_day = 6;  // to each of two
constexpr std::uint8_t away = 7;          // one pair in so many reads only at the week's end
constexpr std::size_t body_size = 1500;

class StoreYear : public testing::Test {
protected:
  StoreYear() : engine_({folder_.path(), 0}) {}
  ~StoreYear() override { flush(); }

  void ask(std::uint32_t pair, store::Operation operation) {
    group_.push_back({++asked_, client_number(pair), std::move(operation)});
    if (group_.size() == relay::StoreThread::max_group) flush();
  }
  void flush() {
    for (const auto& result : engine_.apply(std::exchange(group_, {}))) ASSERT_EQ(result.status, store::Status::ok);
    while (engine_.tidy()) {
    }
  }
  void post_and_read(std::uint32_t pair, int today) {
    for (std::uint8_t slot = 0; slot < 2; ++slot) {
      for (std::uint32_t i = 0; i < posts_a_day; ++i) {
        const auto body = std::make_shared<const Bytes>(body_size, static_cast<std::uint8_t>(asked_));
        ask(pair, store::Append{slot, client_number(static_cast<std::uint32_t>(asked_)), body, day(today), 0, 0, 0});
      }
      const bool reads = pair % away != 0 || today % 7 == 6;
      if (reads) ask(pair, store::Acknowledge{slot, ~std::uint64_t{0} >> 1});
    }
  }
  // Each evening's latch is released and then remembered as a tombstone.
  void open_a_latch(std::uint32_t pair, int today) {
    store::LatchId latch{static_cast<std::uint8_t>(today), static_cast<std::uint8_t>(today >> 8)};
    const auto write = [&](std::uint64_t version, store::LatchKind kind, std::uint8_t unacked, std::size_t size) {
      store::LatchRow row{0, kind, unacked, Bytes(size, std::uint8_t{7})};
      ask(pair, store::LatchWrite{latch, version, std::move(row), 0, day(today)});
    };
    write(0, store::LatchKind::waiting, 0, 160);
    write(1, store::LatchKind::released, 3, 320);
    write(2, store::LatchKind::tombstone, 0, 0);
  }
  void sweep(int today) {
    bool more = true;
    while (more) {
      const auto results = engine_.apply({{++asked_, {}, store::Sweep{day(today)}}});
      more = std::get<store::Swept>(results.at(0).reply).more;
    }
  }
  std::uintmax_t size_of(const char* name) const { return std::filesystem::file_size(folder_.path() / name); }
  TemporaryFolder folder_;
  relay::SqliteStore engine_;
  std::vector<store::Request> group_;
  store::RequestId asked_ = 0;
};

TEST_F(StoreYear, LeavesTheFileAsLargeAsAfterItsFirstQuarter) {
  for (std::uint32_t pair = 0; pair < pairs; ++pair) ask(pair, store::OpenRoom{true, 0, day(0)});
  std::uintmax_t after_a_quarter = 0, largest = 0, log = 0;
  for (int today = 0; today < 365; ++today) {
    for (std::uint32_t pair = 0; pair < pairs; ++pair) {
      post_and_read(pair, today);
      open_a_latch(pair, today);
    }
    flush();
    sweep(today);
    while (engine_.tidy()) {
    }
    largest = std::max(largest, size_of("relay.sqlite3"));
    log = std::max(log, size_of("relay.sqlite3-wal"));
    if (today == 100) after_a_quarter = largest;
  }
  const auto passed = std::uintmax_t{365} * pairs * 2 * posts_a_day * body_size;
  std::printf("%u pairs: %.1f MB passed, %.1f MB on disk after 100 days, %.1f MB at most in the year; the log at most %.1f MB\n", pairs,
              passed / 1e6, after_a_quarter / 1e6, largest / 1e6, log / 1e6);
  EXPECT_LT(largest, after_a_quarter * 11 / 10);
  EXPECT_LT(log, 80u << 20);
}

}  // namespace
}  // namespace twinlamp::test
