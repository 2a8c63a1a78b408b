#include "client/app/practices/things.h"

#include <gtest/gtest.h>

#include "protocol/practice/shared_list.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

class ThingsTest : public testing::Test {
protected:
  twinlamp::ListItem& put(std::uint8_t number, Slot owner, SharedList list, const std::string& text, int since = 0, WallTime when = {}) {
    auto item = std::make_shared<twinlamp::ListItem>();
    item->owner = owner;
    item->list = static_cast<std::uint16_t>(list);
    item->text = text;
    item->since = at(since);
    item->at = when;
    auto& kept = *item;
    state_.items[{owner, ItemId{number}}] = std::move(item);
    return kept;
  }
  static void say(twinlamp::ListItem& item, Slot author, RemarkKind kind, const std::string& text) {
    item.remarks.push_back({author, static_cast<std::uint16_t>(kind), said(1, text)});
  }
  ThingsView view() const { return make_things(state_, me, wording()); }

  PairState state_;
};

TEST_F(ThingsTest, AreTwoListsWithWhatIsComingFirstByItsTime) {
  put(1, me, SharedList::into, "clouds", 1);
  put(2, me, SharedList::into, "knots", 5);
  put(3, me, SharedList::coming, "a talk", 0, at(300));
  put(4, me, SharedList::coming, "an exam", 0, at(200));
  put(5, me, SharedList::coming, "some day a dog", 0);
  put(6, partner, SharedList::into, "bread", 2);
  std::vector<std::string> mine;
  for (const auto& each : view().mine) mine.push_back(each.text);
  EXPECT_EQ(mine, (std::vector<std::string>{"an exam", "a talk", "some day a dog", "knots", "clouds"}));
  ASSERT_EQ(view().partners.size(), 1u);
  EXPECT_EQ(view().partners[0].text, "bread");
  EXPECT_FALSE(view().partners[0].mine);
}

TEST_F(ThingsTest, LeaveOutWhatWasTakenAwayAndOtherLists) {
  put(1, me, SharedList::into, "clouds").removed = true;
  put(2, me, SharedList::visit, "Lisbon");
  EXPECT_TRUE(view().mine.empty());
}

TEST_F(ThingsTest, OfferQuestionsAndCheersForThePartnersOnly) {
  put(1, me, SharedList::into, "clouds");
  put(2, partner, SharedList::into, "bread");
  EXPECT_TRUE(view().mine[0].asks.empty());
  EXPECT_EQ(view().partners[0].asks.size(), 3u);
  EXPECT_EQ(view().partners[0].cheers.size(), 3u);
  EXPECT_EQ(view().partners[0].asks, view().partners[0].asks) << "the same each time";
}

TEST_F(ThingsTest, OfferNoQuestionThatWasAskedAlready) {
  auto& bread = put(2, partner, SharedList::into, "bread");
  const auto first = view().partners[0].asks[0];
  say(bread, me, RemarkKind::ask, first);
  const auto now = view().partners[0];
  EXPECT_EQ(std::ranges::count(now.asks, first), 0);
  EXPECT_EQ(now.asks.size(), 3u);
  ASSERT_EQ(now.remarks.size(), 1u);
  EXPECT_TRUE(now.remarks[0].mine);
}

TEST_F(ThingsTest, SayWhetherTheOwnerWantsAdvice) {
  auto& bread = put(2, partner, SharedList::into, "bread");
  say(bread, me, RemarkKind::ask, "How long does it rise?");
  EXPECT_FALSE(view().partners[0].wants_advice);
  say(bread, partner, RemarkKind::ask, "");
  EXPECT_TRUE(view().partners[0].wants_advice);
}

}  // namespace
}  // namespace twinlamp::client::test
