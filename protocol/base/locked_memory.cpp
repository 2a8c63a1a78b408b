#include "protocol/base/locked_memory.h"

#include <sodium.h>

#include <array>
#include <bit>
#include <mutex>
#include <new>

namespace twinlamp {
namespace {

constexpr std::size_t smallest = 32;
constexpr std::size_t slab_size = 64 * 1024;
constexpr std::size_t class_count = 12;  // 32 B to 64 KiB, powers of two

struct FreeBlock {
  FreeBlock* next;
};

// Slabs are kept for the life of the process: secrets come and go, their peak is small.
class LockedPool {
public:
  void* take(std::size_t index) {
    std::lock_guard lock(mutex_);
    if (free_[index] == nullptr) carve(index);
    auto* block = free_[index];
    free_[index] = block->next;
    return block;
  }
  void give(void* memory, std::size_t index) noexcept {
    std::lock_guard lock(mutex_);
    auto* block = static_cast<FreeBlock*>(memory);
    block->next = free_[index];
    free_[index] = block;
  }

private:
  void carve(std::size_t index) {
    auto* slab = static_cast<unsigned char*>(sodium_malloc(slab_size));
    if (slab == nullptr) throw std::bad_alloc();
    const std::size_t block = smallest << index;
    for (std::size_t at = 0; at + block <= slab_size; at += block) {
      auto* piece = reinterpret_cast<FreeBlock*>(slab + at);
      piece->next = free_[index];
      free_[index] = piece;
    }
  }

  std::mutex mutex_;
  std::array<FreeBlock*, class_count> free_{};
};

LockedPool& pool() {
  static auto* instance = [] {
    if (sodium_init() < 0) throw std::bad_alloc();
    return new LockedPool;  // never destroyed: secrets in static objects may outlive it otherwise
  }();
  return *instance;
}

std::size_t class_of(std::size_t size) {
  const auto rounded = std::bit_ceil(size < smallest ? smallest : size);
  return static_cast<std::size_t>(std::countr_zero(rounded) - std::countr_zero(smallest));
}

}  // namespace

void* locked_allocate(std::size_t size) {
  if (size > slab_size) {
    pool();  // libsodium is initialised there
    void* memory = sodium_malloc(size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
  return pool().take(class_of(size));
}

void locked_free(void* memory, std::size_t size) noexcept {
  if (memory == nullptr) return;
  sodium_memzero(memory, size);
  if (size > slab_size)
    sodium_free(memory);
  else
    pool().give(memory, class_of(size));
}

}  // namespace twinlamp
