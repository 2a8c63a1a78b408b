#include "relay/frame_end.h"

#include <gtest/gtest.h>

namespace twinlamp::test {
namespace {

using relay::FrameEnd;

// A client's frame as RFC 6455, 5.2 has it.
Bytes frame(std::size_t payload, bool masked = true) {
  Bytes out{0x82};
  const std::uint8_t mask = masked ? 0x80 : 0;
  if (payload < 126) {
    out.push_back(static_cast<std::uint8_t>(mask | payload));
  } else if (payload <= 0xffff) {
    out.push_back(mask | 126);
    out.push_back(static_cast<std::uint8_t>(payload >> 8));
    out.push_back(static_cast<std::uint8_t>(payload));
  } else {
    out.push_back(mask | 127);
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(payload >> shift));
  }
  out.insert(out.end(), (masked ? 4 : 0) + payload, 0xa5);
  return out;
}

// Reads as much as is allowed at a time, at most `piece`, until the frame has been read; what was left behind it.
std::size_t read_one(FrameEnd& end, ByteView bytes, std::size_t piece, std::size_t size) {
  std::size_t read = 0;
  while (read < size) {
    const auto count = std::min({end.allowed(), piece, bytes.size() - read});
    if (count == 0) break;
    end.passed(bytes.subspan(read, count));
    read += count;
  }
  return bytes.size() - read;
}

TEST(FrameEnd, LeavesTheNextFrameUnreadHoweverTheBytesCome) {
  for (const std::size_t payload : {0u, 1u, 125u, 126u, 700u, 65'535u, 65'536u, 70'000u}) {
    for (const bool masked : {true, false}) {
      const auto first = frame(payload, masked), second = frame(9, masked);
      Bytes both = first;
      both.insert(both.end(), second.begin(), second.end());
      for (const std::size_t piece : {1u, 3u, 100'000u}) {
        FrameEnd end;
        EXPECT_EQ(read_one(end, both, piece, first.size()), second.size()) << payload << ' ' << masked << ' ' << piece;
        EXPECT_EQ(end.allowed(), 2u) << "a new header begins";
      }
    }
  }
}

}  // namespace
}  // namespace twinlamp::test
