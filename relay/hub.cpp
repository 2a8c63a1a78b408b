#include "relay/hub.h"

#include "protocol/room/live_frame.h"
#include "relay/log.h"

namespace twinlamp::relay {

namespace {

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

constexpr RoomId no_room{};
constexpr std::uint32_t stopping_retry_after = 1;

}  // namespace

Hub::Hub(HubLimits limits, SharedPolicy& policy, Random& random, Store& store, Clock clock)
    : limits_(std::move(limits)),
      store_(store),
      clock_(std::move(clock)),
      policy_(policy),
      nameplates_(limits_.nameplates, random) {
  limits_.room.budget = &policy.budget();
}

ConnectionId Hub::add(Member& member, const AddressKey& address) {
  members_[++last_connection_] = {&member, address, std::nullopt};
  members_here_ = members_.size();
  return last_connection_;
}

void Hub::remove(ConnectionId connection) {
  const auto found = members_.find(connection);
  if (found == members_.end()) return;
  const auto room = found->second.room;
  members_.erase(found);
  members_here_ = members_.size();
  nameplates_.handle_leave(connection, clock_().mono);
  drain_nameplates();
  if (!room) return;
  if (const auto housed = rooms_.find(*room); housed != rooms_.end()) {
    housed->second->room.handle_leave(connection, clock_());
    drain(*housed->second);
  }
}

void Hub::handle_login(ConnectionId connection, const LoginClaim& claim) {
  auto& place = members_.at(connection);
  place.room = claim.room;
  nameplates_.handle_leave(connection, clock_().mono);  // who logs in has done with pairing
  drain_nameplates();
  auto& housed = rooms_[claim.room];
  if (!housed) housed = std::make_unique<Housed>(claim.room, limits_.room);
  rooms_here_ = rooms_.size();
  const auto now = clock_();
  auto [admission, hold] = policy_.ask(place.address, claim.invite_token, now.mono);
  Join join{connection, claim.slot, claim.resume_after};
  join.may_create = admission.allowed;
  if (hold) holds_.insert_or_assign(connection, std::move(*hold));
  if (!admission.allowed) {
    join.refusal_retry_after = admission.retry_after;
    join.refusal_text = admission.text;
  }
  housed->room.handle_join(join, now);
  drain(*housed);
}

void Hub::handle_frame(ConnectionId connection, wire::Frame frame) {
  const auto found = members_.find(connection);
  if (found == members_.end() || !found->second.room) return;
  const auto housed = rooms_.find(*found->second.room);
  if (housed == rooms_.end()) return;
  housed->second->room.handle_frame(connection, std::move(frame), clock_());
  drain(*housed->second);
}

bool Hub::handle_live(ConnectionId connection, ByteView frame) {
  const auto body = plain_live_body(frame);
  const auto found = members_.find(connection);
  if (!body || found == members_.end() || !found->second.room) return false;
  const auto housed = rooms_.find(*found->second.room);
  if (housed == rooms_.end()) return true;
  const auto partner = housed->second->room.handle_live(connection, *body, clock_());
  const auto to = partner ? members_.find(*partner) : members_.end();
  if (to != members_.end()) to->second.member->forward(frame);
  drain(*housed->second);
  return true;
}

void Hub::handle_nameplate(ConnectionId connection, const wire::Frame& frame) {
  const auto found = members_.find(connection);
  if (found == members_.end()) return;
  nameplates_.handle_frame(connection, found->second.address, frame, clock_().mono);
  drain_nameplates();
}

void Hub::handle_results(std::vector<store::Result> results) {
  for (auto& result : results) {
    --asked_;
    const auto housed = rooms_.find(result.room);
    if (housed == rooms_.end()) {
      handle_housekeeping(result);
      continue;
    }
    housed->second->room.handle_result(std::move(result), clock_());
    drain(*housed->second);
  }
}

void Hub::handle_time() {
  const auto now = clock_();
  nameplates_.handle_time(now.mono);
  drain_nameplates();
  while (!deadlines_.empty() && deadlines_.begin()->first <= now.mono) {
    auto& housed = *rooms_.at(deadlines_.begin()->second);
    deadlines_.erase(deadlines_.begin());
    housed.deadline.reset();
    housed.room.handle_time(now);
    drain(housed);
  }
}

std::optional<MonoTime> Hub::next_deadline() const {
  auto next = nameplates_.next_deadline();
  if (!deadlines_.empty() && (!next || deadlines_.begin()->first < *next)) next = deadlines_.begin()->first;
  return next;
}

// The count takes longer the more rooms there are, so nobody waits for it: until it comes, new rooms are taken.
void Hub::begin() {
  ask_housekeeper(store::CountRooms{});
  sweep();
}

void Hub::sweep() {
  ask_housekeeper(store::Sweep{std::chrono::floor<std::chrono::days>(clock_().wall)});
}

void Hub::keep_age(WallTime machine) {
  using std::chrono::floor, std::chrono::minutes;
  ask_housekeeper(store::KeepAge{{floor<minutes>(clock_().wall.time_since_epoch()), floor<minutes>(machine.time_since_epoch())}});
}

void Hub::ask_housekeeper(store::Operation operation) {
  submit({++last_housekeeping_, no_room, std::move(operation)});
}

void Hub::handle_housekeeping(const store::Result& result) {
  if (const auto* count = std::get_if<store::RoomCount>(&result.reply)) return policy_.on_counted(count->rooms);
  const auto* swept = std::get_if<store::Swept>(&result.reply);
  if (!swept || stopping_) return;
  if (swept->more) return sweep();
  ask_housekeeper(store::CountRooms{});
}

void Hub::dismiss_all() {
  wire::Frame frame;
  frame.mutable_error()->set_code(wire::Error::UNAVAILABLE);
  frame.mutable_error()->set_retry_after(stopping_retry_after);
  frame.mutable_error()->set_text("This relay is stopping. Try again in a moment.");
  for (auto& [id, place] : members_) {
    place.member->deliver(frame);
    place.member->dismiss();
  }
}

void Hub::drain(Housed& housed) {
  while (auto output = housed.room.poll_output()) carry_out(std::move(*output));
  settle(housed);
}

void Hub::carry_out(Room::Output output) {
  std::visit(Match{[&](SendFrame& frame) { send(frame); }, [&](CloseConnection& gone) { close(gone.connection); },
                   [&](store::Request& request) { submit(std::move(request)); },
                   [&](RoomOpened& opened) { settle_login(opened); }},
             output);
}

void Hub::submit(store::Request request) {
  ++asked_;
  store_.submit(std::move(request));
}

void Hub::settle(Housed& housed) {
  const auto id = housed.room.id();
  const auto next = housed.room.is_idle() ? std::nullopt : housed.room.next_deadline();
  if (next != housed.deadline) {
    if (housed.deadline) deadlines_.erase({*housed.deadline, id});
    if (next) deadlines_.insert({*next, id});
    housed.deadline = next;
  }
  if (housed.room.is_idle()) rooms_.erase(id);
  rooms_here_ = rooms_.size();
  on_deadline_();
}

void Hub::drain_nameplates() {
  while (auto output = nameplates_.poll_output()) {
    std::visit(Match{[&](SendFrame& frame) { send(frame); }, [&](CloseConnection& gone) { close(gone.connection); }},
               *output);
  }
  on_deadline_();
}

void Hub::send(const SendFrame& frame) {
  if (const auto member = members_.find(frame.to); member != members_.end())
    member->second.member->deliver(frame.frame);
}

// Whoever has gone meanwhile has made the room all the same.
void Hub::settle_login(const RoomOpened& opened) {
  const auto hold = holds_.extract(opened.connection);
  if (!hold) return;  // it might not have made one
  if (opened.created) return policy_.on_created(hold.mapped());
  policy_.release(hold.mapped());
}

void Hub::close(ConnectionId connection) {
  if (const auto member = members_.find(connection); member != members_.end()) member->second.member->dismiss();
}

}  // namespace twinlamp::relay
