#include "protocol/pairing/typed_text.h"

#include <cstdint>
#include <iterator>

namespace twinlamp {
namespace {

constexpr char32_t bad = 0xfffd;

// Takes the character at the front of `text`; `bad` for a byte that begins none.
char32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  char32_t value = length < 2 ? first : first & (0x7fu >> length);
  bool good = length > 0 && length <= text.size();
  for (std::size_t i = 1; good && i < length; ++i) {
    good = (byte(i) & 0xc0) == 0x80;
    value = (value << 6) | (byte(i) & 0x3fu);
  }
  text.remove_prefix(good ? length : 1);
  return good ? value : bad;
}

struct Range {
  char32_t first, last;
};

// Spaces and dashes of every kind, and the marks that stand between parts when a code is read out or listed.
constexpr Range separators[] = {{'\t', '\r'},       {' ', ' '},         {',', '.'},         {'_', '_'},
                                {0xa0, 0xa0},       {0x1680, 0x1680},   {0x2000, 0x200a},   {0x2010, 0x2015},
                                {0x2028, 0x2029},   {0x202f, 0x202f},   {0x205f, 0x205f},   {0x2212, 0x2212},
                                {0x3000, 0x3002},   {0xfe31, 0xfe32},   {0xfe58, 0xfe58},   {0xfe63, 0xfe63},
                                {0xff0c, 0xff0e},   {0xff3f, 0xff3f}};
// Soft hyphen, zero-width characters, direction marks, variation selectors: nobody sees them in a pasted code.
constexpr Range invisible[] = {{0xad, 0xad},     {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2064},
                               {0x2066, 0x2069}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}};

// Blocks where NFKC gives a run of ASCII characters, repeated to the block's end (mathematical alphabets).
struct Run {
  char32_t first, last;
  char to;          // what `first` becomes
  char32_t period;  // the run's length
};
constexpr Run runs[] = {
    {0xff10, 0xff19, '0', 10},    {0xff21, 0xff3a, 'a', 26},   {0xff41, 0xff5a, 'a', 26},  // fullwidth
    {0x1d7ce, 0x1d7ff, '0', 10},  {0x1d400, 0x1d6a3, 'a', 26},                              // mathematical
    {0x24b6, 0x24cf, 'a', 26},    {0x24d0, 0x24e9, 'a', 26},   {0x2460, 0x2468, '1', 9},  // circled
    {0x2074, 0x2079, '4', 6},     {0x2080, 0x2089, '0', 10},                                // raised and lowered
    // Beyond NFKC, since a person's keyboard may have no others: Arabic, Persian and Devanagari digits.
    {0x660, 0x669, '0', 10},      {0x6f0, 0x6f9, '0', 10},     {0x966, 0x96f, '0', 10},
};

struct Single {
  char32_t from;
  std::string_view to;
};
constexpr Single singles[] = {{0xaa, "a"},     {0xb2, "2"},     {0xb3, "3"},      {0xb9, "1"},      {0xba, "o"},     {0x17f, "s"},
                              {0x2070, "0"},   {0x2071, "i"},   {0x207f, "n"},    {0x212a, "k"},    {0xfb00, "ff"},  {0xfb01, "fi"},
                              {0xfb02, "fl"},  {0xfb03, "ffi"}, {0xfb04, "ffl"},  {0xfb05, "st"},   {0xfb06, "st"}};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], char32_t c) {
  for (const auto& range : ranges)
    if (c >= range.first && c <= range.last) return true;
  return false;
}

void append_ascii(std::string& out, char32_t c) {
  if (is_in(invisible, c)) return;
  if (is_in(separators, c)) return out.push_back('-');
  if (c >= 'A' && c <= 'Z') return out.push_back(static_cast<char>(c - 'A' + 'a'));
  if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return out.push_back(static_cast<char>(c));
  for (const auto& run : runs)
    if (c >= run.first && c <= run.last)
      return out.push_back(static_cast<char>(run.to + static_cast<int>((c - run.first) % run.period)));
  for (const auto& single : singles)
    if (c == single.from) {
      out += single.to;
      return;
    }
  out.push_back('?');
}

}  // namespace

std::string typed_to_ascii(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) append_ascii(out, take_character(utf8));
  return out;
}

}  // namespace twinlamp
