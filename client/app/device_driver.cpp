#include "client/app/device_driver.h"

namespace twinlamp::client {
namespace {

constexpr std::chrono::seconds short_sleep{2};  // less than that between the two clocks is no suspend

}  // namespace

DeviceDriver::DeviceDriver(std::unique_ptr<Device> device, Storage& storage, Loop& loop, const Clock& clock, DeviceListener& listener)
    : device_(std::move(device)), storage_(storage), loop_(loop), clock_(clock), listener_(listener), slept_(clock.slept()) {}

void DeviceDriver::pump() {
  if (commit_all()) drain();
  set_alarm();
  listener_.on_device_pumped();
}

bool DeviceDriver::commit_all() {
  while (const auto* transaction = device_->poll_transaction()) {
    if (auto committed = storage_.commit(*transaction); !committed) {
      if (!std::exchange(is_stuck_, true)) listener_.on_stuck(committed.error());
      return false;
    }
    device_->handle_committed(clock_.now());
  }
  if (std::exchange(is_stuck_, false)) listener_.on_unstuck();
  return true;
}

void DeviceDriver::drain() {
  while (auto frame = device_->poll_frame()) listener_.send_frame(*frame);
  while (auto event = device_->poll_event()) listener_.on_device_event(*event);
}

void DeviceDriver::notice_sleep() {
  const auto slept = clock_.slept();
  if (slept - slept_ > short_sleep) device_->handle_suspend(clock_.now());
  slept_ = slept;
}

void DeviceDriver::set_alarm() {
  if (is_stuck_) {
    alarm_ = loop_.post_after(retry, [this] { on_alarm(); });
    return;
  }
  const auto deadline = device_->next_deadline();
  if (!deadline) return alarm_.cancel();
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - clock_.now().mono);
  alarm_ = loop_.post_after(std::max(left, std::chrono::milliseconds(0)), [this] { on_alarm(); });
}

void DeviceDriver::on_alarm() {
  give([](Device& device, Now now) { device.handle_time(now); });
}

}  // namespace twinlamp::client
