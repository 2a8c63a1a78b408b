#include "client/app/keepsake_index.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>

#include "client/content/fold.h"

namespace twinlamp::client::test {
namespace {

TEST(FoldTest, ForgetsCaseAccentsAndForms) {
  EXPECT_EQ(fold("Ångström CAFÉ"), "angstrom cafe");
  EXPECT_EQ(fold("ﬁn ｆｕｌｌ Straße"), "fin full strasse");
  EXPECT_EQ(fold("כַּלָּה كَلَّ ΤΆΞΗ"), fold("כלה كل τάξη"));
  EXPECT_EQ(fold("\xFFok"), "\xEF\xBF\xBDok");
}

TEST(FoldTest, SpacesSignsThatHaveNoSpacesOfTheirOwn) {
  EXPECT_EQ(folded_and_spaced("Sea and SKY"), "sea and sky");
  EXPECT_EQ(folded_words(folded_and_spaced("去海边 with you🌊")), (std::vector<std::string>{"去", "海", "边", "with", "you", "🌊"}));
}

class KeepsakeIndexTest : public testing::Test {
protected:
  Keepsake::Line line(const std::string& id, const std::string& text) {
    RoundSummary summary;
    summary.id = id, summary.prompt = text;
    return std::make_shared<const RoundSummary>(std::move(summary));
  }
  void keep(const std::vector<std::string>& texts) {
    std::vector<Keepsake::Line> lines;
    for (const auto& text : texts) lines.push_back(line(std::string(1, static_cast<char>('a' + lines.size())), text));
    all_ = std::make_shared<const Keepsake>(std::move(lines));
  }
  std::string found(const std::string& words) {
    std::string ids;
    const auto lines = index_.search(all_, words);
    for (const auto& each : *lines) ids += each.id;
    return ids;
  }

  std::atomic<int> asked_ = 0;
  KeepsakeIndex index_{[this](const RoundSummary& line) {
                         ++asked_;
                         return line.prompt;
                       },
                       std::chrono::milliseconds(0)};
  KeepsakeRef all_;
};

TEST_F(KeepsakeIndexTest, FindsWordsByTheirBeginningsWhateverTheCaseAndTheAccents) {
  keep({"Bread, in the CAFÉ by the harbour", "My mother sings: “Río, río”", "Straße nach Ångström"});
  EXPECT_EQ(found("bread"), "a");
  EXPECT_EQ(found("HARB"), "a");
  EXPECT_EQ(found("cafe"), "a");
  EXPECT_EQ(found("rio"), "b");
  EXPECT_EQ(found("strasse ang"), "c");
  EXPECT_EQ(found("arbour"), "") << "inside of a word";
}

TEST_F(KeepsakeIndexTest, WantsAllTheWordsInAnyOrder) {
  keep({"bread and butter", "butter and jam"});
  EXPECT_EQ(found("butter"), "ab");
  EXPECT_EQ(found("butter bread"), "a");
  EXPECT_EQ(found("bread jam"), "");
  EXPECT_EQ(found("  "), "ab");
}

TEST_F(KeepsakeIndexTest, FindsScriptsWithoutSpacesInTheMiddleOfARow) {
  keep({"我们去海边看日落", "海と空", "วันนี้ฉันคิดถึงคุณ", "मुझे तुम्हारी याद आती है", "당신이 보고 싶어요", "يا بحر", "the sea🌊at dusk"});
  EXPECT_EQ(found("海边"), "a");
  EXPECT_EQ(found("海"), "ab");
  EXPECT_EQ(found("日落 我们"), "a");
  EXPECT_EQ(found("คิดถึง"), "c");
  EXPECT_EQ(found("तुम्हारी"), "d");
  EXPECT_EQ(found("보고"), "e");
  EXPECT_EQ(found("بحر"), "f");
  EXPECT_EQ(found("🌊"), "g");
  EXPECT_EQ(found("海空"), "") << "the signs in a row";
}

TEST_F(KeepsakeIndexTest, TakesWhatMeansSomethingToItsDatabaseAsWords) {
  keep({"say \"NEAR\" and (or) not", "clear-headed: a=b*c", "it’s col:on ^here"});
  EXPECT_EQ(found("\"near\""), "a");
  EXPECT_EQ(found("near("), "a");
  EXPECT_EQ(found("not OR and"), "a");
  EXPECT_EQ(found("clear-hea"), "b");
  EXPECT_EQ(found("b*"), "b");
  EXPECT_EQ(found("col:on"), "c");
  EXPECT_EQ(found("^here"), "c");
  EXPECT_EQ(found("…"), "") << "nothing to look for, and yet something typed";
  EXPECT_EQ(found("… here"), "c");
  EXPECT_EQ(found(std::string("a\0b", 3)), "");
}

TEST_F(KeepsakeIndexTest, ReadsEachLineOnceAndAnewWhenItChanged) {
  keep({"bread", "salt"});
  found("x");
  found("y");
  EXPECT_EQ(asked_, 2);
  all_ = std::make_shared<const Keepsake>(std::vector{line("a", "toast"), all_->lines()[1]});
  EXPECT_EQ(found("toast"), "a");
  EXPECT_EQ(found("bread"), "");
  EXPECT_EQ(asked_, 3);
}

TEST_F(KeepsakeIndexTest, MakesItsTableAnewOnceMostOfItIsOfLinesThatAreGone) {
  for (int i = 0; i < 1'500; ++i) {
    keep({"first " + std::to_string(i), "second"});
    ASSERT_EQ(found("first " + std::to_string(i)), "a");
  }
  EXPECT_EQ(found("second"), "b");
}

TEST_F(KeepsakeIndexTest, ReadsInTheBackgroundBeforeAnybodySearches) {
  keep({"bread", "salt"});
  index_.handle(all_);
  index_.wait_until_read(all_);
  EXPECT_EQ(asked_, 2);
  EXPECT_EQ(found("salt"), "b");
  EXPECT_EQ(asked_, 2);
}

TEST_F(KeepsakeIndexTest, HoldsNothingOnceCleared) {
  keep({"bread"});
  found("x");
  index_.clear();
  EXPECT_EQ(index_.read(), 0u);
  found("x");
  EXPECT_EQ(asked_, 2);
  index_.handle(std::make_shared<const Keepsake>());
  EXPECT_EQ(index_.read(), 0u);
}

// The figure of ten thousand rounds; the bounds are far above it.
TEST_F(KeepsakeIndexTest, AnswersAtEachKeyWithTenThousandRounds) {
  std::vector<Keepsake::Line> lines;
  const std::vector<std::string> some{"harbour", "kitchen", "Sunday", "grandmother", "nothing", "train", "evening", "because", "quietly", "blue"};
  for (std::size_t i = 0; i < 10'000; ++i) {
    std::string text;
    for (std::size_t word = 0; word < 110; ++word) text += some[(i * 7 + word * word + word) % some.size()] + std::to_string((i * word) % 97) + ' ';
    lines.push_back(line(std::to_string(i), text));
  }
  all_ = std::make_shared<const Keepsake>(std::move(lines));
  const auto started = std::chrono::steady_clock::now();
  index_.handle(all_);
  index_.wait_until_read(all_);
  const auto built = std::chrono::steady_clock::now();
  std::chrono::duration<double, std::milli> most{};
  const std::string typed = "grandmother1 kitchen";
  for (std::size_t keys = 1; keys <= typed.size(); ++keys) {
    const auto before = std::chrono::steady_clock::now();
    found(typed.substr(0, keys));
    most = std::max<std::chrono::duration<double, std::milli>>(most, std::chrono::steady_clock::now() - before);
  }
  std::printf("10,000 rounds of 110 words: read in %.0f ms, off every picture's path; the slowest of %zu keys %.1f ms\n",
              std::chrono::duration<double, std::milli>(built - started).count(), typed.size(), most.count());
  EXPECT_LT(most.count(), 500);
}

}  // namespace
}  // namespace twinlamp::client::test
