#include "protocol/round/wish_draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/journal/couple.h"

namespace twinlamp {
namespace {

std::vector<std::string> thirty() {
  std::vector<std::string> all;
  for (int at = 0; at < 30; ++at) all.push_back("wishes." + std::to_string(at));
  return all;
}

struct WishDraw : testing::Test {
  test::Couple couple;

  std::vector<std::string> draw(Slot slot = 0) {
    couple.sync();
    return draw_wishes(couple.state_of(slot), "desire.wishes", thirty(), 8);
  }
  void open(const std::vector<std::string>& items) {
    auto body = couple.open_body("desire.wishes", 1, 4, times_opened(couple.state_of(0), "desire.wishes"));
    body.mutable_open_round()->set_kind(wishes_kind);
    for (const auto& item : items) body.mutable_open_round()->add_items(item);
    body.mutable_open_round()->set_quota(wishes_quota(items.size()));
    couple.write(0, body);
  }
};

TEST_F(WishDraw, IsTheSameOnBothDevicesWhateverTheOrderOfTheList) {
  auto turned = thirty();
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(draw_wishes(couple.state_of(1), "desire.wishes", turned, 8), draw());
  EXPECT_EQ(draw().size(), 8u);
}

TEST_F(WishDraw, NoWishComesTwiceBeforeAllWereAsked) {
  std::set<std::string> seen;
  for (int run = 0; run < 3; ++run) {
    const auto drawn = draw();
    for (const auto& item : drawn) EXPECT_TRUE(seen.insert(item).second) << item;
    open(drawn);
  }
  const auto last = draw();
  std::size_t fresh = 0;
  for (const auto& item : last) fresh += seen.insert(item).second ? 1 : 0;
  EXPECT_EQ(fresh, 6u);
  EXPECT_EQ(seen.size(), 30u);
}

TEST_F(WishDraw, AShortListIsDrawnWholeAndNothingTwice) {
  EXPECT_EQ(draw_wishes(couple.state_of(0), "c", {"a", "b", "a"}, 8).size(), 2u);
  EXPECT_TRUE(draw_wishes(couple.state_of(0), "c", {}, 8).empty());
}

TEST_F(WishDraw, OnlyWhatWasToBeDrawnAtItsOpeningIsAsDrawn) {
  for (int run = 0; run < 3; ++run) open(draw());
  couple.sync();
  const auto drawn = couple.state_of(1);
  ASSERT_EQ(drawn.rounds.size(), 3u);
  for (const auto& round : drawn.rounds) EXPECT_TRUE(is_as_drawn(drawn, *round, thirty(), 8)) << "whatever was drawn after it";
  auto chosen = draw();
  std::swap(chosen.front(), chosen.back());
  open(chosen);
  open({"wishes.3"});
  const auto state = couple.state_of(0);
  EXPECT_FALSE(is_as_drawn(state, **(state.rounds.end() - 2), thirty(), 8)) << "another order";
  EXPECT_FALSE(is_as_drawn(state, **(state.rounds.end() - 1), thirty(), 8)) << "a chosen one";
  EXPECT_FALSE(is_as_drawn(state, **state.rounds.begin(), {"wishes.1", "wishes.2"}, 8)) << "another stock";
}

TEST(WishesQuota, IsTwoOfThreeAndAtLeastOne) {
  EXPECT_EQ(wishes_quota(1), 1);
  EXPECT_EQ(wishes_quota(8), 6);
  EXPECT_EQ(wishes_quota(12), 8);
  EXPECT_EQ(wishes_quota(100), 67);
}

}  // namespace
}  // namespace twinlamp
