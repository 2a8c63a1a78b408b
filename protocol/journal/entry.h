// One record of a device's append-only log: a header that is hashed and chained, and a body that can be erased without breaking the chain.
//
//   header, 160 bytes, integers big-endian:
//     version u8 = 1 | author u8 | epoch u32 | seq u64 (from 1) | prev 32 (zeros for the first) | lamport u64
//     | peer seq u64 | peer hash 32 (zeros for none) | type u16 | body_hash 32 | self_tag 32
//   body_hash = BLAKE2b-256(salt 32 || body);  self_tag = BLAKE2b-256 keyed with the author's self key, of the 128 bytes before it
//   id = BLAKE2b-256(header)
//   on the wire: header || 0x01 || salt 32 || lv(body), or, erased: header || 0x00
//
// An Entry keeps the header's bytes as they came, so its id never depends on a second encoding. `type` is the field number of the
// body's kind in wire::Body; a type this version does not know is kept, and skipped by the fold.
#pragma once

#include <optional>

#include "protocol/base/limits.h"
#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/base/secret.h"
#include "protocol/crypto/hash.h"
#include "protocol/wire/journal.pb.h"

namespace twinlamp {

using EntryId = Hash256;
using EntrySalt = ByteArray<32>;

inline constexpr std::size_t entry_header_size = 160;
inline constexpr std::size_t entry_wire_limit = entry_header_size + 1 + 32 + 3 + limits::entry_body;

enum class EntryType : std::uint16_t {
  profile = 10, covered = 11, open_round = 12, seal = 13, reveal = 14, relax = 15, say_back = 16, confirm = 17, react = 18,
  follow_up = 19, reply = 20, addition = 21, close_round = 22, tombstone = 23, next_suggestion = 24,
  step = 25, gift = 26, list_item = 27, remark = 28, day_turn = 29, match_step = 30, deck = 31,
  renewal = 32,
};

struct EntryHeader {
  std::uint8_t author = 0;    // slot, 0 or 1
  std::uint32_t epoch = 0;    // of the ratchet when it was written; informative
  std::uint64_t seq = 0;
  EntryId prev{};
  std::uint64_t lamport = 0;
  std::uint64_t peer_seq = 0;  // what its author had of the other log: 0 = nothing
  EntryId peer_hash{};
  std::uint16_t type = 0;
  Hash256 body_hash{};
  Hash256 self_tag{};

  bool is(EntryType known) const { return type == static_cast<std::uint16_t>(known); }
  friend bool operator==(const EntryHeader&, const EntryHeader&) = default;
};

// The order of the journal: (lamport, author). A total order, since an author's lamports rise.
struct EntryOrder {
  std::uint64_t lamport = 0;
  std::uint8_t author = 0;
  friend auto operator<=>(const EntryOrder&, const EntryOrder&) = default;
};

class Entry {
public:
  // malformed: not exactly one entry, a bound broken, a zero seq or lamport, peer fields that contradict each other;
  // unauthentic: the body is not the one that the header names.
  static Result<Entry> parse(ByteView wire);

  const EntryHeader& header() const { return header_; }
  const EntryId& id() const { return id_; }
  EntryOrder order() const { return {header_.lamport, header_.author}; }
  ByteView header_bytes() const { return header_bytes_; }
  bool is_erased() const { return !body_.has_value(); }
  ByteView body() const { return body_ ? ByteView(*body_) : ByteView(); }  // serialised wire::Body; empty if erased

  Bytes to_wire() const;
  void erase_body();  // the id stays

  // True only for an entry that was made under this self key: proof to me that one fetched back is mine.
  bool is_tagged_by(const Key& self_key) const;

private:
  friend Entry make_entry(const struct EntryPlace&, const wire::Body&, const Key&, Random&);
  Entry() = default;

  EntryHeader header_;
  ByteArray<entry_header_size> header_bytes_{};
  EntryId id_{};
  EntrySalt salt_{};
  std::optional<Bytes> body_;
};

// Where a new entry goes: see Log::next_place() in log.h.
struct EntryPlace {
  std::uint8_t author = 0;
  std::uint32_t epoch = 0;
  std::uint64_t seq = 1;
  EntryId prev{};
  std::uint64_t lamport = 1;
  std::uint64_t peer_seq = 0;
  EntryId peer_hash{};
};

// Precondition: body has a kind, and body.ByteSizeLong() <= limits::entry_body (asserts).
Entry make_entry(const EntryPlace& place, const wire::Body& body, const Key& self_key, Random& random);

}  // namespace twinlamp
