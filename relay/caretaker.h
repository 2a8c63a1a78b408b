// Caretaker: what an operator wants of a relay that runs: its certificate taken anew when the files change or on
// SIGHUP, its figures for Prometheus, and its answer to `twinlamp-relay status` on a socket in the data folder
// (control.sock, 0600).
//
// On the relay's io_context, which outlives it and must have run out before it is destroyed. Nothing here stops the
// relay: a certificate that cannot be taken leaves the old one in use, and is logged and counted.
#pragma once

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "relay/certificate.h"
#include "relay/config.h"
#include "relay/metrics.h"
#include "relay/page_server.h"

namespace twinlamp::relay {

inline constexpr const char* control_socket_name = "control.sock";

class Caretaker {
public:
  struct Charge {
    Counters& counters;
    std::function<Figures()> figures;                         // of the relay; the machine's are added here
    std::optional<CertificateFiles> files;                    // of the certificate in use, if it ends TLS
    std::function<void(const Certificate&)> use_certificate;  // for connections that come from now on; or StartError
    std::string invitation;
    std::uint16_t port = 0;  // that it listens on by its settings; 0: on a socket that it was handed
  };

  // Throws StartError where the port for figures cannot be had.
  Caretaker(boost::asio::io_context& io, const Config& config, Charge charge);
  ~Caretaker();

  void reload_on_signal();  // SIGHUP
  void begin_stop();

private:
  struct Seen;

  Figures measure() const;
  std::string page(const std::string& path, bool is_private) const;
  void open_control_socket();
  void open_metrics(const MetricsPlace& place);
  void wait_for_signal();
  void watch();
  void reload();

  boost::asio::io_context& io_;
  const std::filesystem::path data_;
  Charge charge_;
  const std::chrono::system_clock::time_point started_;
  std::unique_ptr<Seen> seen_;
  std::optional<std::chrono::system_clock::time_point> certificate_ends_;
  std::unique_ptr<PageServer> control_, metrics_;
  boost::asio::steady_timer watch_;
  boost::asio::signal_set hangup_;
};

}  // namespace twinlamp::relay
