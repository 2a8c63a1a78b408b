// twinlamp-relay: starts a Server and says how to reach it.
//
// Standard output has two lines, for people and for scripts: "Invitation: twinlamp://HOST:PORT/?relay=KEY", then
// "Ready." What --home says there is home.h's business.
#include <google/protobuf/stubs/logging.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>

#include "relay/called.h"
#include "relay/commands/command.h"
#include "relay/home.h"
#include "relay/record_buffers.h"
#include "relay/server.h"
#include "relay/service_manager.h"
#include "relay/start_error.h"
#include "relay/store_sqlite.h"

namespace {

constexpr int exit_damaged = 4;  // to start again is of no use: the systemd unit knows it

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

int run(twinlamp::relay::Config config) {
  twinlamp::relay::start_log(config.log_level, config.log_format);
  if (config.own.contains("home")) return twinlamp::relay::run_home(std::move(config));
  if (config.own.contains("lines")) throw twinlamp::relay::UsageError("--lines goes with --home.");
  config.listener.inherited = twinlamp::relay::take_inherited_socket();
  twinlamp::relay::Server server(config);
  server.stop_on_signals();
  std::cout << "Invitation: " << server.invitation() << "\nReady." << std::endl;
  twinlamp::relay::tell_service_manager("READY=1");
  if (const auto trouble = server.run(); !trouble.empty()) throw twinlamp::relay::DamageError(trouble);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  twinlamp::relay::keep_record_buffers();
  forbid_core_dumps();
  allow_many_connections();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a full disk, and no reason to die
  twinlamp::relay::remember_call(count, arguments);
  try {
    google::protobuf::SetLogHandler(nullptr);  // it would tell of strangers' bytes, past the log
    if (sodium_init() < 0) throw twinlamp::relay::StartError("libsodium cannot be used on this machine.");
    if (const auto ended = twinlamp::relay::run_command(count, arguments)) return *ended;
    const auto config = twinlamp::relay::read_config(count, arguments);
    return config ? run(*config) : 0;
  } catch (const twinlamp::relay::UsageError& problem) {
    std::cerr << twinlamp::relay::program_name() << ": " << problem.what() << '\n';
    return 2;
  } catch (const twinlamp::relay::DamageError& problem) {
    std::cerr << twinlamp::relay::program_name() << ": " << problem.what() << '\n';
    return exit_damaged;
  } catch (const std::exception& problem) {
    std::cerr << twinlamp::relay::program_name() << ": " << problem.what() << '\n';
    return 1;
  }
}
