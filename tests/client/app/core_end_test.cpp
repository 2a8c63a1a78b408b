// The end of a Core while something still happens: the loop runs on for a moment, to close what is open.
#include <gtest/gtest.h>

#include "client/app/core.h"
#include "client/store/system_random.h"
#include "tests/support/network.h"

namespace twinlamp::client::test {
namespace {

TEST(CoreEndTest, WhatHappensBetweenItsEndAndTheLoopsReachesItNoMore) {
  const twinlamp::test::TempFolder folder;
  auto place = find_profile("default", folder / "home");
  ASSERT_TRUE(std::holds_alternative<ProfilePlace>(place));
  std::filesystem::create_directories(std::get<ProfilePlace>(place).folder);
  Loop loop;
  SystemClock clock;
  SystemRandom random;
  const auto wording = [](std::string_view language) {
    return std::make_shared<const Wording>(Wording{Catalogue::built_in(language), [](WallTime) { return std::chrono::minutes(0); }, Words::built_in(language)});
  };
  RoundShelf shelf(wording("en"));
  std::size_t published = 0, at_end = 0;
  AppOptions options;
  options.language = "en";
  auto core = std::make_unique<Core>(std::move(options), std::get<ProfilePlace>(place),
                                     Core::Surroundings{loop, clock, random, wording, shelf, [&](ModelRef) { ++published; }});
  ASSERT_FALSE(core->start());
  loop.post([&] {
    core->quit([&] {
      loop.post([&] {
        core.reset();
        at_end = published;
        loop.stop();
      });
      core->handle(SetPause{true});  // a timer, or the relay's last word
    });
  });
  loop.run();
  EXPECT_FALSE(core);
  EXPECT_EQ(published, at_end);
}

}  // namespace
}  // namespace twinlamp::client::test
