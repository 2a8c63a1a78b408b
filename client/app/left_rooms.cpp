#include "client/app/left_rooms.h"

#include <algorithm>

#include "client/link/relay_address.h"

namespace twinlamp::client {

using HomeState = HomeRelayFacts::State;

LeftRooms::LeftRooms(Loop& loop, Random& random, ProfilePlace place, Ways ways)
    : loop_(loop), random_(random), place_(std::move(place)), ways_(std::move(ways)) {}

std::optional<Leaving> LeftRooms::set_aside() {
  std::optional<Leaving> left;
  if (auto member = read_member_file(place_.member()); member && *member)
    left = Leaving{leaving_file(place_, **member), std::move(**member)};
  else if (auto all = leavings(place_); !all.empty())
    left = std::move(all.back());
  if (left) {
    static_cast<void>(write_member_file(left->file, left->record));
    static_cast<void>(settle_old_room(place_, left->record.member.public_key));
  }
  return left;
}

void LeftRooms::erase_all() {
  for (auto& room : leavings(place_)) erase(std::move(room));
}

// Again, when its relay has come nearer.
void LeftRooms::erase(Leaving room) {
  if (is_over_) return;
  auto address = address_of(room.record);
  if (!address) return;
  room.record.relay_address = std::move(*address);
  const auto at_it =
      std::find_if(leavers_.begin(), leavers_.end(), [&](const auto& leaver) { return leaver->file() == room.file; });
  if (at_it != leavers_.end() && (*at_it)->place() == room.record.relay_address) return;
  if (at_it != leavers_.end()) leavers_.erase(at_it);
  leavers_.push_back(std::make_unique<Leaver>(loop_, random_, room.record, room.file, ways_.ca_file,
                                              [this, file = room.file] { handle_erased(file); }));
}

// Unset: not before ours runs, which is starting.
std::optional<std::string> LeftRooms::address_of(const MemberRecord& record) const {
  if (is_given_for(record)) return parse_relay_address(ways_.given)->kept();
  const auto* near = ways_.find_near(record.relay_id);
  if (near && near->state == HomeState::starting && ways_.given.empty()) return std::nullopt;
  if (!near || near->state != HomeState::running) return record.relay_address;
  RelayAddress here;
  here.host = "127.0.0.1";
  here.port = near->port;
  if (auto own = parse_relay_address(record.relay_address)) here.invite = own->invite;
  return here.kept();
}

// It may be meant for the pair that has begun since; where it names its relay, it is known for which.
bool LeftRooms::is_given_for(const MemberRecord& record) const {
  const auto given = parse_relay_address(ways_.given);
  if (ways_.given.empty() || !given) return false;
  std::error_code ignored;
  return given->relay_id ? *given->relay_id == record.relay_id : !std::filesystem::exists(place_.key(), ignored);
}

void LeftRooms::forget(const std::function<bool(const PublicKey& relay_id)>& is_nobody_left) {
  for (const auto& room : leavings(place_))
    if (is_nobody_left(room.record.relay_id)) drop(room.file);
}

void LeftRooms::drop(const Path& file) {
  std::erase_if(leavers_, [&file](const auto& leaver) { return leaver->file() == file; });
  static_cast<void>(destroy_file(file));
}

void LeftRooms::let_go() {
  std::erase_if(leavers_, [](const auto& leaver) { return !std::filesystem::exists(leaver->file()); });
}

void LeftRooms::end(std::chrono::milliseconds patience, std::function<void()> done) {
  done_ = std::move(done);
  if (is_empty()) return finish();
  patience_ = loop_.post_after(patience, [this] { finish(); });
}

void LeftRooms::handle_erased(const Path& file) {
  drop(file);
  if (done_ && is_empty()) finish();
}

void LeftRooms::finish() {
  is_over_ = true;
  patience_.cancel();
  leavers_.clear();
  std::exchange(done_, nullptr)();
}

}  // namespace twinlamp::client
