// The envelope: one durable post as the relay stores it, and what is packed inside.
//
//   envelope  = version u8 (1) | epoch u32 | ratchet message            ad = "envelope/1" | version | epoch |
//   lv(context) plaintext = payload, padded to 1, 4, 16 or 64 KiB (crypto/pad.h), so the size tells the bucket and no
//   more payload   = 1 | lv(entry) lv(entry) ...                             one or more whole entries
//             | 2 | transfer id 8 | index u16 | count u16 | bytes       a piece of an entry too long for one envelope
//
// Foreign bytes: an error changes neither the ratchet nor the unpacker. Sans-IO, not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "protocol/session/ratchet.h"

namespace twinlamp {

struct Envelope {
  static constexpr std::uint8_t version = 1;
  static constexpr std::size_t header_size = 5;
  static constexpr std::size_t max_payload = 64 * 1024 - 1;  // the largest bucket, less the padding mark

  std::uint32_t epoch = 0;
  ByteView ratchet_message;  // a view into what was parsed
};

// malformed for another version and for any size that no bucket yields.
Result<Envelope> parse_envelope(ByteView bytes);

// `context` binds what the envelope does not carry: the room and the sender's slot. Both ends give the same.
// The ratchet has moved on when this returns. too_large above Envelope::max_payload.
Result<Bytes> seal_envelope(Ratchet& ratchet, std::uint32_t epoch, ByteView context, ByteView payload, Random& random);
// The payload, without its padding. Unchanged ratchet on error. Precondition: the ratchet is that of envelope.epoch.
Result<SecretBytes> open_envelope(Ratchet& ratchet, const Envelope& envelope, ByteView context, Random& random);

inline constexpr std::size_t max_packed_entry = 1024 * 1024;  // an entry with its body
inline constexpr std::size_t chunk_size = 60 * 1024;          // every chunk but the last is exactly this long

// Fills as few payloads as the order of the entries allows. too_large or malformed (empty) for an entry out of bounds.
Result<std::vector<SecretBytes>> pack_entries(std::span<const ByteView> entries, Random& random);

// Payloads in, whole entries out. One for each epoch, stored with its ratchet. At most one transfer is under way: a
// chunk of another takes its place, and the journal's sync fetches what was lost with it.
class Unpacker {
public:
  // Entries in their order; none for a chunk that does not complete its transfer.
  Result<std::vector<SecretBytes>> handle_payload(ByteView payload);

  SecretBytes serialise() const;
  static Result<Unpacker> parse(ByteView bytes);

private:
  struct Transfer {
    ByteArray<8> id{};
    std::uint16_t count = 0;
    std::map<std::uint16_t, SecretBytes> chunks;
  };

  Result<std::vector<SecretBytes>> handle_chunk(ByteView chunk);

  std::optional<Transfer> transfer_;
};

}  // namespace twinlamp
