// The keepsake's commands against an app that says what the test wants.
#include "client/cli/commands.h"
#include "client/cli/commands_keepsake.h"
#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli {
namespace {

using namespace std::chrono_literals;

class KeepsakeCommands : public test::CommandTest {
protected:
  KeepsakeCommands() {
    auto& model = app_.edit();
    have({{2, "open-up", "Open up", "", {}}, {4, "desire", "Desire", "", {}}, {5, "appreciations", "Appreciations", "", {}}});
    const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const std::chrono::year_month_day date(now);
    const std::chrono::sys_days a_year_ago = (date.year() - std::chrono::years(1)) / date.month() / date.day();
    auto gift = std::make_shared<client::GiftView>();
    gift->id = "g", gift->text = "I love you";
    auto given = line("g", "I love you", now, 5);
    given->gift = gift;
    model.keepsake = std::make_shared<const client::Keepsake>(
        std::vector<client::Keepsake::Line>{given, line("a1", "A kitchen?", now, 2), line("b2", "A harbour?", a_year_ago, 2), line("c3", "A wish?", a_year_ago, 4)});
  }
  std::shared_ptr<client::RoundSummary> line(const std::string& id, const std::string& prompt, std::chrono::sys_days day, int practice) {
    auto made = std::make_shared<client::RoundSummary>();
    made->id = id, made->prompt = prompt, made->day = day, made->practice = practice, made->is_apart = practice == 4, made->date = "a date";
    client::RoundView round;
    round.id = id, round.card.prompt = prompt, round.phase = client::RoundPhase::closed;
    app_.closed.push_back(std::make_shared<const client::RoundView>(round));
    return made;
  }
  std::string prompts(const std::vector<std::string>& words) {
    const auto said = run(words);
    std::string found;
    for (const auto* prompt : {"I love you", "A kitchen?", "A harbour?", "A wish?"})
      if (said.find(prompt) != std::string::npos) found += std::string(prompt) + " ";
    return found;
  }
};

TEST_F(KeepsakeCommands, ShowTheNewestFirstAndWhatWasGiven) {
  EXPECT_EQ(prompts({"history"}), "I love you A kitchen? A harbour? ");
  EXPECT_EQ(prompts({"history", "1"}), "I love you ");
  EXPECT_NE(run({"history"}).find("a date. Sam gave you: I love you"), std::string::npos);
}

TEST_F(KeepsakeCommands, ChooseByWordsByPracticeAndByDay) {
  EXPECT_EQ(prompts({"history", "--search", "harbour"}), "A harbour? ");
  EXPECT_EQ(prompts({"history", "--practice", "open-up"}), "A kitchen? A harbour? ");
  EXPECT_EQ(prompts({"history", "--practice", "Desire"}), "A wish? ");
  EXPECT_EQ(prompts({"history", "--this-day"}), "A harbour? ");
  EXPECT_NE(run({"history", "--search", "mountains"}).find("Nothing in your keepsake is like that."), std::string::npos);
  EXPECT_NE(run({"history", "--practice", "tennis"}).find("tennis"), std::string::npos);
  EXPECT_EQ(code_, 1);
}

TEST_F(KeepsakeCommands, ShowNothingApartWhereItIsLockedAway) {
  app_.edit().shows_apart = false;
  EXPECT_EQ(prompts({"history", "--practice", "desire"}), "");
}

TEST_F(KeepsakeCommands, TellTheEveningsOfEachMonthAndTheFeelingsOfBoth) {
  EXPECT_NE(run({"charts"}).find("nothing to draw yet"), std::string::npos);
  auto& model = app_.edit();
  model.evenings = std::make_shared<const std::vector<std::chrono::sys_days>>(
      std::vector<std::chrono::sys_days>{2026y / 10 / 3, 2026y / 10 / 9, 2026y / 11 / 1});
  client::FeelingsFacts facts;
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  facts.mine = {{now, 4, "longing"}};
  facts.partners = {{now, 2, "calm"}};
  model.feelings_facts = std::make_shared<const client::FeelingsFacts>(facts);
  const auto said = run({"charts"});
  EXPECT_NE(said.find("October 2026: 2 evenings together, 2 in all.\nNovember 2026: 1 evening together, 3 in all.\n"), std::string::npos) << said;
  EXPECT_NE(said.find(". You: longing, 4 of 5. Sam: calm, 2 of 5."), std::string::npos) << said;
  EXPECT_NE(run({"charts", "--weeks"}).find("The week of "), std::string::npos);
  EXPECT_NE(feelings_page(model, client::Words()).find("You: longing, 4 of 5. Sam: calm, 2 of 5."), std::string::npos);
}

TEST_F(KeepsakeCommands, ExportExactlyWhatIsChosen) {
  app_.react = [](client::Model& model, const client::Intent& intent) {
    const auto* wanted = std::get_if<client::ExportKeepsake>(&intent);
    if (wanted == nullptr) return;
    ++model.exporting.done;
    model.exporting.file = wanted->file;
  };
  const auto sent = [&] { return std::get<client::ExportKeepsake>(app_.sent().back()); };
  const auto said = run({"export", "/tmp/copy.pdf"});
  EXPECT_EQ(code_, 0);
  EXPECT_NE(said.find("not encrypted"), std::string::npos);
  EXPECT_EQ(sent().form, client::ExportKeepsake::Form::pdf);
  EXPECT_EQ(sent().lines, (std::vector<std::string>{"g", "a1", "b2"}));
  run({"export", "/tmp/copy", "--form", "markdown", "--search", "kitchen", "--replace"});
  EXPECT_EQ(sent().form, client::ExportKeepsake::Form::markdown);
  EXPECT_EQ(sent().lines, (std::vector<std::string>{"a1"}));
  EXPECT_TRUE(sent().replace);
  run({"export", "~/copy.html", "--round", "b2"});
  EXPECT_EQ(sent().lines, (std::vector<std::string>{"b2"}));
  EXPECT_EQ(sent().file, "~/copy.html");
  run({"export", "here.md"});
  EXPECT_TRUE(sent().file.starts_with("/") && sent().file.ends_with("/here.md"));
  run({"export"});
  EXPECT_EQ(code_, 2);
  run({"export", "a", "--form", "word"});
  EXPECT_EQ(code_, 2);
}

}  // namespace
}  // namespace twinlamp::cli
