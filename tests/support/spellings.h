// The ways in which a text could lie on a disk unnoticed, and a search of a folder's files for all of them.
#pragma once

#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "protocol/base/bytes.h"

namespace twinlamp::test {

inline std::string base64_of(ByteView bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
  out.resize(out.find('\0'));
  return out;
}

// As it is, UTF-16 in both orders (of ASCII), hexadecimal in both cases, base64 in both alphabets at each of the three alignments.
inline std::set<std::string> spellings_of(ByteView bytes) {
  std::set<std::string> out{std::string(text_of(bytes))};
  std::string little, big;
  for (const auto byte : bytes) {
    little += {static_cast<char>(byte), '\0'};
    big += {'\0', static_cast<char>(byte)};
  }
  out.insert({little, big});
  auto hex = to_hex(bytes);
  out.insert(hex);
  std::transform(hex.begin(), hex.end(), hex.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  out.insert(hex);
  for (const int variant : {sodium_base64_VARIANT_ORIGINAL_NO_PADDING, sodium_base64_VARIANT_URLSAFE_NO_PADDING})
    for (std::size_t skip = 0; skip < 3; ++skip) {
      const auto part = bytes.subspan(skip, (bytes.size() - skip) / 3 * 3);
      out.insert(base64_of(part, variant));
    }
  return out;
}

// In how many files of the folder (and below) any spelling is found.
inline std::size_t count_spellings(const std::filesystem::path& folder, ByteView bytes) {
  std::size_t hits = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    const auto all = spellings_of(bytes);
    if (std::any_of(all.begin(), all.end(), [&](const std::string& one) { return content.find(one) != std::string::npos; })) ++hits;
  }
  return hits;
}
inline std::size_t count_spellings(const std::filesystem::path& folder, std::string_view text) {
  return count_spellings(folder, bytes_of(text));
}

}  // namespace twinlamp::test
