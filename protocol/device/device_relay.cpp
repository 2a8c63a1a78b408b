// What the relay brings: envelopes, its word on posts, errors, the end, and the head receipt it keeps for this device.
#include <algorithm>

#include "protocol/crypto/aead.h"
#include "protocol/device/device.h"
#include "protocol/device/device_timing.h"

namespace twinlamp {
namespace {

using device_timing::have_again;
using device_timing::have_delay;
using device_timing::snapshot_delay;
using device_timing::sooner;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds row_removal_delay{500};  // a posted row costs no commit of its own
constexpr std::string_view head_ad = "head/1";

}  // namespace

Result<void> Device::handle_frame(const wire::Frame& frame, Now now) {
  if (handed_) {
    missed_deliver_ = missed_deliver_ || frame.has_deliver();
    return Error{ErrorCode::unavailable, "device: a commit is awaited"};
  }
  Result<void> outcome;
  switch (frame.kind_case()) {
    case wire::Frame::kDeliver: outcome = handle_deliver(frame.deliver(), now); break;
    case wire::Frame::kPosted: handle_posted(frame.posted(), now); break;
    case wire::Frame::kPresence: meeting_.handle_partner_online(frame.presence().online(), now.mono); break;
    case wire::Frame::kLive:
      // A live frame that does not verify may be a replay or the relay's invention: it is dropped.
      if (auto taken = meeting_.handle_frame(bytes_of(frame.live().body()), now.mono); !taken) break;
      break;
    case wire::Frame::kLatchState: handle_latch_state(frame.latch_state(), now); break;
    case wire::Frame::kHead: check_head(bytes_of(frame.head().receipt()), now); break;
    case wire::Frame::kRoomErased: handle_room_ended(bytes_of(frame.room_erased().farewell())); break;
    case wire::Frame::kError: handle_relay_error(frame.error(), now); break;
    default: break;  // pongs, and what a later relay may say
  }
  settle(now);
  return outcome;
}

Result<void> Device::handle_deliver(const wire::Deliver& deliver, Now now) {
  if (deliver.seq() == 0) return Error{ErrorCode::malformed, "deliver: seq"};
  // Acks are cumulative: one of a later envelope would have the relay delete the one that was refused.
  if (missed_deliver_) return Error{ErrorCode::unavailable, "device: an earlier envelope was refused"};
  auto entries = durable_.handle_envelope(bytes_of(deliver.body()), random_);
  if (entries) {
    session_changed_ = true;
    undecipherable_ = 0;
    sync_brought_ = false;
    for (const auto& entry : *entries) take_entry(entry, now);
  } else {
    // Seen before, of another epoch, or garbage: never a reason to keep it. If it held entries, the journal's sync brings them again.
    sooner(have_due_, now.mono + have_delay);
    count_undecipherable(now);
  }
  if (backlog_ && deliver.seq() >= *backlog_) {
    backlog_.reset();
    tell({DeviceEvent::Kind::unsent_changed, {}, {}});
  }
  wire::Frame ack;
  ack.mutable_ack()->set_seq(deliver.seq());
  hold_frame(std::move(ack));
  return {};
}

void Device::take_entry(ByteView bytes, Now now) {
  if (is_unreadable_) return;
  auto entry = Entry::parse(bytes);
  if (!entry) return;
  if (entry->header().author == record_.slot) return take_own(*entry, now);
  switch (journal_->take(*entry, repair_.is_frozen(), open_)) {
    case JournalKeeper::Taken::taken:
      if (!claims_.fulfil(journal_->theirs().head(), open_)) tell({DeviceEvent::Kind::partner_forked, {}, {}});
      note(*entry);
      state_changed_ = true;
      snapshot_due_ = now.mono + snapshot_delay;
      break;
    case JournalKeeper::Taken::gap: sooner(have_due_, now.mono + have_again); break;
    // Frozen or not: the envelope is acknowledged, and what it has shown does not come again.
    case JournalKeeper::Taken::fork: tell({DeviceEvent::Kind::partner_forked, {}, {}}); break;
    // A partner's entry proves nothing about my log: freezing on its word would let a modified client shut me out after it has read.
    case JournalKeeper::Taken::other_peer:
      if (!repair_.is_frozen()) tell({DeviceEvent::Kind::forked, {}, {}});
      break;
    case JournalKeeper::Taken::i_am_restored:
      if (!repair_.is_frozen()) tell({DeviceEvent::Kind::restored, {}, {}});
      sooner(have_due_, now.mono + have_again);
      break;
    case JournalKeeper::Taken::duplicate:
    case JournalKeeper::Taken::refused: break;
  }
}

// What an entry asks of this device beyond the fold.
void Device::note(const Entry& entry) {
  // A backup from before it must be found out by the receipt, however soon this ends.
  if (entry.header().author == record_.slot && entry.header().is(EntryType::seal)) owes_head_ = true;
  // The partner has closed a round that I sealed: my scalar must not stay armed at the relay. A lost device's lies at none that is asked.
  if (!repair_.is_inheriting() && entry.header().author != record_.slot && entry.header().is(EntryType::close_round) && !entry.is_erased()) {
    wire::Body closed;
    if (closed.ParseFromArray(entry.body().data(), static_cast<int>(entry.body().size())) && closed.close_round().round_id().size() == 16) {
      const auto id = to_array<16>(bytes_of(closed.close_round().round_id()));
      const auto* round = find_round(state(), id);
      if (round != nullptr && !round->is_revealed && round->has_sealed(record_.slot) && !latches_.is_cancelling(round->latch()->latch_id))
        latches_.cancel(round->latch()->latch_id, id, open_);
    }
  }
  if (!entry.header().is(EntryType::reveal) || entry.is_erased()) return;
  wire::Body body;
  const auto bytes = entry.body();
  if (!body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || body.reveal().round_id().size() != 16) return;
  const auto id = to_array<16>(bytes_of(body.reveal().round_id()));
  // What comes back was opened long ago: no countdown.
  if (repair_.is_frozen()) return reveals_.handle_opened_before(id);
  newly_revealed_.push_back(id);
}

void Device::handle_posted(const wire::Posted& posted, Now now) {
  if (posted.client_id().size() != 16) return;
  const auto id = to_array<16>(bytes_of(posted.client_id()));
  if (!durable_.handle_posted(id)) return;
  rows_done_.push_back(id);
  sooner(rows_due_, now.mono + row_removal_delay);
  tell({DeviceEvent::Kind::unsent_changed, {}, {}});
}

void Device::handle_relay_error(const wire::Error& error, Now now) {
  if (error.client_id().size() == 16) {
    const auto wait = std::clamp<std::uint32_t>(error.retry_after(), 1, 3600);
    durable_.handle_refused(to_array<16>(bytes_of(error.client_id())), now.mono + seconds(wait));
    const bool is_full = error.code() == wire::Error::MAILBOX_FULL;
    tell({is_full ? DeviceEvent::Kind::mailbox_full : DeviceEvent::Kind::relay_limits, {}, {}});
  } else if (error.code() == wire::Error::ENDED) {
    handle_room_ended({});
  } else if (error.retry_after() > 0 || error.latch_id().size() == 16) {
    sooner(latches_due_, now.mono + seconds(std::clamp<std::uint32_t>(error.retry_after(), 5, 3600)));  // said again then
    // Of nothing in particular, it ends the connection, and that is told as its loss.
    if (error.code() != wire::Error::UNAVAILABLE || !error.latch_id().empty()) tell({DeviceEvent::Kind::relay_limits, {}, {}});
  }
}

// The relay can end a room by itself, or pretend to: only what the partner alone could make says that the partner has left.
void Device::handle_room_ended(ByteView farewell) {
  if (has_ended_) return;
  has_ended_ = equal_constant_time(farewell, record_.farewell(record_.partner_slot()));
  tell({has_ended_ ? DeviceEvent::Kind::pair_ended : DeviceEvent::Kind::room_ended, {}, {}});
}

// --- head receipts

void Device::send_head(Now) {
  if (is_frozen()) return;  // a rolled-back head in the place of the one that shows it, and the next start would know nothing
  const auto& mine = journal_->mine().head();
  const auto& theirs = journal_->theirs().head();
  const auto ad = ByteWriter().raw(head_ad).raw(record_.room_id()).take();
  const auto plain = ByteWriter().u64(mine.seq).raw(mine.id).u64(theirs.seq).raw(theirs.id).take();
  wire::Frame frame;
  frame.mutable_head_set()->set_receipt(std::string(text_of(seal_box(record_.box_key, random_, ad, plain))));
  hold_frame(std::move(frame));
  owes_head_ = false;
  head_due_.reset();
}

std::optional<LogHead> Device::open_receipt(ByteView receipt) const {
  const auto ad = ByteWriter().raw(head_ad).raw(record_.room_id()).take();
  const auto plain = open_box(record_.box_key, ad, receipt);
  if (!plain) return std::nullopt;  // not mine: the relay can only make it worthless
  ByteReader reader(*plain);
  LogHead head;
  head.seq = reader.u64();
  head.id = reader.array<32>();
  return head.seq == 0 || reader.failed() ? std::nullopt : std::optional(head);
}

bool Device::is_newest_head(ByteView receipt) const {
  const auto named = open_receipt(receipt);
  return named && named->seq == journal_->mine().head().seq;
}

void Device::check_head(ByteView receipt, Now now) {
  const auto named = open_receipt(receipt);
  if (!named || repair_.is_abandoned(named->id)) return;
  const auto head = journal_->mine().head().seq;
  const RepairKeeper::Goal goal{named->seq, named->id};
  if (goal.seq > head) return freeze(false, goal, head, now);
  // Without a mark the disk does not answer, which proves nothing: the next receipt is looked at again.
  if (const auto mark = journal_->marks().mark(record_.slot, goal.seq); mark && mark->id != goal.id) freeze(true, goal, head, now);
}

}  // namespace twinlamp
