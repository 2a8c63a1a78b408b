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

  void somebody_copies(const char* text) {  // past the window
    set_(user_, text);
  }

  std::string invitation;

private:
  void (*set_)(void*, const char*) = ImGui::GetIO().SetClipboardTextFn;
  void* user_ = ImGui::GetIO().ClipboardUserData;
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
  somebody_copies("a line of a poem");
  port->show(pairing(PairingView::Step::comparing_words));
  frames(1);
  window->handle_close();
  EXPECT_EQ(clipboard(), "a line of a poem");
}

// Whatever else is copied: what one has written, a line of one's own relay.
class LentWords : public LentCode {
protected:
  void copy_words() {
    show(paired());
    ImGui::SetClipboardText("what I have written so far");
    ASSERT_EQ(clipboard(), "what I have written so far");
  }
};

TEST_F(LentWords, StayWhileTheProfileIsOpen) {
  copy_words();
  frames(10);
  EXPECT_EQ(clipboard(), "what I have written so far");
}

TEST_F(LentWords, AreTakenBackWhenItLocksAndWhenThePairIsLeft) {
  auto ended = paired();
  ended.stage = client::Stage::ended;
  for (const auto& after : {locked(), ended}) {
    copy_words();
    port->show(after);
    frames(1);
    EXPECT_EQ(clipboard(), "");
  }
}

TEST_F(LentWords, AreTakenBackWhenTheWindowCloses) {
  copy_words();
  window->handle_close();
  EXPECT_EQ(clipboard(), "");
}

TEST_F(LentWords, LeaveWhatSomebodyHasCopiedSince) {
  copy_words();
  somebody_copies("somebody else's");
  port->show(locked());
  frames(1);
  EXPECT_EQ(clipboard(), "somebody else's");
}

}  // namespace
}  // namespace twinlamp::ui::test
