#include "relay/metrics.h"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

#include "relay/store_schema.h"

namespace twinlamp::relay {

namespace {

namespace fs = std::filesystem;

std::uint64_t size_of(const fs::path& file) {
  std::error_code none;
  const auto size = fs::file_size(file, none);
  return none ? 0 : size;
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

// /proc/self/fd is closed to a process that forbids core dumps. poll() tells of each number whether it is open.
std::uint64_t open_descriptors(std::uint64_t below) {
  std::array<pollfd, 1024> asked{};
  std::uint64_t count = 0;
  for (std::uint64_t first = 0; first < std::min<std::uint64_t>(below, 1u << 20); first += asked.size()) {
    for (std::size_t i = 0; i < asked.size(); ++i) asked[i] = {static_cast<int>(first + i), 0, 0};
    if (::poll(asked.data(), asked.size(), 0) < 0) return count;
    count += static_cast<std::uint64_t>(
        std::count_if(asked.begin(), asked.end(), [](const pollfd& one) { return (one.revents & POLLNVAL) == 0; }));
  }
  return count;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

class Page {
public:
  void counter(const char* name, const char* help, std::uint64_t value) { entry(name, help, "counter", value); }
  void gauge(const char* name, const char* help, std::uint64_t value) { entry(name, help, "gauge", value); }
  void head(const char* name, const char* help, const char* type) {
    text_ += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }
  void line(const std::string& name, std::uint64_t value) { text_ += name + " " + std::to_string(value) + "\n"; }
  void line(const std::string& name, double value) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.2f", value);
    text_ += name + " " + digits + "\n";
  }
  std::string take() { return std::move(text_); }

private:
  void entry(const char* name, const char* help, const char* type, std::uint64_t value) {
    head(name, help, type);
    line(name, value);
  }
  std::string text_;
};

std::uint64_t unix_seconds(std::chrono::system_clock::time_point time) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

void add_counters(Page& page, const Counters& counters) {
  page.counter("twinlamp_connections_total", "Connections taken.", counters.connections.value());
  page.head("twinlamp_turned_away_total", "Connections turned away, by reason.", "counter");
  page.line("twinlamp_turned_away_total{reason=\"full\"}", counters.turned_away_full.value());
  page.line("twinlamp_turned_away_total{reason=\"too_fast\"}", counters.turned_away_fast.value());
  page.line("twinlamp_turned_away_total{reason=\"proxy\"}", counters.proxy_faults.value());
  page.head("twinlamp_logins_total", "Logins whose signature was checked, by outcome.", "counter");
  page.line("twinlamp_logins_total{outcome=\"ok\"}", counters.logins.value());
  page.line("twinlamp_logins_total{outcome=\"refused\"}", counters.logins_refused.value());
  page.head("twinlamp_frames_total", "Frames from clients, by kind.", "counter");
  page.line("twinlamp_frames_total{kind=\"live\"}", counters.live_frames.value());
  page.line("twinlamp_frames_total{kind=\"post\"}", counters.posts.value());
  page.line("twinlamp_frames_total{kind=\"latch\"}", counters.latch_frames.value());
  page.line("twinlamp_frames_total{kind=\"nameplate\"}", counters.nameplate_frames.value());
  page.line("twinlamp_frames_total{kind=\"other\"}", counters.other_frames.value());
  page.counter("twinlamp_bad_frames_total", "Frames that ended their connection.", counters.bad_frames.value());
  page.counter("twinlamp_store_answers_total", "Answers of the database.", counters.store_answers.value());
  page.counter("twinlamp_store_unavailable_total", "Answers that it cannot be used: a full or failing disk.",
               counters.store_unavailable.value());
  page.counter("twinlamp_certificate_loads_total", "Times that a changed certificate was taken.",
               counters.certificate_loads.value());
  page.counter("twinlamp_certificate_faults_total", "Times that a changed certificate could not be taken.",
               counters.certificate_faults.value());
}

void add_figures(Page& page, const Figures& figures) {
  page.gauge("twinlamp_connections", "Connections now.", figures.connections);
  page.gauge("twinlamp_members", "Clients now that have greeted the relay.", figures.members);
  page.gauge("twinlamp_rooms_here", "Pairs of whom somebody is here now.", figures.rooms_here);
  page.gauge("twinlamp_rooms", "Pairs that have a room.", figures.rooms);
  page.gauge("twinlamp_store_waiting", "Requests that the database has not answered yet.", figures.store_waiting);
  page.gauge("twinlamp_database_bytes", "Size of the database.", figures.database_bytes);
  page.gauge("twinlamp_database_log_bytes", "Size of its write-ahead log.", figures.log_bytes);
  page.gauge("twinlamp_disk_free_bytes", "Free on its disk.", figures.disk_free_bytes);
  if (figures.certificate_ends) {
    page.gauge("twinlamp_certificate_end_seconds", "When the certificate ends, Unix time.",
               unix_seconds(*figures.certificate_ends));
  }
  page.gauge("process_start_time_seconds", "When it started, Unix time.", unix_seconds(figures.started));
  page.head("process_cpu_seconds_total", "CPU time.", "counter");
  page.line("process_cpu_seconds_total", figures.cpu_seconds);
  page.gauge("process_resident_memory_bytes", "Memory.", figures.memory_bytes);
  page.gauge("process_open_fds", "Open files and sockets.", figures.descriptors);
  page.gauge("process_max_fds", "As many as may be open.", figures.descriptors_most);
}

}  // namespace

void measure_machine(const fs::path& data, Figures& figures) {
  const auto database = data / database_name;
  figures.database_bytes = size_of(database);
  figures.log_bytes = size_of(database.string() + "-wal");
  std::error_code none;
  const auto space = fs::space(data, none);
  if (!none) figures.disk_free_bytes = space.available;
  figures.memory_bytes = resident_bytes();
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) figures.descriptors_most = files.rlim_cur;
  figures.descriptors = open_descriptors(figures.descriptors_most);
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) == 0) figures.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::string metrics_text(const Counters& counters, const Figures& figures) {
  Page page;
  page.head("twinlamp_info", "Its version.", "gauge");
  page.line("twinlamp_info{version=\"" TWINLAMP_VERSION "\"}", std::uint64_t{1});
  add_figures(page, figures);
  add_counters(page, counters);
  return page.take();
}

}  // namespace twinlamp::relay
