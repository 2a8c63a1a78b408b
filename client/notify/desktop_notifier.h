// The desktop's notifications, through libnotify: one at a time, under the app's name and picture.
//
// A notification server may be slow, or gone, or never there: a thread of its own talks to it, and what fails is silently nothing. Where the
// session has no D-Bus none is started. show() and withdraw() may be called from any thread.
#pragma once

#include <memory>

#include "client/notify/notifier.h"

namespace twinlamp::client {

class DesktopNotifier : public Notifier {
public:
  DesktopNotifier();
  ~DesktopNotifier() override;  // takes away what is shown; does not wait long for a server that does not answer
  DesktopNotifier(const DesktopNotifier&) = delete;
  DesktopNotifier& operator=(const DesktopNotifier&) = delete;

  void show(const std::string& text) override;
  void withdraw() override;

private:
  struct Shared;
  std::shared_ptr<Shared> shared_;  // with the thread, which may have to be left behind
};

}  // namespace twinlamp::client
