// The partner's laptop is lost: the pair goes on with their new one (protocol/device/renewal.h).
#include "client/app/core.h"

namespace twinlamp::client {

std::uint8_t Core::own_slot() const { return opened_->driver->device().record().slot; }

const Device* Core::going_on() const { return is_renewing_ ? &opened_->driver->device() : nullptr; }

void Core::handle_intent(const RenewPartner&) {
  if (stage_ != Stage::paired || opened_->driver->device().repair().inherits) return problem(words().say("renewal.not_now"));
  disconnect();
  refused_code_.reset();
  is_renewing_ = true;
  stage_ = Stage::pairing;
  mark(false);
}

void Core::end_renewing() {
  if (!std::exchange(is_renewing_, false)) return;
  stage_ = Stage::paired;
  connect();
  take_in_farewell();
}

// The words were being compared when this last ended.
void Core::go_on_renewing(ByteView pending) {
  auto parsed = PendingPair::parse(pending);
  if (opened_->has_ended || !parsed || parsed->record.is_heir ||
      parsed->record.renewals != opened_->driver->device().record().renewals + 1)
    return;
  disconnect();
  pending_ = std::move(*parsed);
  is_renewing_ = true;
  stage_ = Stage::pairing;
}

// One commit makes it so: before it the pair is what it was.
Result<void> Core::renew_pair(PairRecord next) {
  // What the disk has not taken yet goes on with this device, and the partner may have been told that it is here.
  if (opened_->driver->is_stuck()) return Error{ErrorCode::unavailable, "The disk did not take it. Is it full, or not writable?"};
  const auto kept = kept_pair();
  if (!kept) return kept.error();
  const auto old = *kept;
  const auto old_member = *member_;
  const auto device = opened_->driver->take();
  opened_->driver.reset();
  held_.clear();
  stop_play();
  auto made = device->renew(next, around_.clock.now());
  auto settings = opened_->settings;
  settings.relay = next.relay_address;
  Result<void> done = made ? settle_old_room(place_, old_member.member.public_key) : Result<void>(made.error());  // of an earlier time
  if (done) done = keep_old_room(place_, old_member);
  if (done) done = take_back_leaving(place_, member_of(next).member.public_key);  // of a leaving that was cut off meanwhile
  if (done) done = write_member_file(place_.member(), member_of(next));
  if (done) {
    auto& transaction = *made;
    transaction.values[Settings::key] = encode_settings(settings);
    transaction.values["pair"] = next.encode();
    transaction.values[PendingPair::key] = std::nullopt;
    // Of the old room. Where this comes to nothing its relay says it again.
    static_cast<void>(destroy_file(place_.farewell()));
    done = opened_->storage->commit(transaction);
  }
  link_.close();
  if (!done) {
    static_cast<void>(settle_old_room(place_, old_member.member.public_key));
    if (auto opened = open_pair(old); !opened) return close_unreadable(opened.error());  // else its words stay to be compared
    disconnect();
    stage_ = Stage::pairing;
    return done;
  }
  is_renewing_ = false;
  pending_.reset();
  opened_->settings = std::move(settings);
  keep_home_address(next);
  if (auto opened = open_pair(std::move(next)); !opened) return close_unreadable(opened.error());
  return {};
}

// The disk gives the pair back no more: nothing is shown of it, and nothing begun in its place, before it can be read.
Result<void> Core::close_unreadable(const Error& error) {
  close_profile();
  disconnect();
  stage_ = Stage::locked;
  stage_problem_ = error.where;
  return error;
}

// The lost laptop is shut out as soon as the relay can be told: it hears that the pair has ended.
void Core::leave_old_room() {
  if (!is_paired() || !settle_old_room(place_, member_->member.public_key)) return;  // else again with the next login
  left_rooms_.erase_all();
}

}  // namespace twinlamp::client
