// A notifier that writes down what a person would see. Any thread.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "client/notify/notifier.h"

namespace twinlamp::client::test {

class RecordingNotifier : public Notifier {
public:
  void show(const std::string& text) override { add("show " + text); }
  void withdraw() override { add("withdraw"); }

  std::vector<std::string> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(told_, {});
  }

private:
  void add(std::string line) {
    const std::lock_guard lock(mutex_);
    told_.push_back(std::move(line));
  }
  std::mutex mutex_;
  std::vector<std::string> told_;
};

}  // namespace twinlamp::client::test
