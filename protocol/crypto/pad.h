// Padding to buckets, inside the AEAD: 0x80, then zeros (ISO/IEC 7816-4), so that sizes tell a bucket and no more.
#pragma once

#include "protocol/base/result.h"
#include "protocol/base/secret.h"

namespace twinlamp {

inline constexpr std::size_t live_bucket = 256;  // live frames: the next multiple

// The smallest durable bucket (1, 4, 16, 64 KiB) that holds `size` bytes and the mark; too_large beyond 64 KiB - 1.
Result<std::size_t> durable_bucket(std::size_t size);
// The smallest answer bucket (1, 4, 12, 48 KiB, each plus the mark) that holds `size` bytes; too_large beyond 48 KiB.
Result<std::size_t> answer_bucket(std::size_t size);
std::size_t live_padded_size(std::size_t size);

// Precondition: padded_size > data.size().
SecretBytes pad(ByteView data, std::size_t padded_size);
// malformed if there is no mark. The view is into `padded`.
Result<ByteView> unpad(ByteView padded);

}  // namespace twinlamp
