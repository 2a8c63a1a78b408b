// The pages of the first run, hiding at a key, what the settings say of notifications and of who sees what, and the
// code while it is typed.
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using client::Model;

Model first_run() {
  auto model = fresh();
  model.settings.seen_introduction = false;
  return model;
}

class FirstRunTest : public ScreenTest {};

TEST_F(FirstRunTest, ExplainsItselfInThreePages) {
  show(first_run());
  for (const auto* title : {"The same question, far apart", "Sealed until you both are done", "Only the two of you"}) {
    EXPECT_EQ(ui.log().screen(), "introduction");
    EXPECT_NE(find(title, "title"), nullptr) << title;
    if (find("Next")) press("Next");
  }
  EXPECT_EQ(port->last<client::SeenIntroduction>(), nullptr);
  press("Let us begin");
  EXPECT_NE(port->last<client::SeenIntroduction>(), nullptr);
}

TEST_F(FirstRunTest, CanBeSkippedAndLeafedThroughByKeys) {
  show(first_run());
  key(Key::right);
  key(Key::right);
  key(Key::left);
  EXPECT_NE(find("Sealed until you both are done", "title"), nullptr);
  key(Key::left);
  press("Skip");
  EXPECT_NE(port->last<client::SeenIntroduction>(), nullptr);
}

TEST_F(FirstRunTest, FitsIntoASmallWindowWithLargeLettersWithoutScrolling) {
  width = 800, height = 600, scale = 1.5f;
  show(first_run());
  EXPECT_GE(find("Next")->visible.height, find("Next")->rect.height - 1);
}

TEST_F(FirstRunTest, IsNotShownToWhoHasBegun) {
  auto model = paired();
  model.settings.seen_introduction = false;
  show(model);
  EXPECT_EQ(ui.log().screen(), "tonight");
}

TEST_F(FirstRunTest, HidesAtAKeyAndSavesWhatIsTyped) {
  show(with_round(text_round(client::RoundPhase::writing)), {Route::To::round, "r"});
  type_into("Your answer", "not for the colleague");
  shortcut('H');
  EXPECT_NE(port->last<client::QuickHide>(), nullptr);
  EXPECT_NE(port->last<client::SaveDraft>(), nullptr);
  EXPECT_TRUE(ui.wants_away);
}

TEST_F(FirstRunTest, ShowsNothingWhileHidden) {
  auto model = with_round(text_round(client::RoundPhase::receiving));
  model.hidden = true;
  model.notices = {{1, client::Notice::Kind::info, "Sam has sealed an answer."}};
  show(model, {Route::To::round, "r"});
  std::size_t said = 0;
  for (const auto& widget : ui.log().widgets()) said += widget.role == "title" || widget.role == "button" ? 1u : 100u;
  EXPECT_EQ(said, 2u);
  press("Show it again");
  EXPECT_NE(port->last<client::ShowAgain>(), nullptr);
}

TEST_F(FirstRunTest, TellsThatSomebodyIsHereAtMostOnceInTenSeconds) {
  show(paired());
  const auto stirs = [&] { return port->count<client::Stirred>(); };
  const auto before = stirs();
  key(Key::tab);
  key(Key::tab);
  EXPECT_EQ(stirs(), before + 1);
  ui.now += std::chrono::seconds(11);
  frames(3);
  EXPECT_EQ(stirs(), before + 1) << "a picture alone is nobody";
  key(Key::tab);
  EXPECT_EQ(stirs(), before + 2);
}

TEST_F(FirstRunTest, SetsQuietHours) {
  auto model = paired();
  show(model, {Route::To::settings});
  press("Quiet hours");
  ASSERT_NE(port->last<client::SetNotifications>(), nullptr);
  model.settings.notifications = *port->last<client::SetNotifications>();
  EXPECT_TRUE(model.settings.notifications.quiet_hours);
  port->show(model);
  frames(3);
  press("From", "field");
  shortcut('A');
  type("2");
  type("1.3");
  type("0");
  EXPECT_EQ(port->last<client::SetNotifications>()->quiet_from, 21 * 60 + 30);
  shortcut('A');
  type("25:00");
  EXPECT_NE(find("Write a time, as in 22:30."), nullptr);
  EXPECT_EQ(port->last<client::SetNotifications>()->quiet_from, 21 * 60 + 30) << "the last time that could be read";
}

TEST_F(FirstRunTest, SaysWhoCanSeeWhat) {
  auto model = paired();
  model.settings.sharing = {"relay.example.org:7443", "0123456789abcdef", "Noor", true, 330, 0};
  show(model, {Route::To::settings});
  EXPECT_NE(find("Sam sees"), nullptr);
  EXPECT_NE(find("The relay (relay.example.org:7443) sees"), nullptr);
  const auto* said = find(
      "Your name (Noor), your answers once both are open, and what you write under them. The time with you (UTC+5:30), "
      "never the place. "
      "While your lamp is lit: that you are here, and that you write; never what.");
  EXPECT_NE(said, nullptr);
}

TEST_F(FirstRunTest, ShowsTheKeysFromTheSettingsAsF1Does) {
  show(paired(), {Route::To::settings});
  press("The keys (F1)", "button");
  frames(2);
  EXPECT_NE(find("Ctrl+H"), nullptr);
  key(Key::escape);
  EXPECT_EQ(find("Ctrl+H"), nullptr);
  EXPECT_EQ(ui.log().screen(), "settings");
}

TEST_F(FirstRunTest, CompletesTheWordsOfACode) {
  show(unpaired());
  press("Code", "field");
  type("417-ambe");
  key(Key::tab);
  EXPECT_EQ(find("Code", "field")->value, "417-amber-");
}

// 44 of the words are the beginning of another: what was said on the phone is sent, never what it might become.
TEST_F(FirstRunTest, LeavesAWholeWordAsItIsThoughItBeginsAnother) {
  show(unpaired());
  press("Code", "field");
  type("438-sit-chief-act");
  key(Key::enter);
  ASSERT_NE(port->last<client::JoinPartner>(), nullptr);
  EXPECT_EQ(port->last<client::JoinPartner>()->code, "438-sit-chief-act");
}

TEST_F(FirstRunTest, LetsTabGoOnFromAWholeWordThoughItBeginsAnother) {
  show(unpaired());
  press("Code", "field");
  type("438-act");
  key(Key::tab);
  EXPECT_EQ(find("Code", "field")->value, "438-act");
  EXPECT_FALSE(find("Code", "field")->focused);
}

TEST_F(FirstRunTest, NamesAMistypedWordBeforeAnythingIsSent) {
  show(unpaired());
  press("Code", "field");
  type("417-ambre-");
  const auto* problem = find("Word 1 is not one of the code words. Did you mean amber? Nothing was sent.", "problem");
  ASSERT_NE(problem, nullptr);
  type("otter-window");
  key(Key::enter);
  EXPECT_EQ(port->last<client::JoinPartner>(), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
