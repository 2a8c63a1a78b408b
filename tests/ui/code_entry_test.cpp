#include "client/ui/kit/code_entry.h"

#include <array>

#include "client/ui/kit/button.h"
#include "tests/ui/support/kit_fixture.h"

namespace twinlamp::ui::test {
namespace {

constexpr std::array<std::string_view, 9> words{"amber",  "amend", "amount", "ample", "amuse",
                                                "amulet", "amid",  "otter",  "window"};

class CodeEntryTest : public KitTest {
protected:
  CodeEntryTest() {
    look.complete = [](std::string_view letters) {
      std::vector<std::string> found;
      for (const auto word : words)
        if (word.starts_with(letters)) found.emplace_back(word);
      return found;
    };
    look.check = [this](std::string_view code, bool whole) {
      asked = code;
      if (whole && code != "417-amber-otter-window") return std::string("not whole");
      return code.find("zebra") == std::string_view::npos ? std::string() : std::string("zebra is no word of ours");
    };
    show([this] {
      const auto now = code_entry(ui, "Code", entry, look);
      submitted = submitted || now.submitted;
      ui.gap(2);
      joined = button(ui, "Join") || joined;
    });
    press("Code", "field");
  }

  std::string text() { return entry.writing.editor.text(); }
  std::vector<std::string> offered() {
    std::vector<std::string> labels;
    for (const auto& each : all_of("completion")) labels.push_back(each.label);
    return labels;
  }

  CodeEntry entry;
  CodeEntryLook look;
  std::string asked;
  bool submitted = false, joined = false;
};

TEST_F(CodeEntryTest, OffersAtMostSixWaysInWhichTheWordMayGoOn) {
  type("417-am");
  EXPECT_EQ(offered(), (std::vector<std::string>{"amber", "amend", "amount", "ample", "amuse", "amulet"}));
}

TEST_F(CodeEntryTest, OffersNothingForTheNumber) {
  type("4");
  EXPECT_TRUE(offered().empty());
}

TEST_F(CodeEntryTest, TakesTheFirstByTabAndGoesOnToTheNextWord) {
  type("417-am");
  key(Key::tab);
  EXPECT_EQ(text(), "417-amber-");
  EXPECT_TRUE(offered().empty());
  EXPECT_EQ(on(), "Code");
}

TEST_F(CodeEntryTest, PutsNoHyphenBehindTheLastWord) {
  type("417-amber-otter-win");
  key(Key::enter);
  EXPECT_EQ(text(), "417-amber-otter-window");
  EXPECT_FALSE(submitted);
}

TEST_F(CodeEntryTest, TakesWhatTheArrowsHaveChosen) {
  type("417 am");
  key(Key::down);
  key(Key::down);
  key(Key::up);
  EXPECT_TRUE(find("amend", "completion")->selected);
  key(Key::enter);
  EXPECT_EQ(text(), "417 amend-");
}

TEST_F(CodeEntryTest, GoesRoundAtTheEndsOfTheList) {
  type("417 am");
  key(Key::up);
  EXPECT_TRUE(find("amulet", "completion")->selected);
  key(Key::down);
  EXPECT_TRUE(find("amber", "completion")->selected);
}

TEST_F(CodeEntryTest, TakesWhatIsClicked) {
  type("417-am");
  press("amount", "completion");
  EXPECT_EQ(text(), "417-amount-");
  type("ot");
  EXPECT_EQ(text(), "417-amount-ot");
}

TEST_F(CodeEntryTest, MeansATabForTheLettersThatWereTypedRightBeforeIt) {
  for (const char32_t letter : U"417-am") {
    if (letter != 0) ui.input.push({.key = Key::character, .text = letter});
  }
  ui.input.push({.key = Key::tab});
  ui.input.push({.key = Key::character, .text = U'o'});
  frames(2);
  EXPECT_EQ(text(), "417-amber-o");
}

TEST_F(CodeEntryTest, LetsTabGoOnWhereNothingIsOffered) {
  type("417");
  key(Key::tab);
  EXPECT_EQ(on(), "Join");
  key(Key::tab, false, true);
  EXPECT_EQ(on(), "Code");
}

TEST_F(CodeEntryTest, LetsShiftTabLeaveTheListToo) {
  type("417-am");
  key(Key::tab, false, true);
  EXPECT_EQ(on(), "Join");
  EXPECT_TRUE(offered().empty());
}

TEST_F(CodeEntryTest, PutsTheListAwayByEscapeUntilMoreIsTyped) {
  type("417-am");
  key(Key::escape);
  EXPECT_TRUE(offered().empty());
  type("e");
  EXPECT_EQ(offered(), (std::vector<std::string>{"amend"}));
}

TEST_F(CodeEntryTest, NamesAWrongWordAsSoonAsItIsFinished) {
  type("417-zebra");
  EXPECT_EQ(asked, "417-");
  EXPECT_EQ(find("zebra is no word of ours", "problem"), nullptr);
  type("-");
  EXPECT_NE(find("zebra is no word of ours", "problem"), nullptr);
}

TEST_F(CodeEntryTest, SubmitsOnlyWhatIsRight) {
  type("417-amber-otter");
  key(Key::escape);
  key(Key::enter);
  EXPECT_FALSE(submitted);
  EXPECT_NE(find("not whole", "problem"), nullptr);
  type("-window");
  EXPECT_EQ(find("not whole", "problem"), nullptr);
  key(Key::enter);
  EXPECT_TRUE(submitted);
}

TEST_F(CodeEntryTest, HangsTheListInsideTheWindow) {
  width = 480, height = 400, scale = 2;
  show([this] {
    ui.gap(4);
    code_entry(ui, "Code", entry, look);
    ui.gap(10);
  });
  press("Code", "field");
  type("417-am");
  for (const auto& each : all_of("completion")) {
    EXPECT_GE(each.rect.y, 0) << each.label;
    EXPECT_LE(each.rect.right(), width) << each.label;
  }
}

}  // namespace
}  // namespace twinlamp::ui::test
