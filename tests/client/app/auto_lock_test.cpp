// A Core whose machine sleeps when the test says so.
#include <gtest/gtest.h>

#include "client/app/core.h"
#include "client/store/system_random.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

class SleepyClock : public SystemClock {
public:
  std::chrono::milliseconds slept() const override { return asleep_; }
  void sleep(std::chrono::minutes time) { asleep_ += time; }

private:
  std::chrono::milliseconds asleep_{};
};

class AutoLockTest : public testing::Test {
protected:
  void SetUp() override {
    AppOptions options;
    options.cheap_passphrase = true;
    const auto wording = [](std::string_view) {
      return std::make_shared<const Wording>(
          Wording{Catalogue(), [](WallTime) { return std::chrono::minutes(0); }, Words::built_in("en")});
    };
    core_ = std::make_unique<Core>(options, ProfilePlace{"noor", folder_ / "noor"},
                                   Core::Surroundings{loop_, clock_, random_, wording, shelf_, [this](ModelRef model) {
                                                        model_ = std::move(model);
                                                        if (model_->stage == Stage::locked) loop_.stop();
                                                      }});
    ASSERT_TRUE(make_private_folder(folder_ / "noor"));
    ASSERT_FALSE(core_->start());
    core_->handle(client::SetUp{"Noor", "", "a lamp in the rain"});
    core_->handle(client::SetAutoLock{60});
  }
  void run(std::chrono::seconds most) {
    const auto end = loop_.post_after(most, [this] { loop_.stop(); });
    loop_.run();
  }

  twinlamp::test::TempFolder folder_;
  Loop loop_;
  SleepyClock clock_;
  SystemRandom random_;
  RoundShelf shelf_{{}};
  ModelRef model_;
  std::unique_ptr<Core> core_;
};

// The lid was shut for the night: whoever opens it is not the one who shut it.
TEST_F(AutoLockTest, LocksAfterASleepThatWasLonger) {
  clock_.sleep(std::chrono::minutes(61));
  run(std::chrono::seconds(20));
  EXPECT_EQ(model_->stage, Stage::locked);
}

TEST_F(AutoLockTest, CountsFromTheLastThingThatThePersonDid) {
  clock_.sleep(std::chrono::minutes(40));
  core_->handle(client::SetLamp{true});
  clock_.sleep(std::chrono::minutes(40));
  run(std::chrono::seconds(3));
  EXPECT_EQ(model_->stage, Stage::unpaired);
}

}  // namespace
}  // namespace twinlamp::client::test
