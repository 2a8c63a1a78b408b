// The state of the pair: values only, the same on both devices once both have the same entries. Made by journal/fold.h alone.
//
// Copying is cheap whatever its age (rounds are shared until they change). An erased body is absent everywhere in it.
// Plain words of both people are in here: it lives only while the device is unlocked.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/crypto/keys.h"
#include "protocol/round/round.h"

namespace twinlamp {

// Rounds in the order of their opening, found by id. Rounds are shared between copies; edit() copies one on demand.
class Rounds {
public:
  using Pointer = std::shared_ptr<const Round>;
  const Round* find(const RoundId& id) const;
  Round* edit(const RoundId& id);  // null if absent; valid until the next call
  void add(Round round);           // precondition: not there
  std::optional<RoundId> drop_oldest_beyond(std::size_t most);  // the one that went, if there were more
  std::size_t size() const { return in_order_.size(); }
  auto begin() const { return in_order_.begin(); }  // of Pointer
  auto end() const { return in_order_.end(); }

private:
  std::vector<Pointer> in_order_;
  std::vector<std::pair<RoundId, std::uint32_t>> by_id_;  // sorted
};

struct OffsetShift {
  WallTime at{};
  std::chrono::minutes offset{};
};

// From this moment on the pair's days turn at this minute of the UTC day: see day_turn.h.
struct DayTurnChange {
  WallTime from{};
  std::int32_t minute = 0;
  friend bool operator==(const DayTurnChange&, const DayTurnChange&) = default;
};

struct ProfileFacts {
  std::string display_name;
  std::uint32_t content_version = 0;
  std::vector<OffsetShift> next;  // at most 2
};

struct CardUse {
  std::uint32_t opened = 0;     // rounds of this card
  WallTime last_opened{};
};

enum class AnomalyKind : std::uint8_t {
  malformed_body,     // does not parse, breaks a bound, or is not of the header's type
  wrong_round_id,     // not derived from its card, or not the next round of it
  unknown_round,
  wrong_latch_id,
  second_seal,        // void: only an author's first SEAL of a latch counts
  late_seal,          // after the reveal: void; after the close: told and kept
  replayed_lock,      // both SEALs of a latch have one L: it can never open
  bad_reveal,         // names other SEALs, or its scalars do not open them
  forked_seal,        // its author has signed another SEAL for an open latch than its log has
  unreadable_answer,  // the key is right, the ciphertext is not
  too_early,          // a response before the reveal
  refused_erasure,
  too_many,
  unfit_seal,         // a wish list's SEAL before its steps are whole, of mode open, or with another lock than its author's shares
  unfit_step,         // a step of a wish list out of its order, or of another size
  unfit_opening,      // a wish list of another quota than its length gives; a quiet run of slot 1's, or beside another
  unfit_renewal,      // more than the two have agreed on by pairing anew
};
// One for each kind, author and round, however often it happened: a flood of one kind hides no other.
struct Anomaly {
  AnomalyKind kind{};
  Slot author = 0;
  RoundId round{};          // zeros: of no round that is known
  std::uint64_t seq = 0;    // of the entry that showed it last
  EntryId entry_id{};
  std::uint64_t count = 0;
  friend bool operator==(const Anomaly&, const Anomaly&) = default;
};

struct ErasedEntry {
  Slot author = 0;
  std::uint16_t type = 0;
};

// A SEAL known from a REVEAL only ("open without me"). Its author's log has the last word on it.
struct CarriedSeal {
  Slot author = 0;
  std::uint64_t seq = 0;
  EntryId entry_id{};
  RoundId round_id{};
};

// One-way, from one to the other: see practice/gift.h.
struct Remark {
  Slot author = 0;
  std::uint16_t kind = 0;
  Said said;
};
struct Gift {
  Slot from = 0;
  std::uint16_t kind = 0;
  std::uint64_t seq = 0;
  EntryId id{};
  WallTime sent{};
  std::string did, says, felt, text;
  std::uint8_t moment = 0;   // a GiftMoment
  WallTime at{};             // of GiftMoment::at
  std::vector<Remark> remarks;
};

using ItemId = ByteArray<16>;
// Nobody can take an item by writing one of the same id: each owner has their own.
using ItemKey = std::pair<Slot, ItemId>;
struct ListItem {
  Slot owner = 0;
  std::uint16_t list = 0;    // a SharedList, see practice/shared_list.h
  std::uint64_t seq = 0;     // of the entry that counts
  WallTime since{}, changed{};  // its first entry, and the one that counts
  std::string text;
  WallTime at{};             // zero: no time
  bool removed = false;      // kept, so that a remark on its way still finds it; shown nowhere
  std::vector<Remark> remarks;
};

// A person's own cards, as text: client/content reads it.
struct OwnDeck {
  Slot owner = 0;
  std::uint64_t seq = 0;
  WallTime at{};
  std::string name, text;
  bool removed = false;
};

struct PairState {
  static constexpr std::size_t practices = 11;  // product.md's rows, 1 to 10

  std::array<std::optional<ProfileFacts>, 2> profiles;
  std::array<std::optional<PublicKey>, 2> seal_keys;  // each device's first
  std::array<std::chrono::minutes, 2> offset{};       // as last seen
  std::array<std::uint64_t, 2> last_seq{};            // of each author's log, in this state
  std::array<std::uint64_t, 2> last_lamport{};
  std::array<std::uint64_t, 2> covered{};               // of each author's log, how much the other's entries name
  std::array<std::uint64_t, 2> seal_seq_to_cover{};     // of each author's log, the last SEAL in it
  Rounds rounds;
  std::map<std::string, CardUse> cards;
  std::vector<std::string> skipped;                     // card ids, in order, since the last opening
  std::array<std::uint8_t, practices> depth{};          // the present depth of each practice; 1 at first
  std::vector<std::shared_ptr<const Gift>> gifts;       // in order; shared between copies
  std::map<ItemKey, std::shared_ptr<const ListItem>> items;  // of both
  std::vector<std::shared_ptr<const OwnDeck>> decks;    // in order; of one owner and name the last one counts, the others stay for what they have asked
  std::vector<DayTurnChange> day_turn;                  // agreed, by their moments; empty until then
  // What the devices ask each other by themselves (quiet.h); shown nowhere. The latest few.
  Rounds quiet_rounds;
  // Of each slot the last two answers to runs that were not owed, by its own clock, the newer first.
  std::array<std::array<WallTime, 2>, 2> quiet_answers{};
  bool desire_is_open = false;    // both have said, each to their own device, that they want Desire; stays so, whatever follows
  bool may_climb = false;         // both were heard at Open up's present depth: one deeper, if both ceilings allow it
  bool owes_quiet_run = false;    // an Open up round was closed since the last quiet run
  std::vector<std::int32_t> evenings;                   // days since 1970, local to who closed: sorted, only grows
  std::map<EntryId, RoundId> unsettled_seals;           // neither opened nor closed: never erased
  std::map<EntryId, ErasedEntry> erased;                // entries that came without their body
  std::vector<CarriedSeal> carried;                     // still to be met in their author's log
  WallTime latest{};                                    // the latest wall time in any entry
  std::vector<Anomaly> anomalies;                       // at most 256, by their newest entry; see Applied::report()
  std::uint32_t renewals = 0;                           // how often a new device has taken the place of a lost one
  Key pair_seed, latch_seed;                            // of the pair, constant
  std::uint32_t renewals_agreed = 0;                    // likewise

  bool is_confirmed() const { return profiles[0] && profiles[1]; }  // both have said "the same words"
  std::size_t evenings_together() const { return evenings.size(); }
};

// The item that a remark of this author's under that id is about: the partner's, else the author's own; null if there is none.
const std::shared_ptr<const ListItem>* find_item(const PairState& state, const ItemId& id, Slot author);

// A round of either kind, by its id; null if there is none.
const Round* find_round(const PairState& state, const RoundId& id);

// The id of the n-th round of a card (n from 0): BLAKE2b-128("round/1" || pair_seed || lv(card_id) || n u32).
RoundId derive_round_id(const Key& pair_seed, std::string_view card_id, std::uint32_t times_before);
// For OpenRound: how often the card was opened before.
std::uint32_t times_opened(const PairState& state, std::string_view card_id);

std::size_t items_of(const PairState& state, Slot owner);  // on all lists, those that are there

// `slot` has received a SEAL that nothing of its own covers: append COVERED.
bool owes_cover(const PairState& state, Slot slot);
// Every entry of `slot` up to seq is named by an entry of its partner.
bool is_covered(const PairState& state, Slot slot, std::uint64_t seq);

// May an author erase this one of its own entries? Words only: the bones of a round stay, and so does a SEAL that is neither opened nor cancelled.
bool may_erase(const PairState& state, std::uint16_t type, const EntryId& id);

namespace round_limits {
inline constexpr std::size_t card_id = 80;       // bytes, as all texts here
inline constexpr std::size_t prompt = 600;
inline constexpr std::size_t reaction = 64;
inline constexpr std::size_t responses = 64;     // of one kind, of one person, in one round
inline constexpr std::size_t steps = 256;        // in one round, of both
inline constexpr std::size_t items = 512;        // of one person
inline constexpr std::size_t removed_items = 2048;  // likewise: the oldest are forgotten
inline constexpr std::size_t item_text = 1024;
inline constexpr std::size_t quiet_rounds = 8;
inline constexpr std::size_t skipped = 256;
inline constexpr std::size_t decks = 128;            // of one person, all versions: beyond it the oldest that a newer one has replaced are forgotten
inline constexpr std::size_t deck_name = 32;
inline constexpr std::size_t deck_text = 32 * 1024;
inline constexpr std::size_t day_turn_changes = 6;   // in one entry
inline constexpr std::size_t anomalies = 256;
inline constexpr std::size_t tombstone_ids = 64;
inline constexpr std::uint64_t carried_ahead = 1024;  // how far a carried SEAL may run ahead of its author's log
}  // namespace round_limits

}  // namespace twinlamp
