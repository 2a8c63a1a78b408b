// The real relay under attack by one who does not stop, while an honest couple goes on talking. Prints what the couple felt.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "tests/support/network.h"
#include "tests/support/relay_process.h"
#include "tests/support/sanitized.h"

namespace twinlamp::test {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto siege_lasts = 2s;
using Milliseconds = std::chrono::duration<double, std::milli>;
constexpr Milliseconds bearable = is_sanitized ? 5000ms : 1000ms;  // on a busy machine of two cores; the medians are printed

// A TCP connection and nothing above it.
class RawSocket {
public:
  explicit RawSocket(std::uint16_t port) : handle_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(handle_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  RawSocket(RawSocket&& other) noexcept : handle_(std::exchange(other.handle_, -1)), connected_(other.connected_) {}
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;
  ~RawSocket() {
    if (handle_ >= 0) ::close(handle_);
  }
  bool send(std::string_view bytes) const {
    return ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(bytes.size());
  }
  // The other end has let go.
  bool has_ended() const {
    char byte = 0;
    const auto got = ::recv(handle_, &byte, 1, MSG_DONTWAIT);
    return !connected_ || got == 0 || (got < 0 && errno != EAGAIN);
  }

private:
  int handle_;
  bool connected_ = false;
};

class RelaySiege : public testing::Test {
protected:
  void start(std::vector<std::string> more = {}) {
    for (const char* limit : {"sockets-a-minute=0", "new-rooms-a-day=100000", "pre-login-seconds=1", "idle-seconds=2"}) {
      more.insert(more.end(), {"--limit", limit});
    }
    relay_.emplace(TWINLAMP_RELAY, folder_ / "relay", more);
    noor_ = peer(loop_);
    sam_ = peer(loop_);
    ASSERT_TRUE(noor_->join(couple_, 0));
    ASSERT_TRUE(sam_->join(couple_, 1));
  }
  std::unique_ptr<WirePeer> peer(client::Loop& loop) { return std::make_unique<WirePeer>(loop, relay_->port(), ++seed_); }

  // `attack` is called again and again on a thread of its own while the couple talks; then it is destroyed.
  template <class Attack>
  void besiege(const char* name, Attack attack) {
    std::atomic<bool> over = false;
    std::size_t blows = 0;
    std::thread attacker([&] {
      while (!over) {
        attack();
        ++blows;
      }
    });
    std::vector<double> live;
    const auto end = SteadyClock::now() + siege_lasts;
    while (SteadyClock::now() < end && !testing::Test::HasFatalFailure()) live.push_back(one_round_trip());
    over = true;
    attacker.join();
    std::sort(live.begin(), live.end());
    ASSERT_FALSE(live.empty());
    std::printf("%-24s %7zu blows; %5zu round trips of the couple: median %6.2f ms, p99 %7.2f ms, slowest %7.2f ms; relay %zu KiB, %zu files\n",
                name, blows, live.size(), live[live.size() / 2], live[live.size() * 99 / 100], live.back(), resident_kib(),
                open_files());
    EXPECT_LT(live[live.size() / 2], bearable.count());
    expect_durable();
  }

  // Noor speaks, Sam answers; milliseconds.
  double one_round_trip() {
    const auto begin = SteadyClock::now();
    wire::Frame live;
    live.mutable_live()->set_body(std::string(256, 'l'));
    noor_->send(live);
    EXPECT_TRUE(sam_->next(wire::Frame::kLive));
    sam_->send(live);
    EXPECT_TRUE(noor_->next(wire::Frame::kLive));
    const Milliseconds took = SteadyClock::now() - begin;
    rest();
    return took.count();
  }
  // Not more frames than a member may send.
  void rest() { loop_.context().io.run_for(20ms); }
  void expect_durable() {
    noor_->post(++posts_);
    ASSERT_TRUE(noor_->next(wire::Frame::kPosted));
    const auto delivered = sam_->next(wire::Frame::kDeliver);
    ASSERT_TRUE(delivered);
    EXPECT_EQ(delivered->deliver().seq(), posts_);
  }

  std::size_t resident_kib() const {
    std::size_t total = 0, resident = 0;
    const auto path = "/proc/" + std::to_string(relay_->pid()) + "/statm";
    if (auto* file = std::fopen(path.c_str(), "r"); file != nullptr) {
      if (std::fscanf(file, "%zu %zu", &total, &resident) != 2) resident = 0;
      std::fclose(file);
    }
    return resident * 4;
  }
  std::size_t open_files() const {
    const std::filesystem::path folder = "/proc/" + std::to_string(relay_->pid()) + "/fd";
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }
  bool settles_at(std::size_t files) {
    return run_until(loop_, [&] { return open_files() <= files; });
  }

  const TempFolder folder_;
  client::Loop loop_, their_loop_;
  std::optional<RelayProcess> relay_;
  const PairKeys couple_{1}, strangers_{2};
  std::atomic<std::uint64_t> seed_ = 0;
  std::unique_ptr<WirePeer> noor_, sam_;
  std::uint8_t posts_ = 0;
};

// slowloris: each begins and never ends, a byte at a time.
TEST_F(RelaySiege, OutlastsThoseWhoNeverFinishTheirHandshake) {
  ASSERT_NO_FATAL_FAILURE(start());
  const auto before = open_files();
  std::vector<RawSocket> sockets;
  besiege("slow handshakes", [&] {
    if (sockets.size() < 400) sockets.emplace_back(relay_->port());
    for (const auto& socket : sockets) (void)socket.send("\x16");
    std::this_thread::sleep_for(5ms);
  });
  EXPECT_TRUE(run_until(loop_, [&] { return std::all_of(sockets.begin(), sockets.end(), [](const auto& each) { return each.has_ended(); }); }));
  EXPECT_TRUE(settles_at(before));
}

TEST_F(RelaySiege, OutlastsAFloodOfConnections) {
  ASSERT_NO_FATAL_FAILURE(start({"--limit", "connections=100"}));
  const auto before = open_files();
  std::vector<RawSocket> sockets;
  besiege("flood of connections", [&] {
    if (sockets.size() >= 500) sockets.clear();
    sockets.emplace_back(relay_->port());
  });
  EXPECT_LE(open_files(), before + 100);
  sockets.clear();
  EXPECT_TRUE(settles_at(before));
}

TEST_F(RelaySiege, OutlastsAFloodOfFalseLogins) {
  ASSERT_NO_FATAL_FAILURE(start());
  const auto before = open_files();
  const PairKeys false_keys(3);
  besiege("false logins", [&] {
    auto mallory = peer(their_loop_);
    EXPECT_TRUE(mallory->greet());
    wire::Frame frame;
    *frame.mutable_login() = make_login(mallory->context(), couple_.members, 0, false_keys.signers[0], 0, "");
    mallory->send(frame);
    EXPECT_TRUE(mallory->ends());
  });
  EXPECT_TRUE(settles_at(before));
}

TEST_F(RelaySiege, OutlastsGarbageOfEveryKind) {
  ASSERT_NO_FATAL_FAILURE(start());
  const auto before = open_files();
  SeededRandom random(9);
  besiege("garbage", [&] {
    Bytes bytes(1 + random.bytes<1>()[0] * std::size_t{300});
    random.fill(bytes);
    if (bytes.size() % 3 == 0) {
      (void)RawSocket(relay_->port()).send({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      return;
    }
    auto mallory = peer(their_loop_);
    const bool joined = bytes.size() % 2 == 0 && mallory->join(strangers_, 0);
    if (!joined && !mallory->greet()) return;
    mallory->send_raw(std::move(bytes));
    EXPECT_TRUE(mallory->ends());
  });
  EXPECT_TRUE(settles_at(before));
}

// A member of another room is sent more than it reads, for as long as the relay lets it.
TEST_F(RelaySiege, DropsOneWhoDoesNotReadAndHoldsLittleForIt) {
  ASSERT_NO_FATAL_FAILURE(start({"--limit", "frames-per-second=100000", "--limit", "frames-burst=100000"}));
  const auto before = resident_kib();
  client::Loop deaf_loop;
  auto deaf = peer(deaf_loop), loud = peer(their_loop_);
  ASSERT_TRUE(deaf->join(strangers_, 0));
  ASSERT_TRUE(loud->join(strangers_, 1));  // and from here on nobody runs the first one's loop
  wire::Frame live;
  live.mutable_live()->set_body(std::string(16 << 10, 'l'));
  bool was_dropped = false;
  std::size_t most = 0;
  besiege("one who does not read", [&] {
    for (int i = 0; i < 20; ++i) loud->send(live);
    for (int i = 0; i < 200; ++i) their_loop_.context().io.poll_one();
    while (!loud->frames().empty()) {
      const auto frame = std::move(loud->frames().front());
      loud->frames().pop_front();
      was_dropped = was_dropped || (frame.has_presence() && !frame.presence().online());
    }
    most = std::max(most, resident_kib());
    std::this_thread::sleep_for(1ms);
  });
  EXPECT_TRUE(was_dropped);
  if (!is_sanitized) {
    EXPECT_LT(most, before + 8 * 1024);
  }
}

// Each of them holds less than one may.
TEST_F(RelaySiege, HoldsNoMoreForAllWhoDoNotReadThanItMay) {
  ASSERT_NO_FATAL_FAILURE(start({"--limit", "frames-per-second=100000", "--limit", "frames-burst=100000", "--limit", "outboxes-mib=1"}));
  const auto before = resident_kib();
  constexpr std::uint64_t crowd = 24;
  client::Loop deaf_loop;
  std::vector<std::unique_ptr<WirePeer>> deaf, loud;
  for (std::uint64_t pair = 0; pair < crowd; ++pair) {
    const PairKeys keys(100 + pair);
    deaf.push_back(peer(deaf_loop));
    loud.push_back(peer(their_loop_));
    ASSERT_TRUE(deaf.back()->join(keys, 0));
    ASSERT_TRUE(loud.back()->join(keys, 1));
  }
  wire::Frame live;
  live.mutable_live()->set_body(std::string(16 << 10, 'l'));
  std::size_t most = 0;
  besiege("a crowd that reads not", [&] {
    for (const auto& each : loud) {
      each->send(live);
      each->frames().clear();
    }
    for (int i = 0; i < 200; ++i) their_loop_.context().io.poll_one();
    most = std::max(most, resident_kib());
  });
  std::printf("%llu who do not read: at most %zu KiB more than before\n", static_cast<unsigned long long>(crowd), most - before);
  if (!is_sanitized) {
    EXPECT_LT(most, before + 8 * 1024);
  }
}

// Its network is gone, or its laptop asleep: nothing comes and nothing is answered.
TEST_F(RelaySiege, GivesUpOneWhoIsSilent) {
  ASSERT_NO_FATAL_FAILURE(start());
  client::Loop silent_loop;
  auto silent = peer(silent_loop), partner = peer(loop_);
  ASSERT_TRUE(silent->join(strangers_, 0));
  ASSERT_TRUE(partner->join(strangers_, 1));
  const auto begin = SteadyClock::now();
  std::optional<wire::Frame> presence;
  do {
    presence = partner->next(wire::Frame::kPresence);
  } while (presence && presence->presence().online());
  ASSERT_TRUE(presence);
  std::printf("half-open: given up after %.1f s (idle-seconds=2)\n", std::chrono::duration<double>(SteadyClock::now() - begin).count());
  ASSERT_NO_FATAL_FAILURE(expect_durable());
}

TEST_F(RelaySiege, GoesOnWhenItHasNoFileDescriptorsLeft) {
  if (is_sanitized) GTEST_SKIP() << "a sanitizer takes a descriptor to look whether memory is readable";
  ASSERT_NO_FATAL_FAILURE(start());
  const auto before = open_files();
  const rlimit few{before + 10, before + 10};
  ASSERT_EQ(::prlimit(relay_->pid(), RLIMIT_NOFILE, &few, nullptr), 0);
  std::vector<RawSocket> sockets;
  besiege("no descriptors left", [&] {
    if (sockets.size() < 100) sockets.emplace_back(relay_->port());
    std::this_thread::sleep_for(2ms);
  });
  sockets.clear();
  const auto newcomer = peer(loop_);
  EXPECT_TRUE(newcomer->join(strangers_, 0));
}

// Every write that makes a file longer fails, as on a full disk.
TEST_F(RelaySiege, GoesOnTalkingOnAFullDiskAndKeepsAgainWhenThereIsRoom) {
  ASSERT_NO_FATAL_FAILURE(start());
  ASSERT_NO_FATAL_FAILURE(expect_durable());
  rlimit before{};
  const rlimit none{4096, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(relay_->pid(), RLIMIT_FSIZE, &none, &before), 0);
  noor_->post(100);
  const auto refused = noor_->next(wire::Frame::kError);
  ASSERT_TRUE(refused) << "the relay did not survive its full disk";
  EXPECT_EQ(refused->error().code(), wire::Error::UNAVAILABLE);
  EXPECT_LT(one_round_trip(), 60'000);
  ASSERT_EQ(::prlimit(relay_->pid(), RLIMIT_FSIZE, &before, nullptr), 0);
  noor_->post(100);
  EXPECT_TRUE(noor_->next(wire::Frame::kPosted));
  ++posts_;
}

// A pair that fills its mailbox and its latches to the brim, and goes on.
TEST_F(RelaySiege, BoundsWhatOnePairCanFill) {
  ASSERT_NO_FATAL_FAILURE(start({"--limit", "frames-per-second=100000", "--limit", "frames-burst=100000", "--limit", "mailbox-mib=2", "--limit", "first-week-kib=4096"}));
  auto glutton = peer(their_loop_);
  ASSERT_TRUE(glutton->join(strangers_, 0));
  std::uint32_t number = 0, kept = 0, refused = 0;
  besiege("filling a mailbox", [&] {
    for (int i = 0; i < 8; ++i) {
      auto frame = post_frame(1, 16 << 10);
      frame.mutable_post()->mutable_client_id()->replace(0, 4, reinterpret_cast<const char*>(&++number), 4);
      glutton->send(frame);
    }
    EXPECT_TRUE(run_until(their_loop_, [&] { return glutton->frames().size() >= 8; }));
    for (const auto& frame : glutton->frames()) ++(frame.has_posted() ? kept : refused);
    glutton->frames().clear();
  });
  EXPECT_EQ(kept, (2u << 20) / (16u << 10));
  EXPECT_GT(refused, 100u);
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "relay")) {
    std::error_code gone;
    if (entry.is_regular_file(gone)) bytes += entry.file_size(gone);
  }
  EXPECT_LT(bytes, 12u << 20);
}

}  // namespace
}  // namespace twinlamp::test
