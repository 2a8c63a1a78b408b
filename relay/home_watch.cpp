#include "relay/home_watch.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace twinlamp::relay {

namespace {

constexpr int settling_milliseconds = 300;       // a laptop that changes its network changes several things
constexpr int blind_look_milliseconds = 60'000;  // where the system does not say when something changes

Descriptor open_news() {
  Descriptor news(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_LINK;
  if (!news.is_open() || ::bind(news.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    return Descriptor();
  return news;
}

// Signals are the relay's own thread's.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

bool HomeWatch::is_held(int input) {
  struct stat status {};
  return input >= 0 && ::fstat(input, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

HomeWatch::HomeWatch(int input, Calls calls)
    : input_(is_held(input) ? input : -1),
      calls_(std::move(calls)),
      news_(open_news()),
      stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { run(); }) {}

HomeWatch::~HomeWatch() {
  ::eventfd_write(stop_.get(), 1);
  thread_.join();
}

void HomeWatch::run() {
  block_signals();
  bool is_settling = false;
  for (;;) {
    std::array<pollfd, 3> waits{pollfd{stop_.get(), POLLIN, 0}, pollfd{input_, POLLIN, 0},
                                pollfd{is_settling ? -1 : news_.get(), POLLIN, 0}};  // -1 is skipped
    const int timeout = is_settling ? settling_milliseconds : news_.is_open() ? -1 : blind_look_milliseconds;
    const int ready = ::poll(waits.data(), waits.size(), timeout);
    if (ready < 0 && errno != EINTR) return;
    if (waits[0].revents != 0) return;
    if (ready > 0 && waits[1].revents != 0 && has_ended()) {
      input_ = -1;
      calls_.on_input_ended();
    }
    if (ready > 0 && waits[2].revents != 0) is_settling = true;
    if (ready != 0) continue;
    drain_news();
    is_settling = false;
    calls_.on_network_changed();
  }
}

// What comes is of no interest, only that it ends.
bool HomeWatch::has_ended() {
  std::array<char, 512> ignored{};
  const auto got = ::read(input_, ignored.data(), ignored.size());
  return got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN);
}

void HomeWatch::drain_news() {
  std::array<char, 8192> ignored{};
  while (news_.is_open() && ::recv(news_.get(), ignored.data(), ignored.size(), 0) > 0) {
  }
}

}  // namespace twinlamp::relay
