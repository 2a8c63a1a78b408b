#include "relay/record_buffers.h"

#include <malloc.h>
#include <openssl/crypto.h>

#include <array>
#include <cstdlib>

namespace twinlamp::relay {

namespace {

// What a record needs with its header, tag and alignment, and what a handshake's messages are put together in.
constexpr std::size_t least = 16 * 1024 + 1, most = 22 * 1024;

bool is_record(std::size_t size) {
  return size >= least && size <= most;
}

class Kept {
public:
  ~Kept() {
    while (count_ > 0) std::free(blocks_[--count_]);
  }
  // All blocks that are kept can hold the largest.
  void* take() { return count_ > 0 ? blocks_[--count_] : std::malloc(most); }
  bool give(void* block) {
    if (count_ == blocks_.size()) return false;
    blocks_[count_++] = block;
    return true;
  }

private:
  std::array<void*, 8> blocks_{};
  std::size_t count_ = 0;
};

thread_local Kept kept;

void* take(std::size_t size, const char*, int) {
  if (size == 0) return nullptr;
  return is_record(size) ? kept.take() : std::malloc(size);
}

void give(void* block, const char*, int) {
  if (block == nullptr) return;
  // Whatever holds the largest record may be one's next buffer; nothing much larger is kept from the heap.
  const auto size = ::malloc_usable_size(block);
  if (size >= most && size < most + 64 && kept.give(block)) return;
  std::free(block);
}

void* resize(void* block, std::size_t size, const char*, int) {
  return std::realloc(block, size);
}

}  // namespace

void keep_record_buffers() {
  CRYPTO_set_mem_functions(take, resize, give);
}

}  // namespace twinlamp::relay
