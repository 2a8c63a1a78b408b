// `./twinlamp soak relay [SECONDS]`: real relays and real couples over TLS at a modest rate, with faults by chance, for
// hours if one likes. Exit code 0: everything that must hold held.
//
// Two relays: one is killed, stopped and purged as well; the other lives through all else in one life, and its memory
// and descriptors have to stay flat. The kinds of fault are drawn from a bag by the seed, so that each comes equally
// often. A short run goes on beyond its time until every kind has come, since a busy machine may empty no bag in it.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "tests/bench/soak/fault.h"
#include "tests/bench/soak/report.h"

namespace twinlamp::bench::soak {

namespace {

volatile std::sig_atomic_t is_asked_to_end = 0;

constexpr double shortest_patience = 120;  // seconds

struct Options {
  std::string relay;
  double seconds = 3600;
  std::uint64_t seed = 1;
  std::uint32_t couples = 24;  // of each relay
};

// One front's faults, one after the other.
class Schedule {
public:
  Schedule(Front& front, Dice& dice, bool may_end_the_process, double pace, double gap)
      : front_(front),
        dice_(dice),
        may_end_the_process_(may_end_the_process),
        pace_(pace),
        gap_(gap),
        next_(Clock::now() + span_of(2 * pace)) {}

  void step(Time now) {
    if (fault_) {
      if (fault_->step(now)) fault_.reset();
      if (!fault_) next_ = now + span_of(dice_.around(gap_));
    } else if (now >= next_ && front_.is_up()) {
      const auto& kind = draw();
      ++front_.tally.faults[kind.name];
      fault_ = kind.begin(front_, pace_ * dice_.between(0.5, 3));
    }
  }
  bool is_quiet() const { return !fault_; }

private:
  const FaultKind& draw() {
    if (bag_.empty()) {
      for (const auto& kind : all_faults) {
        if (may_end_the_process_ || !kind.ends_the_process) bag_.push_back(&kind);
      }
    }
    const auto drawn = bag_.begin() + static_cast<std::ptrdiff_t>(dice_.below(bag_.size()));
    const auto& kind = **drawn;
    bag_.erase(drawn);
    return kind;
  }

  Front& front_;
  Dice& dice_;
  const bool may_end_the_process_;
  const double pace_, gap_;  // seconds: what a fault's length goes by, and between two of them
  std::vector<const FaultKind*> bag_;
  std::unique_ptr<Fault> fault_;
  Time next_;
};

class Soak {
public:
  explicit Soak(const Options& options) : options_(options), is_short_(options.seconds < 120), dice_(options.seed) {
    rates_.absence_every = is_short_ ? 15 : 60;
    add_front("the one stopped", true);
    add_front("the one life", false);
  }

  int run() {
    while (!is_over()) turn(true);
    while (!std::all_of(schedules_.begin(), schedules_.end(), [](const auto& each) { return each->is_quiet(); }))
      turn(false);
    rest();
    const auto limits = bounds();
    for (const auto& each : series_) check_bounds(each, limits, tally_);
    if (is_asked_to_end == 0) expect_every_kind();
    print_end(elapsed(), options_.seed, tally_, series_, fronts_, limits);
    return tally_.breach_count == 0 ? 0 : 1;
  }

private:
  void add_front(const char* name, bool may_end_the_process) {
    FrontOptions front;
    front.program = options_.relay;
    front.name = name;
    front.couples = options_.couples;
    front.first_room = static_cast<std::uint32_t>(fronts_.size()) * options_.couples;
    if (is_short_) {
      front.pre_login_seconds = 1;
      front.idle_seconds = 4;
      front.settling_seconds = 1;
    }
    fronts_.push_back(std::make_unique<Front>(front, net_, tally_, dice_, rates_));
    schedules_.push_back(std::make_unique<Schedule>(*fronts_.back(), dice_, may_end_the_process, is_short_ ? 0.1 : 1,
                                                    is_short_ ? 0.4 : 8));
    series_.push_back({name, {}});
  }

  bool is_over() const {
    if (is_asked_to_end != 0 || elapsed() >= longest()) return true;
    return elapsed() >= options_.seconds && (!is_short_ || has_had_every_kind());
  }
  double longest() const { return is_short_ ? std::max(6 * options_.seconds, shortest_patience) : options_.seconds; }
  bool has_had_every_kind() const {
    return std::all_of(std::begin(all_faults), std::end(all_faults), [this](const auto& kind) { return tally_.faults.contains(kind.name); });
  }
  double elapsed() const { return Seconds(Clock::now() - began_).count(); }

  // What stops the run itself is no breach: a fault of the soak's is over before anything more is asked of a relay.
  void turn(bool with_faults) {
    net_.turn(5);
    const auto now = Clock::now();
    for (std::size_t i = 0; i < fronts_.size(); ++i) {
      fronts_[i]->tick(now);
      if (with_faults || !schedules_[i]->is_quiet()) schedules_[i]->step(now);
    }
    if (now >= next_sample_) measure(now);
    if (now < next_line_) return;
    print_minute(elapsed(), tally_, series_, fronts_);
    tally_.minute.clear();
    next_line_ = now + std::chrono::minutes(1);
  }

  void measure(Time now) {
    for (std::size_t i = 0; i < fronts_.size(); ++i) {
      if (const auto sample = fronts_[i]->measure(now, began_)) series_[i].samples.push_back(*sample);
    }
    next_sample_ = now + span_of(is_short_ ? 1 : 5);
  }

  // At the end everything that was sent has to arrive.
  void rest() {
    for (auto& front : fronts_) front->calm(true);
    const auto gives_up = Clock::now() + std::chrono::minutes(2);
    const auto at_rest = [&] {
      return std::all_of(fronts_.begin(), fronts_.end(), [](const auto& each) { return each->is_at_rest(); });
    };
    while (!at_rest() && Clock::now() < gives_up) turn(false);
    if (at_rest()) return;
    for (auto& front : fronts_) {
      for (auto& couple : front->couples()) {
        if (!couple.is_at_rest()) tally_.breach("at the end not everything has arrived: " + couple.unrest());
      }
    }
  }

  void expect_every_kind() {
    for (const auto& kind : all_faults) {
      if (!tally_.faults.contains(kind.name)) tally_.breach(std::string("a kind of fault never came: ") + kind.name);
    }
  }

  // A process of a short run is never as settled as one that has had its hour.
  Bounds bounds() const {
    Bounds bounds;
    if (is_short_) {
      bounds.settles_after = 2;
      bounds.memory_grows_kib = bounds.memory_swings_kib;
    }
    return bounds;
  }

  const Options options_;
  const bool is_short_;
  Tally tally_;
  Dice dice_;
  Rates rates_;
  Net net_;
  std::vector<std::unique_ptr<Front>> fronts_;
  std::vector<std::unique_ptr<Schedule>> schedules_;
  std::vector<Series> series_;
  const Time began_ = Clock::now();
  Time next_sample_ = began_ + std::chrono::seconds(1), next_line_ = began_ + std::chrono::minutes(1);
};

}  // namespace
}  // namespace twinlamp::bench::soak

int main(int count, char** arguments) {
  using namespace twinlamp::bench::soak;
  Options options;
  CLI::App app(
      "Two real relays with real couples, and faults by chance: what was kept arrives once, memory stays flat.");
  app.add_option("seconds", options.seconds, "how long (3600)");
  app.add_option("--relay", options.relay, "the relay's program")->required();
  app.add_option("--seed", options.seed, "which faults, and when (1)");
  app.add_option("--couples", options.couples, "of each of the two relays (24)");
  CLI11_PARSE(app, count, arguments);
  std::signal(SIGPIPE, SIG_IGN);
  for (const int number : {SIGINT, SIGTERM}) std::signal(number, [](int) { is_asked_to_end = 1; });
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  try {
    return Soak(options).run();
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "relay_soak: %s\n", problem.what());
    return 1;
  }
}
