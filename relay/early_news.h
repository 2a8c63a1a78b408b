// EarlyNews: what a thread has to tell that may run before there is anybody to be told. Kept until then; after that it goes
// on at once. From any thread.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace twinlamp::relay {

class EarlyNews {
public:
  using Receiver = std::function<void(std::string)>;

  void tell(std::string what) {
    std::unique_lock lock(mutex_);
    if (!receiver_) return static_cast<void>(kept_ = std::move(what));
    const auto receiver = receiver_;
    lock.unlock();
    receiver(std::move(what));
  }

  // `receiver` may be called from within, with what has come before.
  void open(Receiver receiver) {
    std::unique_lock lock(mutex_);
    receiver_ = std::move(receiver);
    const auto kept = std::exchange(kept_, {});
    lock.unlock();
    if (!kept.empty()) receiver_(kept);
  }

private:
  std::mutex mutex_;
  Receiver receiver_;
  std::string kept_;
};

}  // namespace twinlamp::relay
