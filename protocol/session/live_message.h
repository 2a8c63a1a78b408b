// What two devices say to each other over the live session: one type byte, then fixed fields, big-endian.
//
//    1 PRESENCE     flags u8 (1 lamp lit, 2 window in front, 4 writing)
//    2 PROBE        id u32 | t1 i64                       times: microseconds of the speaker's monotonic clock
//    3 PROBE_REPLY  id u32 | t1 i64 | t2 i64 | t3 i64     t2 received, t3 sent
//    4 HAVE         yours u64 | mine u64 | head of yours 32 | head of mine 32      (counts of entries; zeros for none)
//    5 ENTRIES      lv(entry) lv(entry) ...               of the speaker's log, in order, or of the listener's (repair)
//    6 LATCH_READY  latch id 16
//    7 PROPOSE, 8 ACK, 9 GO     latch id 16 | n u8 | T i64, in slot 0's clock
//   10 REKEY, 11 KEYS, 12 EPOCH_READY                     session/epoch.h
//
// Foreign bytes: malformed unless exactly one message, in its one encoding. A type not in this list is no error: it
// comes out as Unknown and is ignored, so that later versions can speak.
#pragma once

#include <variant>
#include <vector>

#include "protocol/base/time.h"
#include "protocol/session/epoch.h"

namespace twinlamp {

using LatchId = ByteArray<16>;

namespace live {  // these names are short and common; the journal has an ACK of its own

struct Presence {
  bool lamp_lit = false;
  bool in_front = false;
  bool writing = false;
  friend bool operator==(const Presence&, const Presence&) = default;
};
struct Probe {
  std::uint32_t id = 0;
  std::int64_t t1 = 0;
  friend bool operator==(const Probe&, const Probe&) = default;
};
struct ProbeReply {
  std::uint32_t id = 0;
  std::int64_t t1 = 0, t2 = 0, t3 = 0;
  friend bool operator==(const ProbeReply&, const ProbeReply&) = default;
};
struct Have {
  std::uint64_t yours = 0, mine = 0;
  ByteArray<32> head_of_yours{}, head_of_mine{};
  friend bool operator==(const Have&, const Have&) = default;
};
struct Entries {
  std::vector<SecretBytes> entries;
  friend bool operator==(const Entries&, const Entries&) = default;
};
struct LatchReady {
  LatchId latch_id{};
  friend bool operator==(const LatchReady&, const LatchReady&) = default;
};
struct Propose {
  LatchId latch_id{};
  std::uint8_t number = 0;
  std::int64_t instant = 0;
  friend bool operator==(const Propose&, const Propose&) = default;
};
struct Ack {
  LatchId latch_id{};
  std::uint8_t number = 0;
  std::int64_t instant = 0;
  friend bool operator==(const Ack&, const Ack&) = default;
};
struct Go {
  LatchId latch_id{};
  std::uint8_t number = 0;
  std::int64_t instant = 0;
  friend bool operator==(const Go&, const Go&) = default;
};
struct Unknown {
  std::uint8_t type = 0;
  friend bool operator==(const Unknown&, const Unknown&) = default;
};

}  // namespace live

using LiveMessage =
    std::variant<live::Presence, live::Probe, live::ProbeReply, live::Have, live::Entries, live::LatchReady,
                 live::Propose, live::Ack, live::Go, Rekey, EpochShare, EpochReady, live::Unknown>;

// Entries that together are longer than a live message are the caller's to split (LiveSession::max_message).
SecretBytes encode_live_message(const LiveMessage& message);
Result<LiveMessage> parse_live_message(ByteView bytes);

// The wire's form of a time. Precondition of from_: the value came out of parse_live_message(), which bounds it.
inline std::int64_t to_wire_time(MonoTime time) {
  return time.time_since_epoch().count();
}
inline MonoTime from_wire_time(std::int64_t time) {
  return MonoTime(std::chrono::microseconds(time));
}

}  // namespace twinlamp
