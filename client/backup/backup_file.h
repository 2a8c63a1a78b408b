// The outside of a backup: a head that says how a passphrase becomes its key, then pieces.
//
//   head, 117 bytes, integers big-endian:
//     "twinlamp backup\n" 16 | version u8 = 1 | operations u32 | memory u64 | salt 16 | stream header 24 | check 32 | checksum 16
//     Argon2id(passphrase, salt, operations, memory) = master 32
//     stream key = HKDF-SHA512(master, info = "twinlamp/backup/stream/1" || head up to the salt)
//     check      = HKDF-SHA512(master, info = "twinlamp/backup/check/1" || head up to the stream header)
//     checksum   = BLAKE2b-128(head up to the checksum)
//   pieces: libsodium's secretstream (XChaCha20-Poly1305) under the stream key, each 65,536 bytes and its 17; the last one, and no other,
//     carries the tag FINAL. The records (backup_records.h) are followed by zeros up to the end of the last piece, so the file's size says little.
//
// What is told apart, and how far: the checksum is keyed by nothing, so it tells a head that was damaged by chance from a passphrase that is wrong, and
// not from one that somebody made up. A piece that does not open was damaged, altered or moved: nobody can say which. A file that ends before
// FINAL was not copied whole; what comes after FINAL was added. Nothing is computed from a head before its bounds are checked.
// Not thread-safe; the functions are.
#pragma once

#include <functional>
#include <span>

#include "client/store/keyring.h"

namespace twinlamp::client {

inline constexpr std::size_t backup_piece = 64 * 1024;
inline constexpr std::size_t sealed_piece = backup_piece + 17;
inline constexpr std::size_t backup_head_size = 117;

PassphraseCost backup_cost();  // libsodium's "moderate": 256 MiB, a second

struct BackupHead {
  PassphraseCost cost;
  ByteArray<16> salt{};
  ByteArray<24> stream{};
  ByteArray<32> check{};
  Bytes before_stream, before_check;  // as they came
};

// malformed: not a backup, damaged, or asking for more than this ever does. refused: of a newer version.
Result<BackupHead> parse_backup_head(ByteView bytes);

// What the passphrase opens. Takes a second.
Result<Key> backup_master(const PassphraseCost& cost, const ByteArray<16>& salt, std::string_view passphrase);

class BackupSealer {
public:
  BackupSealer(const Key& master, const PassphraseCost& cost, const ByteArray<16>& salt);

  const Bytes& head() const { return head_; }
  Bytes seal(ByteView piece, bool is_last);  // precondition: backup_piece bytes; nothing after the last

private:
  struct Stream;
  Bytes head_;
  std::shared_ptr<Stream> stream_;
};

class BackupOpener {
public:
  // unauthentic: the passphrase that `master` came from is not this one's.
  static Result<BackupOpener> begin(const BackupHead& head, const Key& master);

  // The piece without its seal. unauthentic: it is not the one that comes next.
  Result<SecretBytes> open(ByteView sealed);
  bool has_ended() const;  // that was the last

private:
  struct Stream;
  std::shared_ptr<Stream> stream_;
};

// The bytes after the head, in order; fewer than asked for only at the end.
using BackupSource = std::function<Result<std::size_t>(std::span<std::uint8_t> out)>;
using PieceVisitor = std::function<Result<void>(const SecretBytes& piece)>;

// Every piece up to the end of the file, each verified before it is visited. The errors are sentences that name what is wrong.
Result<void> open_backup_pieces(const BackupSource& source, BackupOpener opener, const PieceVisitor& visit);

}  // namespace twinlamp::client
