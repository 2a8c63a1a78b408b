#include "tests/device/device_couple.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/device/renewal.h"

namespace twinlamp::test {
namespace {

using std::chrono::milliseconds;

wire::Frame latch_frame(const wire::LatchState& state) {
  wire::Frame frame;
  *frame.mutable_latch_state() = state;
  return frame;
}

void put(Bytes& out, ByteView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

DeviceCouple::DeviceCouple(std::uint64_t seed) {
  const auto records = paired_records(seed);
  for (Slot side : {Slot{0}, Slot{1}}) {
    people_[side].record = records[side];
    people_[side].random = SeededRandom(seed * 10 + side);
    open(side);
    EXPECT_TRUE(device(side).set_profile({side == 0 ? "Noor" : "Sam", {}, {}, 1}, now()));
  }
  settle();
}

void DeviceCouple::open(Slot side, bool was_restored) {
  auto& person = people_[side];
  auto device = Device::open(person.record, person.disk, person.random, now(), was_restored);
  ASSERT_TRUE(device) << device.error().where;
  person.device = std::move(*device);
  if (person.has_met) person.device->set_presence(true, true, now());
  if (person.settings) person.device->set_private(*person.settings, now());
  if (!person.is_away) log_in(side);
}

void DeviceCouple::log_in(Slot side) {
  auto& person = people_[side];
  person.inbox.clear();
  wire::LoggedIn facts;
  facts.set_partner_online(person.has_met && !people_[partner_of(side)].is_away);
  if (!withholds_heads_) facts.set_head(person.head);
  person.device->handle_logged_in(facts, now());
  for (const auto& [seq, body] : person.mailbox) deliver(side, seq);
  for (const auto& [id, record] : latches_)
    if (record && latch_state_for(record, side, id).status() == wire::LatchState::RELEASED)
      tell(side, latch_frame(latch_state_for(record, side, id)));
}

void DeviceCouple::restart(Slot side) {
  open(side);
}

void DeviceCouple::restore(Slot side, const MemoryStorage& copy, bool was_restored) {
  part(side);
  people_[side].disk = copy;
  open(side, was_restored);
  come_back(side);
}

void DeviceCouple::part(Slot side) {
  auto& person = people_[side];
  if (std::exchange(person.is_away, true)) return;
  person.device->handle_offline(now());
  person.inbox.clear();
  wire::Frame frame;
  frame.mutable_presence()->set_online(false);
  if (!people_[partner_of(side)].is_away) tell(partner_of(side), frame);
}

void DeviceCouple::come_back(Slot side) {
  auto& person = people_[side];
  person.is_away = false;
  log_in(side);
  wire::Frame frame;
  frame.mutable_presence()->set_online(true);
  if (person.has_met && !people_[partner_of(side)].is_away) tell(partner_of(side), frame);
  settle();
}

void DeviceCouple::hold_posts(bool hold) { holds_posts_ = hold; }

void DeviceCouple::forget_room() {
  for (Slot side : {Slot{0}, Slot{1}}) {
    auto& person = people_[side];
    person.mailbox.clear();
    person.client_ids.clear();
    person.head.clear();
    part(side);
  }
  latches_.clear();
  next_seq_ = 1;
}

void DeviceCouple::lose_laptop(Slot side, const std::optional<EntryId>& claimed) {
  auto fresh = paired_records(1000 + pairings_++);
  forget_room();
  const auto other = partner_of(side);
  auto& staying = people_[other];
  LogHead theirs;
  if (const auto last = *staying.disk.last_seq(side); last > 0) {
    const auto entry = Entry::parse((*staying.disk.entry(side, last))->wire);
    theirs = {last, entry->id(), entry->header().lamport, entry->header().peer_seq};
  }
  if (claimed) theirs.id = *claimed;
  const auto history = PairHistory::parse(history_of(staying.record, theirs).encode());
  auto next = continue_pair(staying.record, fresh[other]);
  auto heir = inherit_pair(*history, fresh[side]);
  ASSERT_TRUE(next && heir);
  const auto renewed = staying.device->renew(*next, now());
  ASSERT_TRUE(renewed) << renewed.error().where;
  ASSERT_TRUE(staying.disk.commit(*renewed));
  staying.record = *next;
  open(other);
  auto& person = people_[side];
  person.record = *heir;
  person.disk = MemoryStorage();
  person.random = SeededRandom(5000 + pairings_);
  open(side);
  for (Slot each : {Slot{0}, Slot{1}}) come_back(each);
}

void DeviceCouple::lose_relay() {
  forget_room();
  for (Slot side : {Slot{0}, Slot{1}}) come_back(side);
}

void DeviceCouple::set_private(Slot side, const PrivateSettings& settings) {
  people_[side].settings = settings;
  device(side).set_private(settings, now());
}

void DeviceCouple::meet() {
  for (Slot side : {Slot{0}, Slot{1}}) {
    people_[side].has_met = true;
    device(side).set_presence(true, true, now());
  }
  for (Slot side : {Slot{0}, Slot{1}}) {
    wire::Frame frame;
    frame.mutable_presence()->set_online(true);
    tell(side, frame);
  }
  settle();
}

void DeviceCouple::settle() {
  for (bool moved = true; moved;) {
    moved = false;
    for (Slot side : {Slot{0}, Slot{1}}) moved = drive(side) || moved;
  }
}

void DeviceCouple::live(milliseconds time) {
  settle();
  const auto end = time_ + time;
  while (time_ < end) {
    auto next = end;
    for (Slot side : {Slot{0}, Slot{1}})
      if (const auto due = device(side).next_deadline()) next = std::min(next, std::max(due->time_since_epoch(), time_ + std::chrono::milliseconds(1)));
    time_ = next;
    for (Slot side : {Slot{0}, Slot{1}}) device(side).handle_time(now());
    settle();
  }
}

void DeviceCouple::pass(milliseconds time) {
  time_ += time;
  for (Slot side : {Slot{0}, Slot{1}}) device(side).handle_time(now());
  settle();
}

// False: it crashed here, and has started again.
bool DeviceCouple::commit(Slot side) {
  auto& person = people_[side];
  const auto* transaction = person.device->poll_transaction();
  const bool strikes = crash_.side == side && crash_.commit > 0 && --crash_.commit == 0;
  if (strikes && !crash_.after) {
    has_crashed_ = true;
    open(side);
    return false;
  }
  EXPECT_TRUE(person.disk.commit(*transaction));
  if (on_commit) on_commit(side);
  if (strikes) {
    has_crashed_ = true;
    open(side);
    return false;
  }
  person.device->handle_committed(now());
  return true;
}

bool DeviceCouple::drive(Slot side) {
  auto& person = people_[side];
  bool moved = false;
  for (;;) {
    bool again = false;
    while (person.device->poll_transaction() != nullptr) {
      again = true;
      if (!commit(side)) return true;
    }
    while (auto frame = person.device->poll_frame()) {
      again = true;
      if (!person.is_away) take(side, *frame);
    }
    while (auto event = person.device->poll_event()) person.events.push_back(*event);
    if (!person.inbox.empty()) {
      again = true;
      const auto frame = person.inbox.front();
      person.inbox.pop_front();
      time_ += milliseconds(1);
      EXPECT_TRUE(person.device->handle_frame(frame, now()));
    }
    if (!again) return moved;
    moved = true;
  }
}

void DeviceCouple::tell(Slot side, wire::Frame frame) {
  put(wire_, bytes_of(frame.SerializeAsString()));
  people_[side].inbox.push_back(std::move(frame));
}

void DeviceCouple::deliver(Slot side, std::uint64_t seq) {
  wire::Frame frame;
  frame.mutable_deliver()->set_seq(seq);
  frame.mutable_deliver()->set_body(people_[side].mailbox.at(seq));
  tell(side, std::move(frame));
}

void DeviceCouple::take(Slot from, const wire::Frame& frame) {
  sent_.emplace_back(from, frame);
  put(wire_, bytes_of(frame.SerializeAsString()));
  auto& person = people_[from];
  const auto to = partner_of(from);
  if (frame.has_post() && holds_posts_) {
    wire::Frame refusal;
    refusal.mutable_error()->set_code(wire::Error::UNAVAILABLE);
    refusal.mutable_error()->set_retry_after(1);
    refusal.mutable_error()->set_client_id(frame.post().client_id());
    tell(from, std::move(refusal));
  } else if (frame.has_post()) {
    const auto& post = frame.post();
    const auto [known, is_new] = person.client_ids.try_emplace(post.client_id(), next_seq_);
    if (is_new) {
      person.posted.push_back(post.body().size());
      people_[to].mailbox[next_seq_] = post.body();
      if (!people_[to].is_away) deliver(to, next_seq_);
      ++next_seq_;
    }
    wire::Frame posted;
    posted.mutable_posted()->set_client_id(post.client_id());
    posted.mutable_posted()->set_seq(known->second);
    tell(from, std::move(posted));
  } else if (frame.has_ack()) {
    std::erase_if(person.mailbox, [&](const auto& item) { return item.first <= frame.ack().seq(); });
  } else if (frame.has_head_set()) {
    person.head = frame.head_set().receipt();
  } else if (frame.has_live()) {
    if (!people_[to].is_away) tell(to, frame);
  } else if (frame.has_latch_put() || frame.has_latch_get() || frame.has_latch_cancel() || frame.has_latch_ack()) {
    take_latch(from, frame);
  }
}

void DeviceCouple::take_latch(Slot from, const wire::Frame& frame) {
  const auto& id = frame.has_latch_put()      ? frame.latch_put().latch_id()
                   : frame.has_latch_get()    ? frame.latch_get().latch_id()
                   : frame.has_latch_cancel() ? frame.latch_cancel().latch_id()
                                              : frame.latch_ack().latch_id();
  auto& known = latches_[to_array<16>(bytes_of(id))];
  const auto outcome = frame.has_latch_put()      ? apply_put(known, from, frame.latch_put())
                       : frame.has_latch_get()    ? apply_get(known, from, frame.latch_get())
                       : frame.has_latch_cancel() ? apply_cancel(known, from, frame.latch_cancel())
                                                  : apply_ack(known, from, frame.latch_ack());
  if (outcome.record) known = outcome.record;
  if (outcome.to_partner && !people_[partner_of(from)].is_away) tell(partner_of(from), latch_frame(*outcome.to_partner));
  if (!frame.has_latch_ack()) tell(from, latch_frame(outcome.reply));
}

std::size_t DeviceCouple::count(Slot side, DeviceEvent::Kind kind) const {
  return static_cast<std::size_t>(std::ranges::count(people_[side].events, kind, &DeviceEvent::kind));
}

Bytes DeviceCouple::everything() const {
  Bytes out = wire_;
  for (const auto& person : people_) {
    EXPECT_TRUE(person.disk.for_each_entry(0, [&out](const StoredEntry& entry) {
      put(out, entry.wire);
      return true;
    }));
    for (const auto* key :
         {MatchKeeper::runs_key, LatchKeeper::cancelling_key, Device::session_key, JournalKeeper::snapshot_key})
      if (const auto value = person.disk.value(key); value && *value) put(out, **value);
    const auto rows = person.disk.outbox();
    for (const auto& row : *rows) put(out, row.envelope);
    for (const auto& [seq, body] : person.mailbox) put(out, bytes_of(body));
  }
  return out;
}

}  // namespace twinlamp::test
