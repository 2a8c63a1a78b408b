// What comes of our relay on this laptop (Hosting).
#include "client/app/core.h"

namespace twinlamp::client {

void Core::handle_intent(const SetHosting& intent) {
  if (stage_ == Stage::locked) return problem(words().say("act.locked"));
  if (!is_home_name(intent.name)) return problem(words().say("home.bad_name"));
  const bool was_on = open_settings_.hosting.on;
  open_settings_.hosting = without_lost_address(intent, hosting_.facts());
  save_open_settings();
  if (intent.on == was_on) return mark(false);
  if (intent.on) return hosting_.begin();
  hosting_.end();
  if (member_ && !flow_) connect();
}

void Core::handle_intent(const DoNotWait&) {
  hosting_.give_up_farewells();
  mark(false);
}

void Core::on_hosting_changed() {
  mark(false);
}

void Core::on_hosting_problem(std::string text) {
  notices_.problem(std::move(text));
}

void Core::on_hosting_settled(std::optional<Intent> put_off) {
  left_rooms_.erase_all();
  if (put_off) return handle(*put_off);
  if (member_ && !flow_ && !link_.is_logged_in()) connect();
}

void Core::on_farewells_changed() {
  left_rooms_.forget([this](const PublicKey& relay_id) { return hosting_.has_gone(relay_id); });
  left_rooms_.erase_all();
  if (!is_quitting_) mark(false);
}

std::optional<PublicKey> Core::relay_of_pair() const {
  return member_ ? std::optional(member_->relay_id) : std::nullopt;
}

// From now on the partner's laptop looks for it there.
void Core::keep_home_address(const PairRecord& record) {
  if (!hosting_.is_home(record.relay_id) || !open_settings_.hosting.address.empty()) return;
  open_settings_.hosting.address = home_host(open_settings_.hosting, hosting_.facts());
  save_open_settings();
}

}  // namespace twinlamp::client
