#include "client/app/keepsake_index.h"

#include <gtest/gtest.h>

#include "client/content/fold.h"

namespace twinlamp::client::test {
namespace {

TEST(FoldTest, ForgetsCaseAccentsAndForms) {
  EXPECT_EQ(fold("Ångström CAFÉ"), "angstrom cafe");
  EXPECT_EQ(fold("ﬁn ｆｕｌｌ Straße"), "fin full strasse");
  EXPECT_EQ(fold("כַּלָּה كَلَّ ΤΆΞΗ"), fold("כלה كل τάξη"));
  EXPECT_EQ(fold("\xFFok"), "\xEF\xBF\xBDok");
}

class KeepsakeIndexTest : public testing::Test {
protected:
  Keepsake::Line line(const std::string& id, const std::string& prompt, const std::string& mine, const std::string& theirs) {
    RoundView round;
    round.id = id;
    round.mine = AnswerView{TextAnswer{mine}, "", "", {}, false, mine};
    round.partners = AnswerView{TextAnswer{theirs}, "", "", {"And the rain."}, false, theirs};
    round.exchange = {{ExchangeView::Kind::say_back, true, "that you missed the harbour"}};
    rounds_[id] = std::make_shared<const RoundView>(std::move(round));
    RoundSummary summary;
    summary.id = id, summary.prompt = prompt, summary.month = "November 2026";
    return std::make_shared<const RoundSummary>(std::move(summary));
  }
  std::string found(const std::string& words) {
    std::string ids;
    const auto lines = index_.search(all_, words);
    for (const auto& each : *lines) ids += each.id + " ";
    return ids;
  }

  int asked_ = 0;
  std::map<std::string, RoundRef> rounds_;
  KeepsakeIndex index_{[this](const std::string& id) {
    ++asked_;
    return rounds_.contains(id) ? rounds_[id] : nullptr;
  }};
  KeepsakeRef all_ = std::make_shared<const Keepsake>(
      std::vector{line("a", "Which smell is home?", "Bread, in the CAFÉ.", "The sea"), line("b", "Who sings?", "You", "My mother")});
};

TEST_F(KeepsakeIndexTest, FindsWordsOfBothAnswersOfTheCardAndOfWhatWasSaid) {
  EXPECT_EQ(found("bread"), "a ");
  EXPECT_EQ(found("SEA"), "a ");
  EXPECT_EQ(found("sings"), "b ");
  EXPECT_EQ(found("rain"), "a b ");
  EXPECT_EQ(found("harbour november"), "a b ");
  EXPECT_EQ(found("cafe home"), "a ");
}

TEST_F(KeepsakeIndexTest, WantsAllTheWords) {
  EXPECT_EQ(found("bread mother"), "");
  EXPECT_EQ(found("  "), "a b ");
}

TEST_F(KeepsakeIndexTest, ReadsEachRoundOnceAndAnewWhenItChanged) {
  found("x");
  found("y");
  EXPECT_EQ(asked_, 2);
  all_ = std::make_shared<const Keepsake>(std::vector{line("a", "Which smell is home?", "Toast", "The sea"), all_->lines()[1]});
  EXPECT_EQ(found("toast"), "a ");
  EXPECT_EQ(found("bread"), "");
  EXPECT_EQ(asked_, 3);
}

TEST_F(KeepsakeIndexTest, HoldsNothingOnceCleared) {
  found("x");
  index_.clear();
  found("x");
  EXPECT_EQ(asked_, 4);
}

}  // namespace
}  // namespace twinlamp::client::test
