// Byte strings, and the two encodings that every layout of the protocol is written in: big-endian integers and
// lv(x) = LEB128 length, then the bytes (draft-irtf-cfrg-cpace-21, "prepend_len").
//
// ByteReader never reads past its input: a short or over-long field sets failed() for good and yields zeros, so that a parser
// checks once, at its end.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace twinlamp {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

inline ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }
inline std::string to_string(ByteView view) { return std::string(text_of(view)); }

// Byte-wise equality. Not constant time: for public values only; secrets and tags have equal_constant_time() (base/secret.h).
bool equal(ByteView a, ByteView b);

// Precondition: bytes.size() == N.
template <std::size_t N>
ByteArray<N> to_array(ByteView bytes) {
  ByteArray<N> out{};
  std::memcpy(out.data(), bytes.data(), std::min(N, bytes.size()));
  return out;
}

// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
// Accepts both cases; an odd length or a foreign character yields false and leaves `out` unchanged.
bool from_hex(std::string_view text, Bytes& out);

// RFC 4648 base64url without padding: keys and relay ids as people copy them.
std::string to_base64url(ByteView bytes);
bool from_base64url(std::string_view text, Bytes& out);

class ByteWriter {
public:
  ByteWriter& u8(std::uint8_t value);
  ByteWriter& u16(std::uint16_t value);
  ByteWriter& u32(std::uint32_t value);
  ByteWriter& u64(std::uint64_t value);
  ByteWriter& leb128(std::uint64_t value);
  ByteWriter& raw(ByteView bytes);
  ByteWriter& raw(std::string_view text) { return raw(bytes_of(text)); }
  ByteWriter& lv(ByteView bytes);
  ByteWriter& lv(std::string_view text) { return lv(bytes_of(text)); }

  ByteView view() const { return bytes_; }
  Bytes take() { return std::move(bytes_); }

private:
  Bytes bytes_;
};

class ByteReader {
public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  std::uint8_t u8();
  std::uint16_t u16();
  std::uint32_t u32();
  std::uint64_t u64();
  std::uint64_t leb128();             // at most 10 bytes, shortest form only
  ByteView raw(std::size_t size);     // a view into the input
  ByteView lv(std::size_t max_size);  // a longer length fails
  template <std::size_t N>
  ByteArray<N> array() {
    auto part = raw(N);
    return part.size() == N ? to_array<N>(part) : ByteArray<N>{};
  }

  ByteView rest() const { return rest_; }
  bool failed() const { return failed_; }
  bool is_done() const { return !failed_ && rest_.empty(); }  // all read, nothing left over

private:
  ByteView fail();

  ByteView rest_;
  bool failed_ = false;
};

}  // namespace twinlamp
