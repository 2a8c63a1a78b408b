// A lost laptop, in the window: what the settings say of it, the one way in which the two pair anew, what both confirm, and how a history
// that is not whole yet is told on the first page.
#include "tests/ui/support/home_models.h"
#include "tests/ui/support/renewal_models.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using client::CancelPairing;
using client::GoOnWithoutIt;
using client::InvitePartner;
using client::JoinPartner;
using client::Model;
using client::Notice;
using client::RenewPartner;
using Phase = client::RepairView::Phase;
using Pairing = client::PairingView::Step;

class RenewalScreenTest : public ScreenTest {
protected:
  bool says(std::string_view part) {
    const auto& widgets = ui.log().widgets();
    return std::any_of(widgets.begin(), widgets.end(), [&](const Widget& each) { return each.label.find(part) != std::string::npos; });
  }
  std::vector<std::string> tab_order(std::size_t most) {
    std::vector<std::string> order;
    for (std::size_t i = 0; i < most; ++i) {
      key(Key::tab);
      for (const auto& widget : ui.log().widgets())
        if (widget.focused) order.push_back(widget.label);
    }
    return order;
  }
};

TEST_F(RenewalScreenTest, IsReachedFromTheSettingsAndSaysWhatItDoesBeforeAnythingIsSent) {
  show(paired(), {Route::To::settings});
  press("Sam has a new laptop", "button");
  EXPECT_EQ(ui.log().screen(), "new-laptop");
  for (const auto* part : {"compare the words", "gets your whole history", "what both of you wrote and opened", "The old laptop is shut out",
                           "Rounds that are open now are closed", "private limits", "Whoever has it", "in a voice that you know"})
    EXPECT_TRUE(says(part)) << part;
  EXPECT_EQ(port->last<RenewPartner>(), nullptr);
  press("Go on, and give our history", "button");
  EXPECT_NE(port->last<RenewPartner>(), nullptr);
}

TEST_F(RenewalScreenTest, LeadsBackWithoutAnythingSent) {
  for (const auto* way : {"Not now", "Back", "Escape"}) {
    show(paired(), {Route::To::new_laptop});
    if (way == std::string_view("Escape")) {
      key(Key::escape);
    } else {
      press(way, "button");
    }
    frames(2);
    EXPECT_EQ(ui.log().screen(), "settings") << way;
    EXPECT_EQ(port->last<RenewPartner>(), nullptr) << way;
  }
}

TEST_F(RenewalScreenTest, KeysReachEveryButtonInTheOrderInWhichItIsRead) {
  show(paired(), {Route::To::new_laptop});
  const auto order = tab_order(12);
  const auto at = [&](std::string_view label) { return std::find(order.begin(), order.end(), label) - order.begin(); };
  EXPECT_LT(at("Back"), at("Go on, and give our history"));
  EXPECT_LT(at("Go on, and give our history"), at("Not now"));
  EXPECT_LT(at("Not now"), long(order.size()));
}

TEST_F(RenewalScreenTest, IsNotOfferedWhereThereIsNoHistoryToGive) {
  const auto offered = [&](const Model& model) {
    show(model, {Route::To::settings});
    return find("Sam has a new laptop", "button") != nullptr;
  };
  EXPECT_TRUE(offered(paired()));
  EXPECT_TRUE(offered(mending(Phase::waits))) << "who was set back may give what there is";
  EXPECT_FALSE(offered(mending(Phase::waits, true)));
  EXPECT_FALSE(offered(mending(Phase::fetches, true)));
  auto ended = paired();
  ended.stage = client::Stage::ended;
  EXPECT_FALSE(offered(ended));
}

TEST_F(RenewalScreenTest, StandsInTheSettingsWithTheBackupAlsoWhereOurRelayIsOnThisLaptop) {
  show(hosting(running_home()), {Route::To::settings});
  EXPECT_NE(find("Sam has a new laptop", "button"), nullptr);
  EXPECT_NE(find("Restore from a backup file", "button"), nullptr);
}

TEST_F(RenewalScreenTest, ShowsACodeOrTakesOneButNeverOffersTheWayThatCannotGo) {
  show(renewing(Pairing::asking_for_code, Way::shows));
  EXPECT_NE(find("Pair with Sam's new laptop", "title"), nullptr);
  EXPECT_EQ(find("Code", "field"), nullptr);
  EXPECT_TRUE(says("Under “Join your partner”, Sam types what you say."));
  press("Show a code", "button");
  EXPECT_NE(port->last<InvitePartner>(), nullptr);

  show(renewing(Pairing::asking_for_code, Way::types));
  EXPECT_EQ(find("Show a code", "button"), nullptr);
  EXPECT_TRUE(says("Sam presses “Show a code” and says the code to you."));
  type_into("Code", "417-amber-otter-window");
  key(Key::enter);
  ASSERT_NE(port->last<JoinPartner>(), nullptr);
  EXPECT_EQ(port->last<JoinPartner>()->code, "417-amber-otter-window");
}

TEST_F(RenewalScreenTest, DoesNotCallItselfOfflineBeforeThereIsACode) {
  auto model = renewing(Pairing::asking_for_code);
  model.connection_text = "Not connected.";
  show(model);
  EXPECT_FALSE(says("Not connected."));
  model = renewing(Pairing::showing_code);
  model.connection_text = "Not connected.";
  show(model);
  EXPECT_TRUE(says("Not connected."));
}

TEST_F(RenewalScreenTest, NamesTheRelayThatTheNewLaptopNeeds) {
  show(renewing(Pairing::asking_for_code));
  EXPECT_TRUE(says("with the relay of you both: relay.example.org:7443"));
  auto home = renewing(Pairing::asking_for_code);
  home.home = running_home();
  show(home);
  EXPECT_TRUE(says("with the relay of you both: 192.168.1.21:7417"));
  EXPECT_NE(find("Copy the line", "button"), nullptr) << "a home relay is only reached by its line";
}

TEST_F(RenewalScreenTest, GivesUpByItsButtonAndByEscape) {
  for (const auto way : {Way::shows, Way::types}) {
    show(renewing(Pairing::asking_for_code, way));
    press("Not now", "button");
    EXPECT_EQ(port->count<CancelPairing>(), 1u);
    key(Key::escape);
    EXPECT_EQ(port->count<CancelPairing>(), 2u);
  }
  show(renewing(Pairing::showing_code));
  EXPECT_TRUE(says("Sam types it on the new laptop, under “Join your partner”."));
  press("Cancel", "button");
  EXPECT_NE(port->last<CancelPairing>(), nullptr);
}

TEST_F(RenewalScreenTest, AFailedTryStaysInTheRenewalAndOffersTheSameWayAgain) {
  show(renewing(Pairing::failed, Way::shows));
  EXPECT_NE(find(port->model()->pairing->problem, "problem"), nullptr);
  press("Show a new code", "button");
  EXPECT_NE(port->last<InvitePartner>(), nullptr);
  EXPECT_EQ(port->last<CancelPairing>(), nullptr);
  show(renewing(Pairing::failed, Way::types));
  EXPECT_NE(find(port->model()->pairing->problem, "problem"), nullptr);
  EXPECT_NE(find("Code", "field"), nullptr);
}

TEST_F(RenewalScreenTest, TheButtonUnderTheWordsSaysThatTheHistoryIsGiven) {
  show(renewing(Pairing::comparing_words));
  EXPECT_EQ(find("They are the same"), nullptr);
  EXPECT_TRUE(says("the old laptop is shut out, and the new one gets your whole history"));
  press("They are the same: give our history", "button");
  ASSERT_NE(port->last<client::ConfirmSameWords>(), nullptr);
  EXPECT_TRUE(port->last<client::ConfirmSameWords>()->same);
  show(receiving());
  EXPECT_TRUE(says("your history comes to this laptop from Noor's"));
  EXPECT_EQ(find("They are the same: give our history"), nullptr);
  press("They differ", "button");
  EXPECT_FALSE(port->last<client::ConfirmSameWords>()->same);
}

TEST_F(RenewalScreenTest, TwoWhoBeginReadNothingOfARenewal) {
  for (const auto step : {Pairing::showing_code, Pairing::comparing_words, Pairing::failed}) {
    show(pairing(step));
    EXPECT_FALSE(says("new laptop")) << int(step);
    EXPECT_FALSE(says("history")) << int(step);
  }
}

TEST_F(RenewalScreenTest, TheFirstStartSaysWhereSomebodyWithANewLaptopBelongs) {
  show(fresh());
  EXPECT_TRUE(says("your partner chooses “… has a new laptop” in their settings"));
  EXPECT_TRUE(says("Have you got a backup file? Restore it."));
  type_into("Your name", "Sam");
  EXPECT_TRUE(says("chooses “Sam has a new laptop”"));
  auto model = unpaired();
  model.me.name = "Sam";
  show(model);
  EXPECT_TRUE(says("your partner chooses “Sam has a new laptop” in their settings"));
}

class RepairCardTest : public RenewalScreenTest {};

TEST_F(RepairCardTest, IsNotThereWhereNothingIsMissing) {
  show(mending(Phase::none));
  EXPECT_EQ(find("Something is missing on this laptop"), nullptr);
  EXPECT_TRUE(find("Ask this tonight", "button")->enabled);
}

TEST_F(RepairCardTest, SaysWhatItWaitsForAndLeavesTheRestOfTheWindowAlone) {
  show(mending(Phase::waits));
  EXPECT_NE(find("Something is missing on this laptop", "heading"), nullptr);
  EXPECT_NE(find(port->model()->repair.text, "notice"), nullptr);
  EXPECT_FALSE(find("Ask this tonight", "button")->enabled);
  press("Keepsake", "place");
  EXPECT_EQ(ui.log().screen(), "keepsake") << "it is no dialog";
  EXPECT_NE(find("Which smell is home to you?"), nullptr);
}

TEST_F(RepairCardTest, ANewLaptopReadsOfAHistoryThatComesAndNotOfSomethingBroken) {
  for (const auto phase : {Phase::waits, Phase::fetches}) {
    show(mending(phase, true));
    EXPECT_NE(find("Your history comes to this laptop", "heading"), nullptr);
    EXPECT_FALSE(says("missing"));
    EXPECT_FALSE(says("set back"));
    EXPECT_FALSE(says("Waiting for Sam to say that the words are the same."));
  }
}

TEST_F(RepairCardTest, TellsHowFarItIsInWordsBesideItsBar) {
  show(mending(Phase::fetches));
  ASSERT_NE(find("Coming back from Sam's laptop", "progress"), nullptr);
  EXPECT_EQ(find("Coming back from Sam's laptop", "progress")->value, "412 of 1280");
  auto unknown = mending(Phase::fetches, true);
  unknown.repair.have = unknown.repair.of = 0;
  show(unknown);
  ASSERT_NE(find("Coming from Sam's laptop", "progress"), nullptr);
  EXPECT_EQ(find("Coming from Sam's laptop", "progress")->value, "");
}

TEST_F(RepairCardTest, AsksOnceMoreBeforeAnythingIsLetGo) {
  show(mending(Phase::asks));
  EXPECT_NE(find("Go on without what is missing?", "heading"), nullptr);
  press("Go on without it", "button");
  EXPECT_EQ(port->last<GoOnWithoutIt>(), nullptr);
  press("No, wait on", "button");
  EXPECT_EQ(port->last<GoOnWithoutIt>(), nullptr);
  EXPECT_TRUE(says("It waits"));
  press("Go on without it", "button");
  press("Yes, go on without it", "button");
  EXPECT_EQ(port->count<GoOnWithoutIt>(), 1u);
}

// The largest letters in the smallest window: nobody looks below the page's edge for a question that they do not know
// of.
TEST_F(RepairCardTest, TheQuestionAndBothItsWaysAreSeenAtOnceHoweverLargeTheLetters) {
  const auto is_whole = [&](const std::string& label, std::string_view role) -> testing::AssertionResult {
    const auto* widget = find(label, role);
    if (widget == nullptr) return testing::AssertionFailure() << label << " is not there";
    const auto &all = widget->rect, &seen = widget->visible;
    const bool is_seen = seen.width >= all.width - 1 && seen.height >= all.height - 1;
    return is_seen
               ? testing::AssertionSuccess()
               : testing::AssertionFailure() << label << ": " << seen.height << " of " << all.height << " at " << all.y;
  };
  for (const auto& [wide, tall] : {std::pair{800.f, 600.f}, {1100.f, 760.f}}) {
    for (const float size : {1.f, 1.5f, 2.f}) {
      for (const auto& language : client::built_in_word_languages()) {
        for (const auto& model : {mending(Phase::asks), with_long_names(mending(Phase::asks))}) {
          width = wide, height = tall, scale = size;
          Scene scene{"asks", model, {}};
          scene.speak = tell_mending;
          translate(scene, language);
          show(scene.model);
          const auto where = language + ", " + std::to_string(int(wide)) + " at " + std::to_string(size);
          EXPECT_TRUE(is_whole(ui.say("mending.ask"), "heading")) << where;
          EXPECT_TRUE(is_whole(ui.say("mending.wait_on"), "button")) << where;
          EXPECT_TRUE(is_whole(ui.say("mending.go_on"), "button")) << where;
          press(ui.say("mending.go_on"), "button");
          frames(2);
          EXPECT_TRUE(is_whole(ui.say("mending.sure"), "text")) << where;
          EXPECT_TRUE(is_whole(ui.say("mending.sure_yes"), "button")) << where;
          EXPECT_TRUE(is_whole(ui.say("mending.sure_no"), "button")) << where;
        }
      }
    }
  }
}

TEST_F(RepairCardTest, SaysWhatThisSideItselfHoldsUp) {
  auto model = mending(Phase::waits);
  show(model);
  EXPECT_FALSE(says("holds"));
  model.settings.lamp_lit = false;
  show(model);
  EXPECT_TRUE(says("Your lamp is out, and that holds it up"));
  model.paused = true;
  show(model);
  EXPECT_TRUE(says("The pause holds that up: “Go on” below ends it."));
  EXPECT_NE(find("Go on", "button"), nullptr);
}

TEST_F(RepairCardTest, WaitsOnWithoutAskingAgain) {
  show(mending(Phase::asks));
  press("Wait on", "button");
  EXPECT_EQ(find("Wait on"), nullptr);
  EXPECT_EQ(find("Go on without what is missing?"), nullptr);
  EXPECT_EQ(port->last<GoOnWithoutIt>(), nullptr);
  press("Keepsake", "place");
  press("Tonight", "place");
  EXPECT_EQ(find("Go on without what is missing?"), nullptr);
}

TEST_F(RepairCardTest, AQuestionThatComesAgainIsAskedAnew) {
  show(mending(Phase::asks));
  press("Go on without it", "button");
  port->show(mending(Phase::fetches));
  frames(2);
  port->show(mending(Phase::asks));
  frames(2);
  EXPECT_EQ(find("Yes, go on without it"), nullptr);
  EXPECT_NE(find("Wait on", "button"), nullptr);
}

TEST_F(RepairCardTest, NewKeysAreOneQuietLineAndNothingWaits) {
  show(mending(Phase::keys));
  EXPECT_NE(find(port->model()->repair.text, "notice"), nullptr);
  EXPECT_EQ(find("Something is missing on this laptop"), nullptr);
  EXPECT_TRUE(find("Ask this tonight", "button")->enabled);
}

TEST_F(RepairCardTest, NoNoticeSaysTheSameBesideIt) {
  auto model = mending(Phase::waits);
  model.notices = {{1, Notice::Kind::info, "Sam has sealed an answer."},
                   {2, Notice::Kind::problem, client::Words().say("event.restored")}};
  show(model);
  EXPECT_FALSE(says("This device is an older copy of itself"));
  EXPECT_NE(find("Sam has sealed an answer.", "notice"), nullptr);
  press("Keepsake", "place");
  EXPECT_TRUE(says("This device is an older copy of itself")) << "where the card is not";
}

TEST_F(RepairCardTest, EveryOtherPageSaysWhyNothingCanBeAdded) {
  const std::string why = "Nothing can be added just now: your history is not whole on this laptop. “Tonight” says how far it is.";
  show(mending(Phase::fetches), {.to = Route::To::practice, .practice = 3});
  EXPECT_NE(find(why), nullptr);
  EXPECT_FALSE(find("Ask this", "button")->enabled);
  auto model = mending(Phase::fetches);
  auto round = text_round(client::RoundPhase::writing);
  round.draft = client::TextAnswer{"The sea."};
  model.open_rounds = {std::make_shared<client::RoundView>(round)};
  show(model, {Route::To::round, "r"});
  EXPECT_NE(find(why), nullptr);
  EXPECT_FALSE(find("Seal my answer", "button")->enabled);
  model.repair = {};
  port->show(model);
  frames(2);
  EXPECT_EQ(find(why), nullptr);
  EXPECT_TRUE(find("Seal my answer", "button")->enabled);
}

TEST_F(RepairCardTest, StandsStillWhileNothingComes) {
  auto model = mending(Phase::fetches);
  model.partner.lamp = client::LampState::away;
  show(model);
  frames(30);
  EXPECT_GT(pacer.next_frame() - ui.now, std::chrono::seconds(5));
}

TEST_F(RenewalScreenTest, HoldsWithLongNamesAndLargeLetters) {
  width = 800, height = 600, scale = 2;
  show(with_long_names(paired()), {Route::To::new_laptop});
  press("Go on, and give our history", "button");
  EXPECT_NE(port->last<RenewPartner>(), nullptr);
  show(with_long_names(renewing(Pairing::asking_for_code, Way::types)));
  EXPECT_NE(find("Pair with Αλέξανδρος Παπαδόπουλος's new laptop", "title"), nullptr);
  press("Not now", "button");
  EXPECT_NE(port->last<CancelPairing>(), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
