// Work: something to be done later in the turn, of any type, in memory that is used again and again.
//
// A Work may carry an outcome (an error and a size), set before it is run. It is run at most once; run or not, its
// memory goes back to where it came from. Single-threaded.
#pragma once

#include <array>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace twinlamp::relay {

// Blocks of a few sizes. It must outlive what was made in it.
class WorkMemory {
public:
  WorkMemory() = default;
  ~WorkMemory() { trim(); }
  WorkMemory(const WorkMemory&) = delete;
  WorkMemory& operator=(const WorkMemory&) = delete;

  void* take(std::size_t size);
  void give(void* block, std::size_t size) noexcept;
  void trim() noexcept;

private:
  static constexpr std::size_t step = 64, classes = 16, kept_of_each = 512;
  struct Block {
    Block* next;
  };
  struct Kept {
    Block* first = nullptr;
    std::size_t count = 0;
  };
  static std::size_t class_of(std::size_t size) { return (size + step - 1) / step; }
  std::array<Kept, classes + 1> kept_;
};

class Work {
public:
  virtual ~Work() = default;
  virtual void run() = 0;  // and ends it
  virtual void drop() noexcept = 0;

  boost::system::error_code error;
  std::size_t size = 0;

private:
  friend class WorkQueue;
  Work* next_ = nullptr;
};

struct DropWork {
  void operator()(Work* work) const noexcept { work->drop(); }
};
using WorkPtr = std::unique_ptr<Work, DropWork>;
inline void run(WorkPtr work) {
  work.release()->run();
}

// First in, first out.
class WorkQueue {
public:
  WorkQueue() = default;
  ~WorkQueue() {
    while (pop()) continue;
  }
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  bool empty() const { return first_ == nullptr; }
  void push(WorkPtr work) {
    auto* added = work.release();
    (last_ != nullptr ? last_->next_ : first_) = added;
    last_ = added;
  }
  WorkPtr pop() {
    auto* taken = first_;
    if (taken == nullptr) return nullptr;
    first_ = taken->next_;
    if (first_ == nullptr) last_ = nullptr;
    return WorkPtr(taken);
  }

private:
  Work *first_ = nullptr, *last_ = nullptr;
};

// `Function` is called with nothing, or with the outcome.
template <class Function>
class WorkOf final : public Work {
public:
  WorkOf(WorkMemory& memory, Function function) : memory_(memory), function_(std::move(function)) {}

  void run() override {
    Function function(std::move(function_));
    const auto outcome = error;
    const auto count = size;
    drop();  // first: what it calls may need just such a block
    if constexpr (std::is_invocable_v<Function, boost::system::error_code, std::size_t>)
      std::move(function)(outcome, count);
    else
      std::move(function)();
  }
  void drop() noexcept override {
    auto& memory = memory_;
    this->~WorkOf();
    memory.give(this, sizeof(WorkOf));
  }

private:
  WorkMemory& memory_;
  Function function_;
};

template <class Function>
WorkPtr make_work(WorkMemory& memory, Function&& function) {
  using Made = WorkOf<std::decay_t<Function>>;
  return WorkPtr(new (memory.take(sizeof(Made))) Made(memory, std::forward<Function>(function)));
}

}  // namespace twinlamp::relay
