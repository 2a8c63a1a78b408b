#include "client/export/markdown.h"

#include <gtest/gtest.h>

#include "tests/client/export/sample_document.h"

namespace twinlamp::client::test {
namespace {

TEST(Markdown, TakesEverySignAsItIs) {
  EXPECT_EQ(markdown_text("# no heading"), "\\# no heading");
  EXPECT_EQ(markdown_text("- no list"), "\\- no list");
  EXPECT_EQ(markdown_text("12. no list"), "12\\. no list");
  EXPECT_EQ(markdown_text("a 12. b"), "a 12. b");
  EXPECT_EQ(markdown_text("*a* _b_ [c](d) <e> `f` &amp; | ~"), "\\*a\\* \\_b\\_ \\[c\\](d) &lt;e\\> \\`f\\` &amp;amp; &#124; &#126;");
  EXPECT_EQ(markdown_text("=== no heading"), "&#61;== no heading");
  EXPECT_EQ(markdown_text("    code"), "&nbsp;&nbsp;&nbsp;&nbsp;code");
  EXPECT_EQ(markdown_text("ends in spaces  "), "ends in spaces");
}

TEST(Markdown, HasAHeadingForEachMonthAndEachQuestionAndQuotesWhatWasWritten) {
  const auto out = to_markdown(sample_document(1, 1));
  EXPECT_TRUE(out.starts_with("# Noor and Sam\n\n*37 evenings together*\n\n"));
  EXPECT_NE(out.find("\n## Month 1\n\n### Which kitchen was your first, and who stood in it?\n\n*Open up · 23 Nov 2026*\n\n**Noor**\n\n> My"), std::string::npos);
  EXPECT_NE(out.find("> Ours. It smelled of diesel and oranges, since my father mended boats.  \n> \\- one  \n> 1\\. two  \n"), std::string::npos);
  EXPECT_NE(out.find("*Sam added*\n\n> And of rain.\n"), std::string::npos);
  EXPECT_TRUE(out.ends_with(".\n") || out.ends_with("it*\n"));
}

TEST(Markdown, BreaksAtNothingThatIsNoUtf8) {
  auto document = sample_document(1, 1);
  document.chapters[0].entries[0].passages[0].text = "bad \xFF byte \x1b[31m";
  const auto out = to_markdown(document);
  EXPECT_NE(out.find("bad \xEF\xBF\xBD byte \\[31m"), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::client::test
