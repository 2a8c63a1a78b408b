// HomeWatch: what a relay at home has to notice beside its connections: that whoever started it has gone (its standard
// input has ended), and that this machine has other addresses than before (the system says so; nothing is polled).
//
// On a thread of its own, on which both calls come, one at a time, until the destructor has returned. It sleeps until
// there is something.
#pragma once

#include <functional>
#include <thread>

#include "relay/descriptor.h"

namespace twinlamp::relay {

class HomeWatch {
public:
  struct Calls {
    std::function<void()> on_input_ended;      // once
    std::function<void()> on_network_changed;  // something may be different; many changes at once are one
  };

  // `input` is read only where somebody holds its other end: a pipe or a socket. A terminal, a file or /dev/null ends
  // nothing.
  HomeWatch(int input, Calls calls);
  ~HomeWatch();
  HomeWatch(const HomeWatch&) = delete;
  HomeWatch& operator=(const HomeWatch&) = delete;

  static bool is_held(int input);

private:
  void run();
  bool has_ended();
  void drain_news();

  int input_;
  Calls calls_;
  Descriptor news_, stop_;
  std::thread thread_;
};

}  // namespace twinlamp::relay
