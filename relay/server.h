// Server: a whole relay, put together: identity, TLS, store, hub, listener, and their one thread.
#pragma once

#include <memory>
#include <string>

#include "relay/config.h"

namespace twinlamp::relay {

class Server {
public:
  // Makes or loads the identity, opens the store, listens. Throws StartError or StoreError.
  explicit Server(const Config& config);
  ~Server();  // after run() has returned, or instead of it

  std::uint16_t port() const;
  PublicKey relay_id() const;
  std::string invitation() const;  // twinlamp://HOST:PORT/?relay=...

  void stop_on_signals();  // SIGINT, SIGTERM; a second one ends the process
  void run();              // until stopped; everything that was accepted is committed when it returns
  void stop();             // any thread: takes no more, finishes what it has, says goodbye, at most some seconds

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace twinlamp::relay
