#include "protocol/round/small_thing.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "protocol/practice/gift.h"
#include "protocol/practice/shared_list.h"
#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

using Kind = SmallThing::Kind;
using std::chrono::days;

CardFacts card(const std::string& id, std::uint8_t practice, std::uint8_t kind, bool daily = false) {
  CardFacts facts;
  facts.id = id;
  facts.version = 1;
  facts.practice = practice;
  facts.depth = 1;
  facts.kind = kind;
  facts.daily = daily;
  return facts;
}

struct SmallThingTest : testing::Test {
  test::Couple couple;
  std::vector<CardFacts> cards;
  std::vector<std::string> challenges{"ideas.a", "ideas.b", "ideas.c"};

  SmallThing look(Slot me = 0, int days_later = 0) { return look_at(couple.state_of(me), me, days_later); }
  SmallThing look_at(const PairState& state, Slot me = 0, int days_later = 0) const {
    return small_thing(state, {.cards = cards, .challenges = challenges}, pair_day(state, test::wall(couple.now_ms)) + days(days_later), me);
  }
  std::set<Kind> kinds_of_a_week() {
    std::set<Kind> out;
    for (int day = 0; day < 7; ++day) out.insert(look(0, day).kind);
    return out;
  }
};

TEST_F(SmallThingTest, IsThereEvenWhenThereIsNothingToChooseFrom) {
  challenges.clear();
  for (int day = 0; day < 30; ++day) EXPECT_EQ(look(0, day).kind, Kind::note) << day;
}

TEST_F(SmallThingTest, ChangesFromDayToDayAndStaysForTheDay) {
  EXPECT_EQ(look(), look());
  EXPECT_EQ(kinds_of_a_week(), (std::set<Kind>{Kind::note, Kind::challenge}));
  cards.push_back(card("play.guess", 6, response_kind::guess));
  EXPECT_TRUE(kinds_of_a_week().contains(Kind::guess));
}

TEST_F(SmallThingTest, IsTheDailyCheckInUntilMineIsSealed) {
  cards.push_back(card("feelings.today", 1, response_kind::feeling, true));
  EXPECT_EQ(look().kind, Kind::check_in);
  const auto round = couple.open(0, "feelings.today", 1, 1);
  couple.sync();
  EXPECT_EQ(look(0), (SmallThing{Kind::check_in, "feelings.today", round}));
  couple.seal(0, round, "mine");
  couple.sync();
  EXPECT_NE(look(0).kind, Kind::check_in);
  EXPECT_EQ(look(1).kind, Kind::check_in) << "hers is still to come";
}

TEST_F(SmallThingTest, TheCheckInComesOnceADay) {
  cards.push_back(card("feelings.today", 1, response_kind::feeling, true));
  couple.play("feelings.today", 1, 1);
  EXPECT_NE(look().kind, Kind::check_in);
  EXPECT_EQ(look(0, 1), (SmallThing{Kind::check_in, "feelings.today", std::nullopt}));
}

TEST_F(SmallThingTest, ACheckInOfAnotherDayIsOfferedOnlyWhereThePartnerHasAnsweredIt) {
  cards.push_back(card("feelings.today", 1, response_kind::feeling, true));
  const auto round = couple.open(0, "feelings.today", 1, 1);
  couple.seal(0, round, "mine");
  couple.sync();
  EXPECT_EQ(look(0, 1), (SmallThing{Kind::check_in, "feelings.today", std::nullopt}));
  EXPECT_EQ(look(1, 1), (SmallThing{Kind::check_in, "feelings.today", round}));
}

TEST_F(SmallThingTest, ANoteThatWasSentTodayGivesWayToSomethingElse) {
  auto state = couple.state_of(0);
  int noted = 0;
  for (int day = 0; day < 8; ++day) {
    couple.now_ms += 86'400'000;
    if (look_at(state).kind != Kind::note) continue;
    ++noted;
    Gift gift;
    gift.from = 0;
    gift.sent = test::wall(couple.now_ms);
    state.gifts.push_back(std::make_shared<const Gift>(gift));
    EXPECT_NE(look_at(state).kind, Kind::note) << day;
  }
  EXPECT_GT(noted, 0);
}

TEST_F(SmallThingTest, ChallengesComeAllBeforeOneComesAgain) {
  for (int number = 0; number < 17; ++number) challenges.push_back("ideas." + std::to_string(number));
  std::map<std::string, int> seen;
  for (std::size_t day = 0; day < 4 * challenges.size(); ++day)
    if (const auto thing = look(0, static_cast<int>(day)); thing.kind == Kind::challenge) ++seen[thing.id];
  EXPECT_EQ(seen.size(), challenges.size());
  for (const auto& [id, times] : seen) EXPECT_EQ(times, 1) << id;
}

TEST_F(SmallThingTest, AsksAboutTheOthersThingAndNotTwiceInAWeek) {
  auto state = couple.state_of(0);
  const auto put = [&](std::uint8_t id, Slot owner, SharedList list, bool removed = false) {
    ListItem item;
    item.owner = owner;
    item.list = static_cast<std::uint16_t>(list);
    item.removed = removed;
    ItemId key{};
    key[0] = id;
    state.items[{owner, key}] = std::make_shared<const ListItem>(item);
    return key;
  };
  const auto ask_of = [&](Slot me, const PairState& at) {
    std::optional<SmallThing> out;
    for (int day = 0; day < 8; ++day)
      if (const auto thing = look_at(at, me, day); thing.kind == Kind::ask) out = thing;
    return out;
  };
  put(1, 0, SharedList::into);
  put(2, 1, SharedList::visit);
  put(3, 1, SharedList::coming, true);
  EXPECT_FALSE(ask_of(0, state)) << "mine, a visit and one that is gone are nothing to ask about";
  const auto theirs = put(4, 1, SharedList::into);
  ASSERT_TRUE(ask_of(0, state));
  EXPECT_EQ(ask_of(0, state)->id, to_hex(theirs));
  auto spoken = *state.items[{1, theirs}];
  Remark remark;
  remark.author = 0;
  remark.said.at = test::wall(couple.now_ms) + days(2);
  spoken.remarks.push_back(remark);
  state.items[{1, theirs}] = std::make_shared<const ListItem>(spoken);
  EXPECT_FALSE(ask_of(0, state));
}

TEST_F(SmallThingTest, GuessesAreFreshAndNotDeeperThanThePairHasCome) {
  auto deep = card("play.deep", 6, response_kind::guess);
  deep.depth = 2;
  cards = {deep, card("play.used", 6, response_kind::guess)};
  couple.play("play.used", 1, 1);  // of another practice's depth, so that this one stays where it is
  for (int day = 0; day < 8; ++day) EXPECT_NE(look(0, day).kind, Kind::guess);
  cards.push_back(card("play.fresh", 6, response_kind::guess));
  bool found = false;
  for (int day = 1; day < 8; ++day)
    if (const auto thing = look(0, day); thing.kind == Kind::guess) {
      found = true;
      EXPECT_EQ(thing.id, "play.fresh");
    }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace twinlamp
