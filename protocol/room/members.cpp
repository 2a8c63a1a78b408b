#include "protocol/room/members.h"

#include "protocol/round/latch_relay.h"

namespace twinlamp {
namespace {

constexpr std::uint32_t releases_page = 16;

store::Day day_of(const Now& now) { return std::chrono::floor<std::chrono::days>(now.wall); }

wire::Frame presence(bool online) {
  wire::Frame frame;
  frame.mutable_presence()->set_online(online);
  return frame;
}

wire::Frame erased(const Bytes& farewell) {
  wire::Frame frame;
  frame.mutable_room_erased()->set_farewell(to_string(farewell));
  return frame;
}

Bytes farewell_of(const store::Result& result) {
  const auto* farewell = std::get_if<store::Farewell>(&result.reply);
  return farewell ? farewell->farewell : Bytes{};
}

}  // namespace

void Members::join(const Join& join, const Now& now) {
  if (here_[join.slot]) {
    drop(here_[join.slot]->connection, {wire::Error::REPLACED, 0, "This member has connected from elsewhere.", {}, {}});
  }
  auto& member = here_[join.slot].emplace(core_.limits());
  member.connection = join.connection;
  member.slot = join.slot;
  core_.ask(store::OpenRoom{join.may_create, join.slot, day_of(now)},
            [this, join](store::Result& result, const Now&) { on_opened(join, result); });
}

void Members::leave(ConnectionId connection) {
  if (auto* member = find(connection)) forget(*member);
}

Member* Members::find(ConnectionId connection) {
  for (auto& member : here_) {
    if (member && member->connection == connection) return &*member;
  }
  return nullptr;
}

Member* Members::ready(std::size_t slot) { return here_[slot] && here_[slot]->ready ? &*here_[slot] : nullptr; }

void Members::drop(ConnectionId connection, const Refusal& refusal) {
  auto* member = find(connection);
  if (!member) return;
  core_.refuse(connection, refusal);
  core_.close(connection);
  forget(*member);
}

// Presence is what the partner sees of READY.
void Members::forget(Member& member) {
  const auto slot = member.slot;
  const bool was_ready = member.ready;
  here_[slot].reset();
  if (auto* partner = ready(1 - slot); partner && was_ready) core_.send(partner->connection, presence(false));
}

void Members::end(const Bytes& farewell) {
  for (auto& member : here_) {
    if (!member) continue;
    core_.send(member->connection, erased(farewell));
    core_.refuse(member->connection, {wire::Error::ENDED, 0, "This pair has ended.", {}, {}});
    core_.close(member->connection);
    member.reset();
  }
}

bool Members::has_ended(const store::Result& result) {
  if (result.status == store::Status::ended) {
    end(farewell_of(result));
    return true;
  }
  if (result.status != store::Status::absent) return false;
  for (auto& member : here_) {  // the store has lost a room under its members: they log in again, and need no presence
    if (member) member->ready = false;
  }
  for (auto& member : here_) {
    if (member) drop(ConnectionId{member->connection}, core_.unavailable());
  }
  return true;
}

void Members::on_opened(const Join& join, store::Result& result) {
  auto* member = find(join.connection);
  auto* info = std::get_if<store::RoomInfo>(&result.reply);
  core_.output(RoomOpened{join.connection, info && info->created});
  if (!member) return;
  if (result.status == store::Status::absent) {
    return drop(join.connection,
                {wire::Error::NEW_ROOMS_REFUSED, join.refusal_retry_after, join.refusal_text, {}, {}});
  }
  if (has_ended(result)) return;
  if (!info) return drop(join.connection, core_.unavailable());
  if (join.resume_after <= info->mailbox_last) return log_in(*member, join, *info);
  // The member knows of more than the store: a lost or restored database. What waits is numbered anew, beyond what it knows.
  core_.ask(store::Raise{join.slot, join.resume_after},
            [this, join, known = std::move(*info)](store::Result& raised, const Now&) mutable {
              auto* still = find(join.connection);
              if (!still || has_ended(raised)) return;
              const auto* reply = std::get_if<store::Raised>(&raised.reply);
              if (!reply) return drop(join.connection, core_.unavailable());
              known.mailbox_last = reply->last;
              log_in(*still, join, known);
            });
}

void Members::log_in(Member& member, const Join& join, const store::RoomInfo& info) {
  created_on_ = info.created_on;
  const auto after = std::max(join.resume_after, info.mailbox_acked);
  auto* partner = ready(1 - member.slot);
  member.ready = true;
  member.delivery.start(after, info.mailbox_last);
  member.ack_done = info.mailbox_acked;
  member.ack_wanted = after;  // what it has resumed after is safe with it
  member.releases_wanted = true;
  wire::Frame frame;
  auto& logged_in = *frame.mutable_logged_in();
  logged_in.set_partner_online(partner != nullptr);
  logged_in.set_mailbox_last(info.mailbox_waiting && info.mailbox_last > after ? info.mailbox_last : 0);
  logged_in.set_head(to_string(info.head));
  logged_in.set_partner_acked(info.partner_acked);
  core_.send(member.connection, std::move(frame));
  if (partner) core_.send(partner->connection, presence(true));
}

void Members::offer(std::size_t slot, std::uint64_t seq, const store::Body& body) {
  auto* member = ready(slot);
  if (member && member->delivery.offer(seq, body->size())) deliver(*member, {seq, body});
}

void Members::acknowledge(Member& member, std::uint64_t seq) {
  member.ack_wanted = std::max(member.ack_wanted, member.delivery.acknowledge(seq));
}

void Members::deliver(const Member& member, const store::Entry& entry) {
  wire::Frame frame;
  frame.mutable_deliver()->set_seq(entry.seq);
  frame.mutable_deliver()->set_body(to_string(*entry.body));
  core_.send(member.connection, std::move(frame));
}

void Members::pump(const Now& now) {
  for (auto& member : here_) {
    if (!member || !member->ready) continue;
    for (auto* errand : {&member->read, &member->ack, &member->releases}) errand->forget_past_retry(now.mono);
    pump_ack(*member);
    pump_releases(*member);
    pump_read(*member);
  }
}

void Members::pump_read(Member& member) {
  if (!member.read.may_go()) return;
  auto page = member.delivery.poll_read(member.slot);
  if (!page) return;
  ask_errand(member, &Member::read, *page, [this](Member& reader, store::Result* result) {
    const auto* entries = result ? std::get_if<store::Entries>(&result->reply) : nullptr;
    if (!entries) return reader.delivery.handle_read_failed();
    reader.delivery.handle_page(*entries);
    for (const auto& entry : entries->entries) deliver(reader, entry);
  });
}

void Members::pump_ack(Member& member) {
  if (member.ack_wanted <= member.ack_done || !member.ack.may_go()) return;
  const auto up_to = member.ack_wanted;
  ask_errand(member, &Member::ack, store::Acknowledge{member.slot, up_to}, [up_to](Member& reader, store::Result* result) {
    if (result) reader.ack_done = std::max(reader.ack_done, up_to);
  });
}

void Members::pump_releases(Member& member) {
  if (!member.releases_wanted || !member.releases.may_go()) return;
  ask_errand(member, &Member::releases, store::LatchReleases{member.slot, member.releases_after, releases_page},
             [this](Member& owner, store::Result* result) {
               const auto* page = result ? std::get_if<store::Latches>(&result->reply) : nullptr;
               if (page) repeat_releases(owner, *page);
             });
}

void Members::repeat_releases(Member& member, const store::Latches& page) {
  member.releases_wanted = page.more;
  for (const auto& latch : page.latches) {
    member.releases_after = latch.id;
    const auto record = latch_record_from_bytes(latch.row.record);
    if (!record) continue;
    wire::Frame frame;
    *frame.mutable_latch_state() = latch_state_for(*record, member.slot, latch.id);
    core_.send(member.connection, std::move(frame));
  }
}

// on_result gets nothing where the store was unavailable: the errand is due again after a while.
void Members::ask_errand(Member& member, Member::Errand Member::*errand, store::Operation operation, OnErrand on_result) {
  (member.*errand).under_way = true;
  core_.ask(std::move(operation), [this, connection = member.connection, errand, then = std::move(on_result)](
                                      store::Result& result, const Now& now) {
    auto* still = find(connection);
    if (!still || has_ended(result)) return;
    const bool ok = result.status == store::Status::ok;
    (still->*errand).under_way = false;
    (still->*errand).retry_at.reset();
    if (!ok) (still->*errand).retry_at = now.mono + core_.limits().unavailable_retry;
    then(*still, ok ? &result : nullptr);
  });
}

std::optional<MonoTime> Members::next_deadline() const {
  std::optional<MonoTime> first;
  for (const auto& member : here_) {
    if (!member) continue;
    for (const auto& retry_at : {member->read.retry_at, member->ack.retry_at, member->releases.retry_at}) {
      if (retry_at && (!first || *retry_at < *first)) first = retry_at;
    }
  }
  return first;
}

}  // namespace twinlamp
