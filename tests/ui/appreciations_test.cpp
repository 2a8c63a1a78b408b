#include "tests/ui/support/gift_models.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

class AppreciationsScreenTest : public ScreenTest {
protected:
  void open(Model model) { show(std::move(model), {.to = Route::To::practice, .practice = 5}); }
  template <class T>
  std::optional<T> last() {
    for (auto each = port->sent.rbegin(); each != port->sent.rend(); ++each)
      if (const auto* found = std::get_if<T>(&*each)) return *found;
    return std::nullopt;
  }
  void write(std::string_view did, std::string_view says, std::string_view felt) {
    type_into("What did Sam do?", did);
    type_into("What does it say about them?", says);
    type_into("How did it feel?", felt);
  }
};

TEST_F(AppreciationsScreenTest, SendsTheThreePartsNow) {
  open(with_gifts({}));
  write("You stayed on the line", "You stay", "Warm");
  press("Send it");
  const auto gift = last<SendGift>();
  ASSERT_TRUE(gift);
  EXPECT_EQ(gift->kind, GiftKind::compliment);
  EXPECT_EQ(gift->did, "You stayed on the line");
  EXPECT_EQ(gift->says, "You stay");
  EXPECT_EQ(gift->felt, "Warm");
  EXPECT_EQ(gift->moment, GiftMoment::now);
}

TEST_F(AppreciationsScreenTest, WaitsForTheirMorningWhereThatIsChosen) {
  open(with_gifts({}));
  write("You stayed on the line", "You stay", "");
  press("At their morning");
  press("Send it");
  ASSERT_TRUE(last<SendGift>());
  EXPECT_EQ(last<SendGift>()->moment, GiftMoment::morning);
}

TEST_F(AppreciationsScreenTest, NeedsWhatWasDoneAndWhatCameOfIt) {
  open(with_gifts({}));
  type_into("What did Sam do?", "You stayed on the line");
  press("Send it");
  EXPECT_FALSE(last<SendGift>());
}

TEST_F(AppreciationsScreenTest, SaysGentlyThatThisOneWasSaid) {
  open(with_gifts({gift_from(true, "You stayed on the line", "You stay")}));
  write("you stayed on the LINE!", "You stay.", "");
  ASSERT_NE(find("You have said this one, word for word. What was it this time? “I love you” you may say as often as "
                 "you like."),
            nullptr);
  press("Send it");
  EXPECT_FALSE(last<SendGift>());
  type_into("How did it feel?", "Like a hand on my back");
  press("Send it");
  EXPECT_TRUE(last<SendGift>());
}

TEST_F(AppreciationsScreenTest, AFewWordsMayBeSaidAgain) {
  GiftView love;
  love.id = "l", love.kind = GiftKind::affirmation, love.mine = true, love.text = "I love you.";
  open(with_gifts({love}));
  press("A few words");
  type_into("What do you want to say to Sam?", "I love you.");
  press("Send it");
  ASSERT_TRUE(last<SendGift>());
  EXPECT_EQ(last<SendGift>()->kind, GiftKind::affirmation);
  EXPECT_EQ(last<SendGift>()->text, "I love you.");
}

TEST_F(AppreciationsScreenTest, KeepsWhatWasTypedUntilItIsInTheJar) {
  open(with_gifts({}));
  write("You stayed on the line", "You stay", "");
  press("Send it");
  EXPECT_EQ(find("What did Sam do?", "writing")->value, "You stayed on the line") << "it may have been refused";
  port->show(with_gifts({gift_from(true, "You stayed on the line", "You stay")}));
  frames(3);
  EXPECT_EQ(find("What did Sam do?", "writing")->value, "");
}

TEST_F(AppreciationsScreenTest, WhatHasComeIsThankedForAndPutIntoTheJar) {
  open(with_gifts({gift_from(false, "You sang", "You are brave")}, 1));
  ASSERT_NE(find("You sang", "gift"), nullptr);
  press("Say thank you");
  type_into("A word back", "I was so nervous");
  press("Thank you");
  const auto thanks = last<SayRemark>();
  ASSERT_TRUE(thanks);
  EXPECT_EQ(thanks->kind, RemarkKind::thanks);
  EXPECT_EQ(thanks->about, "You sang");
  EXPECT_EQ(thanks->text, "I was so nervous");
  press("Put it into the jar");
  EXPECT_TRUE(last<LookAtGifts>());
}

TEST_F(AppreciationsScreenTest, WhatIsOnItsWayIsTakenBack) {
  auto waiting = gift_from(true, "You sang", "You are brave");
  waiting.opens = "Tue 24 Nov, 07:00";
  open(with_gifts({waiting}));
  ASSERT_NE(find("Sam sees it Tue 24 Nov, 07:00, by their clock. Until then you can take it back."), nullptr);
  press("Take it back");
  ASSERT_TRUE(last<TakeBackGift>());
  EXPECT_EQ(last<TakeBackGift>()->gift, "You sang");
}

TEST_F(AppreciationsScreenTest, TheJarIsDrawnFromAndOpened) {
  open(with_gifts({gift_from(false, "You sang", "You are brave"), gift_from(true, "You danced", "You are light")}));
  EXPECT_EQ(find("You danced. You are light", "gift"), nullptr);
  press("Draw an old one");
  EXPECT_TRUE(last<DrawFromJar>());
  press("Show all 2");
  EXPECT_NE(find("You danced. You are light", "gift"), nullptr);
  EXPECT_NE(find("You sang. You are brave", "gift"), nullptr);
}

TEST_F(AppreciationsScreenTest, TonightHasALineForIt) {
  show(with_gifts({}));
  type_into("Something kind for Sam", "I thought of you when the tram rang");
  key(Key::enter);
  ASSERT_TRUE(last<SendGift>());
  EXPECT_EQ(last<SendGift>()->kind, GiftKind::affirmation);
  EXPECT_EQ(last<SendGift>()->text, "I thought of you when the tram rang");
}

TEST_F(AppreciationsScreenTest, TonightLeadsToWhatHasCome) {
  show(with_gifts({gift_from(false, "You sang", "You are brave")}, 1));
  press("Sam has left something here for you.");
  EXPECT_NE(find("Put it into the jar"), nullptr);
}

TEST_F(AppreciationsScreenTest, TheLightOfWhatHasComeStandsStillSoThatTheWindowRests) {
  auto model = with_gifts({gift_from(false, "You sang", "You are brave")}, 1);
  model.partner.lamp = LampState::away;
  show(std::move(model));
  frames(60);
  EXPECT_GT(pacer.next_frame() - ui.now, std::chrono::seconds(5));
}

}  // namespace
}  // namespace twinlamp::ui::test
