#include "relay/lane.h"

#include <boost/asio/post.hpp>

#include "relay/machine_time.h"

namespace twinlamp::relay {

namespace net = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds stop_grace{3};  // beyond a goodbye: for what is still asked of the store

}  // namespace

Lane::Lane(const Commons& commons, const ConnectionLimits& connection)
    : work_(net::make_work_guard(io_)),
      hub_(commons.config.limits, commons.policy, random_, commons.store,
           [&calendar = commons.calendar] { return Now{running_time(), calendar.at(time_since_boot())}; }),
      sessions_{commons.keys, random_, hub_, commons.config.session, commons.counters},
      alarm_(io_),
      grace_(io_),
      stop_at_most_(connection.goodbye + stop_grace) {
  crowd_.emplace(turn_, connection);
  hub_.on_deadline([this] { arm(); });
}

void Lane::clear() {
  crowd_.reset();
}

void Lane::post(std::function<void()> what) {
  net::post(io_, std::move(what));
}

void Lane::post_results(std::vector<store::Result> results) {
  net::post(io_, [this, results = std::move(results)]() mutable {
    hub_.handle_results(std::move(results));
    if (hub_.is_stopping()) say_goodbye_when_drained();
  });
}

void Lane::take_over(std::unique_ptr<ByteStream> stream, const Caller& caller, const LoginClaim& claim) {
  net::post(io_, [this, stream = std::move(stream), caller, claim]() mutable {
    if (hub_.is_stopping()) return;
    crowd_->keep(std::move(stream), Connection::Stage::open, caller, {},
                 [this, claim = std::move(claim)](Transport& transport, Peer peer) {
                   return std::make_unique<Session>(sessions_, transport, std::move(peer), claim);
                 });
  });
}

// One system timer for all of the hub's deadlines.
void Lane::arm() {
  const auto next = hub_.next_deadline();
  if (next == armed_for_) return;
  armed_for_ = next;
  alarm_.cancel();
  if (!next || hub_.is_stopping()) return;
  const auto since = std::chrono::duration_cast<std::chrono::steady_clock::duration>(next->time_since_epoch());
  alarm_.expires_at(std::chrono::steady_clock::time_point(since));
  alarm_.async_wait([this](error_code cancelled) {
    if (cancelled) return;
    armed_for_.reset();
    hub_.handle_time();
    arm();
  });
}

void Lane::begin_stop(std::function<void()> on_goodbye) {
  if (hub_.is_stopping()) return;
  on_goodbye_ = std::move(on_goodbye);
  hub_.begin_stop();
  alarm_.cancel();
  grace_.expires_after(stop_at_most_);
  grace_.async_wait([this](error_code cancelled) {
    if (!cancelled) crowd_->drop_all();
  });
  say_goodbye_when_drained();
}

void Lane::say_goodbye_when_drained() {
  if (!hub_.is_drained() || said_goodbye_) return;
  said_goodbye_ = true;
  hub_.dismiss_all();
  on_goodbye_();
  crowd_->begin_stop([this] {
    grace_.cancel();
    work_.reset();
  });
}

}  // namespace twinlamp::relay
