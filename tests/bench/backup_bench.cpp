// What a backup of two years takes, and restoring it: two simulated people's two years, as one of them has it on disk. Medians of five.
//
//   backup_bench [DIRECTORY]      on the disk to be measured; a fresh folder in it is used and removed
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>

#include "client/backup/backup_writer.h"
#include "client/backup/restore.h"
#include "client/store/system_random.h"
#include "tests/sim/two_years.h"

namespace {

using namespace twinlamp;
using namespace twinlamp::client;
using Clock = std::chrono::steady_clock;

constexpr int runs = 5;
constexpr std::string_view passphrase = "four lamps on a quiet sill";

template <class Value>
Value checked(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().where);
  if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

void copy_over(SqliteStorage& storage, const PairRecord& record, const Storage& years) {
  Transaction part;
  part.values["pair"] = record.encode();
  for (const auto* name : {"session", "snapshot", "cancelling", "match"})
    if (auto value = checked(years.value(name))) part.values[name] = std::move(value);
  part.outbox_added = checked(years.outbox());
  checked(years.for_each_entry(0, [&](const StoredEntry& entry) {
    part.entries.push_back(entry);
    if (part.entries.size() >= 1000) checked(storage.commit(std::exchange(part, {})));
    return true;
  }));
  checked(storage.commit(part));
}

double median(std::array<double, runs> figures) {
  std::sort(figures.begin(), figures.end());
  return figures[runs / 2];
}

double milliseconds(const std::function<void()>& work) {
  const auto begin = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

void measure(const Path& folder, const SqliteStorage& storage) {
  SystemRandom random;
  const auto file = folder / "all.twinlamp";
  const auto cost = backup_cost();
  std::array<double, runs> key_ms{}, write_ms{}, longest_ms{}, verify_ms{}, restore_ms{};
  for (int run = 0; run < runs; ++run) {
    const auto at = static_cast<std::size_t>(run);
    const auto salt = random.bytes<16>();
    std::optional<Key> master;
    key_ms[at] = milliseconds([&] { master = checked(backup_master(cost, salt, passphrase)); });
    std::optional<BackupWriter> writer;
    write_ms[at] = longest_ms[at] = milliseconds([&] { writer.emplace(checked(BackupWriter::begin(storage, {}, *master, cost, salt, file, true))); });
    for (bool more = true; more;) {
      const auto step = milliseconds([&] { more = checked(writer->step()); });
      write_ms[at] += step;
      longest_ms[at] = std::max(longest_ms[at], step);
    }
    verify_ms[at] = milliseconds([&] { checked(writer->finish()); });
    const ProfilePlace place{"bench", folder / ("restored-" + std::to_string(run))};
    checked(make_private_folder(place.folder));
    auto backup = checked(BackupReader::open(file));
    checked(backup.unlock(passphrase));
    restore_ms[at] = milliseconds([&] {
      checked(build_restored(backup, place, {random.secret<32>(), "", {}}, {}, random));
      checked(take_restored(place));
      checked(finish_restoring(place));
    });
  }
  const auto entries = checked(storage.last_seq(0)) + checked(storage.last_seq(1));
  std::printf("| two years: %llu entries, a file of | %8.1f MiB |\n", static_cast<unsigned long long>(entries),
              static_cast<double>(std::filesystem::file_size(file)) / (1 << 20));
  std::printf("| the passphrase becomes a key      | %8.0f ms  |\n", median(key_ms));
  std::printf("| read, encrypt, write              | %8.1f ms  |\n", median(write_ms));
  std::printf("|   the longest step of it          | %8.2f ms  |\n", median(longest_ms));
  std::printf("| to the disk, read back, compare   | %8.1f ms  |\n", median(verify_ms));
  std::printf("| check, restore, take its place    | %8.1f ms  |\n", median(restore_ms));
}

}  // namespace

int main(int count, char** arguments) {
  const std::filesystem::path base = count > 1 ? arguments[1] : ".";
  const auto folder = base / ("backup_bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  SystemRandom random;
  int outcome = 0;
  try {
    const auto key = random.secret<32>();
    auto storage = checked(SqliteStorage::open(folder / "twinlamp.db", key, random));
    sim::Habits habits;
    habits.at_end = [&](const PairRecord& record, const Storage& years) { copy_over(*storage, record, years); };
    const auto report = sim::live_two_years(1, habits);
    if (!report.broken.empty()) throw std::runtime_error(report.broken.front());
    measure(folder, *storage);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "backup_bench: %s\n", error.what());
    outcome = 1;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return outcome;
}
