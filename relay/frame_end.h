// FrameEnd: how far one may read without reaching beyond the client's present WebSocket frame (RFC 6455, 5.2), so that
// nothing of the next one lies in a buffer of Beast's when the connection is handed over.
#pragma once

#include <algorithm>
#include <array>

#include "protocol/base/bytes.h"

namespace twinlamp::relay {

class FrameEnd {
public:
  // At least 1.
  std::size_t allowed() const { return payload_ > 0 ? static_cast<std::size_t>(payload_) : header_size() - known_; }

  void passed(ByteView bytes) {
    while (!bytes.empty()) {
      const auto count = std::min(bytes.size(), allowed());
      if (payload_ > 0) {
        payload_ -= count;
      } else {
        std::copy_n(bytes.begin(), count, header_.begin() + static_cast<std::ptrdiff_t>(known_));
        known_ += count;
        if (known_ == header_size()) begin_payload();
      }
      bytes = bytes.subspan(count);
    }
  }

private:
  static constexpr std::size_t mask = 4;

  std::size_t length_size() const {
    const auto length = header_[1] & 0x7f;
    return length == 126 ? 2 : length == 127 ? 8 : 0;
  }
  std::size_t header_size() const {
    if (known_ < 2) return 2;
    return 2 + length_size() + ((header_[1] & 0x80) != 0 ? mask : 0);
  }
  void begin_payload() {
    payload_ = header_[1] & 0x7f;
    if (const auto wide = length_size(); wide > 0) {
      payload_ = 0;
      for (std::size_t i = 0; i < wide; ++i) payload_ = payload_ << 8 | header_[2 + i];
    }
    known_ = 0;
  }

  std::array<std::uint8_t, 2 + 8 + mask> header_{};
  std::size_t known_ = 0;  // of the header
  std::uint64_t payload_ = 0;  // still to come
};

}  // namespace twinlamp::relay
