#include "relay/home.h"

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <iostream>
#include <mutex>
#include <set>

#include "protocol/pairing/invitation.h"
#include "relay/called.h"
#include "relay/commands/command.h"
#include "relay/descriptor.h"
#include "relay/home_addresses.h"
#include "relay/home_watch.h"
#include "relay/invitation_line.h"
#include "relay/invites.h"
#include "relay/private_file.h"
#include "relay/server.h"
#include "relay/start_error.h"
#include "relay/store_sqlite.h"
#include "relay/system_random.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;

constexpr const char* port_file = "home.port";
constexpr const char* invite_file = "home.invite";
constexpr std::chrono::seconds goodbye{1};  // a person waits for it, and two laptops answer at once or not at all
constexpr std::uint16_t usual_port = 7417, last_port = 7517;

// Why it cannot start, for the program that started it.
struct HomeError : StartError {
  HomeError(const char* its_reason, const std::string& sentence, std::uint16_t its_port = 0)
      : StartError(sentence), reason(its_reason), port(its_port) {}
  const char* reason;
  std::uint16_t port;  // that was wanted; 0 = none in particular
};

void make_folder(const fs::path& data) {
  std::error_code error;
  const bool made = fs::create_directories(data, error);
  if (!error && made) fs::permissions(data, fs::perms::owner_all, error);
  if (error || ::access(data.c_str(), R_OK | W_OK | X_OK) != 0)
    throw HomeError("data", "The folder " + data.string() +
                                " cannot be written to. Check who owns it and whether the disk is full, or choose "
                                "another one with --data.");
}

Descriptor bind_any(int family, std::uint16_t port) {
  Descriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return Descriptor();
  const int yes = 1, no = 0;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  const bool is_v6 = family == AF_INET6;
  if (is_v6) ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  const auto* address = is_v6 ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
  const auto size = static_cast<socklen_t>(is_v6 ? sizeof v6 : sizeof v4);
  if (::bind(socket.get(), address, size) == 0 && ::listen(socket.get(), SOMAXCONN) == 0) return socket;
  return Descriptor();
}

// Not open: another program has it.
Descriptor listen_at(std::uint16_t port) {
  auto socket = bind_any(AF_INET6, port);
  const int problem = errno;
  if (socket.is_open() || problem == EADDRINUSE) return socket;
  return bind_any(AF_INET, port);  // a machine without IPv6
}

std::optional<std::uint16_t> remembered_port(const fs::path& data) {
  const auto kept = read_small(data / port_file, 16);
  if (!kept) return std::nullopt;
  std::uint16_t port = 0;
  const auto text = text_of(*kept);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc() && end != text.data() && port > 0 ? std::optional(port) : std::nullopt;
}

// Of the home relays in the folders beside this one. Whether they run or not, somebody's laptop looks for them there: one that was left and
// has still to tell it, say.
std::set<std::uint16_t> ports_beside(const fs::path& data) {
  std::set<std::uint16_t> ports;
  std::error_code problem;
  for (fs::directory_iterator each(fs::absolute(data).parent_path(), problem), end; !problem && each != end; each.increment(problem)) {
    if (::access((each->path() / port_file).c_str(), R_OK) != 0) continue;
    if (const auto port = remembered_port(each->path())) ports.insert(*port);
  }
  return ports;
}

Descriptor listen_at_home(const fs::path& data, std::uint16_t& port) {
  if (const auto kept = remembered_port(data)) {
    port = *kept;
    if (auto socket = listen_at(port); socket.is_open()) return socket;
    throw HomeError("port-taken", "Another program uses port " + std::to_string(port) +
                                      ", under which your partner's laptop knows this relay. Stop that program; or "
                                      "delete " + (data / port_file).string() +
                                      " to take another port, and tell your partner the new address.",
                    port);
  }
  const auto theirs = ports_beside(data);
  for (port = usual_port; port <= last_port; ++port) {
    if (theirs.contains(port)) continue;
    auto socket = listen_at(port);
    if (!socket.is_open()) continue;
    write_private(data / port_file, bytes_of(std::to_string(port) + "\n"));
    return socket;
  }
  throw HomeError("other", "Every port from " + std::to_string(usual_port) + " to " + std::to_string(last_port) +
                                    " is used by another program. Choose one with --listen.");
}

// Made once, and the same from then on: the partner's laptop has it in its invitation. What cannot be one any more (somebody has
// written into the file) is made anew.
std::string invite_at_home(const fs::path& data) {
  if (const auto kept = read_small(data / invite_file, 128)) {
    std::string token(text_of(*kept));
    while (token.ends_with('\n')) token.pop_back();
    if (is_invite(token)) return token;
  }
  SystemRandom random;
  const auto token = make_invite_token(random);
  write_private(data / invite_file, bytes_of(token + "\n"));
  return token;
}

std::string with_port(const std::string& host, std::uint16_t port) {
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

// The one that the invitation names: as chosen, else the best that there is now.
std::string best_host(const Config& config, const std::vector<HomeAddress>& addresses) {
  if (!config.name.empty()) return config.name;
  return addresses.empty() ? "127.0.0.1" : addresses.front().address;
}

const char* who_reaches(Reach reach) {
  switch (reach) {
    case Reach::network:
      return "on this network";
    case Reach::vpn:
      return "VPN";
    case Reach::internet:
      return "internet";
    case Reach::only_here:
      break;
  }
  return "only this machine";
}

class Speaker {
public:
  Speaker(const Config& config, std::uint16_t port, PublicKey relay_id) : config_(config), port_(port), id_(relay_id) {
    const auto& token = config.limits.rooms.invite_token;
    if (is_invite(token)) invite_ = token;
  }

  void begin() {
    addresses_ = home_addresses(interface_addresses());
    if (is_for_program()) {
      std::cout << "relay " << to_base64url(id_) << '\n';
      if (!invite_.empty()) std::cout << "invite " << invite_ << '\n';
      std::cout << "port " << port_ << '\n';
      say_addresses();
      std::cout << "ready" << std::endl;
      return;
    }
    std::cout << "This machine is now a relay for the two of you. Leave it running; Ctrl-C stops it.\n\n";
    say_addresses();
    explain();
    std::cout << "\nInvitation: " << invitation() << "\nReady." << std::endl;
  }

  void look_again() {
    const std::lock_guard lock(mutex_);
    auto now = home_addresses(interface_addresses());
    if (now == addresses_) return;
    addresses_ = std::move(now);
    if (!is_for_program())
      std::cout << "\nThis machine has other addresses now. Where the one that your partner's laptop knows is gone, they "
                   "paste the new line (Settings, Relay).\n";
    say_addresses();
    if (!is_for_program()) std::cout << "Invitation: " << invitation() << '\n';
    std::cout << std::flush;
  }

  void say_told(const RoomId& room, std::uint8_t slot) {
    const std::lock_guard lock(mutex_);
    if (is_for_program()) std::cout << "told " << to_hex(room) << ' ' << int{slot} << std::endl;
  }

private:
  bool is_for_program() const { return config_.own.contains("lines"); }
  std::uint16_t told_port() const { return config_.name_port != 0 ? config_.name_port : port_; }

  std::string invitation() const {
    Invitation line;
    line.host = best_host(config_, addresses_);
    line.port = config_.name.empty() ? port_ : told_port();
    line.relay_id = id_;
    line.invite = invite_;
    return line.text();
  }

  void say_addresses() const {
    if (is_for_program()) {
      std::cout << "addresses " << addresses_.size() << '\n';
      for (const auto& each : addresses_)
        std::cout << "address " << name_of(each.reach) << ' ' << each.address << ' ' << each.interface << '\n';
      std::cout << std::flush;
      return;
    }
    std::cout << "It can be reached at:\n";
    for (const auto& each : addresses_) {
      std::string line = "  " + std::string(who_reaches(each.reach));
      line.resize(21, ' ');
      std::cout << line << with_port(each.address, port_) << "  (" << each.interface << ")\n";
    }
  }

  void explain() const {
    const auto test = with_port(best_host(config_, addresses_), config_.name.empty() ? port_ : told_port());
    std::cout
        << "\nFrom another home: let the router pass TCP port " << port_
        << " on to this machine. Only you can do that, on the router's own page; nobody was asked\nwhether it is so. "
           "Then start this with --name and the router's address as the internet sees it: --name HOST or --name "
           "HOST:PORT.\nWhere a router gives each machine an address of its own (\"internet\" above), it has to let "
           "that port in.\n"
        << "\nHow the other can test it: open https://" << test
        << "/healthz in a browser. It warns of the certificate, which is to be expected (this\nrelay made its own, and "
           "the apps know it by its key); then it shows \"ok\". Or: "
        << client_name() << " relay-test " << test << "\n";
  }

  const Config& config_;
  const std::uint16_t port_;
  const PublicKey id_;
  std::string invite_;
  std::mutex mutex_;  // over the lines that come once it runs
  std::vector<HomeAddress> addresses_;
};

// Its end goes with the end of the program that holds its input, however that comes about.
void die_with_parent() {
  if (!HomeWatch::is_held(STDIN_FILENO)) return;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
}

int serve(Config config) {
  make_folder(config.data);
  if (is_relay_running(config.data))
    throw HomeError("runs-already", "A relay runs on the folder " + config.data.string() +
                                        " already. Use that one, or stop it first.");
  config.listener.connection.goodbye = goodbye;
  if (config.limits.rooms.invite_token.empty()) config.limits.rooms.invite_token = invite_at_home(config.data);
  if (!config.is_listen_chosen) {
    std::uint16_t port = 0;
    config.listener.inherited = listen_at_home(config.data, port).release();
  }
  Server server(config);
  server.stop_on_signals(true);  // a terminal window that is closed
  Speaker speaker(config, server.port(), server.relay_id());
  speaker.begin();
  server.on_told([&speaker](const RoomId& room, std::uint8_t slot) { speaker.say_told(room, slot); });
  const HomeWatch watch(STDIN_FILENO, {[&server] { server.stop(); }, [&speaker] { speaker.look_again(); }});
  const auto trouble = server.run();
  server.on_told({});  // the speaker goes before it
  if (!trouble.empty()) throw HomeError("data", trouble);
  return 0;
}

}  // namespace

int run_home(Config config) {
  die_with_parent();
  const bool is_for_program = config.own.contains("lines");
  try {
    return serve(std::move(config));
  } catch (const HomeError& problem) {
    if (!is_for_program) throw;
    if (problem.port != 0) std::cout << "port " << problem.port << '\n';
    std::cout << "failed " << problem.reason << ' ' << problem.what() << std::endl;
  } catch (const StoreError& problem) {
    if (!is_for_program) throw;
    std::cout << "failed data " << problem.what() << std::endl;
  } catch (const StartError& problem) {
    if (!is_for_program) throw;
    std::cout << "failed data " << problem.what() << std::endl;
  } catch (const std::exception& problem) {
    if (!is_for_program) throw;
    std::cout << "failed other " << problem.what() << std::endl;
  }
  return 1;
}

}  // namespace twinlamp::relay
