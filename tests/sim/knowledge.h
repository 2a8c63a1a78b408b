// What an adversary knows: everything it has ever seen, and what its own keys make of it.
//
// The simulation, which knows all, says which byte strings would give an answer away: the scalar and the salt of its
// SEAL (the key is made of both), and its words. Whether any of them was ever among what the adversary saw is found by looking.
#pragma once

#include <map>

#include "protocol/round/round.h"

namespace twinlamp::sim {

class Knowledge {
public:
  // Of one SEAL, from before anything of it leaves its device.
  void watch(const EntryId& seal, ByteView scalar, ByteView salt, ByteView words);
  void hear(ByteView bytes);  // a frame, an entry, a message: as it came, and decrypted where it has the key
  // Can the adversary read this answer now?
  bool can_read(const EntryId& seal) const;
  bool has_scalar(const EntryId& seal) const;

private:
  struct Watched {
    Bytes scalar, salt, words;
    bool has_scalar = false, has_salt = false, has_words = false;
  };
  std::map<EntryId, Watched> watched_;
};

}  // namespace twinlamp::sim
