// What two people with a real app each, and a relay between, see of gifts.
#include <set>

#include "protocol/practice/gift.h"
#include "tests/client/app/app_fixture.h"

namespace twinlamp::client::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using Told = std::vector<std::string>;
const std::string ready = "show Something is ready.";

SendGift compliment(const std::string& did, GiftMoment moment = GiftMoment::now) {
  SendGift gift;
  gift.kind = GiftKind::compliment;
  gift.did = did;
  gift.says = "You notice what others miss";
  gift.felt = "Seen";
  gift.moment = moment;
  return gift;
}
SendGift affirmation(const std::string& text) {
  SendGift gift;
  gift.kind = GiftKind::affirmation;
  gift.text = text;
  return gift;
}

class GiftsTest : public CoupleTest {
protected:
  static bool has_fresh(const Model& model, const std::string& text) {
    return std::any_of(model.gifts->fresh.begin(), model.gifts->fresh.end(),
                       [&](const GiftRef& gift) { return gift->did == text || gift->text == text; });
  }
  static bool has(const Model& model, const std::string& text) {
    return std::any_of(model.gifts->jar.begin(), model.gifts->jar.end(), [&](const GiftRef& gift) { return gift->did == text || gift->text == text; });
  }
  void expect_notice(Person& person, const std::string& part) {
    EXPECT_TRUE(person.wait([&](const Model&) { return person.has_notice(part); })) << part;
  }
  // Whatever Noor has sent before this is with Sam after it.
  void settle() {
    const auto name = "Noor " + std::to_string(++settled_);
    noor_.send(SetDisplayName{name});
    ASSERT_TRUE(sam_.wait([&](const Model& m) { return m.partner.name == name; }));
  }
  // Time goes on for Sam, who looks at the end of it.
  void sam_looks_after(std::chrono::milliseconds time) {
    sam_.clock().pass(time);
    const auto version = sam_.model()->version;
    sam_.send(SetInFront{true});
    ASSERT_TRUE(sam_.wait([&](const Model& m) { return m.version > version; }));
    sam_.send(SetInFront{false});
  }
  std::chrono::milliseconds until_sams_morning() {
    const auto now = sam_.clock().now().wall;
    return next_morning(now, [this](WallTime at) { return sam_.clock().utc_offset(at); }) - now;
  }

private:
  int settled_ = 0;
};

TEST_F(GiftsTest, AnAppreciationGlowsAtThePartnersUntilTheyHaveLooked) {
  pair_up();
  noor_.send(compliment("You stayed on the line"));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return has_fresh(m, "You stayed on the line"); }));
  EXPECT_EQ(sam_.told(), Told{ready});
  EXPECT_TRUE(noor_.model()->gifts->sent_today);
  EXPECT_FALSE(sam_.model()->gifts->sent_today);
  sam_.send(LookAtGifts{});
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.gifts->fresh.empty(); }));
  EXPECT_TRUE(has(*sam_.model(), "You stayed on the line"));
  sam_.stop();
  ASSERT_EQ(sam_.start(), "");
  ASSERT_TRUE(sam_.wait([](const Model& m) { return has(m, "You stayed on the line"); }));
  EXPECT_TRUE(sam_.model()->gifts->fresh.empty()) << "it was looked at";
}

TEST_F(GiftsTest, OneForTheirMorningIsNowhereUntilThenAndTellsNothing) {
  pair_up();
  noor_.send(compliment("You stayed on the line", GiftMoment::morning));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return has(m, "You stayed on the line"); }));
  EXPECT_NE(noor_.model()->gifts->jar[0]->opens, "");
  settle();
  EXPECT_TRUE(sam_.model()->gifts->jar.empty());
  EXPECT_EQ(sam_.told(), Told{});
  const auto left = until_sams_morning();
  if (left > minutes(5)) {  // else the morning is as good as here
    sam_looks_after(left - minutes(4));
    EXPECT_TRUE(sam_.model()->gifts->jar.empty());
  }
  sam_.clock().pass(minutes(5));
  sam_.send(SetDisplayName{"Sam N."});
  sam_.send(SetInFront{true});
  EXPECT_TRUE(sam_.wait([](const Model& m) { return has_fresh(m, "You stayed on the line"); }));
}

TEST_F(GiftsTest, WhatIsTakenBackBeforeItsMomentIsNeverSeen) {
  pair_up();
  noor_.send(compliment("You stayed on the line", GiftMoment::morning));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return has(m, "You stayed on the line"); }));
  settle();
  noor_.send(TakeBackGift{noor_.model()->gifts->jar[0]->id});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.gifts->jar.empty(); }));
  settle();
  sam_looks_after(hours(30));
  EXPECT_TRUE(sam_.model()->gifts->jar.empty());
}

TEST_F(GiftsTest, WhatIsThereAlreadyIsNotTakenBack) {
  pair_up();
  noor_.send(affirmation("I love you"));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return has(m, "I love you"); }));
  noor_.send(TakeBackGift{noor_.model()->gifts->jar[0]->id});
  expect_notice(noor_, "Its moment has come");
  EXPECT_TRUE(has(*noor_.model(), "I love you"));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return has(m, "I love you"); }));
  sam_.send(TakeBackGift{sam_.model()->gifts->jar[0]->id});
  expect_notice(sam_, "not known");
}

TEST_F(GiftsTest, AComplimentIsRefusedWordForWordAndAnAffirmationNever) {
  pair_up();
  noor_.send(compliment("You stayed on the line"));
  noor_.send(compliment("you STAYED on the line!"));
  expect_notice(noor_, "word for word");
  noor_.send(affirmation("I love you"));
  noor_.send(affirmation("I love you"));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.gifts->jar.size() == 3; }));
  sam_.send(compliment("You stayed on the line"));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.gifts->jar.size() == 4; })) << "the other may say it too";
}

TEST_F(GiftsTest, SaysWhatIsMissing) {
  pair_up();
  noor_.send(affirmation("  "));
  expect_notice(noor_, "Write what you want to say");
  SendGift half = compliment("You stayed on the line");
  half.says.clear(), half.felt.clear();
  noor_.send(half);
  expect_notice(noor_, "what it says about them");
  auto late = affirmation("Look out of the window");
  late.kind = GiftKind::surprise;
  late.moment = GiftMoment::at;
  late.at = noor_.clock().now().wall - minutes(1);
  noor_.send(late);
  expect_notice(noor_, "still to come");
  noor_.send(affirmation("\xff\xfe"));
  expect_notice(noor_, "bytes that are no characters");
  EXPECT_TRUE(noor_.model()->gifts->jar.empty());
}

TEST_F(GiftsTest, ASurpriseOpensAtItsMoment) {
  pair_up();
  auto surprise = affirmation("Look out of the window: I ordered you the moon");
  surprise.kind = GiftKind::surprise;
  surprise.moment = GiftMoment::at;
  surprise.at = sam_.clock().now().wall + hours(50);
  noor_.send(surprise);
  ASSERT_TRUE(noor_.wait([&](const Model& m) { return has(m, surprise.text); }));
  settle();
  sam_looks_after(hours(49));
  EXPECT_TRUE(sam_.model()->gifts->jar.empty());
  sam_.clock().pass(hours(1));
  sam_.send(SetInFront{true});
  EXPECT_TRUE(sam_.wait([&](const Model& m) { return has_fresh(m, surprise.text); }));
}

TEST_F(GiftsTest, ThanksComeBackAndNobodyIsAskedForThem) {
  pair_up();
  noor_.send(compliment("You stayed on the line"));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return !m.gifts->jar.empty(); }));
  EXPECT_TRUE(sam_.model()->open_rounds.empty());
  sam_.send(SayRemark{RemarkKind::thanks, sam_.model()->gifts->jar[0]->id, "I needed that"});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.gifts->jar[0]->thanked; }));
  EXPECT_EQ(noor_.model()->gifts->jar[0]->thanks, "I needed that");
}

TEST_F(GiftsTest, TheJarGivesAnOldOne) {
  pair_up();
  sam_.send(DrawFromJar{});
  expect_notice(sam_, "still empty");
  noor_.send(compliment("one"));
  noor_.send(compliment("two"));
  ASSERT_TRUE(sam_.wait([](const Model& m) { return m.gifts->jar.size() == 2; }));
  std::set<std::string> drawn;
  for (int i = 0; i < 2; ++i) {
    const auto before = sam_.model()->gifts->drawn;
    sam_.send(DrawFromJar{});
    ASSERT_TRUE(sam_.wait([&](const Model& m) { return m.gifts->drawn && m.gifts->drawn != before; }));
    drawn.insert(sam_.model()->gifts->drawn->did);
  }
  EXPECT_EQ(drawn.size(), 2u);
}

TEST_F(GiftsTest, ALockedProfileHasNothingOfItInItsModel) {
  pair_up("a lamp in the rain");
  sam_.send(compliment("You stayed on the line"));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.gifts->jar.empty(); }));
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
  EXPECT_TRUE(noor_.model()->gifts->jar.empty());
  EXPECT_TRUE(noor_.model()->gifts->fresh.empty());
  noor_.send(Unlock{"a lamp in the rain"});
  EXPECT_TRUE(noor_.wait([](const Model& m) { return m.gifts->fresh.size() == 1; }));
}

TEST_F(GiftsTest, TheEveningNudgeSaysThatSomethingIsReadyOnceAndNotAfterGiving) {
  sam_.clock().live_in(minutes(0), {});
  noor_.clock().live_in(minutes(0), {});
  pair_up();
  // On to half past seven in the evening of a coming day.
  const auto evening = [](Person& person, int days) {
    const auto now = person.clock().now().wall;
    const auto day = std::chrono::floor<std::chrono::days>(now) + std::chrono::days(days);
    person.clock().pass(day + hours(19) + minutes(30) - now);
  };
  const auto look = [](Person& person) {  // without looking at the window
    const auto version = person.model()->version;
    SetNotifications all;
    person.send(all);
    person.send(SetDisplayName{person.model()->me.name + "."});
    return person.wait([&](const Model& m) { return m.version > version && m.settings.notifications.nudge && m.me.name.ends_with("."); });
  };
  evening(sam_, 1);
  ASSERT_TRUE(look(sam_));
  EXPECT_EQ(sam_.told(), Told{ready});
  sam_.clock().pass(minutes(30));
  ASSERT_TRUE(look(sam_));
  EXPECT_EQ(sam_.told(), Told{}) << "once an evening";
  evening(noor_, 1);
  noor_.send(affirmation("Good night"));
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.gifts->sent_today; }));
  ASSERT_TRUE(look(noor_));
  EXPECT_EQ(noor_.told(), Told{}) << "something was given";
}

}  // namespace
}  // namespace twinlamp::client::test
