// A store of either kind, asked and answered in one call. Made afresh for each test; can be closed and opened again.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <functional>
#include <future>
#include <map>

#include "protocol/base/random.h"
#include "relay/store_memory.h"
#include "relay/store_sqlite.h"

namespace twinlamp::test {

using namespace std::chrono_literals;

class TemporaryFolder {
public:
  TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "twinlamp-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

private:
  std::filesystem::path path_;
};

class StoreHarness {
public:
  virtual ~StoreHarness() = default;
  virtual std::vector<store::Result> ask_all(std::vector<store::Request> requests) = 0;
  virtual void reopen() = 0;

  store::Result ask(const store::RoomId& room, store::Operation operation) {
    auto results = ask_all({{++last_id_, room, std::move(operation)}});
    return std::move(results.at(0));
  }

private:
  store::RequestId last_id_ = 0;
};

class MemoryHarness : public StoreHarness {
public:
  std::vector<store::Result> ask_all(std::vector<store::Request> requests) override {
    for (auto& request : requests) store_.submit(std::move(request));
    return store_.commit();
  }
  void reopen() override { store_.crash(); }

private:
  relay::MemoryStore store_;
};

class SqliteHarness : public StoreHarness {
public:
  SqliteHarness() { open(); }
  std::vector<store::Result> ask_all(std::vector<store::Request> requests) override {
    std::promise<std::vector<store::Result>> done;
    auto future = done.get_future();
    {
      const std::lock_guard lock(mutex_);
      wanted_ = requests.size();
      done_ = &done;
    }
    for (auto& request : requests) store_->submit(std::move(request));
    return future.get();
  }
  void reopen() override {
    store_.reset();
    open();
  }

private:
  void open() {
    auto engine = std::make_unique<relay::SqliteStore>(relay::SqliteOptions{folder_.path(), 0});
    store_ = std::make_unique<relay::StoreThread>(std::move(engine), [this](auto results) { collect(std::move(results)); });
  }
  void collect(std::vector<store::Result> results) {
    const std::lock_guard lock(mutex_);
    for (auto& result : results) collected_.push_back(std::move(result));
    if (collected_.size() == wanted_) done_->set_value(std::exchange(collected_, {}));
  }

  TemporaryFolder folder_;
  std::mutex mutex_;
  std::size_t wanted_ = 0;
  std::vector<store::Result> collected_;
  std::promise<std::vector<store::Result>>* done_ = nullptr;
  std::unique_ptr<relay::StoreThread> store_;
};

inline store::RoomId room_number(std::uint8_t number) { return {0xa0, number}; }
inline store::ClientId client_number(std::uint32_t number) {
  store::ClientId id{};
  for (std::size_t i = 0; i < 4; ++i) id[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}
inline store::LatchId latch_number(std::uint8_t number) { return {0x1a, number}; }
inline store::Body body_of(std::string_view text) { return std::make_shared<const Bytes>(to_bytes(bytes_of(text))); }
inline store::Day day(int number) { return store::Day{std::chrono::days{20'000 + number}}; }

}  // namespace twinlamp::test
