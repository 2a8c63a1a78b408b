#include "protocol/device/meeting.h"

#include "protocol/base/limits.h"

namespace twinlamp {
namespace {

LiveSession::Config live_config(const PairRecord& record) {
  LiveSession::Config config;
  config.slot = record.slot;
  config.identity = record.identity;
  config.partner = record.partner_identity;
  config.psk = record.live_psk;
  const auto room = record.room_id();
  config.prologue = ByteWriter().raw("twinlamp/live/1").raw(room).take();
  return config;
}

}  // namespace

Meeting::Meeting(const PairRecord& record, Random& random, MonoTime now)
    : session_(live_config(record), random), next_tick_(now + limits::writing_tick) {}

void Meeting::set_presence(bool lamp_lit, bool in_front, MonoTime now) {
  if (mine_.lamp_lit == lamp_lit && mine_.in_front == in_front) return;
  const bool was_lit = mine_.lamp_lit;
  mine_.lamp_lit = lamp_lit;
  mine_.in_front = in_front;
  if (!lamp_lit) mine_.writing = false;
  if (was_lit) tell_presence(now);  // the last word of a lamp that goes out is that it is out
  if (was_lit && !lamp_lit && !session_.is_established()) {
    session_.handle_partner_offline(now);  // nobody is told any more that someone is here: no HELLO, no POKE
  } else if (was_lit && !lamp_lit) {
    // Frames that wait leave first: the session is dropped only after they were polled, at the next input.
    next_tick_ = now;
  } else if (!was_lit && lamp_lit) {
    if (partner_online_) session_.handle_partner_online(now);
    tell_presence(now);
  }
  drain_session(now);
}

void Meeting::handle_writing(MonoTime now) { last_key_ = now; }

void Meeting::handle_partner_online(bool online, MonoTime now) {
  partner_online_ = online;
  if (!mine_.lamp_lit) return;
  if (online)
    session_.handle_partner_online(now);
  else
    session_.handle_partner_offline(now);
  drain_session(now);
}

void Meeting::handle_offline(MonoTime now) { handle_partner_online(false, now); }

Result<void> Meeting::handle_frame(ByteView frame, MonoTime now) {
  if (!mine_.lamp_lit) return {};
  auto result = session_.handle_frame(frame, now);
  drain_session(now);
  return result;
}

void Meeting::handle_time(MonoTime now) {
  session_.handle_time(now);
  if (now >= next_tick_) {
    next_tick_ = now + limits::writing_tick;
    mine_.writing = mine_.lamp_lit && last_key_ && now - *last_key_ <= limits::writing_tick;
    if (mine_.lamp_lit)
      tell_presence(now);
    else if (session_.is_established())
      session_.handle_partner_offline(now);
  }
  if (partner_ && now - partner_heard_ >= silence) forget_partner();
  if (next_probe_ && now >= *next_probe_) probe(now);
  drain_session(now);
}

void Meeting::handle_suspend(MonoTime now) {
  const bool was_online = partner_online_;
  clock_.reset();
  forget_partner();
  handle_partner_online(false, now);
  if (was_online) handle_partner_online(true, now);  // the socket may have outlived the sleep
}

void Meeting::send(const LiveMessage& message) {
  if (!session_.is_established()) return;
  const auto bytes = encode_live_message(message);
  if (auto sent = session_.send(bytes); !sent) return;
}

std::optional<MeetingEvent> Meeting::poll_event() {
  if (events_.empty()) return std::nullopt;
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

std::optional<MonoTime> Meeting::next_deadline() const {
  auto soonest = session_.next_deadline();
  const auto consider = [&soonest](MonoTime time) {
    if (!soonest || time < *soonest) soonest = time;
  };
  if (session_.is_established()) consider(next_tick_);
  if (partner_) consider(partner_heard_ + silence);
  if (next_probe_) consider(*next_probe_);
  return soonest;
}

bool Meeting::both_in_front() const {
  return is_established() && mine_.lamp_lit && mine_.in_front && partner_ && partner_->in_front;
}

void Meeting::drain_session(MonoTime now) {
  while (auto event = session_.poll_event()) {
    if (*event == LiveEvent::established) {
      clock_.reset();
      next_probe_ = now;
      tell_presence(now);
      probe(now);
      events_.emplace_back(MeetingBegan{});
    } else {
      next_probe_.reset();
      forget_partner();
      events_.emplace_back(MeetingEnded{});
    }
  }
  while (auto bytes = session_.poll_message()) {
    if (auto message = parse_live_message(*bytes)) handle_message(*message, now);
  }
}

void Meeting::handle_message(const LiveMessage& message, MonoTime now) {
  if (const auto* presence = std::get_if<live::Presence>(&message)) {
    partner_heard_ = now;
    const auto next = presence->lamp_lit ? std::optional(*presence) : std::nullopt;
    if (next == partner_) return;
    partner_ = next;
    events_.emplace_back(PartnerPresenceChanged{});
  } else if (const auto* asked = std::get_if<live::Probe>(&message)) {
    send(ClockEstimate::answer(*asked, now, now));
  } else if (const auto* reply = std::get_if<live::ProbeReply>(&message)) {
    if (auto taken = clock_.handle_reply(*reply, now); !taken) return;
  } else if (const auto* have = std::get_if<live::Have>(&message)) {
    events_.emplace_back(*have);
  } else if (const auto* entries = std::get_if<live::Entries>(&message)) {
    events_.emplace_back(*entries);
  } else if (const auto* ready = std::get_if<live::LatchReady>(&message)) {
    events_.emplace_back(*ready);
  } else if (const auto* propose = std::get_if<live::Propose>(&message)) {
    events_.emplace_back(*propose);
  } else if (const auto* ack = std::get_if<live::Ack>(&message)) {
    events_.emplace_back(*ack);
  } else if (const auto* go = std::get_if<live::Go>(&message)) {
    events_.emplace_back(*go);
  } else if (const auto* rekey = std::get_if<Rekey>(&message)) {
    events_.emplace_back(*rekey);
  } else if (const auto* share = std::get_if<EpochShare>(&message)) {
    events_.emplace_back(*share);
  } else if (const auto* stored = std::get_if<EpochReady>(&message)) {
    events_.emplace_back(*stored);
  }
}

void Meeting::forget_partner() {
  if (!partner_) return;
  partner_.reset();
  events_.emplace_back(PartnerPresenceChanged{});
}

void Meeting::tell_presence(MonoTime) { send(mine_); }

void Meeting::probe(MonoTime now) {
  if (!session_.is_established()) {
    next_probe_.reset();
    return;
  }
  send(clock_.make_probe(now));
  next_probe_ = now + clock_.pause();
}

}  // namespace twinlamp
