#include "client/export/pdf.h"

#include <gtest/gtest.h>

#include "client/export/pdf_pages.h"
#include "tests/client/export/sample_document.h"

namespace twinlamp::client::test {
namespace {

ParagraphLook plain() {
  ParagraphLook look;
  look.style = {text::Family::book, 12};
  return look;
}

TEST(Pdf, IsMadeOfEveryScript) {
  const auto pdf = to_pdf(sample_document());
  ASSERT_TRUE(pdf);
  EXPECT_TRUE(pdf->starts_with("%PDF-1."));
}

TEST(Pdf, IsMadeOfNothingToo) {
  Document document{"en", "Noor and Sam", "", "", {}};
  EXPECT_TRUE(to_pdf(document));
}

TEST(Pdf, StopsWhenItIsToldTo) {
  int asked = 0;
  EXPECT_FALSE(to_pdf(sample_document(4, 10), [&] { return ++asked == 3; }));
  EXPECT_EQ(asked, 3);
}

TEST(PdfPages, LeavesNoHeadingAtAPagesEndAndNoRowAlone) {
  std::string long_words;
  for (int i = 0; i < 60; ++i) long_words += "a few words that fill some rows ";
  for (std::size_t before = 0; before < 60; ++before) {
    SCOPED_TRACE(before);
    PdfPages pages("A title");
    for (std::size_t i = 0; i < before; ++i) pages.add("One row.", plain());
    auto heading = plain();
    heading.stays_with_next = true;
    pages.add("A heading", heading);
    pages.add("What stands under it", heading);
    pages.add(long_words, plain());
    ASSERT_FALSE(pages.finish().empty());
    const auto& rows = pages.placed();
    ASSERT_GT(rows.size(), before + 2);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const bool is_page_end = rows[i].page != rows[i - 1].page;
      if (!is_page_end) {
        EXPECT_GT(rows[i].y, rows[i - 1].y);
        continue;
      }
      EXPECT_FALSE(rows[i - 1].stays_with_next);
      if (rows[i].paragraph != rows[i - 1].paragraph) continue;
      EXPECT_GE(rows[i].row, 2u) << "a row alone behind";
      EXPECT_GE(rows[i].rows - rows[i].row, 2u) << "a row alone ahead";
    }
  }
}

TEST(PdfPages, DividesWhatMustStayTogetherWhereItIsLongerThanAPage) {
  PdfPages pages("A title");
  auto heading = plain();
  heading.stays_with_next = true;
  for (int i = 0; i < 200; ++i) pages.add("A heading", heading);
  EXPECT_FALSE(pages.finish().empty());
  EXPECT_EQ(pages.placed().size(), 200u);
  EXPECT_GT(pages.pages(), 3);
}

}  // namespace
}  // namespace twinlamp::client::test
