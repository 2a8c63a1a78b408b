#include "relay/work.h"

namespace twinlamp::relay {

void* WorkMemory::take(std::size_t size) {
  const auto index = class_of(size);
  if (index > classes) return ::operator new(size);
  auto& kept = kept_[index];
  if (kept.first == nullptr) return ::operator new(index* step);
  auto* block = kept.first;
  kept.first = block->next;
  --kept.count;
  return block;
}

void WorkMemory::give(void* block, std::size_t size) noexcept {
  const auto index = class_of(size);
  if (index > classes || kept_[index].count >= kept_of_each) return ::operator delete(block);
  auto& kept = kept_[index];
  kept.first = new (block) Block{kept.first};
  ++kept.count;
}

void WorkMemory::trim() noexcept {
  for (auto& kept : kept_) {
    while (kept.first != nullptr) {
      auto* block = kept.first;
      kept.first = block->next;
      ::operator delete(block);
    }
    kept.count = 0;
  }
}

}  // namespace twinlamp::relay
