// What is exported: plain values in the reader's language and order, with nothing left to look up. Every form (markdown, html, pdf) is
// written from the same Document, so each has the same words in it.
#pragma once

#include <string>
#include <vector>

namespace twinlamp::client {

// What one of the two wrote, or something said about it: "Noor", "Noor heard".
struct Passage {
  enum class Kind { answer, addition, said };
  Kind kind = Kind::answer;
  std::string who;
  std::string text;  // any script, any number of lines; may be empty
};

struct ExportEntry {
  std::string question;
  std::string about;  // "Open up · 23 Nov 2026"
  std::vector<Passage> passages;
};

struct Chapter {
  std::string name;  // "November 2026"
  std::vector<ExportEntry> entries;
};

struct Document {
  std::string language;  // "en": what the words of this program are in; what people wrote may be in any
  std::string title;
  std::string subtitle;  // "37 evenings together"; may be empty
  std::string notice;    // how it was made, and that it is not encrypted
  std::vector<Chapter> chapters;
};

}  // namespace twinlamp::client
