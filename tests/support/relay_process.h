// The real relay as a child process: started on a free port, killed as roughly as a test likes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "protocol/crypto/keys.h"

namespace twinlamp::test {

// What it printed, and how it ended.
struct Outcome {
  int exit_code = -1;  // -1: by a signal
  std::string output, errors;
};
Outcome run_program(const std::string& program, const std::vector<std::string>& arguments);

// How many threads the relays of this run have: TWINLAMP_TEST_RELAY_THREADS, or 1.
std::size_t relay_threads();

// Of any process; 0 where there is none.
std::size_t resident_kib(int pid);

class RelayProcess {
public:
  // Returns when it is ready. `port` 0 takes a free one; started again on the same folder, give it its old port().
  RelayProcess(const std::string& program, const std::filesystem::path& data, std::vector<std::string> more = {},
               std::uint16_t port = 0);
  ~RelayProcess();  // kills it if it still runs
  RelayProcess(const RelayProcess&) = delete;
  RelayProcess& operator=(const RelayProcess&) = delete;

  std::uint16_t port() const { return port_; }
  PublicKey relay_id() const { return relay_id_; }
  int pid() const { return pid_; }
  void send_signal(int number);
  int wait();        // its exit code, or 128 + the signal that ended it
  void kill_hard();  // SIGKILL, and waits

private:
  void read_until_ready(int descriptor);

  int pid_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
  PublicKey relay_id_{};
};

}  // namespace twinlamp::test
