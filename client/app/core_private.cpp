// Desire's door: whether it is to be seen here, its own passphrase, and what this device does alone where it is wanted no more.
#include <sodium.h>

#include "client/app/core.h"
#include "client/app/practices/desire.h"
#include "client/app/practices/open_up.h"
#include "protocol/crypto/hash.h"

namespace twinlamp::client {
namespace {

constexpr std::chrono::minutes desire_rests{5};  // after the last look at it
constexpr std::chrono::hours longest_wait{1};    // a wall clock may be set meanwhile

Result<ByteArray<32>> check_of(std::string_view passphrase, const DesireLock& lock) {
  auto key = stretch_passphrase(passphrase, lock.cost, lock.salt);
  if (!key) return key.error();
  return blake2b_256_keyed(*key, {bytes_of("desire-lock/1")});
}

Result<bool> opens(std::string_view passphrase, const DesireLock& lock) {
  auto check = check_of(passphrase, lock);
  if (!check) return check.error();
  return equal_constant_time(*check, lock.check);
}

}  // namespace

bool Core::is_desire_on() const { return is_paired() && opened_->alone.desire && opened_->driver->device().state().desire_is_open; }
bool Core::is_desire_locked() const { return is_desire_on() && opened_->desire_lock && !is_desire_open_; }
bool Core::shows_desire() const { return is_desire_on() && !is_desire_locked(); }

bool Core::is_of_desire(const twinlamp::Round& round) const { return practice_of(wording_->catalogue, round) == desire_practice; }
bool Core::is_shown(const twinlamp::Round& round) const { return !is_of_desire(round) || shows_desire(); }

// What the devices ask each other by themselves is shown nowhere.
bool Core::is_shown(const RoundId& id) const {
  const auto* round = is_paired() ? opened_->driver->device().state().rounds.find(id) : nullptr;
  return round != nullptr && is_shown(*round);
}

void Core::look_at_private_pages() {
  const auto& device = opened_->driver->device();
  const auto& alone = opened_->alone;
  open_up_ = std::make_shared<const OpenUpView>(make_open_up(device.state(), device.record().slot, wording_->catalogue, alone.ceiling));
  const DesireGate gate{alone.desire, opened_->desire_lock.has_value(), is_desire_open_, was_desire_wrong_};
  desire_ = std::make_shared<const DesireView>(make_desire(device.state(), device.record().slot, *wording_, gate));
  builder_.show_desire(desire_->is_shown());
}

void Core::handle_intent(const SetDesireLock& intent) {
  if (!opened_) return problem(words().say("act.locked"));
  auto& lock = opened_->desire_lock;
  if (lock) {
    const auto fits = opens(intent.current, *lock);
    if (!fits) return problem(fits.error().where);
    if (!*fits) return problem(words().say("desire.wrong_passphrase"));
  }
  std::optional<DesireLock> wanted;
  if (!intent.wanted.empty()) {
    wanted.emplace();
    if (options_.cheap_passphrase) wanted->cost = PassphraseCost::least();
    around_.random.fill(wanted->salt);
    auto check = check_of(intent.wanted, *wanted);
    if (!check) return problem(check.error().where);
    wanted->check = *check;
  }
  const auto before = std::exchange(lock, wanted);
  if (!save(DesireLock::key, wanted ? std::optional(encode_desire_lock(*wanted)) : std::nullopt)) lock = before;
  stay_in_desire();  // whoever has just chosen it knows it
  changed();
}

void Core::handle_intent(const OpenDesire& intent) {
  if (!is_desire_locked()) return;
  const auto fits = opens(intent.passphrase, *opened_->desire_lock);
  if (!fits) return problem(fits.error().where);
  was_desire_wrong_ = !*fits;
  if (*fits) stay_in_desire();
  changed();
}

void Core::handle_intent(const CloseDesire&) {
  leave_desire();
  changed();
}

void Core::handle_intent(const StayInDesire&) {
  if (is_desire_open_) stay_in_desire();
}

// Whoever writes there is there.
void Core::note_act_in(const twinlamp::Round& round) {
  if (is_of_desire(round) && is_desire_open_) stay_in_desire();
}

void Core::stay_in_desire() {
  is_desire_open_ = true;
  was_desire_wrong_ = false;
  desire_timer_ = around_.loop.post_after(desire_rests, [this] {
    leave_desire();
    changed();
  });
}

void Core::leave_desire() {
  desire_timer_.cancel();
  is_desire_open_ = was_desire_wrong_ = false;
  desire_ = std::make_shared<const DesireView>();
  builder_.show_desire(false);
}

void Core::forget_private_pages() {
  leave_desire();
  open_up_ = std::make_shared<const OpenUpView>();
}

// Desire was there and is wanted here no more.
void Core::look_at_unseen_wishes() {
  unseen_timer_.cancel();
  const bool is_off = is_paired() && !opened_->has_ended && !opened_->alone.desire && opened_->driver->device().state().desire_is_open;
  if (!is_off) return unseen_wishes_.reset();
  const auto& device = opened_->driver->device();
  const auto now = around_.clock.now();
  const UnseenWishes::Moment moment{device.state(), device.record().slot, wording_->catalogue, opened_->alone.desire_off_since, in_front_ && !is_hidden_, now};
  if (const auto list = unseen_wishes_.handle(moment, around_.random))  // a refusal mends itself at the next look
    static_cast<void>(opened_->driver->give([&](Device& of, Now at) { return of.seal_wishes(list->round, list->votes, list->mode, at); }));
  if (const auto next = unseen_wishes_.next_look())
    unseen_timer_ = around_.loop.post_after(std::min<std::chrono::milliseconds>(std::chrono::ceil<std::chrono::milliseconds>(*next - now.mono), longest_wait),
                                            [this] { look_at_unseen_wishes(); });
}

}  // namespace twinlamp::client
