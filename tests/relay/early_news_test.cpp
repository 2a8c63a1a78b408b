#include "relay/early_news.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace twinlamp::test {
namespace {

TEST(EarlyNewsTest, KeepsWhatComesBeforeThereIsAnybodyToBeTold) {
  relay::EarlyNews news;
  std::vector<std::string> told;
  news.tell("damaged");
  news.open([&](std::string what) { told.push_back(std::move(what)); });
  EXPECT_EQ(told, std::vector<std::string>{"damaged"});
  news.tell("again");
  EXPECT_EQ(told, (std::vector<std::string>{"damaged", "again"}));
}

TEST(EarlyNewsTest, TellsNothingWhereNothingCame) {
  relay::EarlyNews news;
  news.open([](std::string) { ADD_FAILURE(); });
}

TEST(EarlyNewsTest, TellsOnceHoweverTheTwoThreadsMeet) {
  for (int round = 0; round < 200; ++round) {
    relay::EarlyNews news;
    std::atomic<int> told{0};
    std::thread finder([&] { news.tell("damaged"); });
    news.open([&](std::string) { ++told; });
    finder.join();
    EXPECT_EQ(told, 1);
  }
}

}  // namespace
}  // namespace twinlamp::test
