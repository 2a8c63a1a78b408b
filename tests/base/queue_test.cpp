#include "protocol/base/queue.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <random>
#include <string>

namespace twinlamp {
namespace {

TEST(QueueTest, GivesBackInOrderWhateverIsTakenMeanwhile) {
  std::mt19937 draw(7);
  Queue<std::string> queue;
  std::deque<std::string> model;
  for (int step = 0; step < 20'000; ++step) {
    const auto what = draw() % 100;
    if (what < 52) {
      queue.push("number " + std::to_string(step));
      model.push_back("number " + std::to_string(step));
    } else if (what < 98 && !model.empty()) {
      ASSERT_EQ(queue.pop(), model.front());
      model.pop_front();
    } else if (what == 98) {
      const auto count = draw() % (model.size() + 1);
      queue.drop(count);
      model.erase(model.begin(), model.begin() + static_cast<std::ptrdiff_t>(count));
    } else if (draw() % 10 == 0) {
      queue.clear();
      model.clear();
    }
    ASSERT_EQ(queue.size(), model.size());
    ASSERT_EQ(queue.empty(), model.empty());
    ASSERT_TRUE(std::equal(queue.begin(), queue.end(), model.begin(), model.end()));
    if (model.empty()) continue;
    ASSERT_EQ(queue.front(), model.front());
    ASSERT_EQ(queue.back(), model.back());
  }
}

TEST(QueueTest, HoldsNothingWhenItIsEmpty) {
  static_assert(sizeof(Queue<int>) <= 4 * sizeof(void*), "what a great many hold");
  const auto item = std::make_shared<int>(1);
  Queue<std::shared_ptr<int>> queue;
  EXPECT_EQ(queue.begin(), nullptr);
  for (int i = 0; i < 100; ++i) queue.push(item);
  EXPECT_EQ(item.use_count(), 101);
  for (int i = 0; i < 100; ++i) queue.pop();
  EXPECT_EQ(item.use_count(), 1);
  EXPECT_EQ(queue.begin(), nullptr) << "its memory is given back";
}

TEST(QueueTest, KeepsNoMoreThanTwiceWhatIsInIt) {
  const auto item = std::make_shared<int>(1);
  Queue<std::shared_ptr<int>> queue;
  for (int i = 0; i < 64; ++i) queue.push(item);
  for (int i = 0; i < 32; ++i) queue.drop(1);
  EXPECT_EQ(item.use_count(), 1 + 32) << "those that were dropped are destroyed once half has gone";
}

}  // namespace
}  // namespace twinlamp
