// The profile key: 32 random bytes under which everything at rest is sealed. Kept in one 0600 file, either wrapped by a passphrase
// (Argon2id) or, where the person chooses no lock, as it is.
//
//   plain     "twinlamp key" | version u8 = 1 | 0 u8 | key 32
//   wrapped   "twinlamp key" | version u8 = 1 | 1 u8 | operations u32 | memory u64 | salt 16 | nonce 24 | sealed key 48
//             under Argon2id(passphrase, salt); everything before the nonce is the associated data
//
// A change of passphrase wraps the same key anew and replaces the file as a whole: after a power cut either the old or the new one opens it.
#pragma once

#include <string_view>

#include "client/store/files.h"
#include "protocol/crypto/aead.h"

namespace twinlamp::client {

struct PassphraseCost {
  std::uint32_t operations = 3;
  std::uint64_t memory = 128u << 20;
  static PassphraseCost least();  // for tests only
};

// Argon2id. Takes a good part of a second. too_large, unavailable (no memory).
Result<Key> stretch_passphrase(std::string_view passphrase, const PassphraseCost& cost, const ByteArray<16>& salt);

class Keyring {
public:
  static constexpr std::size_t longest_passphrase = 1024;

  Keyring(Path file, Random& random, PassphraseCost cost = {}) : file_(std::move(file)), random_(random), cost_(cost) {}

  bool exists() const;
  // not_found: no key yet. malformed: the file is damaged. Neither needs the passphrase.
  Result<bool> has_passphrase() const;
  // unauthentic: wrong passphrase (any is accepted where there is none). Takes a good part of a second where there is one.
  Result<Key> unlock(std::string_view passphrase) const;
  // Writes or replaces the file. An empty passphrase keeps the key as it is. On error the old file stands, whole.
  Result<void> store(const Key& key, std::string_view passphrase, const StopAfter& stop = {});
  // What store() writes.
  Result<SecretBytes> content(const Key& key, std::string_view passphrase) const;
  Result<void> destroy() { return destroy_file(file_); }

private:
  Path file_;
  Random& random_;
  PassphraseCost cost_;
};

}  // namespace twinlamp::client
