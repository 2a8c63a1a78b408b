#include "client/export/markdown.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "client/export/printable.h"

namespace twinlamp::client {
namespace {

constexpr std::string_view means_something = "\\`*_[]#>";

// What not every reader takes a backslash before: as an entity.
std::string_view entity_of(char sign) {
  switch (sign) {
    case '<': return "&lt;";
    case '&': return "&amp;";
    case '|': return "&#124;";
    case '~': return "&#126;";
    default: return {};
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0;;) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    if (end == text.size()) return lines;
    at = end + 1;
  }
}

// A number with a stop, a dash or a plus at a line's beginning would be a list; a row of dashes or equals signs a heading or a rule.
std::size_t sign_at_the_beginning(std::string_view line) {
  if (line.empty()) return std::string_view::npos;
  if (line[0] == '-' || line[0] == '+') return 0;
  std::size_t at = 0;
  while (at < line.size() && std::isdigit(static_cast<unsigned char>(line[at])) != 0) ++at;
  return at > 0 && at < line.size() && (line[at] == '.' || line[at] == ')') ? at : std::string_view::npos;
}

void add_quoted(std::string& out, std::string_view text) {
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool ends = i + 1 == lines.size() || lines[i + 1].empty() || lines[i].empty();
    out += lines[i].empty() ? ">" : "> " + markdown_text(lines[i]);
    out += ends ? "\n" : "  \n";  // two spaces: a new line in the same paragraph
  }
  out += "\n";
}

void add_entry(std::string& out, const ExportEntry& entry) {
  out += "### " + markdown_text(one_line(printable(entry.question), 2000)) + "\n\n*" + markdown_text(entry.about) + "*\n\n";
  for (const auto& passage : entry.passages) {
    const auto who = markdown_text(one_line(printable(passage.who), 200));
    out += (passage.kind == Passage::Kind::answer ? "**" + who + "**" : "*" + who + "*") + "\n\n";
    if (!passage.text.empty()) add_quoted(out, printable(passage.text));
  }
}

}  // namespace

std::string markdown_text(std::string_view line) {
  std::string out;
  std::size_t at = 0;
  for (; at < line.size() && (line[at] == ' ' || line[at] == '\t'); ++at) out += "&nbsp;";  // four spaces would be code
  line.remove_prefix(at);
  const auto escaped = sign_at_the_beginning(line);
  if (line.starts_with('=')) out += "&#61;", line.remove_prefix(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (const auto entity = entity_of(line[i]); !entity.empty()) {
      out += entity;
      continue;
    }
    if (i == escaped || means_something.find(line[i]) != std::string_view::npos) out += '\\';
    out += line[i];
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string to_markdown(const Document& document) {
  std::string out = "# " + markdown_text(document.title) + "\n\n";
  if (!document.subtitle.empty()) out += "*" + markdown_text(document.subtitle) + "*\n\n";
  if (!document.notice.empty()) out += markdown_text(document.notice) + "\n\n";
  for (const auto& chapter : document.chapters) {
    out += "## " + markdown_text(chapter.name) + "\n\n";
    for (const auto& entry : chapter.entries) add_entry(out, entry);
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace twinlamp::client
