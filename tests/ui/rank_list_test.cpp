#include "client/ui/kit/rank_list.h"

#include "client/ui/kit/button.h"
#include "tests/ui/support/kit_fixture.h"

namespace twinlamp::ui::test {
namespace {

class RankListTest : public KitTest {
protected:
  RankListTest() {
    show([this] {
      if (rank_list(ui, "What matters most", items, order, state)) ++changes;
      ui.gap(1);
      button(ui, "On");
    });
  }

  std::string ranked() {
    std::string all;
    for (const auto item : order) all += items[item] + ' ';
    return all;
  }
  ImVec2 middle_of(std::string_view label) {
    const auto rect = find(label, "rank")->rect;
    return {rect.x + rect.width / 2, rect.y + rect.height / 2};
  }
  void grab(std::string_view label) {
    auto& io = ImGui::GetIO();
    io.MousePos = middle_of(label);
    frame();
    io.MouseDown[0] = true;
    frame();
  }
  void let_go() {
    ImGui::GetIO().MouseDown[0] = false;
    frames(5);
  }

  std::vector<std::string> items{"trust", "humour", "freedom", "care"};
  std::vector<std::size_t> order;
  RankState state;
  int changes = 0;
};

TEST_F(RankListTest, BeginsInTheOrderOfWhatItIsGiven) {
  EXPECT_EQ(ranked(), "trust humour freedom care ");
  EXPECT_EQ(find("humour", "rank")->value, "2/4");
}

TEST_F(RankListTest, MovesALineThatIsDragged) {
  grab("care");
  const auto target = middle_of("trust");
  for (int i = 1; i <= 8; ++i) {
    ImGui::GetIO().MousePos.y += (target.y - 8 - ImGui::GetIO().MousePos.y) * float(i) / 8;
    frame();
  }
  EXPECT_TRUE(find("care", "rank")->selected);
  let_go();
  EXPECT_EQ(ranked(), "care trust humour freedom ");
  EXPECT_FALSE(find("care", "rank")->selected);
  EXPECT_LT(find("care", "rank")->rect.bottom(), find("trust", "rank")->rect.y);
}

TEST_F(RankListTest, TakesKeysInTheOrderOfTheirPressingHoweverManyCameAtOnce) {
  press("trust", "rank");
  for (const auto pressed : {Key::space, Key::down, Key::down, Key::space}) ui.input.push({.key = pressed});
  frames(3);
  EXPECT_EQ(ranked(), "humour freedom trust care ");
  EXPECT_FALSE(find("trust", "rank")->selected) << "it was put down";
  for (const auto pressed : {Key::space, Key::up, Key::up, Key::escape}) ui.input.push({.key = pressed});
  frames(3);
  EXPECT_EQ(ranked(), "humour freedom trust care ") << "and brought back";
}

TEST_F(RankListTest, ClicksChangeNothing) {
  press("freedom", "rank");
  EXPECT_EQ(ranked(), "trust humour freedom care ");
  EXPECT_EQ(changes, 0);
}

TEST_F(RankListTest, CarriesALineByTheArrowsOnceSpaceHasPickedItUp) {
  key(Key::tab);
  key(Key::space);
  EXPECT_TRUE(find("trust", "rank")->selected);
  key(Key::down);
  key(Key::down);
  key(Key::space);
  EXPECT_EQ(ranked(), "humour freedom trust care ");
  EXPECT_EQ(on(), "trust");
  EXPECT_FALSE(find("trust", "rank")->selected);
}

TEST_F(RankListTest, BringsACarriedLineBackByEscape) {
  key(Key::tab);
  key(Key::enter);
  key(Key::end);
  EXPECT_EQ(ranked(), "humour freedom care trust ");
  key(Key::escape);
  EXPECT_EQ(ranked(), "trust humour freedom care ");
}

TEST_F(RankListTest, MovesALineAtOnceByAltAndAnArrow) {
  key(Key::tab);
  key(Key::tab);
  key(Key::up, false, false, true);
  EXPECT_EQ(ranked(), "humour trust freedom care ");
  key(Key::up, false, false, true);
  EXPECT_EQ(ranked(), "humour trust freedom care ");
  key(Key::down, false, false, true);
  EXPECT_EQ(ranked(), "trust humour freedom care ");
}

TEST_F(RankListTest, GoesFromLineToLineByTheArrows) {
  key(Key::tab);
  key(Key::down);
  EXPECT_EQ(on(), "humour");
  key(Key::up);
  EXPECT_EQ(on(), "trust");
  EXPECT_EQ(changes, 0);
}

TEST_F(RankListTest, PutsALineDownWhenTheKeyboardLeaves) {
  key(Key::tab);
  key(Key::space);
  key(Key::down);
  key(Key::tab);
  EXPECT_EQ(ranked(), "humour trust freedom care ");
  EXPECT_FALSE(find("trust", "rank")->selected);
}

TEST_F(RankListTest, MendsAnOrderThatIsNone) {
  order = {0, 0, 9};
  frames(2);
  EXPECT_EQ(ranked(), "trust humour freedom care ");
}

TEST_F(RankListTest, RestsWhenNothingMoves) {
  key(Key::tab);
  key(Key::down, false, false, true);
  frames(8);
  EXPECT_GT(pacer.next_frame() - ui.now, std::chrono::seconds(10));
}

}  // namespace
}  // namespace twinlamp::ui::test
