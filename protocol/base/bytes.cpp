#include "protocol/base/bytes.h"

#include <sodium.h>

#include <algorithm>

namespace twinlamp {

bool equal(ByteView a, ByteView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

std::string to_hex(ByteView bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (auto byte : bytes) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

bool from_hex(std::string_view text, Bytes& out) {
  if (text.size() % 2 != 0) return false;
  Bytes bytes(text.size() / 2 + 1);  // libsodium takes no null pointer, which an empty vector's would be
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, &end) != 0) return false;
  if (length != text.size() / 2 || end != text.data() + text.size()) return false;
  bytes.resize(length);
  out = std::move(bytes);
  return true;
}

std::string to_base64url(ByteView bytes) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), variant);
  out.resize(out.size() - 1);  // the terminating NUL
  return out;
}

bool from_base64url(std::string_view text, Bytes& out) {
  Bytes bytes(text.size() + 1);  // never a null pointer
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size())
    return false;
  bytes.resize(length);
  out = std::move(bytes);
  return true;
}

namespace {
template <class T>
void append_big_endian(Bytes& out, T value) {
  for (int shift = (sizeof(T) - 1) * 8; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
template <class T>
T read_big_endian(ByteView bytes) {
  T value = 0;
  for (auto byte : bytes) value = static_cast<T>((value << 8) | byte);
  return value;
}
}  // namespace

ByteWriter& ByteWriter::u8(std::uint8_t value) {
  bytes_.push_back(value);
  return *this;
}
ByteWriter& ByteWriter::u16(std::uint16_t value) {
  append_big_endian(bytes_, value);
  return *this;
}
ByteWriter& ByteWriter::u32(std::uint32_t value) {
  append_big_endian(bytes_, value);
  return *this;
}
ByteWriter& ByteWriter::u64(std::uint64_t value) {
  append_big_endian(bytes_, value);
  return *this;
}
ByteWriter& ByteWriter::leb128(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
    value >>= 7;
  }
  bytes_.push_back(static_cast<std::uint8_t>(value));
  return *this;
}
ByteWriter& ByteWriter::raw(ByteView bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}
ByteWriter& ByteWriter::lv(ByteView bytes) { return leb128(bytes.size()).raw(bytes); }

ByteView ByteReader::fail() {
  failed_ = true;
  rest_ = {};
  return {};
}
ByteView ByteReader::raw(std::size_t size) {
  if (failed_ || size > rest_.size()) return fail();
  auto part = rest_.first(size);
  rest_ = rest_.subspan(size);
  return part;
}
std::uint8_t ByteReader::u8() { return read_big_endian<std::uint8_t>(raw(1)); }
std::uint16_t ByteReader::u16() { return read_big_endian<std::uint16_t>(raw(2)); }
std::uint32_t ByteReader::u32() { return read_big_endian<std::uint32_t>(raw(4)); }
std::uint64_t ByteReader::u64() { return read_big_endian<std::uint64_t>(raw(8)); }

std::uint64_t ByteReader::leb128() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    auto part = raw(1);
    if (failed_) return 0;
    const std::uint8_t byte = part[0];
    if (shift == 63 && byte > 1) break;  // would not fit 64 bits
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) {
      if (byte == 0 && shift > 0) break;  // not the shortest form
      return value;
    }
  }
  fail();
  return 0;
}
ByteView ByteReader::lv(std::size_t max_size) {
  const auto size = leb128();
  if (failed_ || size > max_size) return fail();
  return raw(static_cast<std::size_t>(size));
}

}  // namespace twinlamp
