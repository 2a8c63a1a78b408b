// One measurement of one server, which runs already on loopback: prints what it found as one line of JSON.
//
//   relay_load --server relay|other --port P --pid N MEASURE [--pairs N] [--flight N] [--seconds S] [--rate N]
//
//   live      frames of 256 bytes go to and fro in every pair, --flight of them at a time
//   latency   --rate frames a second, evenly: how long each takes from one member to the other
//   logins    as many connections as can be made, eight at a time, each closed when it has logged in
//   connects  likewise, each closed when its WebSocket stands
//   idle      what a connection on which nothing happens costs in memory, and what is left of it afterwards
//   crowd     all couples connected, each with a frame now and then: memory before, with them, later and after
//   rooms     likewise a room in which nobody is
//   posts     durable posts, --flight of them waiting for their commit at a time
// Its own CPU time stands beside the server's: where it comes near to the wall clock, the generator is what was
// measured.
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <deque>
#include <thread>

#include "tests/bench/load_peer.h"
#include "tests/bench/process_figures.h"

namespace twinlamp::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
constexpr std::size_t frame_size = 256;
constexpr std::size_t opening_at_a_time = 32;
constexpr Seconds warm_up{0.5};

struct Options {
  std::string server = "relay", measure;
  std::uint16_t port = 0;
  int pid = 0;
  std::size_t pairs = 50, flight = 8;
  double seconds = 2;
  double rate = 5000;
};

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(Clock::now().time_since_epoch().count());
}

class Load : public PeerEvents {
public:
  explicit Load(const Options& options)
      : options_(options),
        kind_(options.server == "relay" ? ServerKind::relay : ServerKind::other),
        poll_(::epoll_create1(EPOLL_CLOEXEC)),
        tls_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_min_proto_version(tls_, TLS1_3_VERSION);
    SSL_CTX_set_read_ahead(tls_, 1);
    SSL_CTX_set_mode(tls_,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    make_live_frame();
  }
  ~Load() override {
    peers_.clear();
    SSL_CTX_free(tls_);
    ::close(poll_);
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  void live();
  void latency();
  void logins() { come_and_go(Doing::leaving); }
  void connects() { come_and_go(Doing::looking_in); }
  void idle();
  void crowd();
  void idle_rooms();
  void posts();

private:
  void on_open(LoadPeer& peer) override;
  void on_ready(LoadPeer& peer) override;
  void on_message(LoadPeer& peer, ByteView message) override;
  void on_ended(LoadPeer& peer) override;

  void make_live_frame();
  LoadPeer& add_peer(std::size_t room, std::uint8_t slot);
  void open_all(std::size_t count);
  void turn(int timeout_ms);
  template <class Until>
  void run_until(Until until) {
    while (!until()) turn(100);
  }
  void run_for(Seconds span) {
    const auto end = Clock::now() + span;
    run_until([&] { return Clock::now() >= end; });
  }
  void measure_for(Seconds span);
  std::size_t settled_memory() const;
  void post(LoadPeer& peer);

  enum class Doing { nothing, looking_in, receiving, answering, timing, leaving, posting };
  void come_and_go(Doing doing);
  void leave(LoadPeer& peer);

  struct Figures {
    double seconds = 0, server_cpu = 0, own_cpu = 0;
    std::uint64_t count = 0;
  };

  const Options options_;
  const ServerKind kind_;
  const int poll_;
  SSL_CTX* tls_;
  std::deque<Room> rooms_;
  std::vector<std::unique_ptr<LoadPeer>> peers_;
  std::vector<LoadPeer*> touched_;  // have something to send
  std::vector<std::size_t> gone_;
  Bytes live_frame_;
  std::vector<double> times_;  // microseconds
  Doing doing_ = Doing::nothing;
  std::size_t ready_ = 0;
  std::uint64_t count_ = 0, posted_ = 0;
  Figures figures_;
};

void Load::make_live_frame() {
  wire::Frame frame;
  frame.mutable_live()->set_body(std::string(frame_size - 7, 'l'));
  const auto text = frame.SerializeAsString();
  live_frame_ = to_bytes(bytes_of(text));
}

LoadPeer& Load::add_peer(std::size_t room, std::uint8_t slot) {
  while (rooms_.size() <= room) rooms_.emplace_back(static_cast<std::uint32_t>(rooms_.size()));
  auto made = std::make_unique<LoadPeer>(poll_, tls_, options_.port, kind_, rooms_[room], slot, *this);
  made->index = peers_.size();
  return *peers_.emplace_back(std::move(made));
}

void Load::open_all(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    add_peer(i / 2, static_cast<std::uint8_t>(i % 2));
    run_until([&] { return ready_ + opening_at_a_time > peers_.size(); });
  }
  run_until([&] { return ready_ == count; });
}

void Load::turn(int timeout_ms) {
  epoll_event events[256];
  const int count = ::epoll_wait(poll_, events, 256, timeout_ms);
  for (int i = 0; i < count; ++i) static_cast<LoadPeer*>(events[i].data.ptr)->handle_ready();
  for (auto* peer : touched_) peer->flush();
  touched_.clear();
  for (const auto index : std::exchange(gone_, {})) peers_[index].reset();
}

void Load::on_open(LoadPeer& peer) {
  if (doing_ == Doing::looking_in) leave(peer);
}

void Load::on_ready(LoadPeer& peer) {
  ++ready_;
  if (doing_ == Doing::leaving) leave(peer);
}

void Load::leave(LoadPeer& peer) {
  ++count_;
  peer.close();
  gone_.push_back(peer.index);
}

void Load::on_message(LoadPeer& peer, ByteView message) {
  if (doing_ == Doing::receiving && message.size() == frame_size) {
    ++count_;
  } else if (doing_ == Doing::answering && message.size() == frame_size) {
    ++count_;
    peer.queue(message);  // leaves when what has come is read
  } else if (doing_ == Doing::timing && message.size() == frame_size) {
    std::uint64_t sent = 0;
    std::memcpy(&sent, message.data() + frame_size - sizeof sent, sizeof sent);
    times_.push_back(static_cast<double>(now_ns() - sent) / 1000);
  } else if (doing_ == Doing::posting) {
    wire::Frame frame;
    if (!frame.ParseFromArray(message.data(), static_cast<int>(message.size()))) return;
    if (frame.has_error()) throw std::runtime_error("a post was refused: " + frame.error().text());
    if (!frame.has_posted()) return;
    std::uint64_t sent = 0;
    std::memcpy(&sent, frame.posted().client_id().data(), sizeof sent);
    times_.push_back(static_cast<double>(now_ns() - sent) / 1000);
    ++count_;
    post(peer);
  }
}

void Load::on_ended(LoadPeer&) {
  throw std::runtime_error("the server ended a connection");
}

void Load::measure_for(Seconds span) {
  run_for(warm_up);
  count_ = 0;
  times_.clear();
  const auto begin = Clock::now();
  const double server = cpu_of(options_.pid), own = cpu_of(::getpid());
  run_for(span);
  figures_.server_cpu = cpu_of(options_.pid) - server;
  figures_.own_cpu = cpu_of(::getpid()) - own;
  figures_.seconds = Seconds(Clock::now() - begin).count();
  figures_.count = count_;
}

void print_common(double seconds, double server, double own) {
  std::printf("\"seconds\": %.3f, \"server_cpu\": %.3f, \"own_cpu\": %.3f", seconds, server, own);
}

double share(const std::vector<double>& sorted, double part) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

void print_times(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  std::printf(", \"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, \"worst_us\": %.1f", share(times, 0.5),
              share(times, 0.99), share(times, 0.999), times.empty() ? 0 : times.back());
}

void Load::live() {
  open_all(2 * options_.pairs);
  doing_ = Doing::answering;
  for (std::size_t i = 0; i < peers_.size(); i += 2) {
    for (std::size_t frame = 0; frame < options_.flight; ++frame) peers_[i]->queue(live_frame_);
    peers_[i]->flush();
  }
  measure_for(Seconds(options_.seconds));
  std::printf("{\"frames\": %llu, ", static_cast<unsigned long long>(figures_.count));
  print_common(figures_.seconds, figures_.server_cpu, figures_.own_cpu);
  std::printf("}\n");
}

// It does not sleep between two frames, so that its own waking up is in none of the times.
void Load::latency() {
  open_all(2 * options_.pairs);
  doing_ = Doing::timing;
  const auto gap = static_cast<std::uint64_t>(1e9 / options_.rate);
  auto due = now_ns();
  const auto begin = due + static_cast<std::uint64_t>(warm_up.count() * 1e9);
  const auto end = begin + static_cast<std::uint64_t>(options_.seconds * 1e9);
  bool measures = false;
  double server = 0, own = 0;
  std::uint64_t sent = 0;
  for (std::size_t next = 0; due < end;) {
    const auto now = now_ns();
    if (!measures && now >= begin) {
      measures = true;
      times_.clear();
      server = cpu_of(options_.pid);
      own = cpu_of(::getpid());
      sent = 0;
    }
    if (now >= due) {
      auto& peer = *peers_[next];
      next = (next + 1) % peers_.size();
      const auto stamp = now_ns();
      std::memcpy(live_frame_.data() + frame_size - sizeof stamp, &stamp, sizeof stamp);
      peer.queue(live_frame_);
      peer.flush();
      ++sent;
      due += gap;
    }
    turn(0);
  }
  server = cpu_of(options_.pid) - server;
  own = cpu_of(::getpid()) - own;
  run_for(Seconds(0.2));  // those that are still on their way
  std::printf("{\"sent\": %llu, \"arrived\": %zu, ", static_cast<unsigned long long>(sent), times_.size());
  print_common(options_.seconds, server, own);
  print_times(times_);
  std::printf("}\n");
}

// In rooms that are there already, as nearly all logins are.
void Load::come_and_go(Doing doing) {
  constexpr std::size_t at_a_time = 8, rooms = 256;
  open_all(2 * rooms);
  for (auto& peer : peers_) peer->close();
  peers_.clear();
  ready_ = 0;
  doing_ = doing;
  std::size_t next = 0;
  const auto keep_going = [&](Clock::time_point end) {
    run_until([&] {
      while (peers_.size() - count_ < at_a_time) {
        add_peer(next / 2 % rooms, static_cast<std::uint8_t>(next % 2));
        ++next;
      }
      return Clock::now() >= end;
    });
  };
  keep_going(Clock::now() + std::chrono::milliseconds(500));
  const auto before = count_;
  const auto begin = Clock::now();
  const double server = cpu_of(options_.pid), own = cpu_of(::getpid());
  keep_going(begin + std::chrono::duration_cast<Clock::duration>(Seconds(options_.seconds)));
  std::printf("{\"logins\": %llu, ", static_cast<unsigned long long>(count_ - before));
  print_common(Seconds(Clock::now() - begin).count(), cpu_of(options_.pid) - server, cpu_of(::getpid()) - own);
  std::printf("}\n");
}

// Nothing tells from outside when a server has settled: until it has not changed for half a second, at most ten.
std::size_t Load::settled_memory() const {
  auto last = resident_kib(options_.pid);
  for (int quiet = 0, i = 0; quiet < 5 && i < 100; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const auto now = resident_kib(options_.pid);
    quiet = now == last ? quiet + 1 : 0;
    last = now;
  }
  return last;
}

void Load::idle() {
  open_all(2 * 20);  // whatever a first connection needs once
  const auto before = settled_memory();
  const auto first = peers_.size(), all = first + 2 * options_.pairs;
  for (std::size_t i = first; i < all; ++i) {
    add_peer(i / 2, static_cast<std::uint8_t>(i % 2));
    run_until([&] { return ready_ + opening_at_a_time > peers_.size(); });
  }
  run_until([&] { return ready_ == all; });
  const auto with = settled_memory();
  for (std::size_t i = first; i < all; ++i) peers_[i]->close();
  peers_.resize(first);
  run_for(Seconds(options_.seconds));
  const auto after = settled_memory();
  std::printf(
      "{\"connections\": %zu, \"before_kib\": %zu, \"with_kib\": %zu, \"after_kib\": %zu, \"kib_each\": %.2f}\n",
      2 * options_.pairs, before, with, after,
      (static_cast<double>(with) - static_cast<double>(before)) / static_cast<double>(2 * options_.pairs));
}

void Load::crowd() {
  const auto before = settled_memory();
  open_all(2 * options_.pairs);
  const auto with = settled_memory();
  doing_ = Doing::receiving;
  const auto begin = Clock::now();
  const double server = cpu_of(options_.pid), own = cpu_of(::getpid());
  // A hundredth of them at a time, every fifty milliseconds.
  const auto share_of_them = std::max<std::size_t>(1, peers_.size() / 100);
  for (std::size_t next = 0; Seconds(Clock::now() - begin).count() < options_.seconds;) {
    for (std::size_t i = 0; i < share_of_them; ++i, next = (next + 1) % peers_.size()) {
      peers_[next]->queue(live_frame_);
      peers_[next]->flush();
    }
    run_for(Seconds(0.05));
  }
  const Seconds span = Clock::now() - begin;
  const auto server_cpu = cpu_of(options_.pid) - server, own_cpu = cpu_of(::getpid()) - own;
  const auto later = settled_memory();
  for (auto& peer : peers_) peer->close();
  peers_.clear();
  run_for(Seconds(5));
  const auto after = settled_memory();
  std::printf(
      "{\"connections\": %zu, \"frames\": %llu, \"before_kib\": %zu, \"with_kib\": %zu, \"later_kib\": %zu, "
      "\"after_kib\": %zu, ",
      2 * options_.pairs, static_cast<unsigned long long>(count_), before, with, later, after);
  print_common(span.count(), server_cpu, own_cpu);
  std::printf("}\n");
}

void Load::idle_rooms() {
  doing_ = Doing::leaving;
  const auto make = [&](std::size_t first, std::size_t count) {
    for (std::size_t i = first; i < first + count; ++i) {
      add_peer(i, 0);
      run_until([&] { return count_ + opening_at_a_time > peers_.size(); });
    }
    run_until([&] { return count_ == peers_.size(); });
  };
  const std::size_t some = 500;
  make(0, some);
  const auto before = settled_memory();
  make(some, options_.pairs);
  run_for(Seconds(options_.seconds));
  const auto after = settled_memory();
  std::printf("{\"rooms\": %zu, \"before_kib\": %zu, \"after_kib\": %zu, \"bytes_each\": %.1f}\n", options_.pairs,
              before, after,
              1024 * (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(options_.pairs));
}

void Load::post(LoadPeer& peer) {
  const auto stamp = now_ns();
  std::string id(16, '\0');
  std::memcpy(id.data(), &stamp, sizeof stamp);
  ++posted_;
  std::memcpy(id.data() + sizeof stamp, &posted_, sizeof posted_);
  wire::Frame frame;
  frame.mutable_post()->set_client_id(id);
  frame.mutable_post()->set_body(std::string(frame_size, 'p'));
  const auto text = frame.SerializeAsString();
  peer.queue(bytes_of(text));
  if (std::find(touched_.begin(), touched_.end(), &peer) == touched_.end()) touched_.push_back(&peer);
}

// To partners who are away: all that is measured is what it takes to keep them.
void Load::posts() {
  const auto senders = std::min(options_.pairs, options_.flight);
  for (std::size_t i = 0; i < senders; ++i) add_peer(i, 0);
  run_until([&] { return ready_ == senders; });
  doing_ = Doing::posting;
  for (std::size_t i = 0; i < options_.flight; ++i) post(*peers_[i % senders]);
  turn(0);
  measure_for(Seconds(options_.seconds));
  std::printf("{\"posts\": %llu, \"at_a_time\": %zu, ", static_cast<unsigned long long>(figures_.count),
              options_.flight);
  print_common(figures_.seconds, figures_.server_cpu, figures_.own_cpu);
  print_times(times_);
  std::printf("}\n");
}

void allow_many_sockets() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

void run(const Options& options) {
  Load load(options);
  const std::pair<const char*, void (Load::*)()> measures[] = {
      {"live", &Load::live}, {"latency", &Load::latency}, {"logins", &Load::logins},    {"connects", &Load::connects},
      {"idle", &Load::idle}, {"crowd", &Load::crowd},     {"rooms", &Load::idle_rooms}, {"posts", &Load::posts}};
  for (const auto& [name, measure] : measures) {
    if (options.measure == name) return (load.*measure)();
  }
  throw std::runtime_error("there is no measure " + options.measure);
}

}  // namespace
}  // namespace twinlamp::bench

int main(int count, char** arguments) {
  using namespace twinlamp::bench;
  Options options;
  CLI::App app("One measurement of a server that runs already.");
  app.add_option("measure", options.measure, "live, latency, logins, connects, idle, crowd, rooms or posts")
      ->required();
  app.add_option("--server", options.server)->check(CLI::IsMember({"relay", "other"}));
  app.add_option("--port", options.port)->required();
  app.add_option("--pid", options.pid)->required();
  app.add_option("--pairs", options.pairs);
  app.add_option("--flight", options.flight);
  app.add_option("--seconds", options.seconds);
  app.add_option("--rate", options.rate);
  CLI11_PARSE(app, count, arguments);
  std::signal(SIGPIPE, SIG_IGN);
  allow_many_sockets();
  try {
    run(options);
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "relay_load: %s\n", problem.what());
    return 1;
  }
}
