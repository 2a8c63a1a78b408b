// Drives a Device: commits what it wants kept, then lets out what it wants sent and told; wakes it when its time has come.
//
// Nothing leaves before its commit. A commit that fails is tried again every two seconds; until then the owner keeps the connection down
// (on_stuck), since frames given to a waiting Device are lost. On the loop's thread only.
#pragma once

#include <memory>
#include <type_traits>

#include "client/app/clock.h"
#include "client/link/loop.h"
#include "protocol/device/device.h"

namespace twinlamp::client {

class DeviceListener {
public:
  virtual ~DeviceListener() = default;
  virtual void send_frame(const wire::Frame& frame) = 0;
  virtual void on_device_event(const DeviceEvent& event) = 0;
  virtual void on_device_pumped() = 0;              // something may differ
  virtual void on_stuck(const Error& error) = 0;    // a commit has failed
  virtual void on_unstuck() = 0;                    // and has been made up for
};

class DeviceDriver {
public:
  static constexpr std::chrono::seconds retry{2};

  // All references outlive this.
  DeviceDriver(std::unique_ptr<Device> device, Storage& storage, Loop& loop, const Clock& clock, DeviceListener& listener);

  const Device& device() const { return *device_; }
  bool is_stuck() const { return is_stuck_; }
  std::unique_ptr<Device> take() { return std::move(device_); }  // and with it the end of this driver

  // Gives the Device one input and carries out what follows. Not from within the listener's calls.
  template <class Input>
  auto give(Input input) {
    notice_sleep();
    if constexpr (std::is_void_v<decltype(input(*device_, clock_.now()))>) {
      input(*device_, clock_.now());
      pump();
    } else {
      auto outcome = input(*device_, clock_.now());
      pump();
      return outcome;
    }
  }

private:
  void pump();
  bool commit_all();
  void drain();
  void notice_sleep();
  void set_alarm();
  void on_alarm();

  std::unique_ptr<Device> device_;
  Storage& storage_;
  Loop& loop_;
  const Clock& clock_;
  DeviceListener& listener_;
  Loop::Timer alarm_;
  std::chrono::milliseconds slept_;
  bool is_stuck_ = false;
};

}  // namespace twinlamp::client
