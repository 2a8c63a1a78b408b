// Emoji as somebody writes them: by name while typing, and from the panel by mouse and keys.
#include "client/ui/kit/emoji_picker.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

class EmojiScreenTest : public ScreenTest {
protected:
  void SetUp() override {
    show(with_round(text_round(client::RoundPhase::writing)), {Route::To::round, "r"});
    press("Your answer", "writing");
  }
  std::string answer() { return find("Your answer", "writing")->value; }
  const Widget* chosen(std::string_view role) {
    for (const auto& widget : ui.log().widgets())
      if (widget.role == role && widget.selected) return &widget;
    return nullptr;
  }
  void open_panel() {
    press("Add an emoji");
    frames(3);
    ASSERT_NE(find("Find an emoji", "field"), nullptr);
  }
};

TEST_F(EmojiScreenTest, OffersEmojiWhileANameIsTyped) {
  type("I :he");
  ASSERT_NE(chosen("completion"), nullptr);
  type("art");
  ASSERT_NE(chosen("completion"), nullptr);
  EXPECT_EQ(chosen("completion")->value, "❤️");
  key(Key::enter);
  EXPECT_EQ(answer(), "I ❤️");
  EXPECT_EQ(chosen("completion"), nullptr);
}

TEST_F(EmojiScreenTest, TakesACompletionByTabAndKeepsTheKeyboard) {
  type(":wave");
  key(Key::tab);
  type("!");
  EXPECT_EQ(answer(), "🌊!");
}

TEST_F(EmojiScreenTest, ChoosesAnotherCompletionByTheArrows) {
  type(":smil");
  const auto first = chosen("completion")->value;
  key(Key::down);
  const auto second = chosen("completion")->value;
  EXPECT_NE(first, second);
  key(Key::enter);
  EXPECT_EQ(answer(), second);
}

TEST_F(EmojiScreenTest, TakesACompletionByTheMouse) {
  type(":heart");
  const auto offered = *chosen("completion");
  click(offered.rect.x + 20, offered.rect.y + offered.rect.height / 2);
  frames(2);
  EXPECT_EQ(answer(), offered.value);
}

TEST_F(EmojiScreenTest, LeavesTimesAndAddressesAlone) {
  type("at 10:30, https://example");
  EXPECT_EQ(chosen("completion"), nullptr);
  key(Key::enter);
  EXPECT_EQ(answer(), "at 10:30, https://example\n");
}

TEST_F(EmojiScreenTest, ClosesTheCompletionByEscapeAndStaysInTheRound) {
  type(":heart");
  key(Key::escape);
  EXPECT_EQ(chosen("completion"), nullptr);
  EXPECT_EQ(ui.log().screen(), "round");
  EXPECT_EQ(answer(), ":heart");
}

TEST_F(EmojiScreenTest, PicksFromThePanelByTheMouseAndGivesTheKeyboardBack) {
  type("us ");
  open_panel();
  press("red heart", "emoji");
  frames(3);
  EXPECT_EQ(find("Find an emoji"), nullptr);
  type("!");
  EXPECT_EQ(answer(), "us ❤️!");
}

TEST_F(EmojiScreenTest, FindsAndTakesTheFirstByEnter) {
  open_panel();
  type("lighth");
  key(Key::backspace);
  key(Key::enter);
  frames(3);
  EXPECT_NE(answer(), "");
}

TEST_F(EmojiScreenTest, SaysWhenThereIsNoneOfThatName) {
  open_panel();
  type("qzx");
  EXPECT_NE(find("No emoji is called that."), nullptr);
}

TEST_F(EmojiScreenTest, IsReachedByKeysAlone) {
  open_panel();
  for (std::size_t i = 0; i < text::emoji_group_count + 2; ++i) key(Key::tab);
  ASSERT_TRUE(find("Emoji", "grid")->focused);
  key(Key::right);
  key(Key::down);
  const auto wanted = chosen("emoji")->value;
  key(Key::enter);
  frames(3);
  EXPECT_EQ(answer(), wanted);
}

TEST_F(EmojiScreenTest, OffersSkinTonesAndKeepsTheOneChosen) {
  open_panel();
  type("waving hand");
  for (std::size_t i = 0; i < text::emoji_group_count + 2; ++i) key(Key::tab);
  key(Key::enter, false, true);
  press("waving hand: medium skin tone");
  frames(3);
  EXPECT_EQ(answer(), "👋🏽");
  type(" :thumbs up");
  key(Key::backspace);
  key(Key::backspace);
  key(Key::backspace);
  key(Key::enter);
  EXPECT_EQ(answer(), "👋🏽 👍🏽");
}

TEST_F(EmojiScreenTest, GivesTwoPeopleATonePerPerson) {
  open_panel();
  type("couple with heart");
  for (std::size_t i = 0; i < text::emoji_group_count + 2; ++i) key(Key::tab);
  key(Key::enter, false, true);
  press("couple with heart: light skin tone");
  frames(2);
  press("couple with heart: light skin tone, dark skin tone");
  frames(3);
  EXPECT_EQ(answer(), "🧑🏻‍❤️‍🧑🏿");
}

TEST_F(EmojiScreenTest, ShowsWhatWasUsedFirst) {
  type(":whale");
  key(Key::enter);
  open_panel();
  EXPECT_EQ(chosen("emoji")->value, "🐋");
}

TEST_F(EmojiScreenTest, ClosesByEscapeOrAPressBesideItAndStaysInTheRound) {
  open_panel();
  key(Key::escape);
  frames(2);
  EXPECT_EQ(find("Find an emoji"), nullptr);
  open_panel();
  click(4, 4);
  frames(2);
  EXPECT_EQ(find("Find an emoji"), nullptr);
  EXPECT_EQ(ui.log().screen(), "round");
}

TEST_F(EmojiScreenTest, StaysInTheWindowAtEverySize) {
  for (const float size : {0.8f, 1.f, 2.f}) {
    scale = size, width = 800, height = 600;
    show(with_round(text_round(client::RoundPhase::writing)), {Route::To::round, "r"});
    press("Your answer", "writing");
    press("Add an emoji");
    frames(4);
    int seen = 0;
    for (const auto& widget : ui.log().widgets()) {
      if (widget.role != "emoji" && widget.role != "tab" && widget.label != "Find an emoji") continue;
      ++seen;
      EXPECT_GE(widget.rect.x, 0) << widget.label << size;
      EXPECT_LE(widget.rect.right(), width) << widget.label << size;
    }
    EXPECT_GT(seen, 20) << size;
    key(Key::escape);
  }
}

TEST_F(EmojiScreenTest, ForgetsWhatWasUsedWhenItIsLocked) {
  type(":whale");
  key(Key::enter);
  ASSERT_NE(ui.emoji, nullptr);
  auto model = paired();
  model.stage = client::Stage::locked;
  port->show(model);
  frames(2);
  EXPECT_EQ(ui.emoji, nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
