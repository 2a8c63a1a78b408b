#include "tests/sim/hostile_relay.h"

#include <algorithm>

#include "protocol/journal/log.h"

namespace twinlamp::sim {
namespace {

using std::chrono::seconds;

RoomLimits roomy() {
  RoomLimits limits;
  limits.first_week_bytes = 1ull << 30;  // weeks are not what an attack is about
  return limits;
}

const std::string* latch_named_by(const wire::Frame& frame) {
  if (frame.has_latch_put()) return &frame.latch_put().latch_id();
  if (frame.has_latch_get()) return &frame.latch_get().latch_id();
  if (frame.has_latch_cancel()) return &frame.latch_cancel().latch_id();
  return nullptr;
}

wire::Frame latch_frame(const std::string& latch, wire::LatchState::Status status) {
  wire::Frame frame;
  frame.mutable_latch_state()->set_latch_id(latch);
  frame.mutable_latch_state()->set_status(status);
  return frame;
}

std::string random_text(Random& random, std::size_t size) {
  Bytes out(size);
  random.fill(out);
  return to_string(out);
}

}  // namespace

HostileRelay::HostileRelay(const RoomId& room, std::uint64_t seed, PairRecord stranger, Knowledge* knowledge)
    : id_(room),
      random_(seed * 7 + 4),
      mischief_(seed * 7 + 5),
      stranger_(std::move(stranger)),
      knowledge_(knowledge),
      room_(std::make_unique<Room>(room, roomy())) {}

// --- what a relay does

void HostileRelay::handle_join(ConnectionId connection, Slot slot, Now now) {
  auto& member = members_[slot];
  member.connection = connection;
  member.held.clear();
  member.shuffled.clear();
  Join join;
  join.connection = connection;
  join.slot = slot;
  join.may_create = true;
  room_->handle_join(join, now);
  drive(now);
}

void HostileRelay::handle_leave(ConnectionId connection, Now now) {
  for (auto& member : members_)
    if (member.connection == connection) member.connection = 0;
  room_->handle_leave(connection, now);
  drive(now);
}

void HostileRelay::handle_frame(ConnectionId connection, Slot slot, wire::Frame frame, Now now) {
  auto& member = members_[slot];
  if (member.connection != connection) return;
  if (knowledge_ != nullptr) knowledge_->hear(bytes_of(frame.SerializeAsString()));
  if (++inputs_ % 16 == 0 && backups_.size() < 8) backups_.push_back(store_.save());
  if (const auto* latch = latch_named_by(frame)) latches_[slot] = *latch;
  if (frame.has_latch_put()) puts_[slot].try_emplace(frame.latch_put().latch_id(), frame.latch_put());
  if (frame.has_head_set()) member.receipts.push_back(frame.head_set().receipt());
  if (frame.has_post()) {
    if (member.envelopes.size() < 200) member.envelopes.push_back(frame.post().body());
    member.last_post = frame.post().client_id();
    if (member.echoes > 0) {  // the slots are swapped: it gets its own post back
      --member.echoes;
      wire::Frame echo;
      echo.mutable_deliver()->set_seq(++member.last_seq);
      echo.mutable_deliver()->set_body(frame.post().body());
      say(slot, std::move(echo));
    }
    if (member.lies_posted > 0) {
      --member.lies_posted;
      wire::Frame posted;
      posted.mutable_posted()->set_client_id(frame.post().client_id());
      posted.mutable_posted()->set_seq(1);
      return say(slot, std::move(posted));
    }
  }
  if (member.drops > 0) {
    --member.drops;
    return;
  }
  room_->handle_frame(connection, std::move(frame), now);
  drive(now);
}

void HostileRelay::drive(Now now) {
  for (bool again = true; again;) {
    again = false;
    while (auto output = room_->poll_output()) {
      again = true;
      if (auto* send = std::get_if<SendFrame>(&*output)) {
        const auto slot = slot_of(send->to);
        if (members_[slot].connection == send->to) pass_down(slot, std::move(send->frame), now);
      } else if (const auto* close = std::get_if<CloseConnection>(&*output)) {
        closes_.push_back(close->connection);
      } else if (auto* request = std::get_if<store::Request>(&*output)) {
        store_.submit(std::move(*request));
      }
    }
    if (!store_.has_waiting()) continue;
    again = true;
    for (auto& result : store_.commit()) room_->handle_result(std::move(result), now);
  }
}

void HostileRelay::say(Slot slot, wire::Frame frame) {
  if (members_[slot].connection != 0) down_.push_back({members_[slot].connection, std::move(frame)});
}

void HostileRelay::pass_down(Slot slot, wire::Frame frame, Now now) {
  auto& member = members_[slot];
  if (frame.has_deliver()) member.last_seq = std::max(member.last_seq, frame.deliver().seq());
  const bool is_release = frame.has_latch_state() && frame.latch_state().status() == wire::LatchState::RELEASED;
  if (is_release) released_.insert(frame.latch_state().latch_id());
  if (is_release && member.release_held_until && now.mono < *member.release_held_until) return;
  if (member.drops > 0) {
    --member.drops;
    return;
  }
  if (member.repeats > 0) {
    --member.repeats;
    say(slot, frame);
  }
  if (member.shuffles > 0) {
    member.shuffled.push_back(std::move(frame));
    if (--member.shuffles > 0) return;
    for (auto at = member.shuffled.size(); at > 1; --at) std::swap(member.shuffled[at - 1], member.shuffled[mischief_.below(at)]);
    for (auto& each : std::exchange(member.shuffled, {})) say(slot, std::move(each));
    return;
  }
  if (member.delayed_until && now.mono < *member.delayed_until)
    member.held.push_back(std::move(frame));
  else
    say(slot, std::move(frame));
}

void HostileRelay::handle_time(Now now) {
  for (Slot slot : {Slot{0}, Slot{1}}) {
    auto& member = members_[slot];
    if (!member.delayed_until || now.mono < *member.delayed_until) continue;
    member.delayed_until.reset();
    for (auto& frame : std::exchange(member.held, {})) say(slot, std::move(frame));
  }
  room_->handle_time(now);
  drive(now);
}

std::optional<HostileRelay::Down> HostileRelay::poll_down(Now) {
  if (down_.empty()) return std::nullopt;
  auto next = std::move(down_.front());
  down_.pop_front();
  return next;
}

std::optional<ConnectionId> HostileRelay::poll_close() {
  if (closes_.empty()) return std::nullopt;
  const auto next = closes_.front();
  closes_.pop_front();
  return next;
}

std::optional<MonoTime> HostileRelay::next_deadline() const {
  auto soonest = room_->next_deadline();
  for (const auto& member : members_)
    if (member.delayed_until && (!soonest || *member.delayed_until < *soonest)) soonest = member.delayed_until;
  return soonest;
}

void HostileRelay::restart_room(Now) {
  room_ = std::make_unique<Room>(id_, roomy());
  store_.crash();
  for (auto& member : members_)
    if (member.connection != 0) closes_.push_back(std::exchange(member.connection, 0));
}

void HostileRelay::stop() {
  for (auto& member : members_) {
    const auto connection = member.connection;
    const auto last_seq = member.last_seq;
    member = {};
    member.connection = connection;
    member.last_seq = last_seq;
    if (connection != 0) closes_.push_back(connection);
  }
}

// --- what this one does beside it

bool HostileRelay::strike(const Strike& strike, Slot victim, bool helps, Now now) {
  if (members_[victim].connection == 0) return false;
  mischief_ = SeededRandom(strike.salt + 1);
  return strike_traffic(strike, victim, now) || strike_latch(strike, victim, helps, now) || strike_words(strike, victim, now);
}

bool HostileRelay::strike_traffic(const Strike& strike, Slot victim, Now now) {
  auto& member = members_[victim];
  const auto some = 1 + mischief_.below(6);
  switch (strike.act) {
    case Act::drop: member.drops = some; return true;
    case Act::drop_and_say_posted: member.lies_posted = some; return true;
    case Act::delay: member.delayed_until = now.mono + seconds(2 + mischief_.below(30)); return true;
    case Act::duplicate: member.repeats = some * 2; return true;
    case Act::reorder: member.shuffles = some + 1; return true;
    case Act::swap_slots: member.echoes = some; return true;
    case Act::open_one_side:
      members_[mischief_.below(2)].release_held_until = now.mono + seconds(20 + mischief_.below(60));
      return true;
    case Act::replay_database: {
      if (backups_.empty()) return false;
      store_.restore(*backups_[mischief_.below(backups_.size())]);
      restart_room(now);
      return true;
    }
    case Act::lose_database: {
      store_.lose_everything();
      restart_room(now);
      return true;
    }
    default: return false;
  }
}

std::optional<std::string> HostileRelay::latch_of(Slot slot) const { return latches_[slot] ? latches_[slot] : latches_[1 - slot]; }

bool HostileRelay::strike_latch(const Strike& strike, Slot victim, bool helps, Now now) {
  switch (strike.act) {
    case Act::early_scalar:
    case Act::scalar_alone:
    case Act::hand_over_keys: {
      const auto other = static_cast<Slot>(1 - victim);
      if (helps || strike.act == Act::hand_over_keys) return hand_out(strike.act, victim, other);
      return hand_out(strike.act, victim, other) || hand_out(strike.act, other, victim);
    }
    case Act::tombstone_armed: {
      const auto latch = latch_of(victim);
      const auto in_whose_name = static_cast<Slot>(mischief_.below(2));
      if (!latch || members_[in_whose_name].connection == 0) return false;
      wire::Frame cancel;
      cancel.mutable_latch_cancel()->set_latch_id(*latch);
      room_->handle_frame(members_[in_whose_name].connection, std::move(cancel), now);
      drive(now);
      return true;
    }
    case Act::release_and_cancel: {
      const auto latch = latches_[victim];
      if (!latch || !puts_[victim].contains(*latch)) return false;
      (void)hand_out(Act::hand_over_keys, victim, static_cast<Slot>(1 - victim));
      say(victim, latch_frame(*latch, wire::LatchState::CANCELLED));
      return true;
    }
    case Act::invent_release: return invent_release(victim);
    default: return false;
  }
}

// A scalar that waits, to the other member: before its own is there, or without it.
bool HostileRelay::hand_out(Act act, Slot from, Slot to) {
  const auto latch = latches_[from];
  if (!latch || released_.contains(*latch)) return false;
  const auto put = puts_[from].find(*latch);
  if (put == puts_[from].end()) return false;
  auto frame = latch_frame(*latch, wire::LatchState::RELEASED);
  auto& state = *frame.mutable_latch_state();
  (from == 0 ? state.mutable_scalar_0() : state.mutable_scalar_1())->assign(put->second.scalar());
  (from == 0 ? state.mutable_seal_0() : state.mutable_seal_1())->assign(put->second.seal_mine());
  if (act != Act::scalar_alone) {
    const auto known = puts_[to].find(*latch);
    const auto scalar = known != puts_[to].end() ? known->second.scalar() : to_string(random_scalar(mischief_).view());
    (to == 0 ? state.mutable_scalar_0() : state.mutable_scalar_1())->assign(scalar);
    (to == 0 ? state.mutable_seal_0() : state.mutable_seal_1())->assign(put->second.seal_partner());
  }
  say(to, std::move(frame));
  return true;
}

bool HostileRelay::invent_release(Slot victim) {
  const auto latch = latch_of(victim);
  if (!latch) return false;
  auto frame = latch_frame(*latch, wire::LatchState::RELEASED);
  auto& state = *frame.mutable_latch_state();
  state.set_scalar_0(to_string(random_scalar(mischief_).view()));
  state.set_scalar_1(to_string(random_scalar(mischief_).view()));
  state.set_seal_0(random_text(mischief_, 32));
  state.set_seal_1(random_text(mischief_, 32));
  if (const auto put = puts_[victim].find(*latch); put != puts_[victim].end() && mischief_.below(3) != 0) {
    (victim == 0 ? state.mutable_scalar_0() : state.mutable_scalar_1())->assign(put->second.scalar());
    (victim == 0 ? state.mutable_seal_0() : state.mutable_seal_1())->assign(put->second.seal_mine());
    (victim == 0 ? state.mutable_seal_1() : state.mutable_seal_0())->assign(put->second.seal_partner());
  }
  if (mischief_.below(3) == 0) state.set_blob(random_text(mischief_, mischief_.below(2000)));
  say(victim, std::move(frame));
  return true;
}

bool HostileRelay::strike_words(const Strike& strike, Slot victim, Now) {
  auto& member = members_[victim];
  wire::Frame frame;
  switch (strike.act) {
    case Act::swap_rooms: {  // an envelope and a latch of another room
      frame.mutable_deliver()->set_seq(++member.last_seq);
      frame.mutable_deliver()->set_body(to_string(strangers_envelope()));
      say(victim, std::move(frame));
      auto state = latch_frame(random_text(mischief_, 16), wire::LatchState::RELEASED);
      for (auto* field : {state.mutable_latch_state()->mutable_scalar_0(), state.mutable_latch_state()->mutable_scalar_1(),
                          state.mutable_latch_state()->mutable_seal_0(), state.mutable_latch_state()->mutable_seal_1()})
        *field = random_text(mischief_, 32);
      say(victim, std::move(state));
      return true;
    }
    case Act::lie_presence:
      for (auto count = 1 + mischief_.below(8); count > 0; --count) {
        frame.mutable_presence()->set_online(mischief_.below(2) == 0);
        say(victim, frame);
      }
      return true;
    case Act::lie_time: {
      auto& error = *frame.mutable_error();
      error.set_code(static_cast<wire::Error::Code>(5 + mischief_.below(6)));
      error.set_retry_after(mischief_.below(2) == 0 ? UINT32_MAX : static_cast<std::uint32_t>(mischief_.below(4000)));
      if (member.last_post && mischief_.below(2) == 0) error.set_client_id(*member.last_post);
      if (const auto latch = latch_of(victim); latch && mischief_.below(2) == 0) error.set_latch_id(*latch);
      say(victim, std::move(frame));
      return true;
    }
    case Act::old_receipt:
      if (member.receipts.empty()) return false;
      frame.mutable_head()->set_receipt(member.receipts[mischief_.below(member.receipts.size())]);
      say(victim, std::move(frame));
      return true;
    case Act::foreign_receipt: {
      const auto& others = members_[1 - victim].receipts;
      frame.mutable_head()->set_receipt(others.empty() || mischief_.below(2) == 0 ? random_text(mischief_, 120) : others.back());
      say(victim, std::move(frame));
      return true;
    }
    case Act::old_envelope: {  // of an older epoch rather than of this one: the oldest were there first
      const auto& others = members_[1 - victim].envelopes;
      if (others.empty()) return false;
      for (auto count = 1 + mischief_.below(4); count > 0; --count) {
        frame.mutable_deliver()->set_seq(++member.last_seq);
        frame.mutable_deliver()->set_body(others[mischief_.below(1 + mischief_.below(others.size()))]);
        say(victim, frame);
      }
      return true;
    }
    case Act::never_asked: say_never_asked(victim); return true;
    case Act::say_ended:
      if (mischief_.below(2) == 0) {
        frame.mutable_room_erased()->set_farewell(random_text(mischief_, mischief_.below(2) == 0 ? 33 : mischief_.below(256)));
        say(victim, frame);
      }
      frame.mutable_error()->set_code(wire::Error::ENDED);
      say(victim, std::move(frame));
      return true;
    default: return false;
  }
}

void HostileRelay::say_never_asked(Slot victim) {
  const auto bytes = [this](std::size_t most) { return random_text(mischief_, mischief_.below(most + 1)); };
  for (int count = 0; count < 12; ++count) {
    wire::Frame frame;
    switch (mischief_.below(12)) {
      case 0: frame.mutable_client_hello()->set_nonce(bytes(32)); break;
      case 1: frame.mutable_login()->set_signature(bytes(64)); break;
      case 2: frame.mutable_nameplate_message()->set_body(bytes(900)); break;
      case 3: frame.mutable_post()->set_body(bytes(2000)); break;
      case 4: frame.mutable_latch_put()->set_latch_id(bytes(16)); break;
      case 5: frame.mutable_posted()->set_client_id(random_text(mischief_, 16)); break;
      case 6: frame.mutable_ack()->set_seq(UINT64_MAX); break;
      case 7: frame.mutable_pong()->set_token(7); break;
      case 8: frame.mutable_live()->set_body(bytes(17 * 1024)); break;
      case 9: frame.mutable_head()->set_receipt(bytes(512)); break;
      case 10: {
        const auto latch = latch_of(victim);
        frame = latch_frame(latch ? *latch : random_text(mischief_, 16), static_cast<wire::LatchState::Status>(mischief_.below(9)));
        break;
      }
      default: frame.mutable_deliver()->set_seq(mischief_.below(3) == 0 ? 0 : ++members_[victim].last_seq), frame.mutable_deliver()->set_body(bytes(2000));
    }
    say(victim, std::move(frame));
  }
}

Bytes HostileRelay::strangers_envelope() {
  auto channel = *DurableChannel::fresh(stranger_, random_);
  wire::Body body;
  body.mutable_covered();
  const auto wire = make_entry(next_place(Log(0), Log(1), 1), body, stranger_.self_key, random_).to_wire();
  const std::vector<ByteView> views{wire};
  Transaction transaction;
  if (!channel.post(views, 1, transaction, random_)) return {};
  return transaction.outbox_added.front().envelope;
}

std::size_t HostileRelay::held() const { return down_.size() + members_[0].held.size() + members_[1].held.size(); }

}  // namespace twinlamp::sim
