#include "protocol/session/live_channel.h"

#include <algorithm>
#include <cassert>

#include "protocol/base/limits.h"
#include "protocol/crypto/pad.h"

namespace twinlamp {
namespace {

constexpr std::size_t max_plaintext = limits::live_piece - 1;  // with its padding mark: 16 KiB
constexpr std::size_t piece_bytes = max_plaintext - 9;
constexpr std::size_t max_pieces = (LiveChannel::max_message + piece_bytes - 1) / piece_bytes;
static_assert(LiveFrame::header_size + limits::live_piece + 16 <= limits::live_frame);

SecretBytes join(ByteView head, ByteView rest) {
  SecretBytes out;
  out.reserve(head.size() + rest.size());
  out.insert(out.end(), head.begin(), head.end());
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

}  // namespace

Result<LiveFrame> parse_live_frame(ByteView bytes) {
  ByteReader reader(bytes);
  const auto type = reader.u8();
  LiveFrame frame{static_cast<LiveFrameType>(type), reader.array<8>(), reader.u64(), {}, reader.rest()};
  if (reader.failed() || bytes.size() > limits::live_frame) return Error{ErrorCode::malformed, "live: frame"};
  if (type < 1 || type > 4) return Error{ErrorCode::malformed, "live: frame is of no known type"};
  if (frame.type != LiveFrameType::data && frame.counter != 0)
    return Error{ErrorCode::malformed, "live: counter where there is none"};
  if (frame.type == LiveFrameType::poke && !frame.body.empty())
    return Error{ErrorCode::malformed, "live: POKE with a body"};
  frame.header = bytes.first(LiveFrame::header_size);
  return frame;
}

Bytes make_live_frame(LiveFrameType type, const LiveHandshakeId& id, std::uint64_t counter, ByteView body) {
  return ByteWriter().u8(static_cast<std::uint8_t>(type)).raw(id).u64(counter).raw(body).take();
}

// The header is the associated data, so that nothing of a frame can be changed.
Result<Bytes> LiveChannel::seal(ByteView plaintext) {
  auto frame = make_live_frame(LiveFrameType::data, id_, transport_.next_counter(), {});
  const auto sealed = transport_.seal(pad(plaintext, live_padded_size(plaintext.size())), frame);
  if (!sealed) return sealed.error();
  frame.insert(frame.end(), sealed->ciphertext.begin(), sealed->ciphertext.end());
  return frame;
}

Result<Bytes> LiveChannel::seal_word(LiveKind kind) {
  const auto plaintext = static_cast<std::uint8_t>(kind);
  return seal({&plaintext, 1});
}

Result<std::vector<Bytes>> LiveChannel::seal_message(ByteView message) {
  assert(message.size() <= max_message);
  const bool is_whole = message.size() < max_plaintext;
  const auto count = is_whole ? 1 : (message.size() + piece_bytes - 1) / piece_bytes;
  const auto message_id = next_message_id_++;
  std::vector<Bytes> frames;
  for (std::size_t index = 0; index < count; ++index) {
    ByteWriter head;
    head.u8(static_cast<std::uint8_t>(is_whole ? LiveKind::whole : LiveKind::piece));
    if (!is_whole) head.u32(message_id).u16(static_cast<std::uint16_t>(index)).u16(static_cast<std::uint16_t>(count));
    const auto rest = message.subspan(index * piece_bytes);
    auto frame = seal(join(head.view(), is_whole ? message : rest.first(std::min(rest.size(), piece_bytes))));
    if (!frame) return frame.error();
    frames.push_back(std::move(*frame));
  }
  return frames;
}

Result<LiveChannel::Opened> LiveChannel::open(const LiveFrame& frame) {
  const auto padded = transport_.open(frame.counter, frame.body, frame.header);
  if (!padded) return padded.error();
  const auto plaintext = unpad(*padded);
  if (!plaintext) return plaintext.error();
  ByteReader reader(*plaintext);
  Opened opened{static_cast<LiveKind>(reader.u8()), {}};
  switch (opened.kind) {
    case LiveKind::confirm:
    case LiveKind::confirmed:
      if (reader.is_done()) return opened;
      break;
    case LiveKind::whole:
      opened.message = to_secret(reader.rest());
      return opened;
    case LiveKind::piece: {
      auto message = take_piece(reader.rest());
      if (!message) return message.error();
      opened.message = std::move(*message);
      return opened;
    }
  }
  return Error{ErrorCode::malformed, "live: plaintext is of no known kind"};
}

// Pieces come in order; where one is missing the message is lost, which is no error.
Result<std::optional<SecretBytes>> LiveChannel::take_piece(ByteView bytes) {
  ByteReader reader(bytes);
  const auto message_id = reader.u32();
  const auto index = reader.u16(), count = reader.u16();
  const auto part = reader.rest();
  const bool is_last = index + 1 == count;
  if (reader.failed() || count < 2 || count > max_pieces || index >= count || part.empty() ||
      part.size() > piece_bytes || (!is_last && part.size() != piece_bytes) ||
      index * piece_bytes + part.size() > max_message)
    return Error{ErrorCode::malformed, "live: piece"};
  if (index == 0) {
    assembly_ = Assembly{message_id, 0, count, {}};
    assembly_->bytes.reserve(count * piece_bytes);
  }
  if (!assembly_ || assembly_->message_id != message_id || assembly_->next != index || assembly_->count != count) {
    assembly_.reset();
    return std::optional<SecretBytes>();
  }
  assembly_->bytes.insert(assembly_->bytes.end(), part.begin(), part.end());
  ++assembly_->next;
  if (!is_last) return std::optional<SecretBytes>();
  std::optional<SecretBytes> message(std::move(assembly_->bytes));
  assembly_.reset();
  return message;
}

}  // namespace twinlamp
