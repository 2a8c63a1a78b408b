// Front: one real relay process with its couples, and everything that can be done to it from outside.
//
// Starting, stopping and the relay's commands go on in threads of their own, so that what another relay's couples feel
// meanwhile is that relay's and not ours. Single-threaded otherwise.
#pragma once

#include <future>
#include <list>

#include "relay/identity.h"
#include "tests/bench/soak/couple.h"
#include "tests/support/relay_process.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::bench::soak {

template <class T>
bool is_ready(const std::future<T>& future) {
  return future.valid() && future.wait_for(Clock::duration::zero()) == std::future_status::ready;
}

// At one moment, as the relay says itself.
struct Sample {
  double at = 0;   // seconds since the soak began
  double age = 0;  // of the process
  std::uint64_t memory_kib = 0, files = 0, connections = 0, database_kib = 0, log_kib = 0;
  bool is_settled = false;  // nothing hostile was going on, nor had been for a while
};

struct FrontOptions {
  std::string program;
  std::string name;
  std::uint32_t couples = 20, first_room = 0;
  int pre_login_seconds = 3, idle_seconds = 10, settling_seconds = 8;
};

class Front : public RelayView {
public:
  Front(const FrontOptions& options, Net& net, Tally& tally, Dice& dice, const Rates& rates);
  ~Front() override;

  void tick(Time now);
  void begin_start();
  void stop(int signal);  // and do not start again
  bool is_stopped() const { return !relay_ && !starting_.valid() && !stopping_.valid(); }
  bool is_up() const { return is_up_; }
  int exit_code() const { return exit_code_; }

  std::uint16_t port() const override { return is_up_ ? relay_->port() : 0; }
  Witness* witness() override { return witness_.get(); }
  int pid() const { return is_up_ ? relay_->pid() : 0; }
  const std::string& name() const { return options_.name; }
  const std::string& program() const { return options_.program; }
  const FrontOptions& options() const { return options_; }
  std::filesystem::path data() const { return folder_ / "relay"; }
  std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  relay::CertificateFiles certificate() const { return {folder_ / "served.crt", folder_ / "served.key"}; }

  std::list<Couple>& couples() { return couples_; }
  void calm(bool is_calm);
  bool is_at_rest() const;
  void forget_relay();

  std::optional<Sample> measure(Time now, Time began);
  std::uint64_t counted(const std::string& metric);  // 0 where it cannot be asked
  std::uint64_t starts() const { return starts_; }
  double cpu() const;  // of all its lives

  Net& net;
  Tally& tally;
  Dice& dice;
  Time disturbed_until{};  // by something hostile

private:
  const FrontOptions options_;
  const test::TempFolder folder_;
  std::list<Couple> couples_;
  std::unique_ptr<test::RelayProcess> relay_;
  std::unique_ptr<Witness> witness_;
  std::future<std::unique_ptr<test::RelayProcess>> starting_;
  std::future<int> stopping_;
  bool is_up_ = false;
  int exit_code_ = 0;
  Time started_{};
  std::uint64_t starts_ = 0;
  double past_cpu_ = 0;
};

}  // namespace twinlamp::bench::soak
