#include "relay/caretaker.h"

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "relay/called.h"
#include "relay/log.h"
#include "relay/start_error.h"

namespace twinlamp::relay {

namespace net = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds look_every{2};

struct FileState {
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;
  friend bool operator==(const FileState&, const FileState&) = default;
};

FileState state_of(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {};
  return {status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace

struct Caretaker::Seen {
  FileState certificate, key;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Caretaker::Caretaker(net::io_context& io, const Config& config, Charge charge)
    : io_(io),
      data_(config.data),
      charge_(std::move(charge)),
      started_(std::chrono::system_clock::now()),
      watch_(io),
      hangup_(io) {
  open_control_socket();
  if (config.metrics) open_metrics(*config.metrics);
  if (!charge_.files) return;
  seen_ = std::make_unique<Seen>(Seen{state_of(charge_.files->certificate), state_of(charge_.files->key)});
  certificate_ends_ = Certificate::load(*charge_.files).not_after();
  watch();
}

Caretaker::~Caretaker() = default;

void Caretaker::open_control_socket() {
  const auto path = data_ / control_socket_name;
  ::unlink(path.c_str());  // of a relay that was killed: the lock on the folder says that none runs
  try {
    const auto before = ::umask(0177);
    struct Back {
      mode_t mask;
      ~Back() { ::umask(mask); }
    } back{before};
    control_ = serve_pages(io_, net::local::stream_protocol::endpoint(path.string()),
                           [this](const std::string& asked) { return page(asked, true); });
  } catch (const boost::system::system_error&) {
    log(LogLevel::warning,
        "no socket could be made in the data folder, so 'twinlamp-relay status' cannot ask this relay; "
        "most often its path is too long");
  }
}

void Caretaker::open_metrics(const MetricsPlace& place) {
  try {
    metrics_ = serve_pages(io_, {net::ip::make_address(place.host), place.port},
                           [this](const std::string& asked) { return page(asked, false); });
  } catch (const boost::system::system_error&) {
    throw StartError("--metrics: another program uses " + place.host + ", port " + std::to_string(place.port) +
                     " already. Stop it, or choose another port.");
  }
}

Figures Caretaker::measure() const {
  auto figures = charge_.figures();
  figures.started = started_;
  figures.certificate_ends = certificate_ends_;
  measure_machine(data_, figures);
  return figures;
}

std::string Caretaker::page(const std::string& path, bool is_private) const {
  if (path == "/metrics") return metrics_text(charge_.counters, measure());
  if (path == "/status" && is_private)
    return "# invitation " + charge_.invitation + "\n# port " + std::to_string(charge_.port) + "\n" + call_lines() +
           metrics_text(charge_.counters, measure());
  return {};
}

void Caretaker::reload_on_signal() {
  hangup_.add(SIGHUP);
  wait_for_signal();
}

void Caretaker::wait_for_signal() {
  hangup_.async_wait([this](error_code cancelled, int) {
    if (cancelled) return;
    reload();
    wait_for_signal();
  });
}

void Caretaker::watch() {
  watch_.expires_after(look_every);
  watch_.async_wait([this](error_code cancelled) {
    if (cancelled) return;
    const Seen now{state_of(charge_.files->certificate), state_of(charge_.files->key)};
    if (now != *seen_) reload();
    watch();
  });
}

// Two files are never replaced at one moment: what does not fit together now is looked at again when either changes.
void Caretaker::reload() {
  if (!charge_.files) return;
  *seen_ = {state_of(charge_.files->certificate), state_of(charge_.files->key)};
  try {
    const auto fresh = Certificate::load(*charge_.files);
    charge_.use_certificate(fresh);
    certificate_ends_ = fresh.not_after();
    charge_.counters.certificate_loads.add();
    log(LogLevel::info, "the certificate was read again");
  } catch (const StartError&) {
    charge_.counters.certificate_faults.add();
    log(LogLevel::warning,
        "the changed certificate cannot be used, the old one still is; 'twinlamp-relay check' tells more");
  }
}

void Caretaker::begin_stop() {
  error_code ignored;
  hangup_.cancel(ignored);
  watch_.cancel();
  if (metrics_) metrics_->close();
  if (control_) control_->close();
  ::unlink((data_ / control_socket_name).c_str());
}

}  // namespace twinlamp::relay
