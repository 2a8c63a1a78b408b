#include "client/content/utf8.h"

#include <cstdint>

namespace twinlamp::client {
namespace {

struct Decoded {
  char32_t code = 0;
  std::size_t size = 0;  // 0: not UTF-8 here
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  char32_t code = lead & (0x7F >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte(i) & 0x3F);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, size};
}

bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

bool is_space(char32_t code) {
  return code == ' ' || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200B) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
         code == 0x3000 || code == 0xFEFF;
}

// Marks that reorder the rest of a line: a partner's answer must not rearrange the screen around it.
bool is_direction_override(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

// Belongs to the character before it: combining marks, joiners, variation selectors, skin tones, tags.
bool continues_character(char32_t code) {
  return (code >= 0x300 && code <= 0x36F) || (code >= 0x200C && code <= 0x200D) || (code >= 0x20D0 && code <= 0x20FF) ||
         (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0x1F3FB && code <= 0x1F3FF) ||
         (code >= 0xE0020 && code <= 0xE007F);
}

constexpr char32_t joiner = 0x200D;  // what follows it is drawn into what precedes it

// Two of these make one flag.
bool is_flag_letter(char32_t code) {
  return code >= 0x1F1E6 && code <= 0x1F1FF;
}

template <class Visit>
void for_each_character(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto next = decode(text);
    if (next.size == 0) return;
    visit(next.code, text.substr(0, next.size));
    text.remove_prefix(next.size);
  }
}

std::string collapse(std::string_view text) {
  std::string line;
  bool space = false;
  for_each_character(text, [&](char32_t code, std::string_view bytes) {
    if (is_space(code)) {
      space = !line.empty();
    } else if (!is_control(code) && !is_direction_override(code)) {
      if (space) line += ' ';
      space = false;
      line += bytes;
    }
  });
  return line;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto next = decode(text);
    if (next.size == 0) return false;
    text.remove_prefix(next.size);
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for_each_character(text, [&](char32_t, std::string_view) { ++count; });
  return count;
}

bool has_controls(std::string_view text) {
  bool found = false;
  for_each_character(
      text, [&](char32_t code, std::string_view) { found |= is_control(code) && code != '\n' && code != '\t'; });
  return found;
}

bool has_direction_overrides(std::string_view text) {
  while (!text.empty()) {
    const auto next = decode(text);
    if (next.size == 0) return false;
    if (is_direction_override(next.code)) return true;
    text.remove_prefix(next.size);
  }
  return false;
}

bool is_blank(std::string_view text) {
  bool blank = true;
  for_each_character(text, [&](char32_t code, std::string_view) { blank &= is_space(code); });
  return blank;
}

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_return = false;
  for_each_character(text, [&](char32_t code, std::string_view bytes) {
    if (code == '\r') {
      out += '\n';
    } else if (code == '\n' ? !after_return : code == '\t' || !is_control(code)) {
      out += bytes;
    }
    after_return = code == '\r';
  });
  return out;
}

std::string one_line(std::string_view text, std::size_t most) {
  auto line = collapse(text);
  std::size_t count = 0, end = 0, cut = 0, word_cut = 0, flag_letters = 0;
  char32_t before = 0;
  for_each_character(line, [&](char32_t code, std::string_view bytes) {
    const bool continues = continues_character(code) || before == joiner || flag_letters % 2 == 1;
    if (count < most && !continues) cut = end;  // room for the "…" must remain
    if (count < most && code == ' ') word_cut = end;
    flag_letters = is_flag_letter(code) ? flag_letters + 1 : 0;
    before = code;
    ++count;
    end += bytes.size();
  });
  if (count <= most) return line;
  line.resize(word_cut > cut / 2 ? word_cut : cut);
  return line + "…";
}

}  // namespace twinlamp::client
