// A meeting: both devices online, both lamps lit. The live session, presence, and the partner's clock.
//
// With the lamp out nothing of this exists: no frame leaves, frames that come are dropped, no session is opened.
// "Writing" is one bit that changes only on ten-second ticks. Foreign bytes: an error changes nothing.
// Sans-IO, memory only, not thread-safe; drain the polls after each input.
#pragma once

#include <deque>
#include <optional>
#include <variant>

#include "protocol/device/pair_record.h"
#include "protocol/session/clock.h"
#include "protocol/session/live.h"

namespace twinlamp {

struct MeetingBegan {};  // a session stands, or a newer one took its place: say everything again
struct MeetingEnded {};
struct PartnerPresenceChanged {};
using MeetingEvent = std::variant<MeetingBegan, MeetingEnded, PartnerPresenceChanged, live::Have, live::Entries, live::LatchReady,
                                  live::Propose, live::Ack, live::Go, Rekey, EpochShare, EpochReady>;

class Meeting {
public:
  static constexpr std::chrono::seconds silence{25};  // of presence, after which the partner counts as gone

  // `random` must outlive this.
  Meeting(const PairRecord& record, Random& random, MonoTime now);

  // Mine. A change of lamp or front is told at once, of writing at the next tick.
  void set_presence(bool lamp_lit, bool in_front, MonoTime now);
  void handle_writing(MonoTime now);  // a key was pressed: counts as writing until the tick after next

  // As the relay says.
  void handle_partner_online(bool online, MonoTime now);
  void handle_offline(MonoTime now);
  Result<void> handle_frame(ByteView frame, MonoTime now);
  void handle_time(MonoTime now);
  void handle_suspend(MonoTime now);  // the machine slept: what was measured is no longer true

  void send(const LiveMessage& message);  // dropped when there is no session: whatever it carries must bear loss

  std::optional<Bytes> poll_frame() { return session_.poll_frame(); }
  std::optional<MeetingEvent> poll_event();
  std::optional<MonoTime> next_deadline() const;

  bool is_established() const { return session_.is_established(); }
  // What both ends of this session have in common, and no other. Precondition: is_established().
  const Bytes& handshake_hash() const { return session_.handshake_hash(); }
  // Empty when they are away, their lamp is out, or nothing was heard of them for a while.
  const std::optional<live::Presence>& partner() const { return partner_; }
  bool both_in_front() const;
  bool lamp_lit() const { return mine_.lamp_lit; }
  const ClockEstimate& clock() const { return clock_; }

private:
  void drain_session(MonoTime now);
  void handle_message(const LiveMessage& message, MonoTime now);
  void forget_partner();
  void tell_presence(MonoTime now);
  void probe(MonoTime now);

  LiveSession session_;
  ClockEstimate clock_;
  live::Presence mine_;
  std::optional<live::Presence> partner_;
  bool partner_online_ = false;  // as the relay says
  std::optional<MonoTime> last_key_;
  MonoTime next_tick_;
  std::optional<MonoTime> next_probe_;
  MonoTime partner_heard_{};
  std::deque<MeetingEvent> events_;
};

}  // namespace twinlamp
