#include "client/ui/screens/keepsake.h"

#include <gtest/gtest.h>

#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using namespace client;
using namespace std::chrono_literals;

Model with(std::vector<RoundSummary> lines) {
  auto model = paired();
  std::vector<Keepsake::Line> kept;
  for (auto& line : lines) kept.push_back(std::make_shared<const RoundSummary>(std::move(line)));
  model.keepsake = std::make_shared<const Keepsake>(std::move(kept));
  return model;
}

RoundSummary line(std::string id, std::string prompt, std::chrono::sys_days day, int practice = 2, bool apart = false) {
  RoundSummary made;
  made.id = std::move(id), made.prompt = std::move(prompt), made.day = day, made.practice = practice, made.is_apart = apart;
  made.practice_name = practice == 2 ? "Open up" : practice == 3 ? "Fears" : "Desire";
  made.mine = "bread", made.partners = "salt", made.month = "A month", made.date = "a date";
  return made;
}

class KeepsakeScreenTest : public ScreenTest {
protected:
  void open(Model model) { show(std::move(model), {Route::To::keepsake}); }
  std::string rows() {
    std::string all;
    for (const auto& widget : ui.log().widgets())
      if (widget.role == "row") all += widget.label + " ";
    return all;
  }
};

TEST_F(KeepsakeScreenTest, ShowsWhatWasOnThisDay) {  // 18 November 2026, by the window's clock
  open(with({line("a", "Yesterday?", 2026y / 11 / 17), line("b", "A month ago?", 2026y / 10 / 18), line("c", "A year ago?", 2025y / 11 / 18)}));
  EXPECT_EQ(rows(), "Yesterday? A month ago? A year ago? ");
  press("On this day", "chip");
  EXPECT_EQ(rows(), "A month ago? A year ago? ");
}

TEST_F(KeepsakeScreenTest, SaysSoWhereNothingWasOnThisDay) {
  open(with({line("a", "Yesterday?", 2026y / 11 / 17)}));
  press("On this day", "chip");
  EXPECT_NE(find("Nothing was opened on this day of another month or year."), nullptr);
}

TEST_F(KeepsakeScreenTest, ShowsWhatIsKeptApartOnlyWhereItsPracticeIsChosen) {
  const auto lines = std::vector{line("a", "A kitchen?", 2026y / 10 / 18), line("b", "A wish?", 2026y / 10 / 18, 4, true)};
  open(with(lines));
  EXPECT_EQ(rows(), "A kitchen? ");
  press("On this day", "chip");
  EXPECT_EQ(rows(), "A kitchen? ");
  press("By time", "chip");
  press("Desire", "chip");
  EXPECT_EQ(rows(), "A wish? ");
  auto locked = with(lines);
  locked.shows_apart = false;
  port->show(std::move(locked));
  frames(3);
  EXPECT_EQ(rows(), "A kitchen? ");
  EXPECT_EQ(find("Desire", "chip"), nullptr);
}

TEST_F(KeepsakeScreenTest, DrawsTheEveningsAndTheFeelingsOfBoth) {
  open(paired());
  press("Charts", "chip");
  const auto* evenings = find("Evenings together", "chart");
  ASSERT_NE(evenings, nullptr);
  EXPECT_NE(evenings->value.find("37 evenings together"), std::string::npos);
  const auto* feelings = find("How strong it was", "chart");
  ASSERT_NE(feelings, nullptr);
  EXPECT_NE(feelings->value.find("You: "), std::string::npos);
  EXPECT_NE(feelings->value.find(" of 5"), std::string::npos);
  press("All of the time", "chip");
  EXPECT_NE(find("How strong it was", "chart")->value.find("The week of "), std::string::npos);
}

TEST_F(KeepsakeScreenTest, SavesWhatIsShownIntoTheFileThatIsNamed) {
  auto model = with({line("a", "A kitchen?", 2026y / 11 / 17), line("b", "A fear?", 2026y / 11 / 16, 3), line("c", "A wish?", 2026y / 11 / 15, 4, true)});
  open(std::move(model));
  press("Save a copy …", "button");
  EXPECT_NE(find("The file is not encrypted: whoever can open it can read it."), nullptr);
  EXPECT_EQ(find("File", "field")->value, "/home/noor/Documents/twinlamp-2026-11-18.html");
  press("PDF", "chip");
  EXPECT_EQ(find("File", "field")->value, "/home/noor/Documents/twinlamp-2026-11-18.pdf");
  press("Save the copy", "button");
  const auto* all = port->last<ExportKeepsake>();
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all->form, ExportKeepsake::Form::pdf);
  EXPECT_EQ(all->lines, (std::vector<std::string>{"a", "b"})) << "without what is kept apart";
  EXPECT_EQ(all->file, "/home/noor/Documents/twinlamp-2026-11-18.pdf");
  press("Fears", "chip");
  press("Save the copy", "button");
  EXPECT_EQ(port->last<ExportKeepsake>()->lines, (std::vector<std::string>{"b"}));
}

TEST_F(KeepsakeScreenTest, KeepsATypedFileNameAndClosesOnceItIsSaved) {
  open(paired());
  press("Save a copy …", "button");
  press("File", "field");
  key(Key::end);
  type("x");
  press("Markdown", "chip");
  EXPECT_TRUE(find("File", "field")->value.ends_with(".htmlx"));
  press("Save the copy", "button");
  EXPECT_NE(find("A copy in a file"), nullptr) << "it is not there yet";
  auto done = paired();
  done.exporting.done = 1;
  port->show(std::move(done));
  frames(3);
  EXPECT_EQ(find("A copy in a file"), nullptr);
}

}  // namespace
}  // namespace twinlamp::ui::test
