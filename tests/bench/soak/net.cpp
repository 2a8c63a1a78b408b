#include "tests/bench/soak/net.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <stdexcept>
#include <vector>

namespace twinlamp::bench::soak {

Net::Net() : poll_(::epoll_create1(EPOLL_CLOEXEC)), tls_(SSL_CTX_new(TLS_client_method())) {
  SSL_CTX_set_min_proto_version(tls_, TLS1_3_VERSION);
  SSL_CTX_set_mode(tls_,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

Net::~Net() {
  gone_.clear();
  SSL_CTX_free(tls_);
  ::close(poll_);
}

std::unique_ptr<LoadPeer> Net::open(std::uint16_t port, const Room& room, std::uint8_t slot, PeerEvents& events,
                                    std::uint64_t resume_after) {
  auto peer = std::make_unique<LoadPeer>(poll_, tls_, port, ServerKind::relay, room, slot, events);
  peer->resume_after = resume_after;
  events_[peer.get()] = &events;
  return peer;
}

void Net::drop(std::unique_ptr<LoadPeer> peer) {
  if (!peer) return;
  peer->close();
  events_.erase(peer.get());
  asleep_.erase(peer.get());
  gone_.push_back(std::move(peer));
}

void Net::turn(int timeout_ms) {
  epoll_event events[256];
  const int count = ::epoll_wait(poll_, events, 256, timeout_ms);
  for (int i = 0; i < count; ++i) handle(*static_cast<LoadPeer*>(events[i].data.ptr));
  gone_.clear();
}

void Net::wake(LoadPeer& peer) {
  asleep_.erase(&peer);
  handle(peer);
}

void Net::handle(LoadPeer& peer) {
  const auto owner = events_.find(&peer);
  if (owner == events_.end() || asleep_.contains(&peer)) return;
  try {
    peer.handle_ready();
  } catch (const std::runtime_error&) {  // a login that was refused
    auto* events_of_it = owner->second;
    peer.close();
    events_of_it->on_ended(peer);
  }
}

}  // namespace twinlamp::bench::soak
