// Server: a whole relay, put together: identity, TLS, store, hub, listener, and their one thread.
#pragma once

#include <memory>
#include <string>

#include "relay/config.h"
#include "relay/session.h"

namespace twinlamp::relay {

class Server {
public:
  // Makes or loads the identity, opens the store, listens. Throws StartError or StoreError; DamageError where starting
  // again is of no use.
  explicit Server(const Config& config);
  ~Server();  // after run() has returned, or instead of it

  std::uint16_t port() const;
  PublicKey relay_id() const;
  std::string invitation() const;  // twinlamp://HOST:PORT/?relay=...

  // SIGINT, SIGTERM; a second one ends the process. SIGHUP: `hangup` stops too, else the certificate is read again.
  void stop_on_signals(bool hangup = false);
  // Before run(); called on any of the relay's threads.
  void on_told(ToldOfEnd call);
  // Until stopped; everything that was accepted is committed when it returns. Empty, or one sentence: what is
  // damaged, so that it could not go on, and what to do.
  [[nodiscard]] std::string run();
  void stop();             // any thread: takes no more, finishes what it has, says goodbye, at most some seconds

private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace twinlamp::relay
