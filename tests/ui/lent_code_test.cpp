// An invitation that was copied is on the clipboard only while it is good for something.
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using client::PairingView;

class LentCode : public ScreenTest {
protected:
  void copy() {
    auto model = pairing(PairingView::Step::showing_code);
    invitation = model.pairing->invitation;
    model.pairing->expires = ui.now + std::chrono::minutes(5);
    show(std::move(model));
    ImGui::SetClipboardText("what was there before");
    press("Copy the invitation");
    ASSERT_EQ(clipboard(), invitation);
  }
  static std::string clipboard() {
    const char* text = ImGui::GetClipboardText();
    return text == nullptr ? "" : text;
  }

  std::string invitation;
};

TEST_F(LentCode, StaysWhileItIsShown) {
  copy();
  frames(10);
  EXPECT_EQ(clipboard(), invitation);
}

TEST_F(LentCode, IsTakenBackWhenItIsUsed) {
  copy();
  port->show(pairing(PairingView::Step::comparing_words));
  frames(1);
  EXPECT_EQ(clipboard(), "");
}

TEST_F(LentCode, IsTakenBackWhenItIsCancelledOrFails) {
  for (const auto step : {PairingView::Step::asking_for_code, PairingView::Step::failed}) {
    copy();
    port->show(pairing(step));
    frames(1);
    EXPECT_EQ(clipboard(), "");
  }
}

TEST_F(LentCode, IsTakenBackWhenItsTimeIsOver) {
  copy();
  ui.now += std::chrono::minutes(5);
  frames(1);
  EXPECT_EQ(clipboard(), "");
}

TEST_F(LentCode, IsTakenBackWhenAnotherTakesItsPlaceAndWhenThePairStands) {
  copy();
  auto another = pairing(PairingView::Step::showing_code);
  another.pairing->invitation += "another";
  port->show(another);
  frames(1);
  EXPECT_EQ(clipboard(), "");
  copy();
  port->show(paired());
  frames(1);
  EXPECT_EQ(clipboard(), "");
}

TEST_F(LentCode, IsTakenBackWhenTheWindowCloses) {
  copy();
  window->handle_close();
  EXPECT_EQ(clipboard(), "");
}

TEST_F(LentCode, LeavesWhatSomebodyHasCopiedSince) {
  copy();
  ImGui::SetClipboardText("a line of a poem");
  port->show(pairing(PairingView::Step::comparing_words));
  frames(1);
  window->handle_close();
  EXPECT_EQ(clipboard(), "a line of a poem");
}

}  // namespace
}  // namespace twinlamp::ui::test
