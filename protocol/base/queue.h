// Queue: first in, first out, for what is empty most of the time in a great many places. Unlike std::deque, whose empty
// one holds half a KiB, it holds memory only while there is something in it. Not thread-safe.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace twinlamp {

template <class T>
class Queue {
public:
  bool empty() const { return first_ == items_.size(); }
  std::size_t size() const { return items_.size() - first_; }

  // Valid until the next change.
  T* begin() { return items_.data() + first_; }
  T* end() { return items_.data() + items_.size(); }
  const T* begin() const { return items_.data() + first_; }
  const T* end() const { return items_.data() + items_.size(); }
  T& front() { return *begin(); }  // precondition of both: not empty
  T& back() { return *(end() - 1); }

  void push(T item) { items_.push_back(std::move(item)); }
  // Precondition: not empty.
  T pop() {
    T item = std::move(front());
    drop(1);
    return item;
  }
  // The first `count`; precondition: there are as many.
  void drop(std::size_t count) {
    first_ += count;
    if (empty()) return clear();
    if (first_ < items_.size() / 2) return;  // each is moved once for each time that half has gone
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
  void clear() {
    items_ = std::vector<T>();  // = {} would keep its memory
    first_ = 0;
  }

private:
  std::vector<T> items_;
  std::size_t first_ = 0;  // before it are those that have gone
};

}  // namespace twinlamp
