// The connection, and what the device tells.
#include "client/app/core.h"
#include "protocol/crypto/hash.h"
#include "protocol/round/day_turn.h"

namespace twinlamp::client {
namespace {

constexpr std::chrono::seconds after_broken_frame{30};

}  // namespace

void Core::connect() {
  if (!member_ || is_renewing_ || (opened_ && opened_->has_ended)) return;
  if (hosting_.is_awaited()) return set_connection(Connection::connecting, "Our relay is starting.");
  auto config = link_config(*member_, options_.ca_file);
  // The relay may have moved; who it has to be stays what it was at pairing.
  const auto& wanted = !options_.relay.empty() ? options_.relay : opened_ ? opened_->settings.relay : std::string();
  if (auto address = parse_relay_address(wanted); !wanted.empty() && address) {
    config.host = address->host;
    config.port = address->port;
  }
  if (options_.relay.empty()) hosting_.go_home(config);
  set_connection(Connection::connecting, "Connecting.");
  link_.connect(std::move(config));
  link_.login(login_keys(*member_));
}

void Core::disconnect() {
  link_.close();
  reconnect_timer_.cancel();
  if (is_paired()) opened_->driver->give([](Device& device, Now now) { device.handle_offline(now); });
  set_connection(Connection::offline, "Not connected.");
}

void Core::set_connection(Connection connection, std::string text) {
  connection_ = connection;
  connection_text_ = std::move(text);
  asked_to_wait_ = false;
  retry_at_.reset();
  mark(false);
}

void Core::on_connected(const RelayFacts& relay) {
  if (!flow_) return;
  flow_->handle_connected(relay);
  set_connection(Connection::online, {});
  drain_flow();
}

void Core::on_logged_in(const wire::LoggedIn& facts) {
  set_connection(Connection::online, {});
  if (opened_) opened_->was_ended_here = false;  // of another room, then
  leave_old_room();
  if (is_paired()) {
    opened_->driver->give([&](Device& device, Now now) { device.handle_logged_in(facts, now); });
  } else if (facts.mailbox_last() > 0) {
    notices_.info(words().say("event.something"));
    announce_while_locked();
  }
}

void Core::on_frame(const wire::Frame& frame) {
  if (flow_) {
    flow_->handle_frame(frame, around_.clock.now().mono);
    return drain_flow();
  }
  if (is_renewing_) return;  // the words are compared
  if (!is_paired()) {
    if (frame.has_room_erased() && member_) keep_farewell(frame.room_erased().farewell());
    if (!frame.has_deliver()) return;
    notices_.info(words().say("event.something"));  // it waits at the relay until this is unlocked
    announce_while_locked();
    return mark(false);
  }
  if (frame.has_room_erased() && is_own_farewell(bytes_of(frame.room_erased().farewell()))) {
    opened_->was_ended_here = true;
    return problem(words().say("event.ended_here"));
  }
  // The relay says it once more, without whose word it was: that would be told as its own.
  if (opened_->was_ended_here && frame.has_error() && frame.error().code() == wire::Error::ENDED) return;
  const auto taken = opened_->driver->give([&](Device& device, Now now) { return device.handle_frame(frame, now); });
  if (taken || taken.error().code != ErrorCode::malformed) return;
  disconnect();
  set_connection(Connection::offline, "The relay sent something that makes no sense. Trying again in half a minute.");
  retry_at_ = around_.clock.now().mono + after_broken_frame;
  reconnect_timer_ = around_.loop.post_after(after_broken_frame, [this] { connect(); });
}

void Core::on_down(const LinkDown& down) {
  if (flow_) {
    flow_->handle_down(down);
    set_connection(Connection::offline, {});
    return drain_flow();
  }
  if (is_renewing_) return link_.close();  // likewise
  if (is_paired()) opened_->driver->give([](Device& device, Now now) { device.handle_offline(now); });
  set_connection(down.reason == LinkDown::Reason::replaced ? Connection::replaced : Connection::offline, down.text);
  asked_to_wait_ = down.reason == LinkDown::Reason::too_fast;
  if (down.retry_in) retry_at_ = around_.clock.now().mono + *down.retry_in;
  if (!member_) return link_.close();  // a pairing that is done; the pair connects anew
}

void Core::on_device_event(const DeviceEvent& event) {
  using Kind = DeviceEvent::Kind;
  switch (event.kind) {
    case Kind::partner_set_back: partner_is_new_ = opened_->driver->device().is_partner_new(); break;  // it has a word of its own soon
    case Kind::opening: held_.push_back({event.round, std::nullopt}); break;
    case Kind::opened:
      std::erase_if(held_, [&](const HeldRound& held) { return held.id == event.round; });
      if (is_shown(event.round)) announce();
      break;
    case Kind::state_changed:
      if (profile_timer_.is_set()) look_at_profile_soon();  // the partner may have said when their clock changes
      if (owes_day_turn(opened_->driver->device().state(), around_.clock.now().wall)) later([this] { agree_day_turn(); });
      if (ready_watch_.has_news(opened_->driver->device().state(), opened_->driver->device().record().slot,
                                [this](const twinlamp::Round& round) { return is_shown(round) || is_desire_locked(); }))
        announce();
      break;
    case Kind::repair_changed:
      if (!has_told_profile_ && !opened_->driver->device().is_frozen()) later([this] { tell_profile(); });
      break;
    case Kind::pair_ended: later([this] { end_pair(); }); break;
    default: break;
  }
  const bool is_told = event.round == RoundId{} || is_shown(event.round);
  if (event.kind != Kind::pair_ended && is_told)
    if (auto notice = notice_for(event, words(), partner_is_new_)) notices_.tell(notice->kind, notice->text);
  mark(event.kind != Kind::presence_changed && event.kind != Kind::unsent_changed);
}

// The instant of a countdown is agreed after the keys are here, and nothing tells of it.
void Core::on_device_pumped() {
  for (auto& held : held_) {
    const auto at = opened_->driver->device().opens_at(held.id);
    if (at == held.opens_at) continue;
    held.opens_at = at;
    changed();
  }
  look_at_play();
}

void Core::on_stuck(const Error& error) {
  stuck_notice_ = notices_.problem(words_for_storage(error, words()));
  later([this] {  // in a renewal the connection is not the device's
    if (is_paired() && !is_renewing_ && opened_->driver->is_stuck()) disconnect();
  });
  mark(false);
}

void Core::on_unstuck() {
  if (stuck_notice_) notices_.dismiss(*stuck_notice_);
  stuck_notice_.reset();
  drop_sealed_drafts();
  later([this] {
    if (is_paired()) connect();
  });
  changed();
}

// While this is locked nobody can tell whether it is the partner's; and the relay may not be there to say it again.
void Core::keep_farewell(const std::string& farewell) {
  if (farewell.size() <= limits::farewell) static_cast<void>(write_file(place_.farewell(), bytes_of(farewell)));
}

// While the two are about to go on elsewhere it waits: it ends the room that they leave.
void Core::take_in_farewell() {
  if (is_renewing_ || opened_->has_ended) return;
  const auto kept = read_file(place_.farewell(), limits::farewell);
  if (!kept || !*kept) return;
  if (is_own_farewell(**kept)) {
    static_cast<void>(destroy_file(place_.farewell()));
    return later([this] { problem(words().say("event.ended_here")); });  // after what an unlocking clears
  }
  wire::Frame frame;
  frame.mutable_room_erased()->set_farewell(std::string(text_of(**kept)));
  const auto taken = opened_->driver->give([&](Device& device, Now now) { return device.handle_frame(frame, now); });
  if (taken) static_cast<void>(destroy_file(place_.farewell()));
}

// Only a copy of this profile could hear it.
bool Core::is_own_farewell(ByteView farewell) const {
  return equal_constant_time(farewell, opened_->driver->device().record().farewell(own_slot()));
}

// The partner has left. What was opened stays readable here.
void Core::end_pair() {
  if (!opened_ || opened_->has_ended) return;
  disconnect();
  flow_.reset();
  is_renewing_ = false;
  set_connection(Connection::offline, {});
  opened_->has_ended = true;
  save("ended", to_secret(bytes_of("1")));
  stage_ = Stage::ended;
  if (auto gone = destroy_file(place_.member()); !gone) problem(gone.error().where);
  member_.reset();
  tell_presence();
  DeviceEvent event{DeviceEvent::Kind::pair_ended, {}, {}};
  notices_.tell(Notice::Kind::info, notice_for(event, words())->text);
  changed();
}

}  // namespace twinlamp::client
