#include "protocol/journal/entry.h"

#include <cassert>

namespace twinlamp {
namespace {

constexpr std::uint8_t entry_version = 1;
constexpr std::uint8_t with_body = 1, without_body = 0;
constexpr std::size_t tagged_size = entry_header_size - sizeof(Hash256);

bool is_zero(const EntryId& id) { return id == EntryId{}; }

ByteArray<entry_header_size> encode(const EntryHeader& header) {
  ByteWriter out;
  out.u8(entry_version).u8(header.author).u32(header.epoch).u64(header.seq).raw(header.prev).u64(header.lamport);
  out.u64(header.peer_seq).raw(header.peer_hash).u16(header.type).raw(header.body_hash).raw(header.self_tag);
  return to_array<entry_header_size>(out.view());
}

EntryHeader decode(ByteReader& in) {
  EntryHeader header;
  header.author = in.u8();
  header.epoch = in.u32();
  header.seq = in.u64();
  header.prev = in.array<32>();
  header.lamport = in.u64();
  header.peer_seq = in.u64();
  header.peer_hash = in.array<32>();
  header.type = in.u16();
  header.body_hash = in.array<32>();
  header.self_tag = in.array<32>();
  return header;
}

bool is_sound(const EntryHeader& header) {
  return header.author <= 1 && header.seq > 0 && header.lamport >= header.seq && header.type != 0 &&
         is_zero(header.prev) == (header.seq == 1) && is_zero(header.peer_hash) == (header.peer_seq == 0);
}

ByteView tagged_part(const ByteArray<entry_header_size>& header) { return ByteView(header).first(tagged_size); }

}  // namespace

Result<Entry> Entry::parse(ByteView wire) {
  constexpr Error malformed{ErrorCode::malformed, "entry: layout"};
  ByteReader in(wire);
  const auto header_bytes = in.array<entry_header_size>();
  if (in.failed()) return malformed;
  ByteReader header_in(header_bytes);
  if (header_in.u8() != entry_version) return Error{ErrorCode::malformed, "entry: version"};
  Entry entry;
  entry.header_ = decode(header_in);
  if (!is_sound(entry.header_)) return Error{ErrorCode::malformed, "entry: header"};
  entry.header_bytes_ = header_bytes;
  entry.id_ = blake2b_256({header_bytes});

  const auto flag = in.u8();
  if (flag > with_body) return malformed;
  if (flag == with_body) {
    entry.salt_ = in.array<32>();
    entry.body_ = to_bytes(in.lv(limits::entry_body));
  }
  if (!in.is_done()) return malformed;
  if (entry.body_ && blake2b_256({entry.salt_, *entry.body_}) != entry.header_.body_hash)
    return Error{ErrorCode::unauthentic, "entry: body hash"};
  return entry;
}

Bytes Entry::to_wire() const {
  ByteWriter out;
  out.raw(header_bytes_);
  if (body_)
    out.u8(with_body).raw(salt_).lv(*body_);
  else
    out.u8(without_body);
  return out.take();
}

void Entry::erase_body() {
  if (!body_) return;
  sodium_memzero(body_->data(), body_->size());
  sodium_memzero(salt_.data(), salt_.size());
  body_.reset();
}

bool Entry::is_tagged_by(const Key& self_key) const {
  return equal_constant_time(blake2b_256_keyed(self_key, {tagged_part(header_bytes_)}), header_.self_tag);
}

Entry make_entry(const EntryPlace& place, const wire::Body& body, const Key& self_key, Random& random) {
  assert(body.kind_case() != wire::Body::KIND_NOT_SET);
  Entry entry;
  entry.body_ = to_bytes(bytes_of(body.SerializeAsString()));
  assert(entry.body_->size() <= limits::entry_body);
  random.fill(entry.salt_);

  auto& header = entry.header_;
  header.author = place.author;
  header.epoch = place.epoch;
  header.seq = place.seq;
  header.prev = place.prev;
  header.lamport = place.lamport;
  header.peer_seq = place.peer_seq;
  header.peer_hash = place.peer_hash;
  header.type = static_cast<std::uint16_t>(body.kind_case());
  header.body_hash = blake2b_256({entry.salt_, *entry.body_});
  header.self_tag = blake2b_256_keyed(self_key, {tagged_part(encode(header))});
  assert(is_sound(header));
  entry.header_bytes_ = encode(header);
  entry.id_ = blake2b_256({entry.header_bytes_});
  return entry;
}

}  // namespace twinlamp
