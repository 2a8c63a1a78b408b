// The keepsake of a real App saved into files: what is in them, what is told, and that a locked one writes nothing.
#include <fstream>
#include <sstream>

#include "tests/client/app/app_fixture.h"

namespace twinlamp::client::test {
namespace {

using Form = ExportKeepsake::Form;

class AppExportTest : public CoupleTest {
protected:
  std::string played() {
    const auto id = ask(noor_, "open-up.first-kitchen");
    noor_.send(SealAnswer{id, TextAnswer{"The sea, and you reading <aloud>"}, SealMode::apart});
    sam_.send(SealAnswer{id, TextAnswer{"My uncle's radio at dusk"}, SealMode::apart});
    for (auto* person : {&noor_, &sam_}) EXPECT_TRUE(person->wait_round(id, [](const RoundView& r) { return r.partners.has_value(); }));
    EXPECT_TRUE(noor_.wait([](const Model& m) { return !m.keepsake->empty(); }));
    return id;
  }
  static std::string content_of(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
  }
};

TEST_F(AppExportTest, SavesTheLinesThatAreNamedAndTellsWhere) {
  pair_up();
  const auto id = played();
  const auto file = folder_ / "copy.html";
  noor_.send(ExportKeepsake{Form::html, file.string(), {id}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.exporting.done == 1; }));
  const auto text = content_of(file);
  EXPECT_NE(text.find("The sea, and you reading &lt;aloud&gt;"), std::string::npos);
  EXPECT_NE(text.find("My uncle&#39;s radio at dusk"), std::string::npos);
  EXPECT_NE(text.find("<title>Noor and Sam</title>"), std::string::npos);
  EXPECT_TRUE(noor_.has_notice("This file is not encrypted"));
  EXPECT_EQ(noor_.model()->exporting.file, file.string());
  EXPECT_FALSE(noor_.model()->exporting.folder.empty());
  // The same name again is another file's.
  noor_.send(ExportKeepsake{Form::html, file.string(), {id}});
  ASSERT_TRUE(noor_.wait([&](const Model&) { return noor_.has_notice("There is a file of that name already"); }));
  noor_.send(ExportKeepsake{Form::markdown, file.string(), {id}, true});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.exporting.done == 2; }));
  EXPECT_TRUE(content_of(file).starts_with("# Noor and Sam"));
}

TEST_F(AppExportTest, SaysWhatIsWrongAndWritesNothing) {
  pair_up();
  const auto id = played();
  const std::pair<ExportKeepsake, std::string> cases[] = {{{Form::pdf, (folder_ / "a.pdf").string(), {}}, "nothing to save"},
                                                          {{Form::pdf, (folder_ / "a.pdf").string(), {"ffff"}}, "nothing to save"},
                                                          {{Form::pdf, "a.pdf", {id}}, "whole path"},
                                                          {{Form::pdf, (folder_ / "no/a.pdf").string(), {id}}, "no such folder"}};
  for (const auto& [wanted, told] : cases) {
    noor_.send(wanted);
    EXPECT_TRUE(noor_.wait([&, part = told](const Model&) { return noor_.has_notice(part); })) << told;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "a.pdf"));
  EXPECT_EQ(noor_.model()->exporting.done, 0u);
}

TEST_F(AppExportTest, SavesNothingOfALockedProfile) {
  pair_up("passphrase");
  const auto id = played();
  noor_.send(Lock{});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.stage == Stage::locked; }));
  noor_.send(ExportKeepsake{Form::markdown, (folder_ / "a.md").string(), {id}});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return !m.notices.empty(); }));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "a.md"));
}

TEST_F(AppExportTest, FindsWhatWasWrittenByItsWordsAndKeepsGiftsBesideRounds) {
  pair_up();
  const auto id = played();
  SendGift gift;
  gift.kind = GiftKind::affirmation, gift.text = "I love your harbour voice";
  noor_.send(gift);
  for (auto* person : {&noor_, &sam_}) ASSERT_TRUE(person->wait([](const Model& m) { return m.keepsake->size() == 2; }));
  const auto ids = [&](Person& who, const std::string& words) {
    std::string all;
    const auto found = who.search(words);
    for (const auto& line : *found) all += line.gift ? "gift " : line.id == id ? "round " : "? ";
    return all;
  };
  EXPECT_EQ(ids(sam_, "harbour"), "gift ");
  EXPECT_EQ(ids(sam_, "radio"), "round ");
  EXPECT_EQ(ids(noor_, "uncle dusk"), "round ");
  EXPECT_EQ(ids(noor_, "nothing of the kind"), "");
  const auto file = folder_ / "copy.md";
  std::vector<std::string> all;
  const auto keepsake = noor_.model()->keepsake;
  for (const auto& line : *keepsake) all.push_back(line.id);
  noor_.send(ExportKeepsake{Form::markdown, file.string(), all});
  ASSERT_TRUE(noor_.wait([](const Model& m) { return m.exporting.done == 1; }));
  EXPECT_NE(content_of(file).find("### Noor gave this to Sam"), std::string::npos);
  EXPECT_NE(content_of(file).find("> I love your harbour voice"), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::client::test
