#include "protocol/session/envelope.h"

#include <cassert>

#include "protocol/base/limits.h"
#include "protocol/crypto/pad.h"

namespace twinlamp {
namespace {

enum PayloadKind : std::uint8_t { whole_entries = 1, chunk_of_entry = 2 };
constexpr std::uint8_t unpacker_version = 1;
constexpr std::size_t max_chunks = (max_packed_entry + chunk_size - 1) / chunk_size;
static_assert(Envelope::header_size + Ratchet::overhead + Envelope::max_payload + 1 <= limits::envelope);

Bytes envelope_ad(std::uint32_t epoch, ByteView context) {
  return ByteWriter().raw("envelope/1").u8(Envelope::version).u32(epoch).lv(context).take();
}

void append(SecretBytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

std::size_t lv_size(std::size_t size) {
  return ByteWriter().leb128(size).view().size() + size;
}

}  // namespace

Result<Envelope> parse_envelope(ByteView bytes) {
  ByteReader reader(bytes);
  const auto version = reader.u8();
  Envelope envelope{reader.u32(), reader.rest()};
  if (reader.failed()) return Error{ErrorCode::malformed, "envelope: too short"};
  if (version != Envelope::version) return Error{ErrorCode::malformed, "envelope: another version"};
  if (envelope.ratchet_message.size() <= Ratchet::overhead) return Error{ErrorCode::malformed, "envelope: too short"};
  const auto padded = envelope.ratchet_message.size() - Ratchet::overhead;
  const auto bucket = durable_bucket(padded - 1);
  if (!bucket || *bucket != padded) return Error{ErrorCode::malformed, "envelope: size is of no bucket"};
  return envelope;
}

Result<Bytes> seal_envelope(Ratchet& ratchet, std::uint32_t epoch, ByteView context, ByteView payload, Random& random) {
  const auto bucket = durable_bucket(payload.size());
  if (!bucket) return bucket.error();
  const auto message = ratchet.encrypt(pad(payload, *bucket), envelope_ad(epoch, context), random);
  if (!message) return message.error();
  return ByteWriter().u8(Envelope::version).u32(epoch).raw(*message).take();
}

Result<SecretBytes> open_envelope(Ratchet& ratchet, const Envelope& envelope, ByteView context, Random& random) {
  auto next = ratchet;  // the padding is checked after the decryption, and its failure must change nothing either
  const auto padded = next.decrypt(envelope.ratchet_message, envelope_ad(envelope.epoch, context), random);
  if (!padded) return padded.error();
  const auto payload = unpad(*padded);
  if (!payload) return payload.error();
  ratchet = std::move(next);
  return to_secret(*payload);
}

namespace {

Result<void> pack_chunks(ByteView entry, Random& random, std::vector<SecretBytes>& payloads) {
  const auto id = random.bytes<8>();
  const auto count = (entry.size() + chunk_size - 1) / chunk_size;
  for (std::size_t index = 0; index < count; ++index) {
    const auto part = entry.subspan(index * chunk_size);
    SecretBytes payload;
    append(payload, ByteWriter()
                        .u8(chunk_of_entry)
                        .raw(id)
                        .u16(static_cast<std::uint16_t>(index))
                        .u16(static_cast<std::uint16_t>(count))
                        .view());
    append(payload, part.first(std::min(part.size(), chunk_size)));
    payloads.push_back(std::move(payload));
  }
  return {};
}

}  // namespace

Result<std::vector<SecretBytes>> pack_entries(std::span<const ByteView> entries, Random& random) {
  std::vector<SecretBytes> payloads;
  SecretBytes open;  // the payload being filled; empty when none is
  const auto close = [&] {
    if (!open.empty()) payloads.push_back(std::exchange(open, {}));
  };
  for (const auto entry : entries) {
    if (entry.empty()) return Error{ErrorCode::malformed, "envelope: an entry is empty"};
    if (entry.size() > max_packed_entry) return Error{ErrorCode::too_large, "envelope: an entry is too long"};
    const auto size = lv_size(entry.size());
    if (open.size() + size > Envelope::max_payload) close();
    if (1 + size > Envelope::max_payload) {
      TWINLAMP_TRY(pack_chunks(entry, random, payloads));
      continue;
    }
    if (open.empty()) open.push_back(whole_entries);
    append(open, ByteWriter().leb128(entry.size()).view());
    append(open, entry);
  }
  close();
  return payloads;
}

namespace {

Result<std::vector<SecretBytes>> read_entries(ByteReader reader) {
  std::vector<SecretBytes> entries;
  do {
    const auto entry = reader.lv(Envelope::max_payload);
    if (reader.failed() || entry.empty()) return Error{ErrorCode::malformed, "envelope: entries"};
    entries.push_back(to_secret(entry));
  } while (!reader.rest().empty());
  return entries;
}

struct Chunk {
  ByteArray<8> id{};
  std::uint16_t index = 0, count = 0;
  ByteView bytes;
};

// Every chunk but the last is full; one that would have fitted into an envelope whole is refused.
Result<Chunk> read_chunk(ByteReader reader) {
  Chunk chunk{reader.array<8>(), reader.u16(), reader.u16(), {}};
  chunk.bytes = reader.rest();
  const bool is_last = chunk.index + 1 == chunk.count;
  if (reader.failed() || chunk.count < 2 || chunk.count > max_chunks || chunk.index >= chunk.count ||
      chunk.bytes.empty() || chunk.bytes.size() > chunk_size || (!is_last && chunk.bytes.size() != chunk_size) ||
      chunk.index * chunk_size + chunk.bytes.size() > max_packed_entry)
    return Error{ErrorCode::malformed, "envelope: chunk"};
  return chunk;
}

}  // namespace

Result<std::vector<SecretBytes>> Unpacker::handle_payload(ByteView payload) {
  ByteReader reader(payload);
  switch (reader.u8()) {
    case whole_entries:
      return read_entries(reader);
    case chunk_of_entry:
      return handle_chunk(reader.rest());
    default:
      return Error{ErrorCode::malformed, "envelope: payload of no known kind"};
  }
}

Result<std::vector<SecretBytes>> Unpacker::handle_chunk(ByteView bytes) {
  const auto chunk = read_chunk(ByteReader(bytes));
  if (!chunk) return chunk.error();
  const bool is_new = !transfer_ || transfer_->id != chunk->id;
  if (!is_new) {
    if (transfer_->count != chunk->count) return Error{ErrorCode::malformed, "envelope: chunk count"};
    if (transfer_->chunks.contains(chunk->index)) return Error{ErrorCode::conflict, "envelope: chunk came twice"};
  } else {
    transfer_ = Transfer{chunk->id, chunk->count, {}};
  }
  transfer_->chunks.emplace(chunk->index, to_secret(chunk->bytes));
  std::vector<SecretBytes> entries;
  if (transfer_->chunks.size() == transfer_->count) {
    SecretBytes entry;
    entry.reserve(transfer_->count * chunk_size);
    for (const auto& [index, part] : transfer_->chunks) append(entry, part);
    entries.push_back(std::move(entry));
    transfer_.reset();
  }
  return entries;
}

SecretBytes Unpacker::serialise() const {
  SecretBytes out{unpacker_version};
  if (!transfer_) return out;
  append(out, transfer_->id);
  append(out, ByteWriter().u16(transfer_->count).view());
  for (const auto& [index, part] : transfer_->chunks) {
    append(out, ByteWriter().u16(index).leb128(part.size()).view());
    append(out, part);
  }
  return out;
}

Result<Unpacker> Unpacker::parse(ByteView bytes) {
  constexpr Error corrupt{ErrorCode::corrupt, "unpacker: stored state"};
  ByteReader reader(bytes);
  Unpacker unpacker;
  if (reader.u8() != unpacker_version) return corrupt;
  if (reader.is_done()) return unpacker;
  const auto id = reader.array<8>();
  const auto count = reader.u16();
  while (!reader.failed() && !reader.rest().empty()) {
    const auto index = reader.u16();
    const auto part = reader.lv(chunk_size);
    const auto chunk = ByteWriter().raw(id).u16(index).u16(count).raw(part).take();
    if (reader.failed()) return corrupt;
    const auto entries = unpacker.handle_chunk(chunk);
    if (!entries || !entries->empty()) return corrupt;  // what is complete is not stored
  }
  if (reader.failed() || !unpacker.transfer_) return corrupt;
  return unpacker;
}

}  // namespace twinlamp
