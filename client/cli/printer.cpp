#include "client/cli/printer.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace twinlamp::cli {
namespace {

// The length of the UTF-8 sequence that begins here, or 0 if it is not one.
std::size_t sequence_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xC2 && first < 0xE0 ? 2 : 0;
  if (size == 0 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  const auto second = byte(at + 1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
    return 0;
  return size;
}

// What a partner wrote must not steer the terminal: control characters but the line break are shown as a mark.
std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto size = sequence_at(text, at);
    const auto first = static_cast<unsigned char>(text[at]);
    const bool is_c1 = size == 2 && first == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (size == 0 || is_c1 || (first < 0x20 && first != '\n' && first != '\t') || first == 0x7F)
      out += "\xEF\xBF\xBD";
    else
      out += text.substr(at, size);
    at += size == 0 ? 1 : size;
  }
  return out;
}

// Past the streams: they would keep what has been said.
void write_all(std::FILE* to, std::string_view text) {
  std::fflush(to);
  while (!text.empty()) {
    const auto written = ::write(fileno(to), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const auto size = sequence_at(text, at);
    const char c = text[at];
    if (size == 0) {
      out += "\\ufffd";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      out += escaped;
    } else {
      out += text.substr(at, size);
    }
    at += size == 0 ? 1 : size;
  }
  return out + "\"";
}

void Fields::begin(std::string_view name) {
  if (!json_.empty()) json_ += ',';
  json_ += json_string(name) + ':';
}
Fields& Fields::text(std::string_view name, std::string_view value) {
  begin(name);
  json_ += json_string(value);
  return *this;
}
Fields& Fields::number(std::string_view name, long long value) {
  begin(name);
  json_ += std::to_string(value);
  return *this;
}
Fields& Fields::flag(std::string_view name, bool value) {
  begin(name);
  json_ += value ? "true" : "false";
  return *this;
}
Fields& Fields::list(std::string_view name, const std::vector<std::string>& values) {
  begin(name);
  json_ += '[';
  for (std::size_t i = 0; i < values.size(); ++i) json_ += (i > 0 ? "," : "") + json_string(values[i]);
  json_ += ']';
  return *this;
}

void Printer::put(std::FILE* to, std::string_view text) {
  if (std::exchange(stands_at_prompt_, false)) write_all(stdout, "\n");
  write_all(to, text);
}

void Printer::prompt() {
  if (!has_prompt_ || stands_at_prompt_) return;
  write_all(stdout, "> ");
  stands_at_prompt_ = true;
}

void Printer::typed(bool a_line) {
  if (std::exchange(stands_at_prompt_, false) && !a_line) write_all(stdout, "\n");
}

void Printer::interrupted() {
  if (has_prompt_) write_all(stdout, "\n");
  stands_at_prompt_ = false;
}

void Printer::event(std::string_view name, const Fields& fields, std::string_view words) {
  if (!json_) return say(words);
  std::string line = "{\"event\":" + json_string(name);
  if (!fields.json().empty()) line += ',' + fields.json();
  put(stdout, line + "}\n");
}

void Printer::say(std::string_view words) {
  if (json_ || words.empty()) return;
  put(stdout, printable(words) + "\n");
}

void Printer::problem(std::string_view words) {
  if (json_) event("problem", Fields().text("text", words), {});
  put(stderr, printable(words) + "\n");
}

}  // namespace twinlamp::cli
