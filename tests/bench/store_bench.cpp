// How many appends a second the store commits, alone and in groups. Prints a table; not part of the test run.
//
//   store_bench [DIRECTORY]      on the disk to be measured; a fresh folder in it is used and removed
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "protocol/base/random.h"
#include "relay/store_sqlite.h"

namespace {

using namespace twinlamp;
using Clock = std::chrono::steady_clock;

constexpr std::size_t body_size = 1024;
constexpr std::size_t rooms = 200;
constexpr int runs = 5;

store::RoomId room_of(std::size_t index) {
  return {static_cast<std::uint8_t>(index & 0xff), static_cast<std::uint8_t>(index >> 8)};
}

std::vector<store::Request> group_of(SeededRandom& random, std::size_t size, std::size_t first) {
  std::vector<store::Request> group;
  for (std::size_t i = 0; i < size; ++i) {
    Bytes body(body_size);
    random.fill(body);
    store::Append append{0, random.bytes<16>(), std::make_shared<const Bytes>(std::move(body)), store::Day{}, 0, 0, 0};
    group.push_back({first + i, room_of((first + i) % rooms), std::move(append)});
  }
  return group;
}

double appends_a_second(relay::SqliteStore& engine, SeededRandom& random, std::size_t size, std::size_t groups) {
  std::vector<std::vector<store::Request>> work;
  for (std::size_t i = 0; i < groups; ++i) work.push_back(group_of(random, size, i * size));
  const auto begin = Clock::now();
  for (const auto& group : work) {
    for (const auto& result : engine.apply(group)) {
      if (result.status != store::Status::ok) throw std::runtime_error("An append failed.");
    }
  }
  const std::chrono::duration<double> span = Clock::now() - begin;
  return static_cast<double>(size * groups) / span.count();
}

void measure(relay::SqliteStore& engine, SeededRandom& random, std::size_t size, std::size_t groups) {
  std::array<double, runs> figures{};
  for (auto& figure : figures) figure = appends_a_second(engine, random, size, groups);
  std::sort(figures.begin(), figures.end());
  std::printf("| %5zu | %10.0f | %10.0f | %10.0f |\n", size, figures.front(), figures[runs / 2], figures.back());
}

}  // namespace

int main(int count, char** arguments) {
  const std::filesystem::path base = count > 1 ? arguments[1] : ".";
  const auto folder = base / "store-bench";
  std::filesystem::create_directories(folder);
  {
    relay::SqliteStore engine({folder, 0});
    SeededRandom random(1);
    std::vector<store::Request> open;
    for (std::size_t i = 0; i < rooms; ++i) open.push_back({i, room_of(i), store::OpenRoom{true, 0, store::Day{}}});
    engine.apply(open);
    std::printf("Appends of 1 KiB to %zu rooms, committed to %s, %d runs\n\n", rooms, base.c_str(), runs);
    std::printf("| group |   lowest/s |   median/s |  highest/s |\n|------:|-----------:|-----------:|-----------:|\n");
    measure(engine, random, 1, 200);
    measure(engine, random, 100, 20);
    measure(engine, random, 1000, 5);
  }
  std::filesystem::remove_all(folder);
}
