// Our relay on this laptop, in the terminal.
#include "client/cli/commands_host.h"
#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli::test {
namespace {

using client::HomeAddressView;
using client::HomeView;
using client::SetHosting;

class HostTest : public CommandTest {
protected:
  // What the app makes of the switch.
  void obey() {
    app_.react = [](client::Model& model, const client::Intent& intent) {
      const auto* wanted = std::get_if<SetHosting>(&intent);
      if (wanted == nullptr) return;
      auto& home = model.home;
      home = {};
      home.is_on = wanted->on;
      home.name = wanted->name;
      home.address = wanted->address;
      if (!wanted->on) return;
      home.state = HomeView::State::running;
      home.port = 7417;
      home.addresses = {{HomeAddressView::Reach::network, "192.168.1.21", "192.168.1.21:7417", "wlan0", true}};
      home.shown = (wanted->address.empty() ? "192.168.1.21" : wanted->address) + ":7417";
      home.line = "twinlamp://" + home.shown + "/?relay=KEY";
      home.test_page = "https://" + home.shown + "/healthz";
    };
  }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_F(HostTest, SaysHowToBeginWhereNoRelayRuns) {
  EXPECT_TRUE(has(run({"host"}, {}, false), "`twinlamp-cli host on` starts one"));
  EXPECT_EQ(code_, 0);
  EXPECT_TRUE(app_.sent().empty());
}

TEST_F(HostTest, SwitchesItOnAndSaysAllThatThePartnerNeeds) {
  obey();
  const auto said = run({"host", "on"});
  EXPECT_EQ(code_, 0);
  ASSERT_NE(last<SetHosting>(), nullptr);
  EXPECT_TRUE(last<SetHosting>()->on);
  for (const auto* part : {"twinlamp://192.168.1.21:7417/?relay=KEY", "https://192.168.1.21:7417/healthz", "relay-test 192.168.1.21:7417",
                           "192.168.1.21:7417: when you are both in this home's network", "TCP port 7417", "before both have sealed", "asleep"})
    EXPECT_TRUE(has(said, part)) << part << " is not in\n" << said;
}

TEST_F(HostTest, TakesTheRoutersNameAndForgetsItAgain) {
  obey();
  run({"host", "on", "--name", "lamp.example.org"});
  EXPECT_EQ(last<SetHosting>()->name, "lamp.example.org");
  EXPECT_EQ(last<SetHosting>()->address, "lamp.example.org");
  run({"host", "--name", "none"});
  EXPECT_TRUE(last<SetHosting>()->on);
  EXPECT_EQ(last<SetHosting>()->name, "");
  run({"host", "--address", "192.168.1.21"});
  EXPECT_EQ(last<SetHosting>()->address, "192.168.1.21");
}

TEST_F(HostTest, SwitchesItOff) {
  obey();
  run({"host", "on"});
  const auto off = run({"host", "off"}, {}, false);
  EXPECT_FALSE(last<SetHosting>()->on);
  for (const auto* part : {"nothing passes now; nothing is lost", "Sam's Twinlamp says only that the relay was stopped", "twinlamp-cli host on",
                           "twinlamp-cli setup --relay LINE --move"})
    EXPECT_TRUE(has(off, part)) << part << " is not in\n" << off;
  EXPECT_TRUE(has(run({"host", "off"}), "No relay runs on this laptop.")) << "it was off already";
}

TEST_F(HostTest, SaysWhyItDoesNotRun) {
  app_.edit().home.is_on = true;
  app_.edit().home.state = HomeView::State::failed;
  app_.edit().home.problem = "The relay is not installed.";
  EXPECT_TRUE(has(run({"host"}), "The relay is not installed."));
  EXPECT_EQ(code_, 1);
}

TEST_F(HostTest, SaysWhereItIsNowWhenItsAddressHasChanged) {
  obey();
  run({"host", "on"});
  app_.edit().home.gone = "192.168.178.40";
  EXPECT_TRUE(has(run({"host"}), "looks for this relay at 192.168.178.40, which this laptop no longer has. It is now at 192.168.1.21:7417."));
}

TEST_F(HostTest, MovesAPairToAnotherRelayOnlyWhenItIsMeant) {
  const std::string line = "twinlamp://192.168.1.21:7417/?relay=KEY";
  app_.edit().settings.relay = "relay.example.org:7443";
  app_.react = [](client::Model& model, const client::Intent& intent) {
    const auto* wanted = std::get_if<client::SetRelay>(&intent);
    if (wanted == nullptr) return;
    model.settings.other_relay = wanted->move ? "" : wanted->relay;
    if (wanted->move) model.settings.relay = "192.168.1.21:7417";
    if (!wanted->move) model.notices.push_back({model.notices.size() + 1, client::Notice::Kind::problem, "That is another relay."});
  };
  const auto refused = run({"setup", "--relay", line}, {}, false);
  EXPECT_EQ(code_, 1);
  EXPECT_TRUE(has(refused, "That is another relay.\nIf you both know why, both of you do: twinlamp-cli setup --relay LINE --move")) << refused;
  EXPECT_TRUE(has(run({"setup", "--relay", line, "--move"}, {}, false), "The relay is now 192.168.1.21:7417."));
  EXPECT_TRUE(last<client::SetRelay>()->move);
}

TEST_F(HostTest, GivesAScriptTheSameAsFields) {
  json_ = true;
  obey();
  const auto said = run({"host", "on"});
  EXPECT_TRUE(has(said, R"("event":"host","state":"running","on":true,"port":7417,"address":"192.168.1.21:7417","line":"twinlamp://)")) << said;
}

TEST_F(HostTest, SaysThatThePartnerOfAPairThatWasLeftHasYetToHearAndStopsWaiting) {
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (std::holds_alternative<client::DoNotWait>(intent)) model.home.waits_to_tell = false;
    if (std::holds_alternative<client::Leave>(intent)) model.stage = client::Stage::ended, model.home.waits_to_tell = true;
  };
  EXPECT_TRUE(has(run({"host", "do-not-wait"}, {}, false), "Nobody is waited for."));
  EXPECT_EQ(code_, 1);
  EXPECT_TRUE(has(run({"leave", "leave"}, {}, false), "Your partner has not heard of it yet."));
  EXPECT_TRUE(has(run({"host"}, {}, false), "If you do not want to wait: twinlamp-cli host do-not-wait"));
  EXPECT_TRUE(has(run({"host", "do-not-wait"}, {}, false), "Nobody is waited for any more."));
  EXPECT_EQ(code_, 0);
  EXPECT_FALSE(has(run({"host"}, {}, false), "has not heard"));
}

TEST_F(HostTest, RefusesWordsThatItDoesNotKnow) {
  EXPECT_TRUE(has(run({"host", "perhaps"}), "`host on`, `host off`, `host status` or `host do-not-wait`"));
  EXPECT_EQ(code_, 2);
  EXPECT_TRUE(has(run({"relay-test"}), "relay-test HOST:PORT"));
  EXPECT_EQ(code_, 2);
}

TEST_F(HostTest, TellsWhetherARelayAnswers) {
  const client::Words words;
  Printer printer(false);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_EQ(tell(printer, words, {true, "lamp.example.org:7417", "twinlamp://lamp.example.org:7417/?relay=KEY", "0123456789abcdef", ""}), 0);
  EXPECT_EQ(tell(printer, words, {false, "lamp.example.org:7417", "", "", "The relay cannot be reached."}), 1);
  EXPECT_TRUE(has(testing::internal::GetCapturedStdout(), "A relay answers at lamp.example.org:7417. It is known by its key, 0123456789abcdef"));
  EXPECT_TRUE(has(testing::internal::GetCapturedStderr(), "No relay at lamp.example.org:7417: The relay cannot be reached."));
}

}  // namespace
}  // namespace twinlamp::cli::test
