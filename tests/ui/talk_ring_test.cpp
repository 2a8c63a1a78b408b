#include "client/ui/kit/talk_ring.h"

#include "tests/ui/support/kit_fixture.h"
#include "tests/ui/support/layout_checks.h"

namespace twinlamp::ui::test {
namespace {

class TalkRingTest : public KitTest {
protected:
  void show_ring(std::size_t count, float widest = 50) {
    talks.clear();
    for (std::size_t i = 0; i < count; ++i) talks.push_back({"Talk " + std::to_string(i), "You hold it high"});
    show(
        [this] {
          if (const auto which = talk_ring(ui, talks)) pressed = which;
        },
        widest);
  }
  std::vector<Talk> talks;
  std::optional<std::size_t> pressed;
};

TEST_F(TalkRingTest, IsPressedByMouseAndKeys) {
  show_ring(5);
  press("Talk 3", "talk");
  EXPECT_EQ(pressed, 3u);
  key(Key::tab);
  key(Key::enter);
  EXPECT_TRUE(pressed);
}

TEST_F(TalkRingTest, GoesByTabFromOneToTheNextInTheirOrder) {
  show_ring(4);
  for (std::size_t i = 0; i < 4; ++i) {
    key(Key::tab);
    EXPECT_EQ(on(), "Talk " + std::to_string(i));
  }
}

TEST_F(TalkRingTest, LaysNothingOverAnythingWhateverTheirNumberAndTheRoom) {
  for (const float column : {16.f, 30.f, 50.f})
    for (std::size_t count = 1; count <= 8; ++count) {
      show_ring(count, column);
      EXPECT_EQ(all_of("talk").size(), count);
      for (const auto& breach : layout_breaches(ui)) ADD_FAILURE() << count << " in " << column << " em: " << breach;
    }
}

TEST_F(TalkRingTest, StandsAroundAMiddleWhereThereIsRoom) {
  show_ring(6);
  const auto all = all_of("talk");
  ASSERT_EQ(all.size(), 6u);
  const float middle = all[0].rect.x + all[0].rect.width / 2;
  EXPECT_LT(all[1].rect.right(), middle);
  EXPECT_GT(all[2].rect.x, middle);
  EXPECT_NEAR(all[5].rect.x + all[5].rect.width / 2, middle, 2);
}

}  // namespace
}  // namespace twinlamp::ui::test
