// A couple that is logged in and talks: what an attack must not disturb. `relay_couple PORT`.
//
// Says "here" when both are logged in. From each line on standard input to the next it posts ten envelopes a second,
// each the next one's only when it has arrived, and then prints how long they took from one to the other: "<count>
// <median> <p99> <longest>", in milliseconds. Ends with 1 if a connection ends or an envelope does not arrive within 30
// seconds.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "tests/support/network.h"

namespace twinlamp::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds pace{100};
constexpr std::chrono::seconds patience{30};

class Couple {
public:
  explicit Couple(std::uint16_t port) : noor_(loop_, port, 1), sam_(loop_, port, 2) {}

  bool join() { return noor_.join(keys_, 0) && sam_.join(keys_, 1); }

  // Unset: it did not arrive.
  std::optional<double> post_one() {
    const auto begin = Clock::now();
    noor_.send(post());
    const auto arrived = [this] { return !sam_.frames().empty() && sam_.frames().back().has_deliver(); };
    while (!arrived()) {
      if (noor_.has_ended() || sam_.has_ended() || Clock::now() - begin > patience) return std::nullopt;
      loop_.context().io.run_one_for(std::chrono::milliseconds(50));
    }
    const std::chrono::duration<double, std::milli> took = Clock::now() - begin;
    wire::Frame ack;
    ack.mutable_ack()->set_seq(sam_.frames().back().deliver().seq());
    sam_.send(ack);
    sam_.frames().clear();
    noor_.frames().clear();
    return took.count();
  }

  void rest(Clock::time_point until) { loop_.context().io.run_until(until); }

private:
  // Each of its own: the relay takes the same client id again for the same envelope.
  wire::Frame post() {
    wire::Frame frame;
    std::string id(16, '\0');
    ++posts_;
    std::memcpy(id.data(), &posts_, sizeof posts_);
    frame.mutable_post()->set_client_id(id);
    frame.mutable_post()->set_body(std::string(1024, 'x'));
    return frame;
  }

  client::Loop loop_;
  PairKeys keys_{1};
  WirePeer noor_, sam_;
  std::uint64_t posts_ = 0;
};

bool line_waits() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  return ::poll(&input, 1, 0) == 1;
}

bool take_line() {
  char piece = 0;
  ssize_t size = 0;
  while ((size = ::read(STDIN_FILENO, &piece, 1)) == 1 && piece != '\n') {
  }
  return size == 1;
}

void report(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double part) {
    return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))];
  };
  std::printf("%zu %.1f %.1f %.1f\n", times.size(), at(0.5), at(0.99), times.back());
  std::fflush(stdout);
}

int run(std::uint16_t port) {
  Couple couple(port);
  if (!couple.join()) return 1;
  std::puts("here");
  std::fflush(stdout);
  while (take_line()) {
    std::vector<double> times;
    auto next = Clock::now();
    while (!line_waits()) {
      const auto took = couple.post_one();
      if (!took) return 1;
      times.push_back(*took);
      couple.rest(next += pace);
    }
    if (!take_line()) return 0;
    report(std::move(times));
  }
  return 0;
}

}  // namespace
}  // namespace twinlamp::test

int main(int count, char** arguments) {
  return count == 2 ? twinlamp::test::run(static_cast<std::uint16_t>(std::atoi(arguments[1]))) : 2;
}
