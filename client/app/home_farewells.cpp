#include "client/app/home_farewells.h"

#include <algorithm>

namespace twinlamp::client {

HomeFarewells::HomeFarewells(Loop& loop, HomeFarewell::Today today, std::function<void()> changed)
    : loop_(loop), today_(std::move(today)), changed_(std::move(changed)) {}

void HomeFarewells::wait(std::unique_ptr<HomeRelay> relay, const Path& folder) {
  waiting_.push_back(
      std::make_unique<HomeFarewell>(loop_, std::move(relay), folder, today_, [this] { handle_changed(); }));
  waiting_.back()->start();
}

void HomeFarewells::give_up() {
  for (const auto& each : waiting_) each->give_up();
}

void HomeFarewells::stop(const std::function<void()>& each_done) {
  for (const auto& each : waiting_) each->stop(each_done);
}

bool HomeFarewells::waits() const {
  return std::any_of(waiting_.begin(), waiting_.end(), [](const auto& each) { return each->waits(); });
}

const HomeRelayFacts* HomeFarewells::find(const PublicKey& relay_id) const {
  for (const auto& each : waiting_)
    if (each->was_of(relay_id) && !each->is_gone()) return &each->relay().facts();
  return nullptr;
}

bool HomeFarewells::has_gone(const PublicKey& relay_id) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const auto& each) { return each->is_gone() && each->was_of(relay_id); });
}

void HomeFarewells::handle_changed() {
  changed_();
  sweep_ = loop_.post_after({}, [this] { std::erase_if(waiting_, [](const auto& each) { return each->is_gone(); }); });
}

}  // namespace twinlamp::client
