#include "relay/crowd.h"

#include <malloc.h>

namespace twinlamp::relay {

namespace {

constexpr std::chrono::seconds thinning_pause{2};  // those who leave together have left by then
constexpr std::size_t small_crowd = 32;

}  // namespace

Crowd::Crowd(Turn& turn, const ConnectionLimits& limits) : turn_(turn), limits_(limits), thinning_(turn.io()) {}

// What is left over in the turn keeps its connection alive, and that one says farewell to others who end after this.
Crowd::~Crowd() {
  drop_all();
  turn_.drop_works();
}

void Crowd::keep(std::unique_ptr<ByteStream> stream, Connection::Stage stage, const Caller& caller, CallerHeader header,
                 OpenHandler open) {
  const auto id = ++last_id_;
  auto connection = make_connection(
      turn_, std::move(stream), limits_, caller, std::move(header), std::move(open),
      [this, id] { unsettled_.erase(id); }, [this, id] { ended(id); });
  if (stage == Connection::Stage::fresh) unsettled_.insert(id);
  connections_[id] = connection;
  size_ = connections_.size();
  most_ = std::max(most_, connections_.size());
  connection->start(stage);
}

bool Crowd::make_place(std::size_t most) {
  if (unsettled_.empty() || unsettled_.size() < most) return false;
  const auto oldest = connections_.find(unsettled_.extract(unsettled_.begin()).value());
  if (const auto connection = oldest->second.lock()) connection->drop();
  return true;
}

void Crowd::drop_all() {
  for (auto& [id, weak] : connections_) {
    if (auto connection = weak.lock()) connection->drop();
  }
}

void Crowd::begin_stop(std::function<void()> on_empty) {
  on_empty_ = std::move(on_empty);
  thinning_.cancel();
  if (connections_.empty()) on_empty_();
}

void Crowd::ended(std::uint64_t id) {
  connections_.erase(id);
  unsettled_.erase(id);
  size_ = connections_.size();
  thin_out();
  if (on_empty_ && connections_.empty()) on_empty_();
}

// When half of a crowd has left, what it needed goes back to the system: the heap by itself gives back only its end.
void Crowd::thin_out() {
  if (on_empty_ || most_ < small_crowd || connections_.size() > most_ / 2) return;
  most_ = 0;  // no second time for the same crowd
  thinning_.expires_after(thinning_pause);
  thinning_.async_wait([this](boost::system::error_code cancelled) {
    if (cancelled) return;
    most_ = connections_.size();
    turn_.trim();
    ::malloc_trim(0);
  });
}

}  // namespace twinlamp::relay
