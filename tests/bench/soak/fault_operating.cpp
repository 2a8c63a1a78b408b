#include <openssl/pem.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>

#include "relay/certificate.h"
#include "tests/bench/soak/fault.h"
#include "tests/bench/soak/raw_socket.h"

namespace twinlamp::bench::soak {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto must_happen_within = 30s;

// Down, perhaps away for a while, and up again on what it kept.
class Restart : public Fault {
public:
  Restart(Front& front, int signal, double away) : front_(front), signal_(signal), away_(away) { front_.stop(signal); }
  bool step(Time now) override {
    if (front_.is_up()) return true;
    if (!front_.is_stopped()) return false;
    if (up_at_ == Time{}) {
      up_at_ = now + span_of(away_);
      if (signal_ == SIGTERM && front_.exit_code() != 0)
        front_.tally.breach("stopped by SIGTERM it ended with " + std::to_string(front_.exit_code()));
    }
    if (now >= up_at_) front_.begin_start();
    return false;
  }

private:
  Front& front_;
  const int signal_;
  const double away_;
  Time up_at_{};
};

// The operator deletes all that there is. First all has to arrive: what waited would be gone, and rightly.
class Purge : public Fault {
public:
  explicit Purge(Front& front) : front_(front), gives_up_(Clock::now() + 60s) { front_.calm(true); }
  bool step(Time now) override {
    if (!is_stopping_) {
      if (!front_.is_at_rest()) {
        if (now < gives_up_) return false;
        front_.tally.breach("before a purge what was sent did not all arrive");
        front_.calm(false);
        return true;
      }
      is_stopping_ = true;
      front_.stop(SIGTERM);
      return false;
    }
    if (front_.is_up()) {
      front_.calm(false);
      return true;
    }
    if (!front_.is_stopped()) return false;
    const auto outcome = test::run_program(front_.program(), {"purge", "--yes", "--data", front_.data().string()});
    if (outcome.exit_code != 0 || fs::exists(front_.data() / "relay.sqlite3"))
      front_.tally.breach("purge left something: " + outcome.errors);
    front_.forget_relay();
    front_.begin_start();
    return false;
  }

private:
  Front& front_;
  const Time gives_up_;
  bool is_stopping_ = false;
};

class Hangup : public Fault {
public:
  explicit Hangup(Front& front) : front_(front), before_(loads()), gives_up_(Clock::now() + must_happen_within) {
    ::kill(front_.pid(), SIGHUP);
  }
  bool step(Time now) override {
    if (now < next_look_) return false;
    next_look_ = now + 100ms;
    if (loads() > before_) return true;
    if (now > gives_up_) front_.tally.breach("SIGHUP did not make it read its certificate again");
    return now > gives_up_;
  }

private:
  std::uint64_t loads() const { return front_.counted("twinlamp_certificate_loads_total"); }
  Front& front_;
  const std::uint64_t before_;
  const Time gives_up_;
  Time next_look_{};
};

// Another one, file by file as a renewal does; then that one has to be served, and nobody has been disconnected for it.
class NewCertificate : public Fault {
public:
  explicit NewCertificate(Front& front)
      : front_(front),
        fresh_(folder_.path()),
        key_at_(Clock::now() + span_of(front.dice.between(0, 1))),
        gives_up_(Clock::now() + must_happen_within) {
    files_ = relay::load_or_make_certificate(fresh_);
    put(files_.certificate, front_.certificate().certificate);
  }
  bool step(Time now) override {
    if (now < key_at_ || now < next_look_) return false;
    if (!std::exchange(is_whole_, true)) put(files_.key, front_.certificate().key);
    next_look_ = now + 200ms;
    if (served_certificate(front_.port()) == certificate_in(files_.certificate)) return true;
    if (now > gives_up_) front_.tally.breach("a new certificate was not taken");
    return now > gives_up_;
  }

private:
  static void put(const fs::path& from, const fs::path& to) {
    const fs::path beside = to.string() + ".new";
    fs::copy_file(from, beside, fs::copy_options::overwrite_existing);
    fs::rename(beside, to);
  }
  Front& front_;
  const test::TempFolder folder_;
  const fs::path fresh_;
  relay::CertificateFiles files_;
  const Time key_at_, gives_up_;
  Time next_look_{};
  bool is_whole_ = false;
};

// Everything of which the relay had said before that it is kept has to be in it, and it has to be restorable.
class Backup : public Fault {
public:
  explicit Backup(Front& front) : front_(front) {
    for (auto& couple : front_.couples()) {
      for (std::size_t slot : {0, 1}) {
        if (const auto kept = couple.member(slot).last_kept()) kept_.push_back(*kept);
      }
    }
    work_ = std::async(std::launch::async, [this, program = front_.program(), data = front_.data().string()] {
      const auto file = (folder_ / "backup").string(), restored = (folder_ / "restored").string();
      auto outcome = test::run_program(program, {"backup", file, "--data", data});
      if (outcome.exit_code == 0) outcome = test::run_program(program, {"restore", file, "--data", restored});
      return outcome.exit_code == 0 ? std::string() : outcome.errors;
    });
  }
  bool step(Time) override {
    if (!is_ready(work_)) return false;
    if (const auto trouble = work_.get(); !trouble.empty()) {
      front_.tally.breach("backup or restore failed: " + trouble);
      return true;
    }
    Witness witness(folder_ / "restored");
    for (const auto& post : kept_) {
      if (witness.has(post) != true) front_.tally.breach("a backup lacks a post that was kept before it was begun");
    }
    return true;
  }

private:
  Front& front_;
  const test::TempFolder folder_;
  std::vector<KeptPost> kept_;
  std::future<std::string> work_;
};

// No file may grow, as on a full disk; then there is room again.
class FullDisk : public Fault {
public:
  FullDisk(Front& front, double lasts) : front_(front), until_(Clock::now() + span_of(lasts)) {
    const rlimit none{4096, RLIM_INFINITY};
    ::prlimit(front_.pid(), RLIMIT_FSIZE, &none, &before_);
  }
  bool step(Time now) override {
    if (now < until_) return false;
    ::prlimit(front_.pid(), RLIMIT_FSIZE, &before_, nullptr);
    return true;
  }

private:
  Front& front_;
  const Time until_;
  rlimit before_{};
};

}  // namespace

std::unique_ptr<Fault> begin_kill(Front& front, double lasts) {
  return std::make_unique<Restart>(front, SIGKILL, front.dice.once_in(2) ? 0 : lasts);
}
std::unique_ptr<Fault> begin_restart(Front& front, double lasts) {
  return std::make_unique<Restart>(front, SIGTERM, front.dice.once_in(2) ? 0 : lasts);
}
std::unique_ptr<Fault> begin_purge(Front& front, double) {
  return std::make_unique<Purge>(front);
}
std::unique_ptr<Fault> begin_hangup(Front& front, double) {
  return std::make_unique<Hangup>(front);
}
std::unique_ptr<Fault> begin_certificate(Front& front, double) {
  return std::make_unique<NewCertificate>(front);
}
std::unique_ptr<Fault> begin_backup(Front& front, double) {
  return std::make_unique<Backup>(front);
}
std::unique_ptr<Fault> begin_full_disk(Front& front, double lasts) {
  return std::make_unique<FullDisk>(front, lasts);
}

}  // namespace twinlamp::bench::soak
