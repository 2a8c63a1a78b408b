// What a room asks of its store, and what comes back: plain values, carried by an id and a room.
//
// The rule: an answer `ok` to a change means that the change is committed and survives a power cut. Results of one room
// come back in the order of its requests; between rooms in any order. Any request may be answered `unavailable`: then
// nothing was changed. Each request is atomic by itself and nothing spans two, so that a replicated log can stand behind it.
// Time is known to the day only, by the relay's own calendar. Opaque bytes throughout: the store understands neither envelopes nor latches.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "protocol/base/bytes.h"

namespace twinlamp::store {

using RequestId = std::uint64_t;
using RoomId = ByteArray<16>;
using ClientId = ByteArray<16>;
using LatchId = ByteArray<16>;
using Day = std::chrono::sys_days;
using Body = std::shared_ptr<const Bytes>;  // shared: a room delivers what it has just stored without reading it back

// The client ids of so many latest posts of a mailbox are remembered, acknowledged or not, for as long as entries live:
// a post repeated within them gets its old seq and is not stored again.
inline constexpr std::uint64_t remembered_posts = 4096;

enum class Status {
  ok,
  unavailable,  // nothing was changed; the same again later may succeed
  absent,       // no such room
  ended,        // the room was erased: Farewell follows
  full,         // Append: the mailbox has no place
  room_limit,   // Append, LatchWrite: a limit of the room that was given in the request
  missing,      // Append: the post that must come before it is not known
  conflict,     // LatchWrite: another version is stored: LatchRow follows
};

// Is the room there? `create` makes it if it is not, unless it has ended or the store takes no new ones: `absent`. Answer: RoomInfo.
struct OpenRoom {
  bool create = false;
  std::uint8_t slot = 0;  // whose view RoomInfo shows
  Day today{};
};

// Puts one envelope at the end of a mailbox. Answer: Appended. Zero as a limit = none.
struct Append {
  std::uint8_t mailbox = 0;  // the reader's slot
  ClientId client_id{};
  Body body;
  Day today{};
  std::uint64_t max_entries = 0;     // of the mailbox, this one included, else `full`
  std::uint64_t max_bytes = 0;       // of bodies in the mailbox, likewise
  std::uint64_t max_room_bytes = 0;  // ever stored in this room, likewise, else `room_limit`. Given for young rooms only: they
                                     // are the first to be answered `unavailable` where space runs out
  std::optional<ClientId> after{};   // a post of this mailbox that must be known, else `missing`: asked last, decided before
};

// Entries with seq > after, in order: at most max_entries, and no more than max_bytes except that a first one always
// comes. Answer: Entries.
struct Read {
  std::uint8_t mailbox = 0;
  std::uint64_t after = 0;
  std::uint32_t max_entries = 0;
  std::uint64_t max_bytes = 0;
};

// Forgets everything up to and including a seq; one beyond the last is taken as the last. Answer: Acknowledged.
struct Acknowledge {
  std::uint8_t mailbox = 0;
  std::uint64_t up_to = 0;
};

// A reader knows of more than this store does (a lost or restored database): gives everything that waits new numbers
// above `above`, order kept, and continues from there. Without effect if the last is not below. Answer: Raised.
struct Raise {
  std::uint8_t mailbox = 0;
  std::uint64_t above = 0;
};

enum class LatchKind : std::uint8_t { waiting = 0, released = 1, tombstone = 2 };

// version 0 = not there.
struct LatchRow {
  std::uint64_t version = 0;
  LatchKind kind = LatchKind::waiting;
  std::uint8_t unacked = 0;  // released: bit s is set while slot s has not acknowledged
  Bytes record;              // opaque; holds a scalar while waiting: never logged
};

struct LatchRead {  // Answer: LatchRow, version 0 if there is none.
  LatchId latch{};
};
// Compare and set: stores row as version expected + 1 if the stored version is `expected`. Answer: LatchRow as it now is.
struct LatchWrite {
  LatchId latch{};
  std::uint64_t expected = 0;
  LatchRow row;                   // its version is ignored
  std::uint32_t max_waiting = 0;  // a new waiting row beyond so many in the room: `room_limit`; 0 = none
  Day today{};
  std::uint32_t max_latches = 0;      // a new row of any kind likewise
  // Unless it is a tombstone, what a row adds is counted:
  std::uint64_t max_latch_bytes = 0;  // of all records in the room, likewise
  std::uint64_t max_room_bytes = 0;   // as of Append, together with what was posted
};
// Released latches that a slot has not acknowledged, by ascending id after `after` (none = from the start). Answer: Latches.
struct LatchReleases {
  std::uint8_t slot = 0;
  std::optional<LatchId> after;
  std::uint32_t max_entries = 0;
};

struct HeadWrite {  // Answer: nothing.
  std::uint8_t slot = 0;
  Bytes receipt;
};
struct HeadRead {  // Answer: Receipt, empty if there is none.
  std::uint8_t slot = 0;
};

// Leaves {room, ended, farewell, day} and nothing else that anybody can ask for; what it held is deleted in steps after that,
// also across a restart. Again is without effect: `ended` with the first farewell.
struct EraseRoom {
  Bytes farewell;
  Day today{};
};

// Housekeeping over all rooms; the request's room is ignored. Deletes a bounded number of rows. Answer: Swept.
// `today` is of the relay's own calendar (relay/calendar.h).
struct Sweep {
  Day today{};
  std::chrono::days entry_life{30};
  std::chrono::days latch_life{90};  // of any kind, since its last change
  std::uint32_t max_rows = 1000;
  std::chrono::days unused_life{30};  // of a room in which nothing was ever posted
  // Of what is left of an ended room, unless both had posted in it: then somebody may still have to be told, and it stays.
  std::chrono::days ended_life{365};
};
// Times since 1970, kept together for the relay's next start: its own calendar's and, at the same moment, the machine's.
struct Age {
  std::chrono::minutes calendar{};
  std::chrono::minutes machine{};
  friend bool operator==(const Age&, const Age&) = default;
};
struct KeepAge {  // The request's room is ignored. An earlier calendar does not replace a later one. Answer: nothing.
  Age age;
};
struct CountRooms {};  // The request's room is ignored. Answer: RoomCount, ended rooms not counted.

using Operation = std::variant<OpenRoom, Append, Read, Acknowledge, Raise, LatchRead, LatchWrite, LatchReleases, HeadWrite,
                               HeadRead, EraseRoom, Sweep, CountRooms, KeepAge>;

struct Request {
  RequestId id = 0;
  RoomId room{};
  Operation operation;
};

struct RoomInfo {
  bool created = false;  // by this very request
  Day created_on{};
  std::uint64_t mailbox_last = 0;     // my mailbox: highest seq ever given, acknowledged or not
  bool mailbox_waiting = false;       // something in it is not acknowledged
  std::uint64_t mailbox_acked = 0;
  std::uint64_t partner_acked = 0;    // the partner's mailbox
  Bytes head;
};
struct Appended {
  std::uint64_t seq = 0;
  bool repeated = false;  // known by its client id: stored before, not again
};
struct Entry {
  std::uint64_t seq = 0;
  Body body;
};
struct Entries {
  std::vector<Entry> entries;
  bool more = false;  // beyond the limits of the request
};
struct Acknowledged {
  std::uint64_t up_to = 0;
};
struct Raised {
  std::uint64_t last = 0;
};
struct Latch {
  LatchId id{};
  LatchRow row;
};
struct Latches {
  std::vector<Latch> latches;
  bool more = false;
};
struct Receipt {
  Bytes receipt;
};
struct Farewell {
  Bytes farewell;
};
struct Swept {
  bool more = false;
};
struct RoomCount {
  std::uint64_t rooms = 0;
};

using Reply = std::variant<std::monostate, RoomInfo, Appended, Entries, Acknowledged, Raised, LatchRow, Latches, Receipt,
                           Farewell, Swept, RoomCount>;

struct Result {
  RequestId id = 0;
  RoomId room{};
  Status status = Status::ok;
  Reply reply;
};

}  // namespace twinlamp::store
