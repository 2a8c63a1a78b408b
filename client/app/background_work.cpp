#include "client/app/background_work.h"

namespace twinlamp::client {

void BackgroundWork::Run::tell(std::function<void()> news) {
  loop_.post([run = shared_from_this(), news = std::move(news)] {
    if (!run->is_stopped_) news();
  });
}

void BackgroundWork::start(std::function<void(Run&)> work) {
  stop();
  auto run = std::make_shared<Run>(loop_);
  threads_.push_back({run, std::thread([run, work = std::move(work)]() mutable {
                        work(*run);
                        work = {};  // what it was given goes with it
                        run->has_ended_ = true;
                      })});
}

void BackgroundWork::stop() {
  std::erase_if(threads_, [](Thread& each) {
    each.run->is_stopped_ = true;
    if (!each.run->has_ended_) return false;
    each.thread.join();
    return true;
  });
}

BackgroundWork::~BackgroundWork() {
  for (auto& each : threads_) each.run->is_stopped_ = true;
  for (auto& each : threads_) each.thread.join();
}

}  // namespace twinlamp::client
