// One finished handshake of the live layer: frames of the wire, padding, and messages cut into pieces and put together.
//
// The layouts stand at the head of live.h. Foreign bytes: what does not verify changes nothing; what does verify but
// breaks a bound costs only its counter. Sans-IO, not thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "protocol/session/noise.h"

namespace twinlamp {

enum class LiveFrameType : std::uint8_t { hello = 1, answer = 2, data = 3, poke = 4 };
enum class LiveKind : std::uint8_t { confirm = 1, confirmed = 2, whole = 3, piece = 4 };
using LiveHandshakeId = ByteArray<8>;

struct LiveFrame {
  static constexpr std::size_t header_size = 17;

  LiveFrameType type{};
  LiveHandshakeId id{};
  std::uint64_t counter = 0;
  ByteView header, body;  // views into what was parsed
};

// malformed for a type that is not known and for a counter where there is none.
Result<LiveFrame> parse_live_frame(ByteView bytes);
Bytes make_live_frame(LiveFrameType type, const LiveHandshakeId& id, std::uint64_t counter, ByteView body);

class LiveChannel {
public:
  static constexpr std::size_t max_message = 512 * 1024;

  struct Opened {
    LiveKind kind{};
    std::optional<SecretBytes> message;  // of WHOLE, and of the PIECE that completes one
  };

  // Precondition: handshake.is_finished().
  LiveChannel(const LiveHandshakeId& id, const NoiseHandshake& handshake)
      : id_(id), transport_(handshake.transport()), hash_(handshake.handshake_hash()) {}

  const LiveHandshakeId& id() const { return id_; }
  const Bytes& hash() const { return hash_; }

  Result<Bytes> seal_word(LiveKind kind);  // CONFIRM or CONFIRMED
  // The frames of one message. Precondition: message.size() <= max_message.
  Result<std::vector<Bytes>> seal_message(ByteView message);
  // Precondition: a DATA frame of this id.
  Result<Opened> open(const LiveFrame& frame);

private:
  struct Assembly {
    std::uint32_t message_id;
    std::uint16_t next, count;
    SecretBytes bytes;
  };

  Result<Bytes> seal(ByteView plaintext);
  Result<std::optional<SecretBytes>> take_piece(ByteView piece);

  LiveHandshakeId id_;
  NoiseTransport transport_;
  Bytes hash_;
  std::uint32_t next_message_id_ = 0;
  std::optional<Assembly> assembly_;
};

}  // namespace twinlamp
