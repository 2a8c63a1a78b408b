// Icons, tooltips, progress, empty pages and dialogs.
#include <gtest/gtest.h>

#include "client/ui/kit/button.h"
#include "client/ui/kit/empty_state.h"
#include "client/ui/kit/icon.h"
#include "client/ui/kit/page.h"
#include "client/ui/kit/progress_line.h"
#include "client/ui/kit/tooltip.h"
#include "tests/ui/support/kit_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace std::chrono_literals;

class SmallWidgetsTest : public KitTest {};

TEST_F(SmallWidgetsTest, PressesAnIconByMouseAndByKeys) {
  int pressed = 0;
  show([&] { pressed += icon_button(ui, Icon::search, "Search") ? 1 : 0; });
  press("Search");
  EXPECT_EQ(pressed, 1);
  key(Key::enter);
  key(Key::space);
  EXPECT_EQ(pressed, 3);
}

TEST_F(SmallWidgetsTest, DrawsEveryIconWithinItsSquare) {
  for (int i = 0; i < icon_count; ++i) {
    int first = 0, last = 0;
    show([&] {
      ui.draw().AddDrawCmd();
      first = ui.draw().VtxBuffer.Size;
      draw_icon(ui, Icon(i), {200, 200}, 40, rgb(0xFFFFFF));
      last = ui.draw().VtxBuffer.Size;
      for (int vertex = first; vertex < last; ++vertex) {
        const auto at = ui.draw().VtxBuffer[vertex].pos;
        EXPECT_LE(std::abs(at.x - 200), 22) << i;
        EXPECT_LE(std::abs(at.y - 200), 22) << i;
      }
    });
    EXPECT_GT(last, first) << i;
  }
}

TEST_F(SmallWidgetsTest, ShowsATooltipOnlyAfterTheMouseHasRested) {
  show([&] { icon_button(ui, Icon::lock, "Lock now"); });
  between_frames = 16ms;
  hover("Lock now", "button");
  EXPECT_EQ(find("Lock now", "tooltip"), nullptr);
  between_frames = 700ms;
  frame();
  ASSERT_NE(find("Lock now", "tooltip"), nullptr);
  EXPECT_GT(find("Lock now", "tooltip")->layer, 0);
}

TEST_F(SmallWidgetsTest, SleepsUntilTheTooltipIsDue) {
  show([&] { icon_button(ui, Icon::lock, "Lock now"); });
  between_frames = 40ms;
  hover("Lock now", "button");
  frames(8);  // what the mouse's touch moves has come to rest
  const auto due = pacer.next_frame() - ui.now;
  EXPECT_GT(due, 100ms);
  EXPECT_LE(due, tooltip_delay);
  between_frames = 700ms;
  frame();
  frames(3);
  EXPECT_GT(pacer.next_frame() - ui.now, 10s);
}

TEST_F(SmallWidgetsTest, ShowsATooltipWhereTheKeyboardRests) {
  show([&] { icon_button(ui, Icon::lock, "Lock now"); });
  key(Key::tab);
  frames(8);
  EXPECT_NE(find("Lock now", "tooltip"), nullptr);
}

TEST_F(SmallWidgetsTest, PutsTheTooltipAwayWhenTheMouseLeaves) {
  show([&] { icon_button(ui, Icon::lock, "Lock now"); });
  hover("Lock now", "button");
  frames(8);
  ASSERT_NE(find("Lock now", "tooltip"), nullptr);
  ImGui::GetIO().MousePos = {width - 5, height - 5};
  frames(2);
  EXPECT_EQ(find("Lock now", "tooltip"), nullptr);
}

TEST_F(SmallWidgetsTest, KeepsATooltipInsideTheWindow) {
  width = 480, scale = 2;
  const std::string_view told = "Somewhat more than a word, so that it has to be wrapped to stay inside";
  show([&] {
    const auto it = ui.pressable("corner", {width - 30, height - 30, 28, 28});
    ui.record("button", "corner", it.rect);
    tooltip(ui, told, it);
  });
  ImGui::GetIO().MousePos = {width - 16, height - 16};
  frames(9);
  const auto* tip = find(told, "tooltip");
  ASSERT_NE(tip, nullptr);
  EXPECT_GE(tip->rect.x, 0);
  EXPECT_LE(tip->rect.right(), width);
  EXPECT_LE(tip->rect.bottom(), height - 30);
}

TEST_F(SmallWidgetsTest, TellsHowFarSomethingIs) {
  show([&] { progress_line(ui, "Writing the backup", {.part = 0.3f, .how_far = "12 of 40"}); });
  ASSERT_NE(find("Writing the backup", "progress"), nullptr);
  EXPECT_EQ(find("Writing the backup", "progress")->value, "12 of 40");
}

TEST_F(SmallWidgetsTest, MovesOnlyWhereNobodyKnowsHowLongItTakes) {
  show([&] { progress_line(ui, "Connecting", {}); });
  EXPECT_LE(pacer.next_frame() - ui.now, FramePacer::frame);
  reduced_motion = true;
  frames(5);
  EXPECT_GT(pacer.next_frame() - ui.now, 10s);
  reduced_motion = false;
  show([&] { progress_line(ui, "Writing", {.part = 0.3f}); });
  frames(5);
  EXPECT_GT(pacer.next_frame() - ui.now, 10s);
}

TEST_F(SmallWidgetsTest, OffersOnAnEmptyPageWhatOneMayDo) {
  bool pressed = false;
  show([&] {
    pressed = empty_state(ui, {Drawing::jar, "The jar is empty still.", "Write the first note"}) || pressed;
  });
  EXPECT_NE(find("The jar is empty still.", "text"), nullptr);
  press("Write the first note");
  EXPECT_TRUE(pressed);
}

class DialogTest : public KitTest {
protected:
  void show_page() {
    show([this] {
      if (button(ui, "Open")) open = true;
      button(ui, "Other");
      if (!open) return;
      const Dialog dialog(ui, "Sure?");
      const Flow flow(ui);
      if (button(ui, "Yes")) ++yes;
      if (button(ui, "No") || dialog.wants_to_close()) open = false;
    });
  }

  bool open = false;
  int yes = 0;
};

TEST_F(DialogTest, TakesTheKeyboardAndKeepsIt) {
  show_page();
  key(Key::tab);
  key(Key::enter);
  EXPECT_EQ(on(), "Yes");
  std::vector<std::string> reached;
  for (int i = 0; i < 3; ++i) {
    key(Key::tab);
    reached.push_back(on());
  }
  EXPECT_EQ(reached, (std::vector<std::string>{"No", "Yes", "No"}));
}

TEST_F(DialogTest, ClosesByEscapeAndGivesTheKeyboardBack) {
  show_page();
  key(Key::tab);
  key(Key::enter);
  ASSERT_TRUE(open);
  key(Key::escape);
  frames(1);
  EXPECT_FALSE(open);
  EXPECT_EQ(on(), "Open");
  EXPECT_EQ(find("Yes"), nullptr);
}

TEST_F(DialogTest, LetsNothingThroughToWhatItCovers) {
  show_page();
  press("Open");
  const auto other = find("Other")->rect;
  click(other.x + 2, other.y + 2);
  EXPECT_EQ(on(), "Yes");
  EXPECT_EQ(find("Sure?", "dialog")->layer, 1);
  EXPECT_EQ(find("Other")->layer, 0);
}

}  // namespace
}  // namespace twinlamp::ui::test
