#include "protocol/room/live_frame.h"

namespace twinlamp {
namespace {

constexpr std::uint8_t frame_live[] = {0xf2, 0x01};  // field 30, bytes
constexpr std::uint8_t live_body = 0x0a;             // field 1, bytes
constexpr std::size_t longest = 3;                   // of a length below 2 MiB

// Takes a length that is exactly that of what follows it.
bool take_length_of_rest(ByteView& rest) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < longest && i < rest.size(); ++i) {
    length |= std::size_t{rest[i] & 0x7fu} << (7 * i);
    if ((rest[i] & 0x80) != 0) continue;
    if (i > 0 && rest[i] == 0) return false;  // not the shortest form
    rest = rest.subspan(i + 1);
    return length == rest.size();
  }
  return false;
}

}  // namespace

std::optional<std::size_t> plain_live_body(ByteView frame) {
  if (frame.size() < 2 || frame[0] != frame_live[0] || frame[1] != frame_live[1]) return std::nullopt;
  auto rest = frame.subspan(2);
  if (!take_length_of_rest(rest) || rest.empty() || rest[0] != live_body) return std::nullopt;
  rest = rest.subspan(1);
  if (!take_length_of_rest(rest) || rest.empty()) return std::nullopt;
  return rest.size();
}

}  // namespace twinlamp
