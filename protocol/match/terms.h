// What a run of the wish list is about, what was said in it, and the hashes that tie every proof to all of it.
//
//   list hash = BLAKE2b-256("match/1 list" | quota u16 | N u16 | lv(id) for each item)
//   h0 = BLAKE2b-256("match/1 run" | round id 16 | latch id 16 | list hash)           the run: of this pair, since the
//   latch id is h1 = BLAKE2b-256("match/1 keys" | h0 | lv(step 0 of slot 0) | lv(step 0 of slot 1)) h2 =
//   BLAKE2b-256("match/1 bits" | h1 | lv(step 1 of slot 0) | lv(step 1 of slot 1)) h3 = BLAKE2b-256("match/1 product" |
//   h2 | lv(step 2 of slot 1)) h4 = BLAKE2b-256("match/1 shares" | h3 | lv(step 3 of slot 0) | lv(step 3 of slot 1))
//   sealed by both
//
// The steps of a transcript are what the journal has: of each author the first of each step, sized as its terms say,
// after the steps it rests on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/crypto/hash.h"

namespace twinlamp::match {

using Slot = std::uint8_t;

inline constexpr std::size_t word = 32;  // bytes of an element and of a scalar
inline constexpr std::size_t most_items = 128;
inline constexpr std::size_t most_item_id = 80;  // bytes
inline constexpr std::size_t step_count = 4;     // keys, bits, product (slot 1 alone), shares

enum class Vote : std::uint8_t { no = 0, curious = 1, yes = 2 };

// What becomes known of an item, to both alike.
//   nothing       at least one said no. Whoever said no learns nothing else; whoever said curious or yes learns that
//   the other said no. both_curious  both are at least curious, not both said yes. A curious one does not learn whether
//   the other's was a yes; a yes learns
//                 that the other's was curious.
//   both_yes      both said yes.
// So a voter always learns whether the other reached as far as its own vote, and a yes learns the other's vote: the
// screens say so first.
enum class Outcome : std::uint8_t { nothing = 0, both_curious = 1, both_yes = 2 };

struct Terms {
  ByteArray<16> round_id{};
  ByteArray<16> latch_id{};
  Hash256 list_hash{};
  std::uint16_t count = 0;  // N items
  std::uint16_t quota = 0;  // how many of them one may want at most, curious or yes: 1 to N

  std::size_t bits() const { return std::size_t{2} * count; }  // of item i: 2i is "at least curious", 2i + 1 is "yes"
  // Precondition: are_sound().
  static Terms make(const ByteArray<16>& round_id, const ByteArray<16>& latch_id, const std::vector<std::string>& items,
                    std::uint16_t quota);
  // 1 to 128 different ids of 1 to 80 bytes, and a quota among them.
  static bool are_sound(const std::vector<std::string>& items, std::uint32_t quota);
};

class Transcript {
public:
  bool has(Slot author, std::uint8_t step) const { return !steps_[author][step].empty(); }
  ByteView step(Slot author, std::uint8_t step) const { return steps_[author][step]; }
  void set(Slot author, std::uint8_t step, Bytes bytes) { steps_[author][step] = std::move(bytes); }

  bool is_empty() const;
  bool is_whole() const { return has(0, 3) && has(1, 3); }
  bool may_follow(Slot author, std::uint8_t step) const;   // what it rests on is there, and it is not
  std::optional<std::uint8_t> owed_by(Slot author) const;  // the next step of theirs, if it can be made now

private:
  std::array<std::array<Bytes, step_count>, 2> steps_;
};

// Exactly this many bytes, whatever the votes are. 0: this slot has no such step.
std::size_t step_size(const Terms& terms, Slot author, std::uint8_t step);

// h0 to h4. Precondition: the steps under it are there.
Hash256 run_hash(const Terms& terms);
Hash256 keys_hash(const Terms& terms, const Transcript& said);
Hash256 bits_hash(const Terms& terms, const Transcript& said);
Hash256 product_hash(const Terms& terms, const Transcript& said);
Hash256 shares_hash(const Terms& terms, const Transcript& said);

}  // namespace twinlamp::match
