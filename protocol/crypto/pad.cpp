#include "protocol/crypto/pad.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace twinlamp {

Result<std::size_t> durable_bucket(std::size_t size) {
  constexpr std::array<std::size_t, 4> buckets{1024, 4 * 1024, 16 * 1024, 64 * 1024};
  const auto found = std::find_if(buckets.begin(), buckets.end(), [size](std::size_t bucket) { return size < bucket; });
  if (found == buckets.end()) return Error{ErrorCode::too_large, "padding: above 64 KiB"};
  return *found;
}

Result<std::size_t> answer_bucket(std::size_t size) {
  constexpr std::array<std::size_t, 4> buckets{1024, 4 * 1024, 12 * 1024, 48 * 1024};
  const auto found = std::find_if(buckets.begin(), buckets.end(), [size](std::size_t bucket) { return size <= bucket; });
  if (found == buckets.end()) return Error{ErrorCode::too_large, "padding: answer above 48 KiB"};
  return *found + 1;
}

std::size_t live_padded_size(std::size_t size) { return (size / live_bucket + 1) * live_bucket; }

SecretBytes pad(ByteView data, std::size_t padded_size) {
  assert(padded_size > data.size());
  SecretBytes out(padded_size);
  std::copy(data.begin(), data.end(), out.begin());
  out[data.size()] = 0x80;
  return out;
}

Result<ByteView> unpad(ByteView padded) {
  std::size_t end = padded.size();
  while (end > 0 && padded[end - 1] == 0) --end;
  if (end == 0 || padded[end - 1] != 0x80) return Error{ErrorCode::malformed, "padding: no mark"};
  return padded.first(end - 1);
}

}  // namespace twinlamp
