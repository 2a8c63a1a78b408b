// Every block that a client gives back to the heap is overwritten first, so that what people write is gone from memory
// once it is dropped.
//
// A draft passes through many hands that we do not own: the standard library's strings and streams, Protocol Buffers,
// ICU, HarfBuzz. They free what they held and leave it readable. Wiping at each of our own places would miss theirs,
// and a replaced operator delete would miss the libraries that are written in C. So `free` and `realloc` themselves are
// replaced, in the clients' executables alone: they wipe, then hand on to the C library (glibc takes interposed
// functions from the executable for all of its libraries, and for itself).
//
// This is for memory that is given back. Locking must drop what it holds; tests/e2e/lock_test.py looks for what was
// not. Blocks have their whole usable size overwritten. Not in sanitizer builds, which bring an allocator of their own.
// Threads: as malloc.
#include <malloc.h>
#include <string.h>

#include <algorithm>
#include <cstddef>

extern "C" {

void __libc_free(void* block);  // NOLINT: glibc's own names
void* __libc_malloc(std::size_t size);

__attribute__((visibility("default"))) void free(void* block) noexcept {
  if (block == nullptr) return;
  explicit_bzero(block, malloc_usable_size(block));
  __libc_free(block);
}

__attribute__((visibility("default"))) void* realloc(void* block, std::size_t size) noexcept {
  if (block == nullptr) return __libc_malloc(size);
  if (size == 0) {
    free(block);
    return nullptr;
  }
  const auto held = malloc_usable_size(block);
  if (size <= held && size >= held / 2) {
    explicit_bzero(static_cast<char*>(block) + size, held - size);
    return block;
  }
  void* moved = __libc_malloc(size);
  if (moved == nullptr) return nullptr;
  memcpy(moved, block, std::min(size, held));
  free(block);
  return moved;
}
}
