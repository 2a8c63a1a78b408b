#include "relay/store_thread.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/relay/store/harness.h"

namespace twinlamp::test {
namespace {

// An engine that notes its groups and waits in the first one until it is let go.
struct Probe : relay::StoreEngine {
  struct Seen {
    std::promise<void> entered, go;
    std::vector<std::size_t> groups;
    std::promise<void> tidied;
    std::promise<void> rested;
    int tidy_left = 2, rest_left = 2;
  };
  explicit Probe(Seen& what) : seen(what) {}

  std::vector<store::Result> apply(const std::vector<store::Request>& requests) override {
    seen.groups.push_back(requests.size());
    if (seen.groups.size() == 1) {
      seen.entered.set_value();
      seen.go.get_future().wait();
    }
    std::vector<store::Result> results;
    for (const auto& request : requests) results.push_back({request.id, request.room, store::Status::ok, {}});
    return results;
  }
  bool tidy() override {
    if (--seen.tidy_left == 0) seen.tidied.set_value();
    return seen.tidy_left > 0;
  }
  bool rest() override {
    if (--seen.rest_left == 0) seen.rested.set_value();
    return seen.rest_left > 0;
  }
  Seen& seen;
};

store::Request request(store::RequestId id) { return {id, room_number(1), store::HeadRead{0}}; }

TEST(StoreThread, MakesOneGroupOfEverythingThatWaits) {
  Probe::Seen seen;
  std::vector<store::RequestId> answered;
  {
    relay::StoreThread thread(std::make_unique<Probe>(seen), [&](std::vector<store::Result> results) {
      for (const auto& result : results) answered.push_back(result.id);
    });
    thread.submit(request(0));
    seen.entered.get_future().wait();
    for (store::RequestId id = 1; id <= 100; ++id) thread.submit(request(id));
    seen.go.set_value();
  }
  EXPECT_EQ(seen.groups, (std::vector<std::size_t>{1, 100}));
  ASSERT_EQ(answered.size(), 101u);
  for (store::RequestId id = 0; id <= 100; ++id) EXPECT_EQ(answered[id], id);
}

TEST(StoreThread, BoundsAGroup) {
  Probe::Seen seen;
  {
    relay::StoreThread thread(std::make_unique<Probe>(seen), [](auto) {});
    thread.submit(request(0));
    seen.entered.get_future().wait();
    for (store::RequestId id = 1; id <= relay::StoreThread::max_group + 1; ++id) thread.submit(request(id));
    seen.go.set_value();
  }
  EXPECT_EQ(seen.groups, (std::vector<std::size_t>{1, relay::StoreThread::max_group, 1}));
}

TEST(StoreThread, TidiesUpWhenNothingWaitsUntilThereIsNoMore) {
  Probe::Seen seen;
  seen.go.set_value();
  relay::StoreThread thread(std::make_unique<Probe>(seen), [](auto) {});
  thread.submit(request(0));
  seen.tidied.get_future().wait();
}

TEST(StoreThread, RestsAfterAPauseUntilThatCouldBeDone) {
  Probe::Seen seen;
  seen.go.set_value();
  relay::StoreThread thread(std::make_unique<Probe>(seen), [](auto) {}, std::chrono::milliseconds(1));
  thread.submit(request(0));
  seen.rested.get_future().wait();
  EXPECT_EQ(seen.tidy_left, 0) << "first what there is to tidy";
}

TEST(StoreThread, AnswersThreadsThatSubmitAtTheSameTime) {
  TemporaryFolder folder;
  std::atomic<int> answered = 0;
  {
    relay::StoreThread thread(std::make_unique<relay::SqliteStore>(relay::SqliteOptions{folder.path(), 0}),
                              [&](std::vector<store::Result> results) { answered += static_cast<int>(results.size()); });
    std::vector<std::thread> writers;
    for (std::uint8_t writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&thread, writer] {
        const auto room = room_number(writer);
        thread.submit({1, room, store::OpenRoom{true, 0, day(0)}});
        for (std::uint32_t i = 0; i < 100; ++i) {
          thread.submit({2 + i, room, store::Append{0, client_number(i), body_of("x"), day(0), 0, 0, 0}});
        }
      });
    }
    for (auto& writer : writers) writer.join();
  }
  EXPECT_EQ(answered, 4 * 101);
}

}  // namespace
}  // namespace twinlamp::test
