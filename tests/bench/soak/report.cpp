#include "tests/bench/soak/report.h"

#include <unistd.h>

#include <cstdio>

#include "tests/bench/process_figures.h"
#include "tests/support/sanitized.h"

namespace twinlamp::bench::soak {

namespace {

constexpr std::uint64_t cache_kib = 32 << 10;  // of SQLite's writer: grows with the database until there

using Number = unsigned long long;

// What a process holds beyond the pages of its database.
double own_memory(const Sample& sample) {
  return static_cast<double>(sample.memory_kib) - static_cast<double>(std::min(sample.database_kib, cache_kib));
}

std::uint64_t files_beside(const Sample& sample) {
  return sample.files - std::min(sample.files, sample.connections);
}

// Those that mean something: of a process that has settled, with nothing hostile going on.
std::vector<Sample> settled(const Series& series, const Bounds& bounds) {
  std::vector<Sample> chosen;
  std::copy_if(series.samples.begin(), series.samples.end(), std::back_inserter(chosen),
               [&](const Sample& each) { return each.is_settled && each.age >= bounds.settles_after; });
  return chosen;
}

template <class Value>
auto median_of(std::vector<Sample> samples, Value value) {
  std::sort(samples.begin(), samples.end(), [&](const Sample& a, const Sample& b) { return value(a) < value(b); });
  return value(samples[samples.size() / 2]);
}

// Of a straight line through them, from the first to the last; by least squares.
double growth(const std::vector<Sample>& samples) {
  double count = static_cast<double>(samples.size()), at = 0, memory = 0, both = 0, squares = 0;
  for (const auto& each : samples) {
    at += each.at;
    memory += own_memory(each);
  }
  at /= count;
  memory /= count;
  for (const auto& each : samples) {
    both += (each.at - at) * (own_memory(each) - memory);
    squares += (each.at - at) * (each.at - at);
  }
  return squares == 0 ? 0 : both / squares * (samples.back().at - samples.front().at);
}

void print_series(const Series& series, const Bounds& bounds) {
  const auto all = settled(series, bounds);
  if (all.empty()) {
    std::printf("  %-16s was never settled long enough to be measured\n", series.name.c_str());
    return;
  }
  const auto kib = [](const Sample& each) { return each.memory_kib; };
  const auto most = std::max_element(all.begin(), all.end(), [&](auto& a, auto& b) { return kib(a) < kib(b); });
  const auto peak =
      std::max_element(series.samples.begin(), series.samples.end(), [&](auto& a, auto& b) { return kib(a) < kib(b); });
  std::printf(
      "  %-16s memory KiB: first %llu, median %llu, last %llu, most %llu (under a fault %llu); beyond its database's "
      "cache it grew by %.0f, by slope\n",
      series.name.c_str(), Number{all.front().memory_kib}, Number{median_of(all, kib)}, Number{all.back().memory_kib},
      Number{most->memory_kib}, Number{peak->memory_kib}, growth(all));
  std::uint64_t database = 0, log = 0;
  for (const auto& each : series.samples) {
    database = std::max(database, each.database_kib);
    log = std::max(log, each.log_kib);
  }
  std::printf(
      "  %-16s files beside connections: first %llu, median %llu, last %llu; database at most %llu KiB, its log %llu "
      "KiB; %zu samples\n",
      "", Number{files_beside(all.front())}, Number{median_of(all, files_beside)}, Number{files_beside(all.back())},
      Number{database}, Number{log}, all.size());
}

}  // namespace

void check_bounds(const Series& series, const Bounds& bounds, Tally& tally) {
  for (const auto& each : series.samples) {
    if (each.database_kib > bounds.database_kib || each.log_kib > bounds.log_kib)
      return tally.breach(series.name + ": the database outgrew its bound");
  }
  const auto all = settled(series, bounds);
  if (all.size() < 2 || test::is_sanitized) return;  // a sanitizer keeps what is freed
  if (growth(all) > static_cast<double>(bounds.memory_grows_kib))
    tally.breach(series.name + ": memory grew by " + std::to_string(static_cast<int>(growth(all))) + " KiB");
  const auto middle = median_of(all, own_memory);
  for (const auto& each : all) {
    if (own_memory(each) > middle + static_cast<double>(bounds.memory_swings_kib))
      return tally.breach(series.name + ": memory was once " + std::to_string(each.memory_kib) + " KiB");
  }
  if (median_of({all.end() - static_cast<std::ptrdiff_t>((all.size() + 3) / 4), all.end()}, files_beside) >
      median_of({all.begin(), all.begin() + static_cast<std::ptrdiff_t>((all.size() + 3) / 4)}, files_beside) +
          bounds.files_grow)
    tally.breach(series.name + ": descriptors were not given back");
}

void print_minute(double at, const Tally& tally, const std::vector<Series>& all,
                  const std::vector<std::unique_ptr<Front>>& fronts) {
  Number faults = 0;
  for (const auto& [name, count] : tally.faults) faults += count;
  std::printf(
      "%5.0f s  %4llu faults  %7llu kept %7llu delivered %8llu live %6llu latches  worst ms: live %.0f kept %.0f latch "
      "%.0f  ",
      at, faults, Number{tally.posts}, Number{tally.deliveries}, Number{tally.lives_come},
      Number{tally.released + tally.cancelled}, tally.minute.live, tally.minute.post, tally.minute.latch);
  double cpu = cpu_of(::getpid());
  for (const auto& front : fronts) cpu += front->cpu();
  for (const auto& series : all) {
    if (series.samples.empty()) continue;
    const auto& last = series.samples.back();
    std::printf("%s %llu KiB, %llu files, db %llu+%llu;  ", series.name.c_str(), Number{last.memory_kib},
                Number{last.files}, Number{last.database_kib}, Number{last.log_kib});
  }
  std::printf("cpu %.2f  breaches %llu\n", at > 0 ? cpu / at : 0, Number{tally.breach_count});
  std::fflush(stdout);
}

void print_end(double seconds, std::uint64_t seed, const Tally& tally, const std::vector<Series>& all,
               const std::vector<std::unique_ptr<Front>>& fronts, const Bounds& bounds) {
  std::printf("\nA soak of %.0f s, seed %llu\n", seconds, Number{seed});
  for (const auto& [name, count] : tally.faults) std::printf("  %-24s %6llu\n", name.c_str(), Number{count});
  std::printf("  hostile connections      %6llu\n", Number{tally.foes});
  for (const auto& front : fronts)
    std::printf("  %-16s started %llu times, %.1f s of CPU\n", front->name().c_str(), Number{front->starts()},
                front->cpu());
  std::printf("  %-16s %.1f s of CPU\n", "the couples", cpu_of(::getpid()));
  std::printf(
      "  posts kept %llu, delivered once and in order %llu, refused for a while %llu, sent again and known %llu\n",
      Number{tally.posts}, Number{tally.deliveries}, Number{tally.refused_posts}, Number{tally.repeated_posts});
  std::printf(
      "  live frames sent %llu, arrived %llu (the others' partner was away); latches released %llu, cancelled %llu\n",
      Number{tally.lives_sent}, Number{tally.lives_come}, Number{tally.released}, Number{tally.cancelled});
  std::printf("  logins %llu, tries refused %llu; looked up in the database as soon as said %llu\n",
              Number{tally.logins}, Number{tally.refused_logins}, Number{tally.seen_in_database});
  std::printf("  worst pauses while connected: live %.0f ms, a post until it is kept %.0f ms, a latch %.0f ms\n",
              tally.worst.live, tally.worst.post, tally.worst.latch);
  for (const auto& series : all) print_series(series, bounds);
  for (const auto& breach : tally.breaches) std::printf("  BREACH: %s\n", breach.c_str());
  std::printf(
      tally.breach_count == 0 ? "  nothing was lost, repeated, changed or told differently\n" : "  %llu breaches\n",
      Number{tally.breach_count});
  std::fflush(stdout);
}

}  // namespace twinlamp::bench::soak
