#include "client/app/announcer.h"

#include <utility>

#include "client/app/settings.h"

namespace twinlamp::client {

void Announcer::handle_ready(const Moment& moment) {
  is_waiting_ = true;
  handle_moment(moment);
}

void Announcer::handle_moment(const Moment& moment) {
  if (moment.is_looking && !moment.is_hidden) told_.reset();
  if ((moment.is_looking && !moment.is_hidden) || !moment.chosen.on) return withdraw();
  if (!is_waiting_ || moment.is_hidden || is_quiet(moment.chosen, moment.minute_of_day)) return;
  is_waiting_ = false;
  if (!notifier_ || (told_ && moment.now - *told_ < calm)) return;
  told_ = moment.now;
  is_shown_ = true;
  notifier_->show(moment.text);
}

void Announcer::withdraw() {
  is_waiting_ = false;
  if (std::exchange(is_shown_, false)) notifier_->withdraw();
}

}  // namespace twinlamp::client
