#include "client/export/html.h"

#include <gtest/gtest.h>

#include "tests/client/export/sample_document.h"

namespace twinlamp::client::test {
namespace {

TEST(Html, NeedsNothingBesideItself) {
  const auto out = to_html(sample_document());
  for (const auto* part : {"http://", "https://", "src=", "href=", "url(", "@import", "<script", "<link"}) EXPECT_EQ(out.find(part), std::string::npos) << part;
  EXPECT_NE(out.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(out.find("prefers-color-scheme: dark"), std::string::npos);
  EXPECT_NE(out.find("@media print"), std::string::npos);
}

TEST(Html, TakesWhatWasWrittenForWords) {
  auto document = sample_document(1, 1);
  document.title = "<script>alert('a')</script>";
  document.chapters[0].entries[0].passages[0].who = "\"><img>";
  const auto out = to_html(document);
  EXPECT_NE(out.find("&lt;b&gt;always&lt;/b&gt; &amp; never *asked*"), std::string::npos);
  EXPECT_EQ(out.find("<script"), std::string::npos);
  EXPECT_EQ(out.find("<img"), std::string::npos);
}

TEST(Html, SaysItsLanguageAndLeavesThatOfWhatWasWrittenOpen) {
  auto document = sample_document();
  document.language = "es";
  const auto out = to_html(document);
  EXPECT_NE(out.find("<html lang=\"es\">"), std::string::npos);
  EXPECT_NE(out.find("<div class=\"text\" lang=\"\"><p dir=\"auto\">أشتاق"), std::string::npos);
}

TEST(Html, BreaksAtNothingThatIsNoUtf8) {
  auto document = sample_document(1, 1);
  document.chapters[0].entries[0].passages[0].text = "bad \xFF byte \x01";
  EXPECT_NE(to_html(document).find("bad \xEF\xBF\xBD byte </p>"), std::string::npos);
}

}  // namespace
}  // namespace twinlamp::client::test
