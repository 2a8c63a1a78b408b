#include "relay/server.h"

#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "protocol/pairing/invitation.h"
#include "relay/identity.h"
#include "relay/log.h"
#include "relay/start_error.h"
#include "relay/store_sqlite.h"
#include "relay/system_random.h"
#include "relay/tls.h"

namespace twinlamp::relay {

namespace net = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

namespace {

constexpr std::chrono::hours sweep_every{1};
constexpr std::chrono::seconds stop_grace{8};

Now current_time() {
  const auto mono = std::chrono::steady_clock::now().time_since_epoch();
  const auto wall = std::chrono::system_clock::now();
  return {MonoTime(std::chrono::duration_cast<Monotonic::duration>(mono)),
          std::chrono::time_point_cast<std::chrono::milliseconds>(wall)};
}

fs::path make_data_folder(const fs::path& data) {
  std::error_code error;
  const bool made = fs::create_directories(data, error);
  if (error) throw StartError("The folder " + data.string() + " cannot be made. Choose another one with --data.");
  if (made) fs::permissions(data, fs::perms::owner_all, error);
  if (error || ::access(data.c_str(), R_OK | W_OK | X_OK) != 0) {
    throw StartError("The folder " + data.string() +
                     " cannot be written to. Check who owns it, or choose another one with --data.");
  }
  return data;
}

std::uint64_t count_rooms(StoreEngine& engine) {
  const auto results = engine.apply({{0, {}, store::CountRooms{}}});
  const auto* count = results.empty() ? nullptr : std::get_if<store::RoomCount>(&results.front().reply);
  return count != nullptr ? count->rooms : 0;
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

std::string shown_host(const std::string& listened) {
  error_code error;
  const auto address = net::ip::make_address(listened, error);
  if (error || address.is_unspecified()) return host_name();
  return listened;
}

}  // namespace

class Server::Impl {
public:
  explicit Impl(const Config& config)
      : name_(config.name),
        host_(config.listener.host),
        name_port_(config.name_port),
        behind_proxy_(config.behind_proxy),
        data_(make_data_folder(config.data)),
        keys_(load_or_make_relay_keys(data_, random_)),
        tls_(tls_of(config)),
        engine_(std::make_unique<SqliteStore>(SqliteOptions{data_})),
        rooms_at_start_(count_rooms(*engine_)),
        work_(net::make_work_guard(io_)),
        store_(std::make_unique<StoreThread>(std::move(engine_),
                                             [this](auto results) { post_results(std::move(results)); })),
        hub_(config.limits, rooms_at_start_, random_, *store_, current_time),
        session_host_{keys_, random_, hub_, config.session},
        listener_(io_, config.listener, tls_.get(), random_,
                  [this](Transport& transport, Peer peer) { return open(transport, std::move(peer)); }),
        alarm_(io_),
        sweeper_(io_),
        grace_(io_),
        signals_(io_) {
    hub_.on_deadline([this] { arm(); });
    listener_.on_empty([this] { finish(); });
    listener_.start();
    sweep();
  }

  void run() { io_.run(); }

  void stop() {
    net::post(io_, [this] { begin_stop(); });
  }

  void stop_on_signals() {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](error_code error, int) {
      if (error) return;
      signals_.clear();
      begin_stop();
    });
  }

  std::uint16_t port() const { return listener_.port(); }
  PublicKey relay_id() const { return keys_.public_key; }

  std::string invitation() const {
    Invitation line;
    line.host = name_.empty() ? shown_host(host_) : name_;
    line.port = name_port_ != 0 ? name_port_ : port();
    line.relay_id = keys_.public_key;
    line.binding = behind_proxy_ ? Binding::none : Binding::exporter;
    return line.text();
  }

private:
  std::unique_ptr<net::ssl::context> tls_of(const Config& config) const {
    if (!config.certificate.empty()) return make_tls({config.certificate, config.certificate_key});
    return config.behind_proxy ? nullptr : make_tls(load_or_make_certificate(data_));
  }

  std::unique_ptr<TransportHandler> open(Transport& transport, Peer peer) {
    if (behind_proxy_) peer.channel_binding.clear();  // the TLS that we see is the proxy's, not the client's
    return std::make_unique<Session>(session_host_, transport, std::move(peer));
  }

  void post_results(std::vector<store::Result> results) {
    net::post(io_, [this, results = std::move(results)]() mutable {
      hub_.handle_results(std::move(results));
      if (hub_.is_stopping()) say_goodbye_when_drained();
    });
  }

  // One system timer for all of the hub's deadlines.
  void arm() {
    const auto next = hub_.next_deadline();
    if (next == armed_for_) return;
    armed_for_ = next;
    alarm_.cancel();
    if (!next || hub_.is_stopping()) return;
    const auto since = std::chrono::duration_cast<std::chrono::steady_clock::duration>(next->time_since_epoch());
    alarm_.expires_at(std::chrono::steady_clock::time_point(since));
    alarm_.async_wait([this](error_code cancelled) {
      if (cancelled) return;
      armed_for_.reset();
      hub_.handle_time();
      arm();
    });
  }

  void sweep() {
    hub_.sweep();
    sweeper_.expires_after(sweep_every);
    sweeper_.async_wait([this](error_code cancelled) {
      if (!cancelled) sweep();
    });
  }

  // Stopping: no new connections or frames; what was accepted is committed and answered; then everyone is told.
  void begin_stop() {
    if (hub_.is_stopping()) return;
    log(LogLevel::info, "stopping; connections", listener_.connections());
    hub_.begin_stop();
    error_code ignored;
    signals_.cancel(ignored);
    sweeper_.cancel();
    alarm_.cancel();
    grace_.expires_after(stop_grace);
    grace_.async_wait([this](error_code cancelled) {
      if (!cancelled) listener_.drop_all();
    });
    say_goodbye_when_drained();
  }

  void say_goodbye_when_drained() {
    if (!hub_.is_drained() || said_goodbye_) return;
    said_goodbye_ = true;
    hub_.dismiss_all();
    listener_.begin_stop();
  }

  void finish() {
    grace_.cancel();
    work_.reset();
  }

  const std::string name_, host_;
  const std::uint16_t name_port_;
  const bool behind_proxy_;
  const fs::path data_;
  SystemRandom random_;
  const SigningKeys keys_;
  std::unique_ptr<net::ssl::context> tls_;
  std::unique_ptr<StoreEngine> engine_;
  const std::uint64_t rooms_at_start_;
  net::io_context io_{1};
  net::executor_work_guard<net::io_context::executor_type> work_;
  std::unique_ptr<StoreThread> store_;
  Hub hub_;
  SessionHost session_host_;
  Listener listener_;
  net::steady_timer alarm_, sweeper_, grace_;
  net::signal_set signals_;
  std::optional<MonoTime> armed_for_;
  bool said_goodbye_ = false;
};

Server::Server(const Config& config) : impl_(std::make_unique<Impl>(config)) {}
Server::~Server() = default;
std::uint16_t Server::port() const {
  return impl_->port();
}
PublicKey Server::relay_id() const {
  return impl_->relay_id();
}
std::string Server::invitation() const {
  return impl_->invitation();
}
void Server::stop_on_signals() {
  impl_->stop_on_signals();
}
void Server::run() {
  impl_->run();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace twinlamp::relay
