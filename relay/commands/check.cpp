// `check`: looks at everything that a relay needs, a line each; what is wrong comes with what to do about it.
#include <netdb.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "relay/called.h"
#include "relay/certificate.h"
#include "relay/commands/command.h"
#include "relay/commands/greeting.h"
#include "relay/commands/relay_answer.h"
#include "relay/data_folder.h"
#include "relay/invitation_line.h"
#include "relay/invites.h"
#include "relay/private_file.h"
#include "relay/running_settings.h"
#include "relay/start_error.h"
#include "relay/store_schema.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;
namespace net = boost::asio;
using std::chrono::system_clock;

constexpr std::uintmax_t read_whole = 256ull << 20;
constexpr std::uint64_t disk_wanted = 1ull << 30;
constexpr std::uint64_t disk_needed = 64ull << 20;
// Of one that means ill, measured: TLS and a member of a room 25 KiB, half a record 20, half of the longest frame 66, a
// small outbox 32, a record on its way out 17.
constexpr std::uint64_t connection_bytes = 160 * 1024;
constexpr std::uint64_t store_bytes = 64ull << 20;    // what waits to be written
constexpr std::uint64_t beside_bytes = 128ull << 20;  // the program, its database's caches, the addresses it remembers
constexpr std::uint64_t descriptors_beside = 64;
constexpr std::chrono::days certificate_warning{14};

const Form form{
    "check",
    "Looks at everything that a relay needs: settings, data, certificate, disk, port, clock, limits. A line "
    "each; what is not as it should be comes with what to do about it. It changes nothing.",
    "\nBeside a relay that runs it goes by what that one was started with; flags that you give here win, and it says which of them differ. Of one that "
    "does not run, give it the flags that it is to be started with. Exit code: 0 it can run (perhaps with a warning), 1 "
    "something has to be mended first.",
    true};

class Report {
public:
  void fine(const char* what, const std::string& text) { line("ok  ", what, text); }
  void warn(const char* what, const std::string& text) {
    ++warnings_;
    line("look", what, text);
  }
  void wrong(const char* what, const std::string& text) {
    ++faults_;
    line("MEND", what, text);
  }
  int end() const {
    if (faults_ > 0) {
      std::cout << "\nThe relay cannot work like this: " << count_text(faults_, "thing has", "things have")
                << " to be mended.\n";
    } else if (warnings_ > 0) {
      std::cout << "\nThe relay can run; " << count_text(warnings_, "thing is", "things are") << " worth a look.\n";
    } else {
      std::cout << "\nEverything is as it should be.\n";
    }
    return faults_ > 0 ? 1 : 0;
  }

private:
  static void line(const char* mark, const char* what, const std::string& text) {
    std::string name = what;
    name.resize(13, ' ');
    std::cout << mark << "  " << name << text << '\n';
  }
  std::uint64_t faults_ = 0, warnings_ = 0;
};

// "yes" is said by no exception.
template <class Try>
void report_try(Report& report, const char* what, Try attempt) {
  try {
    attempt();
  } catch (const std::exception& problem) {
    report.wrong(what, problem.what());
  }
}

std::string user_of(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? std::to_string(status.st_uid) : "nobody";
}

void check_settings(Report& report, const Config& config) {
  report.fine("settings", config.file.empty() ? "from flags; there is no file ('" + command("init") + "' writes one)."
                                              : "from " + config.file.string() + ".");
}

void check_settings(Report& report, const RunningSettings& running) {
  const auto& file = running.config.file;
  const auto own = "those that the running relay was started with" + (file.empty() ? std::string(" (flags, no file)") : ", with " + file.string());
  if (running.differing.empty()) return report.fine("settings", own + ".");
  std::string names;
  for (const auto& name : running.differing) names += (names.empty() ? "" : ", ") + name;
  report.warn("settings", own + "; but " + names + " as given here, which the running relay has otherwise. Restart it with that to take it.");
}

void warn_of_own_name(Report& report, const std::string& host) {
  report.warn("name", "the invitation line names this machine '" + host +
                          "', which others may not find. Set name to how people's apps find it.");
}

// Before it runs, a name can only be looked up.
void look_up_name(Report& report, const Config& config) {
  if (config.name.empty()) return warn_of_own_name(report, invitation_of(config, {}, 1).host);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(config.name.c_str(), nullptr, &hints, &found);
  if (failed == 0) {
    ::freeaddrinfo(found);
    return report.fine("name", config.name + " is found.");
  }
  report.warn("name", config.name +
                          " is not found from here. Check its DNS entry; if only other machines know it, all is well.");
}

// What an app would meet that follows the running relay's own invitation line.
void ask_there(Report& report, const Invitation& line) {
  const auto shown = (line.host.find(':') == std::string::npos ? line.host : "[" + line.host + "]") + ":" +
                     std::to_string(line.port);
  const std::string elsewhere =
      " If only other machines can reach it so, try from one of them: curl -k https://" + shown + "/healthz";
  const auto found = greet(line.host, line.port);
  switch (found.answer) {
    case Greeting::Answer::unknown_name:
      return report.warn("name", line.host + " is not found from here. Check its DNS entry." + elsewhere);
    case Greeting::Answer::silence:
      return report.warn("name", "nothing answers at " + shown +
                                     ". Does the name point to this machine, and is the port open in the firewall?" + elsewhere);
    case Greeting::Answer::too_many:
      return report.warn("name", shown + " takes no more connections from here just now. Try again in a minute.");
    case Greeting::Answer::no_tls:
    case Greeting::Answer::no_relay:
      return report.wrong("name", "another program answers at " + shown +
                                      ". Point the name and the port to this relay, or set name to where it is.");
    case Greeting::Answer::cut_through:
      return report.wrong("name", "something before the relay ends TLS at " + shown +
                                      ", and the apps will refuse it. Name it in behind-proxy, with its proxy-kind.");
    case Greeting::Answer::relay: break;
  }
  if (found.relay_id != line.relay_id)
    return report.wrong("name", "another relay answers at " + shown + ", with the key " + to_base64url(found.relay_id) +
                                    ". Point the name and the port to this machine.");
  if (found.binding != line.binding)
    return report.wrong("name", "the relay at " + shown + " says binding=" + (found.binding == Binding::none ? "none" : "exporter") +
                                    ", its invitation the other. Is a second relay running with this key?");
  if (found.binding == Binding::none && !found.is_certificate_trusted)
    return report.wrong("name", "the proxy's certificate at " + shown +
                                    " is not an authority's for that name, and the apps will refuse it.");
  report.fine("name", "this relay answers at " + shown + (found.binding == Binding::none ? ", through a proxy that ends TLS." : "."));
}

void check_name(Report& report, const Config& config, const std::optional<RelayAnswer>& running) {
  const auto line = running ? parse_invitation(running->invitation()) : Result<Invitation>(Error{ErrorCode::refused, "none"});
  if (!line) return look_up_name(report, config);
  if (!config.name.empty() && config.name != line->host)
    return report.warn("name", "the running relay says " + line->host + " in its invitation, and the settings say " + config.name +
                                   ". Restart it to take that.");
  ask_there(report, *line);
  if (config.name.empty() && line->host == invitation_of(config, {}, 1).host) warn_of_own_name(report, line->host);
}

void check_data(Report& report, const Config& config) {
  const auto& data = config.data;
  std::error_code none;
  if (!fs::exists(data, none)) {
    const auto parent = fs::absolute(data).parent_path();
    return report.fine("data", data.string() + " is made on the first start" +
                                   (fs::exists(parent, none) ? "." : ", with the folders above it."));
  }
  if (is_on_read_only_disk(data))
    return report.wrong("data", "the disk under " + data.string() +
                                    " is read-only. Most often it has found an error in itself ('dmesg' tells): check "
                                    "and mount it anew, or choose another folder.");
  if (::access(data.c_str(), R_OK | W_OK | X_OK) != 0)
    return report.wrong(
        "data", data.string() + " belongs to user " + user_of(data) +
                    ", and this user cannot use it. Run this as that user or as root, or choose another folder.");
  struct stat status {};
  ::stat(data.c_str(), &status);
  if ((status.st_mode & 077) != 0)
    return report.warn("data", data.string() + " can be looked into by others. Run: chmod 700 " + data.string());
  report.fine("data", data.string() + " is private and can be written to.");
}

void check_identity(Report& report, const Config& config) {
  if (!fs::exists(config.data / "relay.key")) return report.fine("identity", "is made on the first start.");
  report_try(report, "identity", [&] {
    relay_id_in(config.data);
    report.fine("identity", "relay.key is whole. Keep a copy of it: '" + command("backup FILE") + "'.");
  });
}

void check_database(Report& report, const Config& config) {
  const auto file = config.data / database_name;
  std::error_code none;
  if (is_half_restored(config.data) || (fs::exists(file) && fs::exists(config.data / damage_mark_name, none)))
    return report_try(report, "database", [&] { require_startable(config.data); });
  if (!fs::exists(file)) return report.fine("database", "is made on the first start.");
  const auto size = fs::file_size(file, none);
  Sql sql(file.string(), SQLITE_OPEN_READONLY);
  sqlite3_busy_timeout(sql.handle(), 10'000);
  // A large one is read by the relay itself, in the background: here it would keep the log from shrinking meanwhile.
  const bool is_large = size > read_whole;
  Statement check(sql, is_large ? "SELECT CASE count(*) WHEN 0 THEN 'empty' ELSE 'ok' END FROM sqlite_schema"
                                : "PRAGMA quick_check(1)");
  auto rows = check();
  const bool answered = rows.next();
  if (answered && text_of(rows.bytes(0)) == "ok") {
    return report.fine(
        "database",
        (is_large ? "opens; the relay reads it all for damage while it runs; " : "is whole; ") + size_text(size) + ".");
  }
  const bool damaged = answered || sql.failure() == SQLITE_CORRUPT || sql.failure() == SQLITE_NOTADB;
  report.wrong("database", damaged ? file.string() +
                                         " is damaged. Stop the relay, move that folder away, and put the last "
                                         "backup back: " + command("restore FILE")
                                   : file.string() + " cannot be read. Check who owns it.");
}

void check_invites(Report& report, const Config& config) {
  report_try(report, "invites", [&] {
    const auto invites = InviteFile(config.data).read();
    const auto open = std::count_if(invites.begin(), invites.end(),
                                    [](const Invite& one) { return !one.is_spent() && !one.is_over(today()); });
    if (!config.invited_only) return;
    if (open == 0 && config.limits.rooms.invite_token.empty())
      return report.warn("invites",
                         "new pairs need an invite, and there is none. '" + command("invite new") + "' makes one.");
    report.fine("invites", count_text(static_cast<std::uint64_t>(open), "invite is", "invites are") + " open.");
  });
}

void check_certificate(Report& report, const Config& config) {
  const bool own = config.certificate.empty();
  if (own && config.behind_proxy)
    return report.fine("certificate", "none: the proxy in front ends TLS. Its certificate has to be an authority's.");
  const CertificateFiles files = own ? CertificateFiles{config.data / "tls.crt", config.data / "tls.key"}
                                     : CertificateFiles{config.certificate, config.certificate_key};
  if (own && !fs::exists(files.certificate)) return report.fine("certificate", "is made on the first start.");
  report_try(report, "certificate", [&] {
    const auto certificate = Certificate::load(files);
    const auto now = system_clock::now();
    const auto left = std::chrono::floor<std::chrono::days>(certificate.not_after() - now);
    const auto last = day_text(std::chrono::floor<std::chrono::days>(certificate.not_after()));
    if (certificate.not_before() > now)
      return report.wrong("certificate",
                          files.certificate.string() + " is not good yet. Is this machine's clock right?");
    if (certificate.not_after() <= now)
      return report.wrong("certificate", files.certificate.string() + " has ended on " + last +
                                             ". Renew it; a running relay takes the new one by itself.");
    if (left < certificate_warning)
      return report.warn("certificate", files.certificate.string() + " ends on " + last + ". Does its renewal work?");
    if (!own && !config.name.empty() && !certificate.is_for(config.name))
      return report.warn("certificate",
                         files.certificate.string() + " is not made out to " + config.name + ". The apps do not mind.");
    report.fine("certificate", std::string(own ? "made by itself" : "of an authority") + ", good until " + last + ".");
  });
}

void check_disk(Report& report, const Config& config) {
  std::error_code none;
  auto at = fs::absolute(config.data);
  while (!fs::exists(at, none) && at.has_relative_path()) at = at.parent_path();
  const auto space = fs::space(at, none);
  if (none)
    return report.wrong("disk", "how much is free under " + at.string() + " cannot be learnt. Check who owns it.");
  const auto free_text = size_text(space.available) + " free";
  if (space.available < disk_needed)
    return report.wrong("disk",
                        free_text + ". The relay refuses what it cannot store: make room, or move data elsewhere.");
  if (space.available < disk_wanted) return report.warn("disk", free_text + ". That is little; make room in time.");
  report.fine("disk", free_text + ".");
}

// Whether somebody listens there already is learnt by trying.
std::optional<boost::system::error_code> try_port(const std::string& host, std::uint16_t port) {
  boost::system::error_code error;
  net::io_context io;
  const net::ip::tcp::endpoint at(net::ip::make_address(host), port);
  net::ip::tcp::acceptor acceptor(io);
  acceptor.open(at.protocol(), error);
  if (error) return std::nullopt;
  acceptor.set_option(net::socket_base::reuse_address(true), error);
  acceptor.bind(at, error);
  if (!error) acceptor.listen(1, error);
  return error;
}

void check_port(Report& report, const Config& config, const std::optional<RelayAnswer>& running) {
  const auto& [host, port] = std::pair(config.listener.host, config.listener.port);
  const auto shown = (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
  if (!running && is_relay_running(config.data))
    return report.warn("port", "not tried: most likely the running relay, which cannot be asked, holds it.");
  const bool is_its_own = running && (running->port() == 0 || port == 0 || running->port() == port);
  if (is_its_own) return report.fine("port", "this relay runs and listens.");
  const auto now =
      running ? "the running relay listens on port " + std::to_string(running->port()) + "; " : std::string();
  auto tried = try_port(host, port);
  if (!tried && host == "::") tried = try_port("0.0.0.0", port);
  if (!tried) return report.wrong("port", "this machine has no network of that kind for " + shown + ". Change listen.");
  if (!*tried && running)
    return report.warn("port",
                       now + "by the settings it should be " + shown + ", which is free. Restart it to take that.");
  if (!*tried) return report.fine("port", shown + " is free. It has to be open in the firewall, for TCP.");
  if (*tried == net::error::address_in_use)
    return report.wrong("port",
                        now + "another program uses " + shown + ". Stop it, or choose another port with listen.");
  if (*tried == net::error::access_denied)
    return report.wrong("port", "only root may use " + shown +
                                    ". Choose a port above 1023, or let systemd open it (twinlamp-relay.socket).");
  report.wrong("port", shown + " cannot be listened on. It has to be an address of this machine.");
}

void check_metrics(Report& report, const Config& config, bool is_running) {
  if (!config.metrics || is_running) return;
  const auto tried = try_port(config.metrics->host, config.metrics->port);
  const auto shown = config.metrics->host + ", port " + std::to_string(config.metrics->port);
  if (tried && !*tried) return report.fine("metrics", shown + " is free.");
  report.wrong("metrics", "another program uses " + shown + ". Choose another port with metrics.");
}

// Logins do not need a right clock, certificates and the lives of envelopes do.
void check_clock(Report& report, const Config& config) {
  timex state{};
  const int kept = ::adjtimex(&state);
  std::error_code none;
  const auto database = config.data / database_name;
  const auto written = fs::last_write_time(database, none);
  if (!none && written > fs::file_time_type::clock::now() + std::chrono::hours(1))
    return report.wrong(
        "clock",
        "it has gone back: the database was written in what is now the future. Set the clock before the relay starts.");
  if (kept == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
    return report.warn("clock", "nothing keeps it right. Install one that does: apt install systemd-timesyncd");
  report.fine("clock", "it is kept right.");
}

std::uint64_t memory_bytes() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  for (std::uint64_t kib = 0; file >> name >> kib; file.ignore(64, '\n')) {
    if (name == "MemTotal:") return kib << 10;
  }
  return 0;
}

void check_limits(Report& report, const Config& config) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  const auto connections = config.listener.max_connections;
  if (files.rlim_max != RLIM_INFINITY && files.rlim_max < connections + descriptors_beside)
    report.warn("limits", "a process of this user may open " + std::to_string(files.rlim_max) +
                              " files, and the limit connections is " + std::to_string(connections) +
                              ". Raise LimitNOFILE (the systemd unit does), or lower the limit.");
  const auto others = config.listener.connection.all_outboxes_bytes + store_bytes + beside_bytes;
  const auto needed = connections * connection_bytes + others, there = memory_bytes();
  const auto usable = there / 4 * 3;  // as the systemd unit's MemoryHigh
  if (there > 0 && needed > usable)
    return report.warn("limits", std::to_string(connections) + " connections of attackers could need " +
                                     size_text(needed) + " of memory, and there is " + size_text(there) + ". " +
                                     (usable > others + connection_bytes
                                          ? "Lower the limit connections to " +
                                                std::to_string((usable - others) / connection_bytes) + "."
                                          : "Lower the limit outboxes-mib."));
  report.fine("limits", "up to " + std::to_string(connections) + " connections, which need at most about " +
                            size_text(needed) + " of memory, all of them attackers'.");
}

std::optional<RelayAnswer> running_relay(Report& report, const Config& config) {
  try {
    return ask_relay(config.data);
  } catch (const StartError& problem) {
    report.warn("running", problem.what());
    return std::nullopt;
  }
}

}  // namespace

int run_check(int count, const char* const* arguments) {
  Report report;
  std::optional<Config> config;
  try {
    config = read_config(count, arguments, form);
  } catch (const UsageError&) {
    throw;
  } catch (const StartError& problem) {
    report.wrong("settings", problem.what());
    return report.end();
  }
  if (!config) return 0;
  const auto running = running_relay(report, *config);
  if (running && !running->folder().empty()) {
    auto settings = read_running_settings(running->arguments(), running->folder(), count, arguments, form);
    settings.config.data = config->data;
    config = std::move(settings.config);
    check_settings(report, RunningSettings{*config, std::move(settings.differing)});
  } else {
    check_settings(report, *config);
  }
  check_name(report, *config, running);
  check_data(report, *config);
  check_identity(report, *config);
  check_database(report, *config);
  check_invites(report, *config);
  check_certificate(report, *config);
  check_disk(report, *config);
  check_port(report, *config, running);
  check_metrics(report, *config, running.has_value());
  check_clock(report, *config);
  check_limits(report, *config);
  return report.end();
}

}  // namespace twinlamp::relay
