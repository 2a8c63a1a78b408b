// A round: one card played by both, as the journal tells it. Values only, made by the fold alone, and what may be done next.
//
// All predicates are pure, and the same on both devices. An erased body is absent everywhere.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/secret.h"
#include "protocol/base/time.h"
#include "protocol/crypto/aead.h"
#include "protocol/crypto/group.h"
#include "protocol/journal/entry.h"
#include "protocol/match/terms.h"

namespace twinlamp {

using Slot = std::uint8_t;  // 0 showed the invitation, 1 typed it
using RoundId = ByteArray<16>;
using LatchId = ByteArray<16>;

inline Slot partner_of(Slot slot) { return static_cast<Slot>(1 - slot); }

// In order of strictness, the least strict last.
enum class SealMode : std::uint8_t { together = 0, apart = 1, open = 2 };

// An author's first SEAL of a latch. The fields from `salt` on are emptied once the answers are open: they have done their work.
struct Seal {
  EntryId entry_id{};
  std::uint64_t seq = 0, lamport = 0;
  WallTime at{};
  std::uint32_t version = 0;
  LatchId latch_id{};
  SealMode mode = SealMode::together;
  Element lock{};
  ByteArray<32> salt{};
  Nonce24 nonce{};
  Bytes ciphertext, boxed_scalar;
};

struct Latch {
  LatchId latch_id{};
  std::array<std::optional<Seal>, 2> seals;   // of each its first
  std::array<bool, 2> has_second{};           // void ones that are still in the log: the first may not be erased before them
};

struct Said {  // words with their place: `seq` in their author's log
  std::uint64_t seq = 0;
  EntryId entry_id{};
  WallTime at{};
  std::string text;
};

struct Verdict {
  bool yes = false;
  Said clarification;  // text may be empty
};

struct Response {  // a say-back or a reaction, and what the answer's author said of it
  Said said;
  std::optional<Verdict> verdict;  // the latest one
};

struct FollowUp {
  Said question;
  std::vector<Said> replies;
};

enum class AnswerState : std::uint8_t { hidden, open, unreadable, erased };

// What one of the two has put into a round.
struct Side {
  bool relaxed = false;
  AnswerState answer_state = AnswerState::hidden;
  SecretBytes answer;            // open only
  std::vector<Response> say_backs;   // of the partner's answer
  std::vector<Response> reactions;   // to the partner's answer
  std::vector<FollowUp> follow_ups;  // about the partner's answer
  std::vector<Said> additions;       // to one's own answer
};

// What a practice has done in the round, beside what every round does. Its rules stand in protocol/practice.
struct Step {
  Slot author = 0;
  std::uint16_t kind = 0;  // a StepKind, see practice/step.h
  std::uint32_t choice = 0;
  Said said;               // text may be empty; said.entry_id is what another step's `about` names
  EntryId about{};         // zeros: of no other step
  WallTime moment{};       // zero: none
};

// What a wish list has beside what every round has: only what both want becomes known. See protocol/match/run.h.
struct WishRun {
  std::vector<std::string> items;        // ids, in the order of their votes
  std::uint16_t quota = 0;
  match::Transcript said;                // what the devices have said; empty again after the reveal
  std::vector<match::Outcome> outcome;   // of each item, after the reveal
  bool is_broken = false;                // what opened is neither yes nor no: a modified client has sealed what it never checked
  bool is_owed = false;                  // a quiet run that an Open up round has called for

  match::Terms terms(const RoundId& round, const LatchId& latch) const { return match::Terms::make(round, latch, items, quota); }
};

struct Closing {
  Slot by = 0;
  WallTime at{};
};

enum class RoundPhase : std::uint8_t {
  writing, one_sealed, both_sealed, revealed, receiving, closed_answered, closed_unanswered,
};

inline constexpr std::uint8_t wishes_kind = 10;  // the response kind of a wish list

struct Round {
  RoundId id{};
  std::string card_id, prompt;
  std::uint32_t card_version = 0, times_before = 0;
  std::uint8_t practice = 0, depth = 0, kind = 0;
  Slot opened_by = 0;
  WallTime opened_at{};
  std::vector<Latch> latches;     // by version; never empty after the first SEAL
  std::uint32_t void_seals = 0;   // second SEALs and SEALs after the close
  std::array<Side, 2> sides;
  std::optional<WishRun> wishes;  // of kind wishes_kind alone
  std::vector<Step> steps;        // that their practice allowed, in the order of the journal
  bool is_revealed = false;
  std::optional<WallTime> revealed_at;
  std::optional<Closing> closing;

  // The latch that counts: the newest that both have sealed, else the newest. Null before the first SEAL.
  const Latch* latch() const;
  const Seal* seal_of(Slot slot) const;  // in latch()
  bool has_sealed(Slot slot) const { return seal_of(slot) != nullptr; }
  // The person is done: sealed, or in a wish list voted (the device seals by itself, once the partner has voted too).
  bool has_answered(Slot slot) const { return has_sealed(slot) || (wishes && wishes->said.has(slot, 0)); }
};

RoundPhase phase_of(const Round& round);

// The stricter of the modes of those who have sealed; `together` becomes `apart` once each has relaxed it.
SealMode effective_mode(const Round& round, const Latch& latch);
SealMode effective_mode(const Round& round);  // of the latch that counts; together before the first SEAL

// Receiving. Depth 3 and more: said back, and confirmed by the answer's author; else also reacted, or asked and was replied to.
// An answer that is unreadable or erased asks for nothing, and so does a wish list: what both want is the same on both sides.
bool must_say_back(const Round& round);
bool has_received(const Round& round, Slot slot);

// What `slot` may do next; each false before and after its time.
bool may_write(const Round& round, Slot slot);       // not answered, not revealed, not closed
bool may_relax(const Round& round, Slot slot);       // both sealed, together, and not yet relaxed by this one
bool may_say_back(const Round& round, Slot slot);    // revealed; none of its say-backs waits for a verdict or was confirmed
bool may_confirm(const Round& round, Slot slot);     // a say-back or reaction of the partner waits for this one's verdict
bool may_react(const Round& round, Slot slot);
bool may_ask(const Round& round, Slot slot);
bool may_reply(const Round& round, Slot slot);       // the partner asked and waits
bool may_add(const Round& round, Slot slot);
bool may_close(const Round& round, Slot slot);       // both have received; whether its practice is done with it says is_finished() of practice/step.h
// A revealed round that one of the two never answers to, or whose practice they do not end, is not open for good: after a week either may close it.
inline constexpr std::chrono::days lay_aside_after{7};
bool may_lay_aside(const Round& round, WallTime now);
bool may_pass(const Round& round, Slot slot);        // not revealed, not closed: closes unanswered (cancel the latch first if sealed)

}  // namespace twinlamp
