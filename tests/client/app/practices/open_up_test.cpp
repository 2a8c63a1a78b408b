#include "client/app/practices/open_up.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/practice/shared_list.h"
#include "tests/client/app/rounds.h"

namespace twinlamp::client::test {
namespace {

class OpenUpTest : public testing::Test {
protected:
  void SetUp() override { state_.depth.fill(1); }
  OpenUpView view(int ceiling = 5) const { return make_open_up(state_, me, cards(), static_cast<std::uint8_t>(ceiling)); }
  OpenUpView view_unasked() const { return make_open_up(state_, me, cards(), std::nullopt); }
  OpenUpArea area(const std::string& id, int ceiling = 5) const {
    const auto all = view(ceiling).areas;
    return *std::find_if(all.begin(), all.end(), [&](const OpenUpArea& each) { return each.id == id; });
  }
  void choose(Slot slot, const std::string& id, std::uint64_t seq) {
    ListItem item;
    item.owner = slot;
    item.list = static_cast<std::uint16_t>(twinlamp::SharedList::area);
    item.seq = seq;
    item.text = id;
    ItemId place{};
    place[0] = static_cast<std::uint8_t>(seq);
    state_.items[{slot, place}] = std::make_shared<const ListItem>(item);
  }
  void open(const std::string& card, bool closed) {
    auto round = round_of(card, ++rounds_);
    if (closed) close(round);
    state_.rounds.add(round);
    state_.cards[card].opened += 1;
  }

  PairState state_;
  std::uint8_t rounds_ = 0;
};

TEST_F(OpenUpTest, HasTenAreasEachWithACardAtTheFirstDepth) {
  EXPECT_EQ(view().areas.size(), 10u);
  EXPECT_FALSE(area("past").next_card.empty());
  EXPECT_EQ(cards().find(area("past").next_card)->depth, 1);
}

TEST_F(OpenUpTest, ShowsWhatEachHasChosenAndTheNewestCounts) {
  choose(me, "work", 3);
  choose(me, "past", 7);
  choose(partner, "us", 4);
  EXPECT_TRUE(area("past").mine);
  EXPECT_FALSE(area("work").mine);
  EXPECT_TRUE(area("us").partners);
  EXPECT_FALSE(area("us").mine);
  EXPECT_EQ(view().my_area_item.substr(0, 2), "07");
}

TEST_F(OpenUpTest, NeverOffersACardAboveTheDepthOfTheTwoOrAboveMyCeiling) {
  for (int depth = 1; depth <= 5; ++depth) {
    state_.depth[open_up_practice] = static_cast<std::uint8_t>(depth);
    for (int ceiling = 1; ceiling <= 5; ++ceiling) {
      const auto shown = view(ceiling);
      for (const auto& each : shown.areas) {
        if (each.next_card.empty()) continue;
        EXPECT_LE(cards().find(each.next_card)->depth, std::min(depth, ceiling)) << each.id;
      }
      for (const auto& card : shown.news) EXPECT_LE(cards().find(card)->depth, std::min(depth, ceiling)) << card;
    }
  }
}

TEST_F(OpenUpTest, AsksForTheCeilingAtTheFirstClimbThatNeedsItAndNeverOneWhoHasChosen) {
  for (std::uint8_t depth = 1; depth <= 5; ++depth)
    for (const bool may_climb : {false, true}) {
      state_.depth[open_up_practice] = depth;
      state_.may_climb = may_climb;
      EXPECT_EQ(view_unasked().asks_ceiling, depth > 2 || (depth == 2 && may_climb)) << int(depth) << may_climb;
      EXPECT_EQ(view_unasked().ceiling, 2);
      EXPECT_FALSE(view_unasked().is_ceiling_chosen);
      EXPECT_FALSE(view(2).asks_ceiling);
      EXPECT_TRUE(view(2).is_ceiling_chosen);
    }
}

TEST_F(OpenUpTest, OffersWhatWasOpenedLeastAndNeverWhatIsOpen) {
  const auto first = area("past").next_card;
  open(first, false);
  EXPECT_NE(area("past").next_card, first);
  state_.rounds.edit(round_of(first, 1).id)->closing = Closing{me, at(1)};
  const auto fresh = area("past").fresh;
  for (int i = 0; i < fresh; ++i) open(area("past").next_card, true);
  EXPECT_EQ(area("past").fresh, 0);
  EXPECT_FALSE(area("past").next_card.empty()) << "content never runs out";
}

TEST_F(OpenUpTest, KeepsNewsApartFromTheAreas) {
  const auto* news = cards().find(view().news_card);
  ASSERT_NE(news, nullptr);
  EXPECT_TRUE(asks_for_news(*news));
  const auto shown = view();
  for (const auto& each : shown.areas) {
    const auto* card = cards().find(each.next_card);
    EXPECT_TRUE(card == nullptr || !asks_for_news(*card)) << each.next_card;
  }
}

TEST_F(OpenUpTest, RefusesADeeperCardOfOpenUpOnly) {
  for (const auto& card : cards().cards())
    EXPECT_EQ(is_within_depth(state_, card), card.practice != open_up_practice || card.depth == 1) << card.id;
}

}  // namespace
}  // namespace twinlamp::client::test
