// Commands run against an app that says what the test wants: paired, online, with a partner called Sam, and nothing else.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>

#include "client/cli/commands.h"
#include "tests/client/cli/scripted_app.h"

namespace twinlamp::cli::test {

class CommandTest : public testing::Test {
protected:
  CommandTest() {
    auto& model = app_.edit();
    model.stage = client::Stage::paired;
    model.both_confirmed = model.caught_up = true;
    model.connection = client::Connection::online;
    model.partner.name = "Sam";
    model.cards = std::make_shared<const std::vector<client::CardView>>();
    model.practices = std::make_shared<const std::vector<client::PracticeView>>();
    model.feelings = std::make_shared<const std::vector<client::FeelingFamily>>();
    model.keepsake = std::make_shared<const client::Keepsake>();
    session_.bind(app_);
    EXPECT_EQ(pipe(ends_), 0);
    input_.emplace(ends_[0]);
  }
  ~CommandTest() override {
    for (const int end : ends_) ::close(end);
  }

  void have(std::vector<client::PracticeView> practices) {
    app_.edit().practices = std::make_shared<const std::vector<client::PracticeView>>(std::move(practices));
  }

  // Runs it, with these lines typed; what it says, problems after the rest.
  std::string run(const std::vector<std::string>& words, const std::string& typed = {}, bool interactive = true) {
    EXPECT_EQ(write(ends_[1], typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
    Printer printer(json_);
    session_.bind(app_, interactive ? ProgramName() : ProgramName{"twinlamp-cli", "twinlamp-cli "});
    Terminal terminal{session_, printer, *input_, interactive};
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    code_ = run_command(terminal, words);
    const auto said = testing::internal::GetCapturedStdout();
    return said + testing::internal::GetCapturedStderr();
  }

  // The newest intent of this kind that was sent, until the next one; null where there is none.
  template <class T>
  const T* last() const {
    for (auto each = app_.sent().rbegin(); each != app_.sent().rend(); ++each)
      if (const auto* found = std::get_if<T>(&*each)) return found;
    return nullptr;
  }

  ScriptedApp app_;
  Session session_{std::chrono::seconds(0)};
  int ends_[2] = {-1, -1};
  std::optional<Input> input_;
  bool json_ = false;
  int code_ = -1;
};

}  // namespace twinlamp::cli::test
