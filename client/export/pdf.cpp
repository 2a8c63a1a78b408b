#include "client/export/pdf.h"

#include "client/export/pdf_pages.h"

namespace twinlamp::client {
namespace {

using text::Family;

constexpr Ink ink{0.14, 0.12, 0.17}, soft{0.40, 0.36, 0.43}, amber{0.58, 0.33, 0.06};
constexpr Ink bar_of_mine{0.84, 0.60, 0.26}, bar_of_partner{0.55, 0.56, 0.80}, bar_of_said{0.85, 0.83, 0.87};

ParagraphLook look_of(Family family, float size, Ink color, float above, bool stays = false) {
  ParagraphLook look;
  look.style = {family, size};
  look.ink = color;
  look.above = above;
  look.stays_with_next = stays;
  return look;
}

void add_passage(PdfPages& pages, const Passage& passage, const Ink& bar) {
  const bool is_answer = passage.kind == Passage::Kind::answer;
  pages.add(passage.who, look_of(is_answer ? Family::interface_strong : Family::interface, 8.5f, soft, is_answer ? 11 : 8, !passage.text.empty()));
  if (passage.text.empty()) return;
  float above = 2;
  for (std::size_t at = 0;;) {
    const auto end = std::min(passage.text.find('\n', at), passage.text.size());
    auto look = look_of(Family::book, 11.5f, ink, above);
    look.indent = 11, look.has_bar = true, look.bar = bar;
    pages.add(std::string_view(passage.text).substr(at, end - at), look);
    if (end == passage.text.size()) return;
    at = end + 1, above = 0;
  }
}

void add_entry(PdfPages& pages, const ExportEntry& entry, bool first) {
  pages.add(entry.question, look_of(Family::book, 15, ink, first ? 14 : 34, true));
  pages.add(entry.about, look_of(Family::interface, 8.5f, amber, 3, !entry.passages.empty()));
  int answers = 0;
  for (const auto& passage : entry.passages) {
    const bool is_answer = passage.kind == Passage::Kind::answer;
    if (is_answer) ++answers;
    add_passage(pages, passage, !is_answer ? bar_of_said : answers == 1 ? bar_of_mine : bar_of_partner);
  }
}

}  // namespace

Result<std::string> to_pdf(const Document& document, const std::function<bool()>& stop) {
  PdfPages pages(document.title);
  pages.add(document.title, look_of(Family::book, 27, ink, 0));
  if (!document.subtitle.empty()) pages.add(document.subtitle, look_of(Family::book_italic, 13, soft, 4));
  if (!document.notice.empty()) pages.add(document.notice, look_of(Family::interface, 8.5f, soft, 10));
  for (const auto& chapter : document.chapters) {
    pages.begin_chapter(chapter.name);
    pages.add(chapter.name, look_of(Family::book_italic, 18, soft, 42, true));
    bool first = true;
    for (const auto& entry : chapter.entries) {
      if (stop && stop()) return Error{ErrorCode::refused, "stopped"};
      add_entry(pages, entry, std::exchange(first, false));
    }
  }
  auto bytes = pages.finish();
  if (bytes.empty()) return Error{ErrorCode::refused, "cairo"};
  return bytes;
}

}  // namespace twinlamp::client
