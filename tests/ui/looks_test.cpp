// What was seen amiss by looking at the window, and was mended: so that it stays so.
#include "client/ui/kit/button.h"
#include "client/ui/kit/overlap.h"
#include "client/ui/kit/scale_track.h"
#include "client/ui/kit/time_series.h"
#include "tests/ui/support/kit_fixture.h"
#include "tests/ui/support/own_models.h"
#include "tests/ui/support/practice_models.h"
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;

class LooksKitTest : public KitTest {};

TEST_F(LooksKitTest, SetsTextThatCanBePressedUnderTheTextAboveIt) {
  float left = 0;
  show([&] {
    left = ui.pen.x;
    button(ui, "alone", {.kind = ButtonKind::plain});
    const Flow flow(ui);
    button(ui, "first", {.kind = ButtonKind::plain});
    button(ui, "second", {.kind = ButtonKind::plain});
    button(ui, "third, which is as long as the whole of the column that it is drawn in and goes below",
           {.kind = ButtonKind::plain});
  });
  for (const auto* label :
       {"alone", "first", "third, which is as long as the whole of the column that it is drawn in and goes below"})
    EXPECT_EQ(find(label)->rect.x, left - ui.px(0.7f)) << label;
  EXPECT_GT(find("second")->rect.x, find("first")->rect.right());
}

TEST_F(LooksKitTest, LeavesNoWordAloneInTheLastRow) {
  const std::string text = "Then, and only then, its owner says what would help: comfort, company, ideas, or nothing.";
  bool was_tried = false;
  for (float widest = 20; widest <= 46; ++widest) {
    show([&] { prose(ui, text); }, widest);
    const float column = width_of_column();
    const auto& greedy = ui.layouts().find(ui.fonts(), text, {.face = Face::body, .width = column});
    const auto rows = greedy.row_count();
    if (rows < 2 || greedy.row(rows - 1).width > column * 0.2f) continue;
    was_tried = true;
    const auto* drawn = find(text);
    EXPECT_LT(drawn->rect.width, column * 0.96f) << widest << " em";
    EXPECT_EQ(drawn->rect.height, line_height(ui, Face::body) * float(rows)) << "it takes no row more";
  }
  EXPECT_TRUE(was_tried);
}

TEST_F(LooksKitTest, SaysInWordsWhereThePartsOfAPictureAreEmpty) {
  const std::vector<std::string> mine{"Quiet"}, none;
  for (const float widest : {50.f, 20.f}) {
    show(
        [&] {
          overlap_picture(ui, "What matters",
                          {{"You", mine}, {"Both", none, "different ones"}, {"Sam", none, "all are shared"}});
        },
        widest);
    ASSERT_NE(find("different ones", "none"), nullptr) << widest;
    EXPECT_NE(find("all are shared", "none"), nullptr) << widest;
    EXPECT_EQ(find("–"), nullptr);
  }
}

TEST_F(LooksKitTest, TellsASingleDayInWordsInPlaceOfAnEmptyPicture) {
  std::optional<std::chrono::sys_days> at;
  const std::chrono::sys_days first = std::chrono::year(2026) / 11 / 17;
  std::vector<ChartPoint> points{{first, 3, "longing, 3 of 5"}};
  const auto draw = [&] {
    Chart chart{.mine = {"You", points}, .low = 1, .high = 5};
    chart.begun = "A line begins with a second day.";
    chart.say_day = [](std::chrono::sys_days day) {
      return day == std::chrono::sys_days(std::chrono::year(2026) / 11 / 17) ? "17 Nov" : "18 Nov";
    };
    time_series(ui, "How strong", chart, at);
  };
  show(draw);
  EXPECT_NE(find("A line begins with a second day.", "begun"), nullptr);
  ASSERT_NE(find("How strong", "chart"), nullptr);
  EXPECT_EQ(find("How strong", "chart")->value, "17 Nov; You: longing, 3 of 5");
  EXPECT_LT(find("How strong", "chart")->rect.height, ui.px(13));
  points.push_back({first + std::chrono::days(1), 4, "calm, 4 of 5"});
  show(draw);
  EXPECT_EQ(find("A line begins with a second day."), nullptr);
  EXPECT_GE(find("How strong", "chart")->rect.height, ui.px(13));
}

TEST_F(LooksKitTest, NamesTheEndsOfATrackUnderItsEnds) {
  float left = 0, right = 0;
  show([&] {
    left = ui.pen.x, right = ui.pen.x + ui.pen.width;
    scale_track(ui, 3, 7, ui.theme.colors.mine);
    scale_ends(ui, "a whisper", "louder than all else");
  });
  EXPECT_NEAR(find("a whisper")->rect.x, left, 2);
  EXPECT_NEAR(find("louder than all else")->rect.right(), right, 3);
}

TEST_F(LooksKitTest, DrawsTheBarOfALongTextAtTheEdgeOfItsFrame) {
  Writing writing;
  writing.editor.set_text(long_text(4000));
  show([&] { writing_area(ui, "Your answer", writing); });
  const auto* area = find("Your answer", "writing");
  const auto* emoji = find(ui.say("emoji.open"), "icon");
  ASSERT_NE(area, nullptr);
  ASSERT_NE(emoji, nullptr);
  EXPECT_GE(emoji->rect.x, area->rect.right() - 1) << "beside the text";
  const float bar = ImGui::GetStyle().ScrollbarSize, edge = width_of_column() + left_of_column();
  EXPECT_LE(emoji->rect.right(), edge - bar) << "and not under the bar";
  EXPECT_GE(emoji->rect.right(), edge - bar - ui.px(0.8f));
}

class LooksTest : public ScreenTest {
protected:
  void scroll_down() {
    ImGui::GetIO().MousePos = {width * 0.6f, height * 0.5f};
    for (int i = 0; i < 6; ++i) {
      ImGui::GetIO().MouseWheel = -5;
      frames(2);
    }
  }
};

TEST_F(LooksTest, BeginsAnotherRoundAtItsTopHoweverFarTheLastWasRolled) {
  auto model = with_round(round_of(CardKind::choices, RoundPhase::writing));
  auto other = round_of(CardKind::ranking, RoundPhase::writing);
  other.id = "other";
  model.open_rounds.push_back(std::make_shared<const RoundView>(other));
  height = 420;
  show(model, {Route::To::round, "r"});
  scroll_down();
  ASSERT_LT(find("Back")->rect.y, 0);
  window->go({Route::To::round, "other"});
  frames(3);
  EXPECT_GT(find("Back")->rect.y, 0);
}

TEST_F(LooksTest, StandsWhereItStoodForWhoComesBack) {
  auto model = paired();
  model.keepsake = keepsake(60);
  for (const auto& line : model.keepsake->lines()) {
    auto round = round_of(CardKind::text, RoundPhase::closed);
    round.id = line->id;
    model.open_rounds.push_back(std::make_shared<const RoundView>(round));
  }
  show(model, {Route::To::keepsake});
  scroll_down();
  const auto was = find("Keepsake", "title")->rect.y;
  ASSERT_LT(was, 0);
  for (const auto& widget : ui.log().widgets())
    if (widget.role == "row" && widget.visible.height > 40 && widget.visible.y > 100) {
      click(widget.visible.x + 20, widget.visible.y + 20);
      break;
    }
  frames(3);
  ASSERT_EQ(window->route().to, Route::To::round);
  press("Back");
  frames(3);
  EXPECT_NEAR(find("Keepsake", "title")->rect.y, was, 2);
  window->go({Route::To::practices});
  frames(3);
  window->go({Route::To::keepsake});
  frames(3);
  EXPECT_GT(find("Keepsake", "title")->rect.y, 0) << "but begins at its top for who comes anew";
}

TEST_F(LooksTest, BringsToTheAnswersWhoeverHadRolledDownToSeal) {
  height = 420;
  auto round = text_round(RoundPhase::countdown);
  round.opens_at = ui.now + std::chrono::seconds(1);
  show(with_round(round), {Route::To::round, "r"});
  scroll_down();
  port->show(with_round(text_round(RoundPhase::receiving)));
  frames(4);
  EXPECT_GT(find("Back")->rect.y, 0);
}

TEST_F(LooksTest, ShowsAtOnceWhatIsPlayedAgainstTheClock) {
  width = 800, height = 600, scale = 2;
  show(in_game(ui.now + std::chrono::seconds(3)), {Route::To::round, "r"});
  const Widget* count = nullptr;
  for (const auto& widget : ui.log().widgets())
    if (widget.role == "count") count = &widget;
  ASSERT_NE(count, nullptr);
  EXPECT_EQ(count->visible, count->rect);
  show(in_game(ui.now - std::chrono::seconds(1)), {Route::To::round, "r"});
  for (const auto* side : {"the sea", "the mountains"}) {
    ASSERT_NE(find(side, "option"), nullptr);
    EXPECT_GT(find(side, "option")->visible.height, find(side, "option")->rect.height * 0.9f) << side;
  }
}

TEST_F(LooksTest, FollowsWhoWritesBelowThePagesEdge) {
  width = 800, height = 600, scale = 2;
  show(with_round(text_round(RoundPhase::writing)), {Route::To::round, "r"});
  ASSERT_LT(find("Your answer", "writing")->visible.height, ui.px(2)) << "else this shows nothing";
  type("I");
  frames(3);
  EXPECT_GT(find("Your answer", "writing")->visible.height, line_height(ui, Face::reading));
}

TEST_F(LooksTest, SaysOnceWhatAFearsOwnerIsAsked) {
  show(with_round(fear_to_say()), {Route::To::round, "r"});
  EXPECT_EQ(find(fear_to_say().waiting_for, "waiting"), nullptr) << "the form says it";
  show(with_round(fear_to_help()), {Route::To::round, "r"});
  EXPECT_EQ(find(fear_to_help().waiting_for, "waiting"), nullptr);
}

TEST_F(LooksTest, SetsUnderAMarkedLineWhatIsSaidOfIt) {
  show(with_round(guessed()), {Route::To::round, "r"});
  const auto* line = find("I have a twin tree.", "answer");
  ASSERT_NE(line, nullptr);
  for (const auto& widget : ui.log().widgets())
    if (widget.label == ui.say("lines.is_marked") && widget.rect.x > width / 2) {
      EXPECT_NEAR(widget.rect.x, line->rect.x, 2);
    }
}

TEST_F(LooksTest, SaysSomethingWhereThereIsNothingYet) {
  show(with_own_cards({}), {.to = Route::To::practice, .practice = 11});
  EXPECT_NE(find(ui.say("own.none_yet")), nullptr);
  press(ui.say("own.write"), "button");
  EXPECT_EQ(find(ui.say("own.none_yet")), nullptr) << "somebody is about to write one";
}

TEST_F(LooksTest, NamesADeckAndEachFaultOfAFile) {
  OwnCardsView view{
      {own_deck("train-games", true, {"Count the tunnels with me."})},
      {deck_file("winter", 0, {"winter.toml, line 4: the prompt is empty.", "winter.toml, line 9: no such kind."},
                 false)},
      {}};
  show(with_own_cards(view), {.to = Route::To::practice, .practice = 11});
  EXPECT_NE(find("train-games", "deck"), nullptr);
  EXPECT_NE(find("Count the tunnels with me.", "prompt"), nullptr);
  EXPECT_NE(find("winter.toml, line 4: the prompt is empty.", "problem"), nullptr);
  EXPECT_NE(find("winter.toml, line 9: no such kind.", "problem"), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
