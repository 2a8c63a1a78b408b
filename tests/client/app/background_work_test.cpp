#include "client/app/background_work.h"

#include <gtest/gtest.h>

#include <future>

namespace twinlamp::client::test {
namespace {

TEST(BackgroundWork, TellsOnTheLoopAndEnds) {
  Loop loop;
  BackgroundWork work(loop);
  std::thread::id told_on;
  work.start([&](BackgroundWork::Run& run) {
    run.tell([&] {
      told_on = std::this_thread::get_id();
      loop.stop();
    });
  });
  loop.run();
  EXPECT_EQ(told_on, std::this_thread::get_id());
}

// If stop() or start() waited this would never end.
TEST(BackgroundWork, NobodyWaitsForWhatCannotBeBrokenOffAndNothingOfItIsHeard) {
  Loop loop;
  BackgroundWork work(loop);
  std::promise<void> gate;
  bool was_told = false, is_heard = false;
  work.start([&, opened = gate.get_future().share()](BackgroundWork::Run& run) {
    opened.wait();
    EXPECT_TRUE(run.is_stopped());
    run.tell([&] { was_told = true; });
    loop.post([&] { loop.stop(); });
  });
  work.stop();
  work.start([&](BackgroundWork::Run& run) {
    EXPECT_FALSE(run.is_stopped()) << "one that was stopped stops no later one";
    run.tell([&] {
      is_heard = true;
      gate.set_value();
    });
  });
  loop.run();
  EXPECT_TRUE(is_heard);
  EXPECT_FALSE(was_told);
}

TEST(BackgroundWork, WhatAThreadWasToldToSayIsNotHeardOnceItIsStopped) {
  Loop loop;
  BackgroundWork work(loop);
  std::promise<void> said;
  bool was_told = false;
  work.start([&](BackgroundWork::Run& run) {
    run.tell([&] { was_told = true; });
    said.set_value();
  });
  said.get_future().wait();
  work.stop();
  loop.post([&] { loop.stop(); });
  loop.run();
  EXPECT_FALSE(was_told);
}

}  // namespace
}  // namespace twinlamp::client::test
