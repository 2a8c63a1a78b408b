#include "tests/sim/knowledge.h"

#include <cstring>

namespace twinlamp::sim {
namespace {

bool holds(ByteView all, ByteView part) {
  return !part.empty() && all.size() >= part.size() && ::memmem(all.data(), all.size(), part.data(), part.size()) != nullptr;
}

}  // namespace

void Knowledge::watch(const EntryId& seal, ByteView scalar, ByteView salt, ByteView words) {
  watched_[seal] = {to_bytes(scalar), to_bytes(salt), to_bytes(words)};
}

void Knowledge::hear(ByteView bytes) {
  for (auto& [seal, watched] : watched_) {
    watched.has_scalar = watched.has_scalar || holds(bytes, watched.scalar);
    watched.has_salt = watched.has_salt || holds(bytes, watched.salt);
    watched.has_words = watched.has_words || holds(bytes, watched.words);
  }
}

bool Knowledge::can_read(const EntryId& seal) const {
  const auto found = watched_.find(seal);
  return found != watched_.end() && (found->second.has_words || (found->second.has_scalar && found->second.has_salt));
}

bool Knowledge::has_scalar(const EntryId& seal) const {
  const auto found = watched_.find(seal);
  return found != watched_.end() && found->second.has_scalar;
}

}  // namespace twinlamp::sim
