#include "client/export/html.h"

#include "client/export/printable.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --paper: #faf6ee; --card: #fffdf8; --edge: #e6dccb; --ink: #2b2530; --soft: #6a6070; --accent: #8a4f0c; --mine: #b8741a; --partner: #5a5aa8; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #191726; --card: #242135; --edge: #38334d; --ink: #f1eadf; --soft: #b3a9bf; --accent: #f0b467; --mine: #f0b467; --partner: #a9b4f2; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.12rem/1.6 "EB Garamond", Garamond, Georgia, "Noto Serif", serif; }
main { max-width: 42rem; margin: 0 auto; padding: 3rem 1.25rem 5rem; }
header { text-align: center; margin-bottom: 3rem; }
h1 { font-size: 2.3rem; line-height: 1.2; font-weight: 500; margin: 0 0 .5rem; }
h2 { font-size: 1.5rem; font-weight: 500; color: var(--soft); margin: 3.5rem 0 1rem; }
h3 { font-size: 1.3rem; line-height: 1.35; font-weight: 500; margin: 0 0 .2rem; }
.about, .who, .notice, .subtitle { font-family: Inter, "Noto Sans", system-ui, sans-serif; font-size: .85rem; color: var(--soft); }
.about { color: var(--accent); margin: 0 0 1rem; }
.notice { margin: 1.5rem auto 0; max-width: 32rem; }
article { background: var(--card); border: 1px solid var(--edge); border-radius: .9rem; padding: 1.3rem 1.5rem; margin: 0 0 1.4rem; }
section { margin-top: 1rem; }
.who { margin: 0 0 .15rem; font-weight: 600; }
.text { border-inline-start: .2rem solid var(--edge); padding-inline-start: .9rem; }
.mine .text { border-color: var(--mine); }
.partner .text { border-color: var(--partner); }
.text p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.6em; }
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --edge: #ccc; --ink: #000; --soft: #444; --accent: #444; --mine: #999; --partner: #999; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  article { border: 0; padding: 0; margin-bottom: 1.8em; }
  h2, h3, .about, .who { break-after: avoid; }
  .text p { orphans: 2; widows: 2; }
}
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

void add_text(std::string& out, std::string_view text) {
  out += "<div class=\"text\" lang=\"\">";
  for (std::size_t at = 0;;) {
    const auto end = std::min(text.find('\n', at), text.size());
    out += "<p dir=\"auto\">" + escaped(text.substr(at, end - at)) + "</p>";
    if (end == text.size()) break;
    at = end + 1;
  }
  out += "</div>";
}

void add_entry(std::string& out, const ExportEntry& entry) {
  out += "<article>\n<h3 dir=\"auto\">" + escaped(entry.question) + "</h3>\n<p class=\"about\">" + escaped(entry.about) + "</p>\n";
  bool first = true;
  for (const auto& passage : entry.passages) {
    const bool is_answer = passage.kind == Passage::Kind::answer;
    out += is_answer ? first ? "<section class=\"mine\">" : "<section class=\"partner\">" : "<section>";
    first = first && !is_answer;
    out += "<p class=\"who\"><bdi>" + escaped(passage.who) + "</bdi></p>";
    if (!passage.text.empty()) add_text(out, passage.text);
    out += "</section>\n";
  }
  out += "</article>\n";
}

}  // namespace

std::string to_html(const Document& document) {
  std::string out = "<!doctype html>\n<html lang=\"" + escaped(document.language) + "\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<meta name=\"generator\" content=\"Twinlamp\">\n";
  out += "<title>" + escaped(document.title) + "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<main>\n<header>\n";
  out += "<h1 dir=\"auto\">" + escaped(document.title) + "</h1>\n";
  if (!document.subtitle.empty()) out += "<p class=\"subtitle\">" + escaped(document.subtitle) + "</p>\n";
  if (!document.notice.empty()) out += "<p class=\"notice\">" + escaped(document.notice) + "</p>\n";
  out += "</header>\n";
  for (const auto& chapter : document.chapters) {
    out += "<h2>" + escaped(chapter.name) + "</h2>\n";
    for (const auto& entry : chapter.entries) add_entry(out, entry);
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace twinlamp::client
