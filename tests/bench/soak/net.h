// Net: the soak's connections on one epoll. A connection that breaks its protocol ends alone, as one that was cut.
//
// Single-threaded. Whoever opens a connection gives it back by drop(), also from within its own call.
#pragma once

#include <map>
#include <set>

#include "tests/bench/load_peer.h"

namespace twinlamp::bench::soak {

class Net {
public:
  Net();
  ~Net();
  Net(const Net&) = delete;
  Net& operator=(const Net&) = delete;

  // Throws where nobody listens.
  std::unique_ptr<LoadPeer> open(std::uint16_t port, const Room& room, std::uint8_t slot, PeerEvents& events,
                                 std::uint64_t resume_after = 0);
  void drop(std::unique_ptr<LoadPeer> peer);  // without farewell
  void turn(int timeout_ms);
  // A laptop that sleeps: what comes for it stays in the kernel until it is woken.
  void put_to_sleep(LoadPeer& peer) { asleep_.insert(&peer); }
  void wake(LoadPeer& peer);

private:
  void handle(LoadPeer& peer);

  const int poll_;
  SSL_CTX* tls_;
  std::map<LoadPeer*, PeerEvents*> events_;
  std::set<LoadPeer*> asleep_;
  std::vector<std::unique_ptr<LoadPeer>> gone_;
};

}  // namespace twinlamp::bench::soak
