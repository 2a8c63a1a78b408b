// What the terminal tells as done, against an app that says what the test wants.
#include "client/cli/session.h"

#include <gtest/gtest.h>

namespace twinlamp::cli {
namespace {

class ScriptedApp : public client::AppPort {
public:
  explicit ScriptedApp(client::Model after) : after_(std::make_shared<client::Model>(std::move(after))) {}
  void send(client::Intent) override { is_sent_ = true; }
  client::ModelRef model() const override { return is_sent_ ? after_ : before_; }
  client::RoundRef round(const std::string&) const override { return nullptr; }
  client::KeepsakeRef search(const std::string&) const override { return nullptr; }

private:
  client::ModelRef before_ = std::make_shared<client::Model>(), after_;
  bool is_sent_ = false;
};

std::string told(const client::Model& after) {
  ScriptedApp app(after);
  Session session{std::chrono::seconds(0)};
  session.bind(app);
  return session.attempt(client::NextSuggestion{}, [](const client::Model& model) { return model.evenings_together == 1; });
}

TEST(Session, TellsWhatIsDone) {
  client::Model after;
  after.evenings_together = 1;
  EXPECT_EQ(told(after), "");
}

TEST(Session, CallsNothingDoneThatTheDiskDidNotTake) {
  client::Model after;
  after.evenings_together = 1;
  after.unsaved = true;
  after.notices.push_back({1, client::Notice::Kind::problem, "The disk is full."});
  EXPECT_EQ(told(after), "The disk is full.");
}

}  // namespace
}  // namespace twinlamp::cli
