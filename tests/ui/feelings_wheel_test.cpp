#include "client/ui/kit/feelings_wheel.h"

#include "client/content/catalogue.h"
#include "client/content/deck_files.h"
#include "tests/ui/support/kit_fixture.h"
#include "tests/ui/support/models.h"

namespace twinlamp::ui::test {
namespace {

class FeelingsWheelTest : public KitTest {
protected:
  FeelingsWheelTest() : families(*paired().feelings) { begin(); }

  void begin(float widest = 40) {
    show(
        [this] {
          changes += feelings_wheel(ui, families, choice, {"Nearest to", "More exactly", "All", "Own"}) ? 1 : 0;
        },
        widest);
  }
  std::string family() { return choice.answer.family; }
  std::string word() { return choice.answer.word; }

  std::vector<client::FeelingFamily> families;
  FeelingChoice choice;
  int changes = 0;
};

TEST_F(FeelingsWheelTest, NamesAFeelingInTwoClicks) {
  press("Calm", "feeling");
  EXPECT_EQ(family(), "calm");
  EXPECT_EQ(find("Glad"), nullptr);
  press("settled", "feeling");
  EXPECT_EQ(word(), "settled");
  EXPECT_TRUE(find("settled", "feeling")->selected);
  EXPECT_EQ(changes, 2);
}

TEST_F(FeelingsWheelTest, NamesAFeelingByKeysAlone) {
  key(Key::tab);
  EXPECT_EQ(on(), "Glad");
  key(Key::right);
  key(Key::right);
  key(Key::left);
  key(Key::enter);
  EXPECT_EQ(family(), "calm");
  frames(1);
  EXPECT_EQ(on(), "at ease");
  key(Key::left);
  EXPECT_EQ(on(), "peaceful");
  key(Key::space);
  EXPECT_EQ(word(), "peaceful");
}

TEST_F(FeelingsWheelTest, IsOneStopOfTab) {
  key(Key::tab);
  const auto first = on();
  key(Key::tab);
  EXPECT_EQ(on(), first);
}

TEST_F(FeelingsWheelTest, LeadsBackToTheFamiliesAndKeepsWhatWasChosen) {
  press("Calm", "feeling");
  press("settled", "feeling");
  press("All");
  EXPECT_TRUE(find("Calm", "feeling")->selected);
  press("Calm", "feeling");
  EXPECT_EQ(word(), "settled");
  key(Key::escape);
  EXPECT_NE(find("Glad"), nullptr);
  press("Glad", "feeling");
  EXPECT_EQ(family(), "glad");
  EXPECT_EQ(word(), "");
}

TEST_F(FeelingsWheelTest, TakesOnesOwnWord) {
  press("Calm", "feeling");
  press("settled", "feeling");
  type_into("Own", "like snow");
  EXPECT_EQ(word(), "like snow");
  EXPECT_FALSE(find("settled", "feeling")->selected);
  press("rested", "feeling");
  EXPECT_EQ(word(), "rested");
  EXPECT_TRUE(choice.own_word.editor.empty());
}

TEST_F(FeelingsWheelTest, ShowsTheWordsOfADraft) {
  choice.answer.family = "close", choice.answer.word = "longing";
  frames(2);
  EXPECT_TRUE(find("longing", "feeling")->selected);
}

TEST_F(FeelingsWheelTest, ChoosesNothingBetweenTheRingAndItsCorners) {
  const auto glad = find("Glad", "feeling")->rect, calm = find("Sad", "feeling")->rect;
  click((glad.x + calm.x) / 2 + glad.width / 2, (glad.y + calm.bottom()) / 2);  // the hub
  EXPECT_EQ(family(), "");
}

TEST_F(FeelingsWheelTest, LetsNoTwoWordsTouchInAnyLanguageOrSize) {
  for (const auto& language : client::built_in_languages()) {
    const auto catalogue = client::Catalogue::built_in(language);
    families.assign(catalogue.feelings().begin(), catalogue.feelings().end());
    for (const float size : {0.8f, 1.f, 1.5f, 2.f}) {
      scale = size, width = 800, height = 600;
      choice.answer = {};
      for (std::size_t step = 0; step <= families.size(); ++step) {
        if (step > 0) choice.answer.family = families[step - 1].id;
        begin();
        std::vector<Widget> said;
        for (const auto& each : ui.log().widgets())
          if (each.role == "feeling" || each.role == "chip") said.push_back(each);
        EXPECT_EQ(said.size(), step == 0 ? families.size() : families[step - 1].words.size());
        for (std::size_t a = 0; a < said.size(); ++a) {
          EXPECT_GE(said[a].rect.x, 0) << said[a].label;
          EXPECT_LE(said[a].rect.right(), width) << said[a].label;
          for (std::size_t b = a + 1; b < said.size(); ++b)
            EXPECT_FALSE(said[a].rect.overlaps(said[b].rect)) << language << size << said[a].label << said[b].label;
        }
      }
    }
  }
}

TEST_F(FeelingsWheelTest, IsAWheelInTheLanguagesAndSizesThatAreUsual) {
  for (const auto& language : client::built_in_languages()) {
    const auto catalogue = client::Catalogue::built_in(language);
    families.assign(catalogue.feelings().begin(), catalogue.feelings().end());
    choice.answer = {};
    begin();
    EXPECT_EQ(all_of("feeling").size(), families.size()) << language;
    for (const auto& each : families) {
      choice.answer.family = each.id;
      begin();
      EXPECT_EQ(all_of("feeling").size(), each.words.size()) << language << ": " << each.name;
    }
  }
}

}  // namespace
}  // namespace twinlamp::ui::test
