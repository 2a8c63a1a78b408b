#include "client/text/unicode.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace twinlamp::text {
namespace {

struct Form {
  int more;        // continuation bytes
  char32_t bits;   // of the first byte
  char32_t least;  // smaller would be over-long
};

Form form_of(unsigned char first) {
  if (first < 0x80) return {0, first, 0};
  if (first >= 0xC2 && first <= 0xDF) return {1, char32_t(first & 0x1F), 0x80};
  if (first >= 0xE0 && first <= 0xEF) return {2, char32_t(first & 0x0F), 0x800};
  if (first >= 0xF0 && first <= 0xF4) return {3, char32_t(first & 0x07), 0x10000};
  return {-1, 0, 0};
}

bool is_scalar(char32_t point) {
  return point <= 0x10FFFF && !(point >= 0xD800 && point <= 0xDFFF);
}

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

// The code point at `at`, and how many bytes it took; (U+FFFD, 1) where there is none.
std::pair<char32_t, std::size_t> read_point(std::string_view utf8, std::size_t at) {
  const auto form = form_of(static_cast<unsigned char>(utf8[at]));
  if (form.more < 0 || at + std::size_t(form.more) >= utf8.size() + (form.more == 0 ? 1 : 0)) return {replacement, 1};
  auto point = form.bits;
  for (int i = 1; i <= form.more; ++i) {
    const auto next = static_cast<unsigned char>(utf8[at + std::size_t(i)]);
    if ((next & 0xC0) != 0x80) return {replacement, 1};
    point = (point << 6) | (next & 0x3F);
  }
  if (point < form.least || !is_scalar(point)) return {replacement, 1};
  return {point, std::size_t(form.more) + 1};
}

}  // namespace

std::u32string decode(std::string_view utf8) {
  std::u32string points;
  points.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto [point, size] = read_point(utf8, at);
    points.push_back(point);
    at += size;
  }
  return points;
}

void append_utf8(std::string& out, char32_t point) {
  if (!is_scalar(point)) point = replacement;
  if (point < 0x80) {
    out.push_back(char(point));
  } else if (point < 0x800) {
    out.push_back(char(0xC0 | (point >> 6)));
    out.push_back(char(0x80 | (point & 0x3F)));
  } else if (point < 0x10000) {
    out.push_back(char(0xE0 | (point >> 12)));
    out.push_back(char(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(char(0x80 | (point & 0x3F)));
  } else {
    out.push_back(char(0xF0 | (point >> 18)));
    out.push_back(char(0x80 | ((point >> 12) & 0x3F)));
    out.push_back(char(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(char(0x80 | (point & 0x3F)));
  }
}

std::string encode(std::u32string_view points) {
  std::string out;
  out.reserve(points.size());
  for (const auto point : points) append_utf8(out, point);
  return out;
}

std::size_t encoded_size(std::u32string_view points) {
  std::size_t size = 0;
  for (const auto point : points) {
    const auto scalar = is_scalar(point) ? point : replacement;
    size += scalar < 0x80 ? 1u : scalar < 0x800 ? 2u : scalar < 0x10000 ? 3u : 4u;
  }
  return size;
}

std::u32string clean(std::u32string_view points, bool one_line) {
  std::u32string out;
  out.reserve(points.size());
  for (std::size_t at = 0; at < points.size(); ++at) {
    auto point = points[at];
    if (point == U'\r') {
      if (at + 1 < points.size() && points[at + 1] == U'\n') continue;
      point = U'\n';
    }
    if (point == 0x2028 || point == 0x2029) point = U'\n';
    if (point == U'\n') {
      out.push_back(one_line ? U' ' : U'\n');
    } else if (point == U'\t') {
      out.append(one_line ? 1 : 4, U' ');
    } else if (!is_control(point)) {
      out.push_back(is_scalar(point) ? point : replacement);
    }
  }
  return out;
}

bool is_space(char32_t point) {
  return point == U' ' || point == U'\t' || point == U'\n' || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200B && point != 0x2007) || point == 0x205F || point == 0x3000;
}

bool is_word(char32_t point) {
  if (point < 0x80)
    return (point >= U'0' && point <= U'9') || (point >= U'A' && point <= U'Z') || (point >= U'a' && point <= U'z') ||
           point == U'_' || point == U'\'';
  return point == 0x2019 || u_isalnum(UChar32(point)) != 0 || is_combining(point);  // the apostrophe of "don’t"
}

bool is_combining(char32_t point) {
  if (point < 0x300) return false;
  constexpr std::uint32_t marks = U_GC_M_MASK;
  return point == 0x200D || (U_GET_GC_MASK(UChar32(point)) & marks) != 0;
}

}  // namespace twinlamp::text
