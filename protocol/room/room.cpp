#include "protocol/room/room.h"

#include "protocol/room/latches.h"
#include "protocol/room/members.h"
#include "protocol/room/room_core.h"

namespace twinlamp {

struct Room::Impl {
  RoomCore core;
  Members members;
  Latches latches;
  std::array<TokenBucket, 2> buckets;

  Impl(const RoomId& id, const RoomLimits& limits)
      : core(id, limits),
        members(core),
        latches(core, members),
        buckets{TokenBucket(limits.frames_per_second, limits.frames_burst),
                TokenBucket(limits.frames_per_second, limits.frames_burst)} {}

  void dispatch(Member& member, wire::Frame frame, const Now& now);
  bool may_speak(Member& member, const wire::Frame& frame, const Now& now);
  bool is_too_fast(Member& member, const wire::Frame& frame, const Now& now);
  void malformed(const Member& member, const char* text) {
    members.drop(member.connection, {wire::Error::MALFORMED, 0, text, {}, {}});
  }

  void post(Member& member, wire::Post post, const Now& now);
  void ask_to_append(Member& member, store::Append append, const Now& now);
  void on_posted(ConnectionId connection, std::uint8_t slot, const store::Append& append, store::Result& result, const Now& now);
  void refuse_post(Member& member, const Refusal& refusal, const Now& now);
  void refuse_behind(Member& member, const std::string& client_id);
  Refusal refusal_of_post(store::Status status, const Now& now) const;
  void live(const Member& member, wire::Live live);
  std::optional<ConnectionId> partner_for_live(const Member& member, std::size_t body);
  void set_head(const Member& member, const std::string& receipt);
  void get_head(const Member& member);
  void send_head(ConnectionId connection, const store::Result& result, ByteView receipt);
  void erase(const Member& member, const std::string& farewell, const Now& now);
};

Room::Room(const RoomId& id, const RoomLimits& limits) : impl_(std::make_unique<Impl>(id, limits)) {}
Room::~Room() = default;

void Room::handle_join(const Join& join, const Now& now) {
  assert(join.slot <= 1);
  impl_->members.join(join, now);
}

void Room::handle_leave(ConnectionId connection, const Now& now) {
  impl_->members.leave(connection);
  impl_->members.pump(now);
}

void Room::handle_frame(ConnectionId connection, wire::Frame frame, const Now& now) {
  auto* member = impl_->members.find(connection);
  if (!member) return;  // it was closed; what was still on its way is dropped
  if (impl_->may_speak(*member, frame, now)) impl_->dispatch(*member, std::move(frame), now);
  impl_->members.pump(now);
}

std::optional<ConnectionId> Room::handle_live(ConnectionId connection, std::size_t body, const Now& now) {
  static const wire::Frame names_nothing;
  auto* member = impl_->members.find(connection);
  if (!member) return std::nullopt;
  const auto partner = impl_->may_speak(*member, names_nothing, now) ? impl_->partner_for_live(*member, body) : std::nullopt;
  impl_->members.pump(now);
  return partner;
}

void Room::handle_result(store::Result result, const Now& now) {
  impl_->core.handle_result(result, now);
  impl_->members.pump(now);
}

void Room::handle_time(const Now& now) { impl_->members.pump(now); }

std::optional<Room::Output> Room::poll_output() { return impl_->core.poll_output(); }
std::optional<MonoTime> Room::next_deadline() const { return impl_->members.next_deadline(); }
bool Room::is_idle() const { return impl_->members.is_empty() && !impl_->core.is_waiting(); }
const RoomId& Room::id() const { return impl_->core.id(); }

void Room::Impl::dispatch(Member& member, wire::Frame frame, const Now& now) {
  switch (frame.kind_case()) {
    case wire::Frame::kPost: return post(member, std::move(*frame.mutable_post()), now);
    case wire::Frame::kAck: return members.acknowledge(member, frame.ack().seq());
    case wire::Frame::kLive: return live(member, std::move(*frame.mutable_live()));
    case wire::Frame::kLatchPut:
    case wire::Frame::kLatchGet:
    case wire::Frame::kLatchCancel:
    case wire::Frame::kLatchAck: return latches.handle_frame(member, std::move(frame));
    case wire::Frame::kHeadSet: return set_head(member, frame.head_set().receipt());
    case wire::Frame::kHeadGet: return get_head(member);
    case wire::Frame::kRoomErase: return erase(member, frame.room_erase().farewell(), now);
    case wire::Frame::kPing: {
      wire::Frame pong;
      pong.mutable_pong()->set_token(frame.ping().token());
      return core.send(member.connection, std::move(pong));
    }
    case wire::Frame::KIND_NOT_SET:
      return core.refuse(member.connection,
                         {wire::Error::UNSUPPORTED, 0, "This relay does not know this kind of frame.", {}, {}});
    default: return malformed(member, "This frame does not belong here after login.");
  }
}

bool Room::Impl::may_speak(Member& member, const wire::Frame& frame, const Now& now) {
  if (member.ready) return !is_too_fast(member, frame, now);
  malformed(member, "A frame came before the login was answered.");
  return false;
}

// An Ack is always taken: it costs little, and refusing it would stall a mailbox; a full mailbox brings as many as it holds. Nor does it
// end a row of refusals: a flood could hide behind it.
bool Room::Impl::is_too_fast(Member& member, const wire::Frame& frame, const Now& now) {
  const bool has_token = buckets[member.slot].take(now.mono);
  if (has_token) {
    member.refused_in_a_row = 0;
    member.free_acks = 0;
    return false;
  }
  if (frame.has_ack() && ++member.free_acks <= core.limits().mailbox_entries) return false;
  Refusal refusal{wire::Error::TOO_FAST, 1, "Too many frames a second: send this one again later.", {}, {}};
  if (frame.has_post()) refusal.client_id = frame.post().client_id().substr(0, 16);
  if (frame.has_latch_put()) refusal.latch_id = frame.latch_put().latch_id().substr(0, 16);
  if (frame.has_latch_get()) refusal.latch_id = frame.latch_get().latch_id().substr(0, 16);
  if (frame.has_latch_cancel()) refusal.latch_id = frame.latch_cancel().latch_id().substr(0, 16);
  if (frame.has_latch_ack()) refusal.latch_id = frame.latch_ack().latch_id().substr(0, 16);
  if (frame.has_ack() || ++member.refused_in_a_row > core.limits().frames_burst) {
    members.drop(member.connection, refusal);
  } else if (frame.has_post()) {
    refuse_post(member, refusal, now);
  } else {
    core.refuse(member.connection, refusal);
  }
  return true;
}

void Room::Impl::post(Member& member, wire::Post post, const Now& now) {
  if (post.client_id().size() != 16 || post.body().empty() || post.body().size() > limits::envelope) {
    return malformed(member, "A post has a client id of 16 bytes and a body of 1 byte to 65 KiB.");
  }
  store::Append append;
  append.mailbox = 1 - member.slot;
  append.client_id = to_array<16>(bytes_of(post.client_id()));
  auto refusal = core.unavailable();
  refusal.client_id = post.client_id();
  if (!core.may_ask(post.body().size())) return refuse_post(member, refusal, now);
  const auto verdict = member.posts.take(append.client_id, now.mono);
  if (!verdict.may_go) return refuse_behind(member, post.client_id());
  append.after = verdict.after;
  append.body = std::make_shared<const Bytes>(to_bytes(bytes_of(post.body())));
  ask_to_append(member, std::move(append), now);
}

void Room::Impl::ask_to_append(Member& member, store::Append append, const Now& now) {
  append.today = std::chrono::floor<std::chrono::days>(now.wall);
  append.max_entries = core.limits().mailbox_entries;
  append.max_bytes = core.limits().mailbox_bytes;
  if (append.today < members.created_on() + first_week) append.max_room_bytes = core.limits().first_week_bytes;
  const auto size = append.body->size();
  core.ask(append,
           [this, connection = member.connection, slot = member.slot, append](store::Result& result, const Now& later) {
             on_posted(connection, slot, append, result, later);
           },
           size);
}

void Room::Impl::on_posted(ConnectionId connection, std::uint8_t slot, const store::Append& append, store::Result& result,
                           const Now& now) {
  if (members.has_ended(result)) return;
  const auto* appended = std::get_if<store::Appended>(&result.reply);
  auto* sender = members.find(connection);
  if (!appended) {
    if (!sender) return;
    sender->posts.handle_refused(append.client_id, now.mono);
    if (result.status == store::Status::missing) return refuse_behind(*sender, to_string(append.client_id));
    auto refusal = refusal_of_post(result.status, now);
    refusal.client_id = to_string(append.client_id);
    sender->refused = refusal;
    return core.refuse(connection, refusal);
  }
  if (sender) sender->posts.handle_stored(append.client_id);
  wire::Frame frame;
  frame.mutable_posted()->set_client_id(to_string(append.client_id));
  frame.mutable_posted()->set_seq(appended->seq);
  if (sender) core.send(connection, std::move(frame));
  if (!appended->repeated) members.offer(1 - slot, appended->seq, append.body);
}

void Room::Impl::refuse_post(Member& member, const Refusal& refusal, const Now& now) {
  if (refusal.client_id.size() == sizeof(store::ClientId)) member.posts.refuse(to_array<16>(bytes_of(refusal.client_id)), now.mono);
  member.refused = refusal;
  core.refuse(member.connection, refusal);
}

// It comes behind one that was refused: it is told the same, and waits for that one.
void Room::Impl::refuse_behind(Member& member, const std::string& client_id) {
  auto refusal = member.refused.value_or(core.unavailable());
  refusal.client_id = client_id;
  core.refuse(member.connection, refusal);
}

Refusal Room::Impl::refusal_of_post(store::Status status, const Now& now) const {
  if (status == store::Status::full) {
    return {wire::Error::MAILBOX_FULL, static_cast<std::uint32_t>(core.limits().mailbox_retry.count()),
            "The partner's mailbox is full until their device fetches it.", {}, {}};
  }
  if (status != store::Status::room_limit) return core.unavailable();
  const auto left = std::chrono::ceil<std::chrono::seconds>(members.created_on() + first_week - now.wall);
  const auto wait = std::max<std::int64_t>(left.count(), 1);
  return {wire::Error::ROOM_LIMIT, static_cast<std::uint32_t>(wait), "A room's first week has a limit on size.", {}, {}};
}

void Room::Impl::live(const Member& member, wire::Live live) {
  const auto partner = partner_for_live(member, live.body().size());
  if (!partner) return;
  wire::Frame frame;
  frame.mutable_live()->set_body(std::move(*live.mutable_body()));  // and nothing that was put beside it
  core.send(*partner, std::move(frame));
}

std::optional<ConnectionId> Room::Impl::partner_for_live(const Member& member, std::size_t body) {
  if (body == 0 || body > limits::live_frame) {
    malformed(member, "A live frame has a body of 1 byte to 17 KiB.");
    return std::nullopt;
  }
  const auto* partner = members.ready(1 - member.slot);
  return partner ? std::optional(partner->connection) : std::nullopt;
}

void Room::Impl::set_head(const Member& member, const std::string& receipt) {
  if (receipt.size() > limits::head_receipt) return malformed(member, "A head receipt has at most 512 bytes.");
  if (!core.may_ask(receipt.size())) return core.refuse(member.connection, core.unavailable());
  auto bytes = to_bytes(bytes_of(receipt));
  core.ask(store::HeadWrite{member.slot, bytes},
           [this, connection = member.connection, bytes](store::Result& result, const Now&) {
             send_head(connection, result, bytes);
           }, receipt.size());
}

void Room::Impl::get_head(const Member& member) {
  if (!core.may_ask(0)) return core.refuse(member.connection, core.unavailable());
  core.ask(store::HeadRead{member.slot}, [this, connection = member.connection](store::Result& result, const Now&) {
    const auto* stored = std::get_if<store::Receipt>(&result.reply);
    send_head(connection, result, stored ? ByteView(stored->receipt) : ByteView{});
  });
}

void Room::Impl::send_head(ConnectionId connection, const store::Result& result, ByteView receipt) {
  if (members.has_ended(result) || !members.find(connection)) return;
  if (result.status != store::Status::ok) return core.refuse(connection, core.unavailable());
  wire::Frame frame;
  frame.mutable_head()->set_receipt(to_string(receipt));
  core.send(connection, std::move(frame));
}

void Room::Impl::erase(const Member& member, const std::string& farewell, const Now& now) {
  if (farewell.size() > limits::farewell) return malformed(member, "A farewell has at most 256 bytes.");
  store::EraseRoom request{to_bytes(bytes_of(farewell)), std::chrono::floor<std::chrono::days>(now.wall)};
  core.ask(std::move(request), [this, connection = member.connection](store::Result& result, const Now&) {
    if (result.status == store::Status::ok) result.status = store::Status::ended;
    if (members.has_ended(result) || !members.find(connection)) return;
    core.refuse(connection, core.unavailable());
  });
}

}  // namespace twinlamp
