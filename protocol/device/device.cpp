// Opening, the connection, time, and the outputs. What the relay brings is in device_relay.cpp, the latches' replies in device_latches.cpp, the
// meeting in device_meeting.cpp, what mends a log and the keys in device_repair.cpp, what the person does in device_acts.cpp and device_practices.cpp, wish lists in device_matches.cpp.
#include "protocol/device/device.h"

#include <algorithm>

#include "protocol/device/device_timing.h"

namespace twinlamp {
namespace {

using std::chrono::seconds;
using device_timing::sooner;

constexpr seconds head_delay{10};

}  // namespace

Result<std::unique_ptr<Device>> Device::open(PairRecord record, const Storage& storage, Random& random, Now now, bool was_restored) {
  auto session = storage.value(session_key);
  if (!session && session.error().code == ErrorCode::unavailable) return session.error();
  auto rows = storage.outbox();
  if (!rows) return rows.error();
  auto written = storage.last_seq(record.slot);
  if (!written) return written.error();
  Result<DurableChannel> durable = Error{ErrorCode::not_found, "session state"};
  if (session && *session) durable = DurableChannel::restore(record, **session, *rows);
  const bool is_new = session && !*session && *written == 0;
  const bool is_lost = !durable && !is_new;
  if (is_new) durable = DurableChannel::fresh(record, random);
  if (is_lost) durable = DurableChannel::lost(record, *written, std::move(*rows), random);
  if (!durable) return durable.error();
  auto latches = LatchKeeper::open(record, storage);
  if (!latches) return latches.error();
  auto matches = MatchKeeper::open(record, storage);
  if (!matches) return matches.error();
  std::unique_ptr<Device> device(
      new Device(std::move(record), storage, random, nullptr, std::move(*durable), std::move(*latches), std::move(*matches), now));
  device->latches_.bind(device->record_);
  auto journal = JournalKeeper::open(device->record_, storage);
  if (!journal) return journal.error();
  device->journal_ = std::move(*journal);
  device->session_changed_ = is_new || is_lost;
  TWINLAMP_TRY(device->epochs_.load(storage));
  TWINLAMP_TRY(device->repair_.load(storage));
  TWINLAMP_TRY(device->claims_.load(storage));
  if (is_lost) device->epochs_.want(RekeyReason::lost_state, device->open_);
  if (was_restored) {
    device->freeze(false, {}, *written, now);
    device->hold_keys();  // frozen already in the copy, too
  }
  if (is_new && device->record_.is_heir)
    device->repair_.inherit({device->record_.inherited_seq, device->record_.inherited_id}, device->open_);
  for (const auto& round : device->state().rounds)
    if (round->is_revealed) device->reveals_.handle_opened_before(round->id);
  return device;
}

Device::Device(PairRecord record, const Storage& storage, Random& random, std::unique_ptr<JournalKeeper> journal,
               DurableChannel durable, LatchKeeper latches, MatchKeeper matches, Now now)
    : record_(std::move(record)),
      storage_(storage),
      random_(random),
      journal_(std::move(journal)),
      durable_(std::move(durable)),
      latches_(std::move(latches)),
      matches_(std::move(matches)),
      meeting_(record_, random, now.mono),
      reveals_(record_.slot, meeting_),
      plays_(record_.slot, meeting_),
      epochs_(record_.slot, meeting_, durable_, random) {}

// --- the relay

void Device::handle_logged_in(const wire::LoggedIn& facts, Now now) {
  is_online_ = true;
  missed_deliver_ = false;
  backlog_.reset();
  if (facts.mailbox_last() > 0) backlog_ = facts.mailbox_last();
  if (!facts.head().empty()) check_head(bytes_of(facts.head()), now);
  durable_.handle_logged_in();
  latches_.handle_login();
  meeting_.handle_partner_online(facts.partner_online(), now.mono);
  owes_head_ = owes_head_ || !is_newest_head(bytes_of(facts.head()));
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

// --- time and outputs

void Device::handle_time(Now now) {
  if (handed_) return;
  meeting_.handle_time(now.mono);
  durable_.handle_time(now.mono);
  epochs_.handle_time(now, !is_frozen());
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
  try_thaw(now);
  if (durable_.take_changed()) handle_new_keys(now);
  if (state_changed_ && !is_frozen() && !early_states_.empty()) retry_latch_states(now);
  run_matches(now);
  if (!is_frozen() && owes_cover(state(), record_.slot)) {
    wire::Body body;
    body.mutable_covered();
    if (auto done = append(std::move(body), now); !done) return;
  }
  post_my_entries();
  if (owes_head_ && is_online_ && !is_frozen()) send_head(now);
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
  if (repair() != std::exchange(told_repair_, repair())) tell({DeviceEvent::Kind::repair_changed, {}, {}});
  if (open_.is_empty()) handle_committed(now);  // nothing to wait for
}

void Device::post_my_entries() {
  const auto last = journal_->mine().head().seq;
  if (is_frozen() || !durable_.can_send() || durable_.enveloped() >= last) return;
  std::vector<Bytes> wires;
  const auto first = durable_.enveloped() + 1;
  for (auto seq = first; seq <= last; ++seq) {
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
  if (auto posted = durable_.post(views, first, open_, random_); !posted) return;
  session_changed_ = true;
  tell({DeviceEvent::Kind::unsent_changed, {}, {}});
}

const Transaction* Device::poll_transaction() {
  if (!handed_ && !open_.is_empty()) handed_ = std::exchange(open_, {});
  return handed_ ? &*handed_ : nullptr;
}

void Device::handle_committed(Now now) {
  handed_.reset();
  if (auto refolded = journal_->handle_committed(); !refolded && !std::exchange(is_unreadable_, true)) tell({DeviceEvent::Kind::restored, {}, {}});
  epochs_.handle_committed();
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
  if (plays_.take_agreed()) tell({DeviceEvent::Kind::play_begins, *plays_.round(), {}});
  for (auto& event : held_events_) events_.push_back(std::move(event));
  held_events_.clear();
  if (is_online_ && !is_frozen()) run_latches();
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
  for (const auto& due : {meeting_.next_deadline(), reveals_.next_deadline(), plays_.next_deadline(), durable_.next_deadline(), epochs_.next_deadline(), repair_.next_deadline(), rows_due_, snapshot_due_,
                          have_due_, latches_due_, is_online_ ? head_due_ : std::nullopt})
    if (due) sooner(soonest, *due);
  return soonest;
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
  const auto* found = find_round(state(), round);
  return found != nullptr && found->latch() != nullptr && !found->closing && !found->is_revealed &&
         latches_.is_cancelling(found->latch()->latch_id);
}

}  // namespace twinlamp
