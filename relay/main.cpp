// twinlamp-relay: starts a Server and says how to reach it.
//
// Standard output has two lines, for people and for scripts: "Invitation: twinlamp://HOST:PORT/?relay=KEY", then
// "Ready."
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>

#include "relay/server.h"
#include "relay/start_error.h"

namespace {

// A core dump would hold keys and what waits for delivery.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__  // the leak checker has to look into its own process
  prctl(PR_SET_DUMPABLE, 0);
#endif
}

void allow_many_connections() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

void run(const twinlamp::relay::Config& config) {
  twinlamp::relay::start_log(config.log_level);
  twinlamp::relay::Server server(config);
  server.stop_on_signals();
  std::cout << "Invitation: " << server.invitation() << "\nReady." << std::endl;
  server.run();
}

}  // namespace

int main(int count, char** arguments) {
  forbid_core_dumps();
  allow_many_connections();
  std::signal(SIGPIPE, SIG_IGN);
  try {
    if (sodium_init() < 0) throw twinlamp::relay::StartError("libsodium cannot be used on this machine.");
    const auto config = twinlamp::relay::read_config(count, arguments);
    if (config) run(*config);
    return 0;
  } catch (const twinlamp::relay::UsageError& problem) {
    std::cerr << "twinlamp-relay: " << problem.what() << '\n';
    return 2;
  } catch (const std::exception& problem) {
    std::cerr << "twinlamp-relay: " << problem.what() << '\n';
    return 1;
  }
}
