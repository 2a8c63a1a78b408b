// Open up and Desire by commands, against an app that says what the test wants.
#include "client/cli/commands.h"
#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli {
namespace {

using namespace client;

class PrivatePractices : public test::CommandTest {
protected:
  void show(OpenUpView view) { app_.edit().open_up = std::make_shared<const OpenUpView>(std::move(view)); }
  void show(DesireView view) { app_.edit().desire = std::make_shared<const DesireView>(std::move(view)); }
  static OpenUpView two_areas() {
    OpenUpView view;
    view.areas = {{"past", "The past", true, false, {"open-up.a"}, "open-up.a", 1}, {"body", "The body", false, true, {}, {}, 0}};
    return view;
  }
  static DesireView shown() {
    DesireView view;
    view.wanted = view.is_on = true;
    view.wishes_drawn = 8;
    view.in_common = {{{"wishes.a", "A slow dance", {}, {}, 0}, true, "r"}, {{"wishes.b", "A letter", {}, {}, 0}, false, "r"}};
    return view;
  }
};

TEST_F(PrivatePractices, ListsThePlacesAndWhoHasChosenWhich) {
  show(two_areas());
  const auto said = run({"area"});
  EXPECT_NE(said.find("1. The past (past) Your place."), std::string::npos) << said;
  EXPECT_NE(said.find("2. The body (body) Sam chose: The body"), std::string::npos) << said;
}

TEST_F(PrivatePractices, ChoosesAPlaceByItsNumberOrName) {
  app_.react = [](Model& model, const Intent& intent) {
    const auto* put = std::get_if<PutItem>(&intent);
    if (put == nullptr) return;
    auto view = *model.open_up;
    for (auto& area : view.areas) area.mine = area.id == put->text;
    model.open_up = std::make_shared<const OpenUpView>(view);
  };
  for (const auto* typed : {"2", "body", "The body"}) {
    show(two_areas());
    run({"area", typed});
    ASSERT_NE(last<PutItem>(), nullptr);
    EXPECT_EQ(last<PutItem>()->text, "body");
    EXPECT_EQ(code_, 0);
  }
  show(two_areas());
  EXPECT_NE(run({"area", "the", "moon"}).find("the moon"), std::string::npos);
  EXPECT_EQ(code_, 1);
}

TEST_F(PrivatePractices, TakesACeilingFromOneToFive) {
  app_.react = [](Model& model, const Intent& intent) {
    auto view = *model.open_up;
    if (const auto* set = std::get_if<SetCeiling>(&intent)) view.ceiling = set->depth;
    model.open_up = std::make_shared<const OpenUpView>(view);
  };
  for (const auto* wrong : {"0", "6", "deep", "", "2x"}) {
    run({"ceiling", wrong});
    EXPECT_EQ(code_, 2) << wrong;
    EXPECT_EQ(last<SetCeiling>(), nullptr);
  }
  EXPECT_NE(run({"ceiling", "3"}).find("Only you know this"), std::string::npos);
  EXPECT_EQ(code_, 0);
}

TEST_F(PrivatePractices, AskHowDeepAtTheFirstClimbThatNeedsTheAnswer) {
  auto view = two_areas();
  view.ceiling = 2;
  view.is_ceiling_chosen = false;
  show(view);
  EXPECT_NE(run({"open-up"}).find("no deeper than depth 2"), std::string::npos);
  EXPECT_EQ(run({"open-up"}).find("How deep would you like to go?"), std::string::npos);
  view.asks_ceiling = true;
  show(view);
  const auto said = run({"open-up"});
  EXPECT_NE(said.find("How deep would you like to go?"), std::string::npos) << said;
  EXPECT_NE(said.find("`ceiling 1` to `ceiling 5` answers: 1 light, 2 easy"), std::string::npos) << said;
  app_.react = [](Model& model, const Intent& intent) {
    auto chosen = *model.open_up;
    if (const auto* set = std::get_if<SetCeiling>(&intent)) chosen.ceiling = set->depth, chosen.is_ceiling_chosen = true, chosen.asks_ceiling = false;
    model.open_up = std::make_shared<const OpenUpView>(chosen);
  };
  run({"ceiling", "2"});
  EXPECT_EQ(code_, 0);
  EXPECT_EQ(run({"open-up"}).find("How deep would you like to go?"), std::string::npos);
}

TEST_F(PrivatePractices, SayWhatBecomesOfAListBeforeDesireIsSwitchedOff) {
  show(shown());
  EXPECT_NE(run({"desire"}).find("no to everything"), std::string::npos);
  app_.react = [](Model& model, const Intent& intent) {
    auto view = *model.desire;
    if (const auto* set = std::get_if<SetDesire>(&intent)) view.wanted = view.is_on = set->on;
    model.desire = std::make_shared<const DesireView>(view);
  };
  EXPECT_NE(run({"desire", "off"}).find("no to everything"), std::string::npos);
}

TEST_F(PrivatePractices, SaysNothingOfDesireButItsSwitchUntilBothWantIt) {
  app_.react = [](Model& model, const Intent& intent) {
    auto view = *model.desire;
    if (const auto* set = std::get_if<SetDesire>(&intent)) view.wanted = set->on;
    model.desire = std::make_shared<const DesireView>(view);
  };
  EXPECT_NE(run({"desire"}).find("adults"), std::string::npos);
  EXPECT_NE(run({"desire", "on"}).find("nobody will ever know"), std::string::npos);
  run({"wishes"});
  EXPECT_EQ(code_, 1);
  EXPECT_EQ(last<AskCard>(), nullptr);
  EXPECT_NE(run({"desire", "off"}).find("nobody is told"), std::string::npos);
  EXPECT_FALSE(app_.model()->desire->wanted);
}

TEST_F(PrivatePractices, TellsTheTwoKindsOfWishesApart) {
  show(shown());
  const auto said = run({"desire"});
  const auto want = said.find("You both want to do this:\n  A slow dance"), enjoy = said.find("You both enjoy the thought of this:\n  A letter");
  EXPECT_NE(want, std::string::npos) << said;
  EXPECT_NE(enjoy, std::string::npos) << said;
}

TEST_F(PrivatePractices, OpensItsDoorByItsPassphrase) {
  app_.react = [](Model& model, const Intent& intent) {
    const auto* open = std::get_if<OpenDesire>(&intent);
    if (open == nullptr) return;
    auto view = *model.desire;
    view.is_locked = open->passphrase != "boats";
    view.was_wrong = view.is_locked;
    model.desire = std::make_shared<const DesireView>(view);
  };
  auto view = shown();
  view.has_lock = view.is_locked = true;
  show(view);
  EXPECT_EQ(run({"desire"}).find("A slow dance"), std::string::npos);
  EXPECT_NE(run({"desire", "open"}, "goats\n").find("does not open"), std::string::npos);
  EXPECT_EQ(code_, 1);
  EXPECT_NE(run({"desire", "open"}, "boats\n").find("A slow dance"), std::string::npos);
  EXPECT_EQ(code_, 0);
}

}  // namespace
}  // namespace twinlamp::cli
