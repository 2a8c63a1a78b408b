// The relay's side and the outputs. What the person does is in device_acts.cpp.
#include "protocol/device/device.h"

#include <algorithm>

#include "protocol/base/limits.h"
#include "protocol/crypto/aead.h"
#include "protocol/journal/sync.h"

namespace twinlamp {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds row_removal_delay{500};   // a posted row costs no commit of its own
constexpr seconds snapshot_delay{5};             // after the last change
constexpr milliseconds have_delay{1500};         // the mailbox usually brings what is missing first
constexpr milliseconds have_again{200};
constexpr seconds head_delay{10};
constexpr std::size_t entries_message = 256 * 1024;
constexpr std::size_t early_states = 64;
constexpr std::string_view head_ad = "head/1";

// A cancelled round is closed by the first to know; the other closes too where the first one's own SEAL is not yet free to be erased.
bool owes_close(const PairState& state, const Round& round, Slot me) {
  if (!round.closing) return true;
  const auto* theirs = round.seal_of(partner_of(me));
  return round.closing->by != me && theirs != nullptr && state.unsettled_seals.contains(theirs->entry_id);
}

void sooner(std::optional<MonoTime>& due, MonoTime time) {
  if (!due || time < *due) due = time;
}

}  // namespace

Result<std::unique_ptr<Device>> Device::open(PairRecord record, const Storage& storage, Random& random, Now now) {
  auto session = storage.value(session_key);
  if (!session) return session.error();
  auto rows = storage.outbox();
  if (!rows) return rows.error();
  auto durable = *session ? DurableChannel::restore(record, **session, std::move(*rows)) : DurableChannel::fresh(record, random);
  if (!durable) return durable.error();
  auto latches = LatchKeeper::open(record, storage);
  if (!latches) return latches.error();
  std::unique_ptr<Device> device(
      new Device(std::move(record), storage, random, nullptr, std::move(*durable), std::move(*latches), now));
  device->latches_.bind(device->record_);
  auto journal = JournalKeeper::open(device->record_, storage);
  if (!journal) return journal.error();
  device->journal_ = std::move(*journal);
  device->session_changed_ = !*session;
  return device;
}

Device::Device(PairRecord record, const Storage& storage, Random& random, std::unique_ptr<JournalKeeper> journal,
               DurableChannel durable, LatchKeeper latches, Now now)
    : record_(std::move(record)),
      storage_(storage),
      random_(random),
      journal_(std::move(journal)),
      durable_(std::move(durable)),
      latches_(std::move(latches)),
      meeting_(record_, random, now.mono),
      reveals_(record_.slot, meeting_) {}

// --- the relay

void Device::handle_logged_in(const wire::LoggedIn& facts, Now now) {
  is_online_ = true;
  missed_deliver_ = false;
  backlog_.reset();
  if (facts.mailbox_last() > 0) backlog_ = facts.mailbox_last();
  if (!facts.head().empty()) check_head(bytes_of(facts.head()));
  durable_.handle_logged_in();
  latches_.handle_login();
  meeting_.handle_partner_online(facts.partner_online(), now.mono);
  sooner(head_due_, now.mono + head_delay);
  settle(now);
}

void Device::handle_offline(Now now) {
  is_online_ = false;
  durable_.handle_offline();
  meeting_.handle_offline(now.mono);
  held_frames_.clear();
  frames_.clear();
  settle(now);
}

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
    case wire::Frame::kHead: check_head(bytes_of(frame.head().receipt())); break;
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
    for (const auto& entry : *entries) take_entry(entry, now);
  } else {
    // Seen before, of another epoch, or garbage: never a reason to keep it. If it held entries, the journal's sync brings them again.
    sooner(have_due_, now.mono + have_delay);
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
  if (is_frozen_) return;
  auto entry = Entry::parse(bytes);
  if (!entry) return;
  switch (journal_->take(*entry, open_)) {
    case JournalKeeper::Taken::taken:
      note(*entry);
      state_changed_ = true;
      snapshot_due_ = now.mono + snapshot_delay;
      break;
    case JournalKeeper::Taken::gap: sooner(have_due_, now.mono + have_again); break;
    // A partner's entry proves nothing about my log: freezing on its word would let a modified client shut me out after it has read.
    case JournalKeeper::Taken::fork: tell({DeviceEvent::Kind::forked, {}, {}}); break;
    case JournalKeeper::Taken::i_am_restored: tell({DeviceEvent::Kind::restored, {}, {}}); break;
    case JournalKeeper::Taken::duplicate:
    case JournalKeeper::Taken::refused: break;
  }
}

// What an entry asks of this device beyond the fold.
void Device::note(const Entry& entry) {
  // The partner has closed a round that I sealed: my scalar must not stay armed at the relay.
  if (entry.header().author != record_.slot && entry.header().is(EntryType::close_round) && !entry.is_erased()) {
    wire::Body closed;
    if (closed.ParseFromArray(entry.body().data(), static_cast<int>(entry.body().size())) && closed.close_round().round_id().size() == 16) {
      const auto id = to_array<16>(bytes_of(closed.close_round().round_id()));
      const auto* round = state().rounds.find(id);
      if (round != nullptr && !round->is_revealed && round->has_sealed(record_.slot) && !latches_.is_cancelling(round->latch()->latch_id))
        latches_.cancel(round->latch()->latch_id, id, open_);
    }
  }
  if (!entry.header().is(EntryType::reveal) || entry.is_erased()) return;
  wire::Body body;
  const auto bytes = entry.body();
  if (!body.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || body.reveal().round_id().size() != 16) return;
  newly_revealed_.push_back(to_array<16>(bytes_of(body.reveal().round_id())));
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
    tell({DeviceEvent::Kind::relay_limits, {}, {}});
  }
}

// The relay can end a room by itself, or pretend to: only what the partner alone could make says that the partner has left.
void Device::handle_room_ended(ByteView farewell) {
  if (has_ended_) return;
  has_ended_ = equal_constant_time(farewell, record_.farewell(record_.partner_slot()));
  tell({has_ended_ ? DeviceEvent::Kind::pair_ended : DeviceEvent::Kind::room_ended, {}, {}});
}

void Device::handle_latch_state(const wire::LatchState& state, Now now) {
  auto news = latches_.handle_state(state, this->state(), meeting_.both_in_front());
  if (!news) {
    if (news.error().code != ErrorCode::out_of_order && news.error().code != ErrorCode::not_found) {
      tell({DeviceEvent::Kind::latch_trouble, {}, LatchNews::invalid});
      return;
    }
    // The partner's SEAL is on its way in the journal; or, in mode open, it came with the latch itself.
    if (state.latch_id().size() == 16 && early_states_.size() < early_states)
      early_states_[to_array<16>(bytes_of(state.latch_id()))] = state;
    if (!state.blob().empty() && state.latch_id().size() == 16) {
      const Slot partner = record_.partner_slot();
      const auto& seal_id = partner == 0 ? state.seal_0() : state.seal_1();
      if (seal_id.size() != 32) return;
      auto seal =
          open_signed_blob(record_.latch_seed, to_array<16>(bytes_of(state.latch_id())), partner,
                           to_array<32>(bytes_of(seal_id)), this->state().seal_keys[partner], bytes_of(state.blob()));
      if (seal) take_entry(seal->entry.to_wire(), now);
    }
    return;
  }
  switch (news->news) {
    case LatchNews::reveal: {
      wire::Body body;
      *body.mutable_reveal() = *news->reveal;
      if (auto done = append(std::move(body), now); !done) return;
      break;
    }
    case LatchNews::cancelled: {
      const auto* round = this->state().rounds.find(news->round);
      if (round != nullptr && owes_close(this->state(), *round, record_.slot)) {
        wire::Body body;
        body.mutable_close_round()->set_round_id(std::string(text_of(news->round)));
        if (auto done = append(std::move(body), now); !done) return;
      }
      latches_.settle(to_array<16>(bytes_of(state.latch_id())), open_);
      break;
    }
    case LatchNews::forked: {
      if (news->reveal) {
        wire::Body body;
        *body.mutable_reveal() = *news->reveal;
        if (auto done = append(std::move(body), now); !done) return;
      }
      tell({DeviceEvent::Kind::latch_trouble, news->round, news->news});
      break;
    }
    case LatchNews::mismatch:
    case LatchNews::conflict:
    case LatchNews::invalid: tell({DeviceEvent::Kind::latch_trouble, news->round, news->news}); break;
    case LatchNews::none:
    case LatchNews::waiting:
    case LatchNews::peer_open: break;
  }
}

void Device::retry_latch_states(Now now) {
  for (auto& [latch, held] : std::exchange(early_states_, {})) {
    const auto copy = held;
    handle_latch_state(copy, now);
  }
}

// --- the meeting

void Device::drain_meeting(Now now) {
  while (auto event = meeting_.poll_event()) {
    reveals_.handle_event(*event, now.mono);
    if (std::holds_alternative<MeetingBegan>(*event)) {
      sooner(have_due_, now.mono + have_delay);
      tell({DeviceEvent::Kind::presence_changed, {}, {}});
    } else if (std::holds_alternative<MeetingEnded>(*event) || std::holds_alternative<PartnerPresenceChanged>(*event)) {
      tell({DeviceEvent::Kind::presence_changed, {}, {}});
    } else if (const auto* have = std::get_if<live::Have>(&*event)) {
      handle_have(*have, now);
    } else if (const auto* entries = std::get_if<live::Entries>(&*event)) {
      handle_entries(*entries, now);
    }
  }
}

void Device::say_have(Now) {
  const auto have = have_of(journal_->mine(), journal_->theirs());
  live::Have message;
  message.yours = have.of_mine;  // as the listener reads it
  message.head_of_yours = have.head_of_mine;
  message.mine = have.of_theirs;
  message.head_of_mine = have.head_of_theirs;
  meeting_.send(message);
}

void Device::handle_have(const live::Have& have, Now now) {
  if (is_frozen_) return;
  const SyncHave theirs{have.yours, have.head_of_yours, have.mine, have.head_of_mine};
  const auto plan = plan_sync(journal_->mine(), journal_->theirs(), theirs, journal_->marks());
  if (plan.verdict == SyncVerdict::fork) return tell({DeviceEvent::Kind::forked, {}, {}});  // a claim, as above
  if (plan.verdict == SyncVerdict::i_am_restored) return tell({DeviceEvent::Kind::restored, {}, {}});
  if (plan.verdict == SyncVerdict::malformed) return;
  live::Entries batch;
  std::size_t size = 0;
  const auto send_batch = [&] {
    if (!batch.entries.empty()) meeting_.send(batch);
    batch.entries.clear();
    size = 0;
  };
  for (auto seq = plan.from; seq <= plan.to; ++seq) {
    auto row = storage_.entry(record_.slot, seq);
    if (!row || !*row) break;  // not committed yet: the next HAVE asks again
    size += (*row)->wire.size();
    batch.entries.push_back(to_secret((*row)->wire));
    if (size > entries_message) send_batch();
  }
  send_batch();
  if (plan.wants_theirs) sooner(have_due_, now.mono + have_again);
}

void Device::handle_entries(const live::Entries& entries, Now now) {
  for (const auto& entry : entries.entries) take_entry(entry, now);
  sooner(have_due_, now.mono + have_again);  // the partner may have planned only a part
}

// --- head receipts

void Device::send_head(Now) {
  const auto& mine = journal_->mine().head();
  const auto& theirs = journal_->theirs().head();
  const auto ad = ByteWriter().raw(head_ad).raw(record_.room_id()).take();
  const auto plain = ByteWriter().u64(mine.seq).raw(mine.id).u64(theirs.seq).raw(theirs.id).take();
  wire::Frame frame;
  frame.mutable_head_set()->set_receipt(std::string(text_of(seal_box(record_.box_key, random_, ad, plain))));
  hold_frame(std::move(frame));
}

void Device::check_head(ByteView receipt) {
  const auto ad = ByteWriter().raw(head_ad).raw(record_.room_id()).take();
  auto plain = open_box(record_.box_key, ad, receipt);
  if (!plain) return;  // not mine: the relay can only make it worthless
  ByteReader reader(*plain);
  const auto seq = reader.u64();
  const auto id = reader.array<32>();
  if (seq == 0 || reader.failed()) return;
  const auto mark = journal_->marks().mark(record_.slot, seq);
  if (!mark) return freeze(DeviceEvent::Kind::restored);
  if (mark->id != id) freeze(DeviceEvent::Kind::forked);
}

// --- time and outputs

void Device::handle_time(Now now) {
  if (handed_) return;
  meeting_.handle_time(now.mono);
  reveals_.handle_time(now.mono);
  durable_.handle_time(now.mono);
  const auto is_due = [&](std::optional<MonoTime>& due) {
    if (!due || now.mono < *due) return false;
    due.reset();
    return true;
  };
  if (is_due(rows_due_)) flush_row_removals(now);
  if (is_due(snapshot_due_) && journal_->snapshot_is_due()) journal_->snapshot(open_);
  if (is_due(have_due_)) say_have(now);
  if (is_online_ && is_due(head_due_)) send_head(now);
  if (is_due(latches_due_)) latches_.handle_login();
  settle(now);
}

void Device::handle_suspend(Now now) {
  meeting_.handle_suspend(now.mono);
  settle(now);
}

void Device::flush_row_removals(Now) {
  open_.outbox_removed.insert(open_.outbox_removed.end(), rows_done_.begin(), rows_done_.end());
  rows_done_.clear();
  rows_due_.reset();
}

void Device::settle(Now now) {
  if (handed_) return;
  drain_meeting(now);
  if (state_changed_ && !early_states_.empty()) retry_latch_states(now);
  if (!is_frozen_ && owes_cover(state(), record_.slot)) {
    wire::Body body;
    body.mutable_covered();
    if (auto done = append(std::move(body), now); !done) return;
  }
  post_my_entries();
  journal_->collect_erasures(open_);
  if (session_changed_) {
    open_.values[session_key] = durable_.state();
    session_changed_ = false;
  }
  if (!open_.is_empty() && !rows_done_.empty()) flush_row_removals(now);
  if (state_changed_) {
    state_changed_ = false;
    sooner(head_due_, now.mono + head_delay);
    tell({DeviceEvent::Kind::state_changed, {}, {}});
  }
  if (open_.is_empty()) handle_committed(now);  // nothing to wait for
}

void Device::post_my_entries() {
  const auto last = journal_->mine().head().seq;
  if (!durable_.can_send() || durable_.enveloped() >= last) return;
  std::vector<Bytes> wires;
  for (auto seq = durable_.enveloped() + 1; seq <= last; ++seq) {
    const auto fresh = std::find_if(open_.entries.begin(), open_.entries.end(), [&](const StoredEntry& row) {
      return row.author == record_.slot && row.seq == seq;
    });
    if (fresh != open_.entries.end()) {
      wires.push_back(fresh->wire);
    } else if (auto row = storage_.entry(record_.slot, seq); row && *row) {
      wires.push_back(std::move((*row)->wire));
    } else {
      return;  // the disk does not answer: nothing is skipped, the next input tries again
    }
  }
  const std::vector<ByteView> views(wires.begin(), wires.end());
  if (auto posted = durable_.post(views, last, open_, random_); !posted) return;
  session_changed_ = true;
  tell({DeviceEvent::Kind::unsent_changed, {}, {}});
}

const Transaction* Device::poll_transaction() {
  if (!handed_ && !open_.is_empty()) handed_ = std::exchange(open_, {});
  return handed_ ? &*handed_ : nullptr;
}

void Device::handle_committed(Now now) {
  handed_.reset();
  if (auto refolded = journal_->handle_committed(); !refolded) freeze(DeviceEvent::Kind::restored);
  durable_.release();
  for (auto& frame : held_frames_) frames_.push_back(std::move(frame));
  held_frames_.clear();
  for (const auto& id : std::exchange(newly_revealed_, {})) {
    const auto* round = state().rounds.find(id);
    if (round == nullptr || !round->is_revealed) continue;
    reveals_.handle_opened(id, round->latch()->latch_id, now.mono);
    if (reveals_.is_held(id)) tell({DeviceEvent::Kind::opening, id, {}});
  }
  for (const auto& id : reveals_.take_shown()) tell({DeviceEvent::Kind::opened, id, {}});
  for (auto& event : held_events_) events_.push_back(std::move(event));
  held_events_.clear();
  if (is_online_ && !is_frozen_) run_latches();
}

void Device::run_latches() { latches_.run(state(), meeting_.both_in_front()); }

std::optional<wire::Frame> Device::poll_frame() {
  if (!is_online_) return std::nullopt;
  if (!frames_.empty()) {
    auto frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }
  if (const auto* row = durable_.poll_row()) {
    wire::Frame frame;
    frame.mutable_post()->set_client_id(std::string(text_of(row->client_id)));
    frame.mutable_post()->set_body(std::string(text_of(row->envelope)));
    return frame;
  }
  if (auto frame = latches_.poll_frame()) return frame;
  if (auto bytes = meeting_.poll_frame()) {
    wire::Frame frame;
    frame.mutable_live()->set_body(std::string(text_of(*bytes)));
    return frame;
  }
  return std::nullopt;
}

std::optional<DeviceEvent> Device::poll_event() {
  if (events_.empty()) return std::nullopt;
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

std::optional<MonoTime> Device::next_deadline() const {
  std::optional<MonoTime> soonest;
  for (const auto& due : {meeting_.next_deadline(), reveals_.next_deadline(), durable_.next_deadline(), rows_due_, snapshot_due_,
                          have_due_, latches_due_, is_online_ ? head_due_ : std::nullopt})
    if (due) sooner(soonest, *due);
  return soonest;
}

void Device::freeze(DeviceEvent::Kind why) {
  if (is_frozen_) return;
  is_frozen_ = true;
  tell({why, {}, {}});
}

void Device::tell(DeviceEvent event) {
  const auto is_same = [&](const DeviceEvent& other) {
    return other.kind == event.kind && other.round == event.round && other.latch == event.latch;
  };
  if (std::none_of(held_events_.begin(), held_events_.end(), is_same)) held_events_.push_back(std::move(event));
}

void Device::hold_frame(wire::Frame frame) { held_frames_.push_back(std::move(frame)); }

bool Device::is_held(const RoundId& round) const {
  return reveals_.is_held(round) ||
         std::find(newly_revealed_.begin(), newly_revealed_.end(), round) != newly_revealed_.end();
}

bool Device::is_closing(const RoundId& round) const {
  const auto* found = state().rounds.find(round);
  return found != nullptr && found->latch() != nullptr && !found->closing && !found->is_revealed &&
         latches_.is_cancelling(found->latch()->latch_id);
}

}  // namespace twinlamp
