#include "relay/server.h"

#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstring>
#include <map>
#include <thread>

#include "relay/caretaker.h"
#include "relay/data_folder.h"
#include "relay/early_news.h"
#include "relay/identity.h"
#include "relay/invitation_line.h"
#include "relay/invites.h"
#include "relay/lane.h"
#include "relay/listener.h"
#include "relay/log.h"
#include "relay/machine_time.h"
#include "relay/private_file.h"
#include "relay/service_manager.h"
#include "relay/start_error.h"
#include "relay/store_sqlite.h"
#include "relay/tls.h"

namespace twinlamp::relay {

namespace net = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

namespace {

constexpr std::chrono::minutes keep_age_every{5};
constexpr int ages_to_a_sweep = 12;  // an hour

fs::path make_data_folder(const fs::path& data) {
  std::error_code error;
  const bool made = fs::create_directories(data, error);
  if (error == std::errc::read_only_file_system || (!error && is_on_read_only_disk(data))) {
    throw StartError("The disk under " + data.string() +
                     " is read-only. Most often it has found an error in itself ('dmesg' tells): check and mount it anew, "
                     "or choose another folder with --data.");
  }
  if (error) throw StartError("The folder " + data.string() + " cannot be made. Choose another one with --data.");
  if (made) fs::permissions(data, fs::perms::owner_all, error);
  if (error || ::access(data.c_str(), R_OK | W_OK | X_OK) != 0) {
    throw StartError("The folder " + data.string() +
                     " cannot be written to. Check who owns it, or choose another one with --data.");
  }
  require_startable(data);
  return data;
}

}  // namespace

class Server::Impl {
public:
  explicit Impl(const Config& config)
      : config_(with_defaults_of_lanes(config)),
        data_(make_data_folder(config.data)),
        keys_(load_or_make_relay_keys(data_, random_)),
        certificate_(certificate_files()),
        tls_(certificate_ ? make_tls(*certificate_) : nullptr),
        invites_(invites_of(config)),
        policy_(policy_limits()),
        store_(
            std::make_unique<StoreThread>(make_engine(), [this](auto results) { post_results(std::move(results)); })),
        lanes_(make_lanes()),
        listener_(
            door().turn(), door().crowd(), guests_, config.listener, tls_.get(), random_, counters_,
            [this] { return connections(); },
            [this](Transport& transport, Peer peer) { return open(transport, std::move(peer)); }),
        housekeeper_(io()),
        signals_(io()),
        caretaker_(io(), config_, charge()) {
    if (lanes_.size() > 1) door().sessions().send_on = [this](auto& to, auto& claim) { return send_on(to, claim); };
    listener_.start();
    door().hub().begin();
    keep_age();  // for one that does not come to its first five minutes
    housekeep_later();
    damage_news_.open([this](std::string what) { stop_for(std::move(what)); });
  }

  // What a lane's members still ask of the store is asked before the store ends, and answered to lanes that are there.
  ~Impl() {
    for (auto& lane : lanes_) lane->clear();
    store_.reset();
  }

  std::string run() {
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < lanes_.size(); ++i) threads.emplace_back([&lane = *lanes_[i]] { lane.run(); });
    door().run();
    for (auto& thread : threads) thread.join();
    return damage_;
  }

  void stop() {
    door().post([this] { begin_stop(); });
  }

  void stop_on_signals(bool hangup) {
    if (!hangup) caretaker_.reload_on_signal();
    if (hangup) signals_.add(SIGHUP);
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](error_code error, int) {
      if (error) return;
      signals_.clear();
      begin_stop();
    });
  }

  void on_told(const ToldOfEnd& call) {
    for (auto& lane : lanes_) lane->sessions().on_told = call;
  }

  std::uint16_t port() const { return listener_.port(); }
  PublicKey relay_id() const { return keys_.public_key; }

  std::string invitation() const { return invitation_of(config_, keys_.public_key, port()).text(); }

private:
  // What all connections may have waiting together, each lane has a share of.
  static Config with_defaults_of_lanes(Config config) {
    config.listener.connection.all_outboxes_bytes /= config.threads;
    return config;
  }

  // Unset: a proxy ends TLS, and plain connections come.
  std::optional<CertificateFiles> certificate_files() const {
    if (!config_.certificate.empty()) return CertificateFiles{config_.certificate, config_.certificate_key};
    if (config_.behind_proxy) return std::nullopt;
    return load_or_make_certificate(data_);
  }

  std::unique_ptr<InviteBook> invites_of(const Config& config) const {
    return config.invited_only ? std::make_unique<InviteBook>(data_) : nullptr;
  }

  RoomsPolicyLimits policy_limits() const {
    auto limits = config_.limits.rooms;
    limits.invites = invites_.get();
    return limits;
  }

  std::vector<std::unique_ptr<Lane>> make_lanes() {
    const Commons commons{config_, keys_, *store_, policy_, counters_, calendar_};
    std::vector<std::unique_ptr<Lane>> lanes;
    for (std::size_t i = 0; i < config_.threads; ++i) {
      auto connection = config_.listener.connection;
      connection.may_hand_over = i == 0 && config_.threads > 1;
      lanes.push_back(std::make_unique<Lane>(commons, connection));
    }
    return lanes;
  }

  // Takes connections and logins, and is all there is where there is one thread.
  Lane& door() { return *lanes_.front(); }
  net::io_context& io() { return door().turn().io(); }

  Lane& lane_of(const RoomId& room) {
    if (lanes_.size() == 1 || room == RoomId{}) return door();
    std::uint64_t number = 0;
    std::memcpy(&number, room.data(), sizeof number);  // a room's id is a hash
    return *lanes_[1 + number % (lanes_.size() - 1)];
  }

  bool send_on(Transport& transport, const LoginClaim& claim) {
    transport.hand_over([&lane = lane_of(claim.room), claim](std::unique_ptr<ByteStream> stream, const Caller& caller) {
      lane.take_over(std::move(stream), caller, claim);
    });
    return true;
  }

  Caretaker::Charge charge() {
    return {counters_,
            [this] { return figures(); },
            certificate_,
            [this](const Certificate& fresh) { *tls_ = std::move(*make_tls(fresh)); },  // those that stand keep theirs
            invitation(),
            config_.listener.inherited ? std::uint16_t{0} : port()};
  }

  std::size_t connections() const {
    std::size_t all = 0;
    for (const auto& lane : lanes_) all += lane->crowd().size();
    return all;
  }

  Figures figures() const {
    Figures figures;
    figures.connections = connections();
    for (const auto& lane : lanes_) {
      figures.members += lane->hub().members();
      figures.rooms_here += lane->hub().rooms();
      figures.store_waiting += lane->hub().asked_of_store();
    }
    figures.rooms = policy_.rooms();
    return figures;
  }

  void count(const std::vector<store::Result>& results) {
    counters_.store_answers.add(results.size());
    for (const auto& result : results) {
      if (result.status == store::Status::unavailable) counters_.store_unavailable.add();
    }
  }

  std::unique_ptr<StoreEngine> make_engine() {
    SqliteOptions options;
    options.directory = data_;
    options.on_damage = [this](std::string what) {
      leave_damage_mark(data_);
      damage_news_.tell(std::move(what));
    };
    options.disk_floor = config_.disk_floor;
    auto engine = std::make_unique<SqliteStore>(options);
    calendar_ = Calendar(engine->age(), machine_time(), time_since_boot());
    return engine;
  }

  std::unique_ptr<TransportHandler> open(Transport& transport, Peer peer) {
    if (config_.behind_proxy) peer.channel_binding.clear();  // the TLS that we see is the proxy's, not the client's
    return std::make_unique<Session>(door().sessions(), transport, std::move(peer));
  }

  // On the store's thread. To each lane its own, in their order.
  void post_results(std::vector<store::Result> results) {
    count(results);
    if (lanes_.size() == 1) return door().post_results(std::move(results));
    std::map<Lane*, std::vector<store::Result>> of_lane;
    for (auto& result : results) of_lane[&lane_of(result.room)].push_back(std::move(result));
    for (auto& [lane, its] : of_lane) lane->post_results(std::move(its));
  }

  void housekeep_later() {
    housekeeper_.expires_after(keep_age_every);
    housekeeper_.async_wait([this](error_code cancelled) {
      if (cancelled) return;
      keep_age();
      if (++ages_kept_ % ages_to_a_sweep == 0) door().hub().sweep();
      housekeep_later();
    });
  }

  void keep_age() { door().hub().keep_age(machine_time()); }

  // Going on would answer some with what is there and others with nothing: whoever runs the relay has to know.
  void stop_for(std::string damage) {
    door().post([this, what = std::move(damage)] {
      damage_ = what;
      begin_stop();
    });
  }

  // Stopping: no new connections or frames; what was accepted is committed and answered; then everyone is told.
  void begin_stop() {
    if (door().hub().is_stopping()) return;
    log(LogLevel::info, "stopping; connections", connections());
    error_code ignored;
    signals_.cancel(ignored);
    caretaker_.begin_stop();
    tell_service_manager("STOPPING=1");
    housekeeper_.cancel();
    keep_age();
    for (std::size_t i = 1; i < lanes_.size(); ++i) lanes_[i]->post([&lane = *lanes_[i]] { lane.begin_stop(); });
    door().begin_stop([this] { listener_.begin_stop(); });
  }

  const Config config_;
  const fs::path data_;
  SystemRandom random_;
  Counters counters_;
  const SigningKeys keys_;
  const std::optional<CertificateFiles> certificate_;
  std::unique_ptr<net::ssl::context> tls_;
  std::unique_ptr<InviteBook> invites_;
  SharedPolicy policy_;
  Calendar calendar_{{}, machine_time(), time_since_boot()};
  EarlyNews damage_news_;  // the check of a large database may be through before there are lanes
  std::unique_ptr<StoreThread> store_;
  Guests guests_{config_.listener.connections_an_address};
  std::vector<std::unique_ptr<Lane>> lanes_;
  Listener listener_;
  net::steady_timer housekeeper_;
  int ages_kept_ = 0;
  net::signal_set signals_;
  Caretaker caretaker_;
  std::string damage_;
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
void Server::stop_on_signals(bool hangup) {
  impl_->stop_on_signals(hangup);
}
void Server::on_told(ToldOfEnd call) {
  impl_->on_told(call);
}
std::string Server::run() {
  return impl_->run();
}
void Server::stop() {
  impl_->stop();
}

}  // namespace twinlamp::relay
