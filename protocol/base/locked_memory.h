// Memory for secrets: locked against swapping, left out of core dumps, wiped when given back.
//
// One pool of libsodium slabs serves the whole process (locking works on pages, so small secrets must share them).
// Thread-safe. Where the system's limit on locked memory is reached, memory is still wiped but may be swapped.
#pragma once

#include <cstddef>

namespace twinlamp {

void* locked_allocate(std::size_t size);              // throws std::bad_alloc
void locked_free(void* memory, std::size_t size) noexcept;  // wipes first; `size` as it was allocated

template <class T>
struct LockedAllocator {
  using value_type = T;
  LockedAllocator() = default;
  template <class U>
  LockedAllocator(const LockedAllocator<U>&) noexcept {}
  T* allocate(std::size_t count) { return static_cast<T*>(locked_allocate(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) noexcept { locked_free(memory, count * sizeof(T)); }
  friend bool operator==(const LockedAllocator&, const LockedAllocator&) { return true; }
};

}  // namespace twinlamp
